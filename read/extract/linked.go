package extract

import (
	"encoding/json"
	"slices"
	"strings"
)

// thing is what JSON-LD says of one thing, as far as articles go (schema.org/Article). Every field may come as a
// string, an object or a list of either.
type thing struct {
	Type      words           `json:"@type"`
	Graph     json.RawMessage `json:"@graph"`
	Main      json.RawMessage `json:"mainEntity"`
	Headline  words           `json:"headline"`
	Author    words           `json:"author"`
	Publisher words           `json:"publisher"`
	Published words           `json:"datePublished"`
	URL       words           `json:"url"`
	Page      words           `json:"mainEntityOfPage"`
	Language  words           `json:"inLanguage"`
	Free      words           `json:"isAccessibleForFree"`
}

// words are the strings of a value: itself, its name or identifier, or those of its elements.
type words []string

// UnmarshalJSON takes any JSON value; it never fails on one that is valid.
func (w *words) UnmarshalJSON(raw []byte) error {
	*w = nil
	var text string
	var list []words
	var flag bool
	var object struct {
		Name  words `json:"name"`
		ID    words `json:"@id"`
		Value words `json:"@value"`
	}
	switch {
	case json.Unmarshal(raw, &text) == nil:
		if text != "" {
			*w = words{text}
		}
	case json.Unmarshal(raw, &flag) == nil:
		*w = words{map[bool]string{true: "true", false: "false"}[flag]}
	case json.Unmarshal(raw, &list) == nil:
		for _, element := range list {
			*w = append(*w, element...)
		}
	case json.Unmarshal(raw, &object) == nil:
		*w = append(*w, object.Name...)
		if len(*w) == 0 {
			*w = append(*w, object.Value...)
		}
		if len(*w) == 0 {
			*w = append(*w, object.ID...)
		}
	}
	return nil
}

func (w words) first() string {
	if len(w) == 0 {
		return ""
	}
	return w[0]
}

// deepestGraph bounds graphs within graphs.
const deepestGraph = 4

// linkedData reads one JSON-LD script. Scripts that do not parse are common and say nothing.
func (m *pageMetadata) linkedData(script string) {
	script = strings.TrimSpace(script)
	script = strings.TrimSuffix(strings.TrimPrefix(script, "<!--"), "-->")
	m.things([]byte(strings.TrimSuffix(strings.TrimSpace(script), ";")), deepestGraph)
}

func (m *pageMetadata) things(raw []byte, depth int) {
	if len(raw) == 0 || depth == 0 {
		return
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		for _, element := range list {
			m.things(element, depth-1)
		}
		return
	}
	var t thing
	if json.Unmarshal(raw, &t) != nil {
		return
	}
	m.things(t.Graph, depth-1)
	m.things(t.Main, depth-1)
	if !slices.ContainsFunc(t.Type, isArticleType) {
		return
	}
	const by = "json-ld"
	m.add("title", statement{t.Headline.first(), by, rankLinked})
	m.add("outlet", statement{t.Publisher.first(), by, rankLinked})
	m.add("published", statement{t.Published.first(), by, rankLinked})
	m.add("language", statement{t.Language.first(), by, rankLow})
	m.add("url", statement{t.URL.first(), by, rankLow})
	m.add("url", statement{t.Page.first(), by, rankLow + 1})
	for _, author := range t.Author {
		m.add("author", statement{author, by, rankLinked})
	}
	m.paid = m.paid || strings.EqualFold(t.Free.first(), "false")
}

// isArticleType reports whether a schema.org type is a kind of article: NewsArticle, ReportageNewsArticle, BlogPosting.
func isArticleType(name string) bool {
	name = name[strings.LastIndexByte(name, '/')+1:]
	return strings.HasSuffix(name, "Article") || name == "BlogPosting" || name == "Report" ||
		name == "LiveBlogPosting"
}
