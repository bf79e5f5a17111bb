package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"hearsay"
)

// The types of this file are JSON-LD: W3C Web Annotation, PROV-O and schema.org.

// annotationPage is an annotation collection with all on its first page (W3C Web Annotation Data Model, 2017).
type annotationCollection struct {
	Context string         `json:"@context"`
	ID      string         `json:"id"`
	Type    string         `json:"type"`
	Label   string         `json:"label"`
	Total   int            `json:"total"`
	First   annotationPage `json:"first"`
}

type annotationPage struct {
	ID    string       `json:"id"`
	Type  string       `json:"type"`
	Items []annotation `json:"items"`
}

type annotation struct {
	ID         string           `json:"id"`
	Type       string           `json:"type"`
	Motivation string           `json:"motivation"`
	Body       []annotationBody `json:"body"`
	Target     annotationTarget `json:"target"`
}

type annotationBody struct {
	Type    string `json:"type"`
	Value   string `json:"value"`
	Format  string `json:"format"`
	Purpose string `json:"purpose"`
}

type annotationTarget struct {
	Source   string     `json:"source"`
	Selector []selector `json:"selector"`
}

type selector struct {
	Type   string `json:"type"`
	Start  *int   `json:"start,omitempty"` // code points of the text
	End    *int   `json:"end,omitempty"`
	Exact  string `json:"exact,omitempty"`
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
}

// contextLength is how many characters before and behind the words a quote selector names.
const contextLength = 32

// WriteAnnotations writes each telling as an annotation of its document that says of which claim it is and of which kind,
// with a position selector and, where the texts are at hand, a quote selector.
func WriteAnnotations(w io.Writer, x *Export) error {
	made := annotationCollection{
		Context: "http://www.w3.org/ns/anno.jsonld", ID: "urn:hearsay:annotations", Type: "AnnotationCollection",
		Label: "Who says so?", First: annotationPage{ID: "urn:hearsay:annotations:1", Type: "AnnotationPage", Items: []annotation{}},
	}
	docs := x.byID()
	texts := map[hearsay.DocID][]rune{}
	for id, text := range x.Texts {
		texts[id] = []rune(text)
	}
	x.tellings(func(story *Story, claim *Claim, telling *Telling, name string) {
		span := telling.Span
		body := func(value, purpose string) annotationBody {
			return annotationBody{"TextualBody", value, "text/plain", purpose}
		}
		note := annotation{
			ID: name, Type: "Annotation", Motivation: "classifying",
			Body: []annotationBody{body(claimURN(story.ID, claim.ID), "identifying"), body(telling.Kind, "classifying"), body(telling.Stance.String(), "tagging")},
			Target: annotationTarget{
				Source: documentIRI(docs[span.Doc]), Selector: []selector{{Type: "TextPositionSelector", Start: &span.Start, End: &span.End}},
			},
		}
		if text := texts[span.Doc]; text != nil {
			note.Target.Selector = append(note.Target.Selector, selector{
				Type: "TextQuoteSelector", Exact: string(text[span.Start:span.End]),
				Prefix: string(text[max(0, span.Start-contextLength):span.Start]), Suffix: string(text[span.End:min(len(text), span.End+contextLength)]),
			})
		}
		made.First.Items = append(made.First.Items, note)
	})
	made.Total = len(made.First.Items)
	return writeJSON(w, &made)
}

// tellings calls do for each telling of each claim, with a name of its own.
func (x *Export) tellings(do func(story *Story, claim *Claim, telling *Telling, name string)) {
	for i := range x.Stories {
		story := &x.Stories[i]
		for n := range story.Claims {
			claim := &story.Claims[n]
			for _, group := range [][]Telling{claim.Tellings, claim.Apart, claim.Possible} {
				for t := range group {
					do(story, claim, &group[t], tellingURN(story, claim, &group[t].Span))
				}
			}
		}
	}
}

func tellingURN(story *Story, claim *Claim, span *Span) string {
	return fmt.Sprintf("urn:hearsay:telling:%s:%s:%s:%d-%d", story.ID, claim.ID, span.Doc, span.Start, span.End)
}

// provNode is an entity or agent of PROV-O (W3C Recommendation, 2013).
type provNode struct {
	ID         string    `json:"@id"`
	Types      []string  `json:"@type"`
	Label      string    `json:"rdfs:label,omitempty"`
	Value      string    `json:"prov:value,omitempty"`
	At         string    `json:"prov:generatedAtTime,omitempty"`
	Quoted     *provRef  `json:"prov:wasQuotedFrom,omitempty"`
	Primary    []provRef `json:"prov:hadPrimarySource,omitempty"`
	Attributed []provRef `json:"prov:wasAttributedTo,omitempty"`
	Derived    []provRef `json:"prov:wasDerivedFrom,omitempty"`
}

type provRef struct {
	ID string `json:"@id"`
}

// WriteProvenance writes documents, tellings and claims as entities, and origins as the agents that they are attributed
// to: a telling was quoted from its document, had as its primary source the telling that its relays lead to, and a claim
// was derived from its tellings.
func WriteProvenance(w io.Writer, x *Export) error {
	graph := []provNode{}
	for i := range x.Documents {
		doc := &x.Documents[i]
		node := provNode{ID: documentIRI(doc), Types: []string{"prov:Entity"}, Label: doc.Title.Value}
		if strings.Contains(doc.Published.Value, "T") {
			node.At = doc.Published.Value
		}
		if doc.Outlet.Value != "" {
			node.Attributed = []provRef{{outletURN(doc.Outlet.Value)}}
			graph = appendNode(graph, provNode{ID: outletURN(doc.Outlet.Value), Types: []string{"prov:Agent", "prov:Organization"}, Label: doc.Outlet.Value})
		}
		graph = append(graph, node)
	}
	docs := x.byID()
	for i := range x.Stories {
		story := &x.Stories[i]
		for n := range story.Origins {
			origin := &story.Origins[n]
			types := []string{"prov:Agent"}
			switch origin.Kind {
			case hearsay.OriginNamed:
				types = append(types, "prov:Person")
			case hearsay.OriginBody, hearsay.OriginOwnWord, hearsay.OriginHollow:
				types = append(types, "prov:Organization")
			}
			graph = append(graph, provNode{ID: originURN(story, origin), Types: types, Label: oneLine(origin.Name)})
		}
	}
	derived := map[string][]provRef{}
	x.tellings(func(story *Story, claim *Claim, telling *Telling, name string) {
		node := provNode{
			ID: name, Types: []string{"prov:Entity"}, Value: telling.Span.Text, Quoted: &provRef{documentIRI(docs[telling.Span.Doc])},
		}
		for _, step := range telling.Steps {
			if step.To != nil {
				node.Primary = []provRef{{tellingURN(story, claim, step.To)}}
			}
		}
		for _, id := range telling.Origins {
			node.Attributed = append(node.Attributed, provRef{originURN(story, &story.Origins[id-1])})
		}
		graph = append(graph, node)
		urn := claimURN(story.ID, claim.ID)
		derived[urn] = append(derived[urn], provRef{name})
	})
	for i := range x.Stories {
		for n := range x.Stories[i].Claims {
			claim := &x.Stories[i].Claims[n]
			urn := claimURN(x.Stories[i].ID, claim.ID)
			graph = append(graph, provNode{ID: urn, Types: []string{"prov:Entity"}, Label: oneLine(claim.Headline.Text), Derived: derived[urn]})
		}
	}
	return writeJSON(w, &struct {
		Context map[string]string `json:"@context"`
		Graph   []provNode        `json:"@graph"`
	}{map[string]string{"prov": "http://www.w3.org/ns/prov#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}, graph})
}

// appendNode adds a node that is not there yet.
func appendNode(graph []provNode, node provNode) []provNode {
	if slices.ContainsFunc(graph, func(other provNode) bool { return other.ID == node.ID }) {
		return graph
	}
	return append(graph, node)
}

func outletURN(name string) string { return "urn:hearsay:outlet:" + escapeURN(name) }

func originURN(story *Story, origin *Origin) string {
	return fmt.Sprintf("urn:hearsay:origin:%s:%d", story.ID, origin.ID)
}

// schemaThing is a Claim, Quotation, NewsArticle, Person or Organization of schema.org.
type schemaThing struct {
	Context       string         `json:"@context,omitempty"`
	Type          string         `json:"@type"`
	ID            string         `json:"@id,omitempty"`
	Name          string         `json:"name,omitempty"`
	Headline      string         `json:"headline,omitempty"`
	Text          string         `json:"text,omitempty"`
	URL           string         `json:"url,omitempty"`
	DatePublished string         `json:"datePublished,omitempty"`
	Publisher     *schemaThing   `json:"publisher,omitempty"`
	Author        []*schemaThing `json:"author,omitempty"`
	Spoken        []*schemaThing `json:"spokenByCharacter,omitempty"`
	IsPartOf      *schemaThing   `json:"isPartOf,omitempty"`
	Appearance    []*schemaThing `json:"appearance,omitempty"`
	First         *schemaThing   `json:"firstAppearance,omitempty"`
}

// WriteSchemaOrg writes each claim as a schema.org Claim, with its tellings as Quotations of the articles that they stand
// in. There is no ClaimReview: that would need a verdict. Who has a name is said to have spoken; others are left out.
func WriteSchemaOrg(w io.Writer, x *Export) error {
	docs := x.byID()
	things := []*schemaThing{}
	for i := range x.Stories {
		story := &x.Stories[i]
		for n := range story.Claims {
			claim := &story.Claims[n]
			made := &schemaThing{Type: "Claim", ID: claimURN(story.ID, claim.ID), Text: claim.Headline.Text}
			dated := true
			var first *Telling
			for t := range claim.Tellings {
				telling := &claim.Tellings[t]
				made.Appearance = append(made.Appearance, story.quotation(claim, telling, docs[telling.Span.Doc]))
				if dated = dated && telling.Published.day() != ""; dated && (first == nil || telling.Published.Value < first.Published.Value) {
					first = telling
				}
			}
			if dated && first != nil {
				made.First = story.quotation(claim, first, docs[first.Span.Doc])
			}
			things = append(things, made)
		}
	}
	return writeJSON(w, &struct {
		Context string         `json:"@context"`
		Graph   []*schemaThing `json:"@graph"`
	}{"https://schema.org", things})
}

func (s *Story) quotation(claim *Claim, telling *Telling, doc *Document) *schemaThing {
	article := &schemaThing{
		Type: "NewsArticle", ID: documentURN(doc.ID), Headline: doc.Title.Value, URL: Outside(doc.URL.Value), DatePublished: doc.Published.Value,
	}
	if doc.Outlet.Value != "" {
		article.Publisher = &schemaThing{Type: "Organization", Name: doc.Outlet.Value}
	}
	if doc.Author.Value != "" {
		article.Author = []*schemaThing{{Type: "Person", Name: doc.Author.Value}}
	}
	made := &schemaThing{Type: "Quotation", ID: tellingURN(s, claim, &telling.Span), Text: telling.Span.Text, IsPartOf: article}
	for _, id := range telling.Origins {
		switch origin := &s.Origins[id-1]; origin.Kind {
		case hearsay.OriginNamed:
			made.Spoken = append(made.Spoken, &schemaThing{Type: "Person", Name: oneLine(origin.Name)})
		case hearsay.OriginBody:
			made.Spoken = append(made.Spoken, &schemaThing{Type: "Organization", Name: oneLine(origin.Name)})
		}
	}
	return made
}

// escapeURN writes a name so that it may stand in a URN (RFC 8141).
func escapeURN(name string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"
	var b strings.Builder
	for i := range len(name) {
		if strings.IndexByte(plain, name[i]) >= 0 {
			b.WriteByte(name[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", name[i])
		}
	}
	return b.String()
}
