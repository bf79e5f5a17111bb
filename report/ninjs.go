package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"hearsay"
)

// ninjs is a document as IPTC ninjs 3.2 has it.
type ninjs struct {
	URI            string         `json:"uri"`
	Standard       ninjsStandard  `json:"standard"`
	Type           string         `json:"type"`
	Representation string         `json:"representationType"`
	Created        string         `json:"contentCreated,omitempty"`
	Language       string         `json:"language,omitempty"`
	Headlines      []ninjsText    `json:"headlines,omitempty"`
	Descriptions   []ninjsText    `json:"descriptions,omitempty"`
	By             string         `json:"by,omitempty"`
	Sources        []ninjsParty   `json:"infoSources,omitempty"`
	People         []ninjsConcept `json:"people,omitempty"`
	Organisations  []ninjsConcept `json:"organisations,omitempty"`
	Places         []ninjsConcept `json:"places,omitempty"`
	Bodies         []ninjsText    `json:"bodies,omitempty"`
	Renditions     []ninjsLink    `json:"renditions,omitempty"`
	AltIDs         []ninjsRole    `json:"altIds,omitempty"`
}

type ninjsStandard struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Schema  string `json:"schema"`
}

type ninjsText struct {
	Role  string `json:"role,omitempty"`
	Type  string `json:"contentType"`
	Count int    `json:"charCount,omitempty"`
	Value string `json:"value"`
}

type ninjsParty struct {
	Name string `json:"name"`
	Role string `json:"role"`
	URI  string `json:"uri"`
}

type ninjsConcept struct {
	Name string `json:"name"`
	Rel  string `json:"rel"`
	URI  string `json:"uri"`
}

type ninjsLink struct {
	Name string `json:"name"`
	Href string `json:"href"`
}

type ninjsRole struct {
	Role  string `json:"role"`
	Value string `json:"value"`
}

// WriteNinjs writes each document as one ninjs object on a line of its own, with who is mentioned or quoted in it and the
// outlets it rests on. The body is given for documents whose text is given; without it the object is partial.
func WriteNinjs(w io.Writer, parts Parts) error {
	out := bufio.NewWriter(w)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for part, err := range parts {
		if err != nil {
			return err
		}
		if err := part.ninjs(encoder); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write ninjs: %w", err)
	}
	return nil
}

func (p *Part) ninjs(encoder *json.Encoder) error {
	stories := map[hearsay.StoryID]*Story{}
	for i := range p.Stories {
		stories[p.Stories[i].ID] = &p.Stories[i]
	}
	for i := range p.Documents {
		doc := &p.Documents[i]
		made := newNinjs(doc)
		if text, given := p.Texts[doc.ID]; given {
			made.Representation = "full"
			made.Bodies = []ninjsText{{Role: "text", Type: "text/plain", Count: utf8.RuneCountInString(text), Value: text}}
		}
		if story := stories[doc.Story]; story != nil {
			made.concepts(story, doc)
			made.sources(story, doc.ID)
		}
		if err := encoder.Encode(&made); err != nil {
			return fmt.Errorf("write ninjs of %s: %w", doc.ID, err)
		}
	}
	return nil
}

// newNinjs is what a document says of itself. A date that is no time cannot be when the content was created; it is a
// description.
func newNinjs(doc *Document) ninjs {
	made := ninjs{
		URI: documentURN(doc.ID), Type: "text", Representation: "partial", Language: doc.Language, By: doc.Author.Value,
		Standard: ninjsStandard{"ninjs", "3.2", "http://www.iptc.org/std/ninjs/ninjs-schema_3.2.json#"},
	}
	switch published := doc.Published.Value; {
	case len(published) > len("2006-01-02"):
		made.Created = published
	case published != "":
		made.Descriptions = []ninjsText{{Role: "published", Type: "text/plain", Value: published}}
	}
	if doc.Title.Value != "" {
		made.Headlines = []ninjsText{{Type: "text/plain", Value: doc.Title.Value}}
	}
	if outlet := doc.Outlet.Value; outlet != "" {
		made.Sources = []ninjsParty{{outlet, "publisher", outletURN(outlet)}}
	}
	if outside := Outside(doc.URL.Value); outside != "" {
		made.Renditions = []ninjsLink{{"web", outside}}
	}
	for _, path := range doc.Paths {
		made.AltIDs = append(made.AltIDs, ninjsRole{"path", path})
	}
	return made
}

// concepts adds who and what of a story's people the document mentions, and whose own words it has in quotation marks.
func (n *ninjs) concepts(story *Story, doc *Document) {
	for i := range story.People {
		person := &story.People[i]
		if !slices.Contains(person.Docs, doc.ID) {
			continue
		}
		concept := ninjsConcept{oneLine(person.Name.Text), "mentioned", identityURN(story.ID, person.ID)}
		if slices.ContainsFunc(person.Said, func(said SaidRef) bool {
			return said.Doc == doc.ID && doc.Attributions[said.Attribution].Direct != hearsay.Indirect
		}) {
			concept.Rel = "quoted"
		}
		switch person.Kind {
		case hearsay.EntityPerson:
			n.People = append(n.People, concept)
		case hearsay.EntityBody, hearsay.EntityOutlet:
			n.Organisations = append(n.Organisations, concept)
		case hearsay.EntityPlace:
			n.Places = append(n.Places, concept)
		}
	}
}

// sources adds the outlets that a document says it rests on.
func (n *ninjs) sources(story *Story, id hearsay.DocID) {
	for _, rest := range story.Rests() {
		party := ninjsParty{rest.Outlet, "relayed", outletURN(rest.Outlet)}
		if rest.From == id && rest.Kind == RestStated && rest.Outlet != "" && !slices.Contains(n.Sources, party) {
			n.Sources = append(n.Sources, party)
		}
	}
}
