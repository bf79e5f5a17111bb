package extract

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/read/extract/record"
)

// statement is one thing that a page's markup states, with the rule that read it and the rank of that rule.
type statement struct {
	value, by string
	rank      int
}

// pageMetadata is all that a page's markup states of its article.
type pageMetadata struct {
	titles, outlets, authors, dates, urls, languages []statement
	headings                                         []string // of <h1>
	title                                            string   // of <title>
	paid                                             bool     // the page says that it is not free to read
}

func (m *pageMetadata) add(holds string, s statement) {
	// Content systems escape twice.
	if s.value = strings.Join(strings.Fields(html.UnescapeString(s.value)), " "); s.value == "" || len(s.value) > limits.TitleBytes {
		return
	}
	var to *[]statement
	switch holds {
	case "title":
		to = &m.titles
	case "outlet":
		to = &m.outlets
	case "author":
		to = &m.authors
	case "published":
		to = &m.dates
	case "url":
		to = &m.urls
	case "language":
		to = &m.languages
	default:
		return
	}
	if len(*to) < limits.PageFacts {
		*to = append(*to, s)
	}
}

// Ranks of rules outside the list of <meta> names, which is ranked from 0 by its order.
const (
	rankLinked = -1 // JSON-LD goes before <meta>: it says what kind of thing it speaks of
	rankLow    = 1000
	rankLowest = 2000
)

// metadata collects what a page states in JSON-LD, <meta>, <link>, <time>, <h1> and <title>.
func (e *Extractor) metadata(root *html.Node) *pageMetadata {
	m := &pageMetadata{}
	for node := range root.Descendants() {
		switch node.Type {
		case html.CommentNode:
			if address := savedFrom.FindStringSubmatch(node.Data); address != nil {
				m.add("url", statement{address[1], "saved from", rankLowest})
			}
			continue
		case html.ElementNode:
		default:
			continue
		}
		switch node.DataAtom {
		case atom.Html:
			m.add("language", statement{attribute(node, "lang"), "html lang", rankLinked})
		case atom.Meta:
			e.metaElement(m, node)
		case atom.Link:
			if strings.EqualFold(attribute(node, "rel"), "canonical") {
				m.add("url", statement{attribute(node, "href"), "canonical link", rankLinked})
			}
		case atom.Script:
			if node.FirstChild != nil && strings.EqualFold(attribute(node, "type"), "application/ld+json") {
				m.linkedData(node.FirstChild.Data)
			}
		case atom.Time:
			rank := rankLowest
			if attribute(node, "itemprop") == "datePublished" || hasAttribute(node, "pubdate") {
				rank = rankLow
			}
			m.add("published", statement{attribute(node, "datetime"), "time element", rank})
		case atom.H1:
			if heading := shownText(node); heading != "" && len(heading) <= limits.TitleBytes &&
				len(m.headings) < limits.PageFacts {
				m.headings = append(m.headings, heading)
			}
		case atom.Title:
			// A <title> may also stand in a drawing.
			if node.Namespace == "" && m.title == "" && node.FirstChild != nil {
				m.title = strings.Join(strings.Fields(node.FirstChild.Data), " ")
			}
		}
	}
	return m
}

// savedFrom is the mark of the web that browsers write into the pages they save.
var savedFrom = regexp.MustCompile(`^\s*saved from url=\(\d+\)(https?://\S+)`)

func hasAttribute(node *html.Node, key string) bool {
	return slices.ContainsFunc(node.Attr, func(attr html.Attribute) bool { return attr.Key == key })
}

func (e *Extractor) metaElement(m *pageMetadata, node *html.Node) {
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		name := strings.ToLower(strings.TrimSpace(attribute(node, key)))
		if name == "" {
			continue
		}
		if known, ok := e.meta[name]; ok {
			m.add(known.states, statement{attribute(node, "content"), name, known.rank})
		}
		if name == "isaccessibleforfree" && strings.EqualFold(attribute(node, "content"), "false") {
			m.paid = true
		}
	}
}

// best is the statement of the best rank, and the first of those, that passes.
func best(statements []statement, passes func(value string) bool) (statement, bool) {
	var chosen statement
	found := false
	for _, s := range statements {
		if (!found || s.rank < chosen.rank) && passes(s.value) {
			chosen, found = s, true
		}
	}
	return chosen, found
}

// article is the statements weighed into one of each.
func (m *pageMetadata) article() article {
	var found article
	if s, ok := best(m.outlets, isName); ok {
		found.outlet = metadata(s.value, s.by)
	}
	found.author = m.author()
	if s, ok := best(m.urls, isAddress); ok {
		found.url = metadata(s.value, s.by)
	}
	if s, ok := best(m.languages, func(tag string) bool { return languageCode(tag) != "" }); ok {
		found.language = languageCode(s.value)
	}
	found.date = m.date(found.url.Value)
	found.title = m.headline(found.outlet.Value)
	return found
}

// isName reports whether a value can be somebody's name: no address, no handle, no placeholder.
func isName(value string) bool {
	return !strings.Contains(value, "://") && !strings.HasPrefix(value, "@") && strings.ContainsFunc(value, isWordRune)
}

func isWordRune(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c > 0x7F }

func isAddress(value string) bool {
	address, err := url.Parse(value)
	return err == nil && (address.Scheme == "http" || address.Scheme == "https") && address.Host != ""
}

// author joins all names that the best rule gives: a page has one element for each of its authors.
func (m *pageMetadata) author() hearsay.Field {
	first, ok := best(m.authors, isName)
	if !ok {
		return hearsay.Field{}
	}
	var names []string
	for _, s := range m.authors {
		if s.rank == first.rank && isName(s.value) && !slices.Contains(names, s.value) {
			names = append(names, s.value)
		}
	}
	return metadata(strings.Join(names, ", "), first.by)
}

// pathDate is a date in the path of an address, as "/2017/06/06/".
var pathDate = regexp.MustCompile(`/((?:19|20)\d\d)/(\d\d?)/(\d\d?)/`)

// date is the best stated date, or the one in the page's own address. Dates of <time> elements without a role count
// only if they all name one day, for they may be those of other articles.
func (m *pageMetadata) date(address string) hearsay.Date {
	parses := func(value string) bool { _, err := record.ParseDate(value); return err == nil }
	s, ok := best(m.dates, parses)
	if ok {
		date, _ := record.ParseDate(s.value) // it parsed a line ago
		date.How = hearsay.HowMetadata
		if s.rank < rankLowest {
			return date
		}
		for _, other := range m.dates {
			if parsed, err := record.ParseDate(other.value); err == nil && parsed.Day() != date.Day() {
				ok = false
			}
		}
		if ok {
			return date
		}
	}
	if parts := pathDate.FindStringSubmatch(address); parts != nil {
		if date, err := record.ParseDate(strings.Join(parts[1:], "-")); err == nil {
			date.How = hearsay.HowURL
			return date
		}
	}
	return hearsay.Date{}
}

// fewestTitleWords is how many words a headline has at least where nothing else tells it from a site's name.
const fewestTitleWords = 4

// headline is the title as the page shows it: the <h1> that metadata or <title> confirms, else what metadata states,
// else <title> without the name of the site.
func (m *pageMetadata) headline(outlet string) hearsay.Field {
	isTitle := func(value string) bool { return strings.ContainsFunc(value, isWordRune) }
	stated, ok := best(m.titles, isTitle)
	for _, heading := range m.headings {
		if !isTitle(heading) || strings.EqualFold(heading, outlet) {
			continue
		}
		// A short heading with which <title> begins may be the name of the site.
		if _, in := begins(m.title, heading); in && len(strings.Fields(heading)) >= fewestTitleWords {
			return metadata(heading, "h1")
		}
		for _, s := range m.titles {
			if _, in := begins(s.value, heading); in {
				return metadata(heading, "h1")
			}
		}
	}
	if ok {
		return metadata(withoutSite(stated.value, outlet), stated.by)
	}
	if m.title != "" && len(m.title) <= limits.TitleBytes {
		return metadata(withoutSite(m.title, outlet), "title element")
	}
	return hearsay.Field{}
}

// withoutSite cuts the site's name from the end of a title: "Headline | The Daily Planet". A part behind a bar goes in
// any case, behind a dash only if it is the outlet's name.
func withoutSite(title, outlet string) string {
	for _, bar := range []string{" | ", " • ", " » ", " :: "} {
		if at := strings.LastIndex(title, bar); at > 0 && len(strings.Fields(title[:at])) >= fewestTitleWords {
			title = title[:at]
		}
	}
	for _, dash := range []string{" - ", " – ", " — "} {
		if at := strings.LastIndex(title, dash); at > 0 && outlet != "" {
			site := strings.TrimSpace(title[at+len(dash):])
			if strings.EqualFold(site, outlet) {
				title = title[:at]
			}
		}
	}
	return strings.TrimSpace(title)
}
