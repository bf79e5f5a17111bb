package report

import (
	"io"

	"hearsay"
)

// schemaThing is an Article, Claim, Quotation, Person or Organization of schema.org, or by its ID alone a reference to one.
type schemaThing struct {
	Type          string         `json:"@type,omitempty"`
	ID            string         `json:"@id,omitempty"`
	Name          string         `json:"name,omitempty"`
	Headline      string         `json:"headline,omitempty"`
	Text          string         `json:"text,omitempty"`
	Description   string         `json:"description,omitempty"`
	URL           string         `json:"url,omitempty"`
	DatePublished string         `json:"datePublished,omitempty"`
	CreditText    string         `json:"creditText,omitempty"`
	Publisher     *schemaThing   `json:"publisher,omitempty"`
	Spoken        []*schemaThing `json:"spokenByCharacter,omitempty"`
	IsPartOf      *schemaThing   `json:"isPartOf,omitempty"`
	Appearance    []*schemaThing `json:"appearance,omitempty"`
	First         *schemaThing   `json:"firstAppearance,omitempty"`
}

const schemaOrgHead = `{
 "@context": "https://schema.org",
 "@graph": [`

// WriteSchemaOrg writes each claim as a schema.org Claim that appears in its tellings, which are Quotations of Articles.
// There is no ClaimReview: that would need a verdict. Sources with a name are who a quotation was spoken by; others are
// left out. A claim's first appearance is given where several documents tell it, all are dated, and one is
// surely the earliest.
func WriteSchemaOrg(w io.Writer, parts Parts) error {
	out := newItems(w, schemaOrgHead, "  ")
	for part, err := range parts {
		if err != nil {
			return err
		}
		for _, thing := range part.things() {
			add(out, thing)
		}
	}
	return out.close(graphTail)
}

// things are the documents of a report, then its claims, then what was told.
func (r *Report) things() []*schemaThing {
	var things []*schemaThing
	for i := range r.Documents {
		doc := &r.Documents[i]
		article := &schemaThing{
			Type: "Article", ID: documentURN(doc.ID), Headline: doc.Title.Value, URL: Outside(doc.URL.Value),
			DatePublished: doc.Published.Value, CreditText: doc.Author.Value,
		}
		if doc.Outlet.Value != "" {
			article.Publisher = &schemaThing{Type: "Organization", ID: outletURN(doc.Outlet.Value), Name: doc.Outlet.Value}
		}
		things = append(things, article)
	}
	claims := map[string]*schemaThing{}
	for i := range r.Stories {
		for n := range r.Stories[i].Claims {
			claim := &r.Stories[i].Claims[n]
			name := claimURN(r.Stories[i].ID, claim.ID)
			claims[name] = &schemaThing{Type: "Claim", ID: name, Text: oneLine(claim.Headline.Text), Description: claim.Corrected()}
			things = append(things, claims[name])
		}
	}
	for _, at := range r.tellings() {
		if at.group != "told" {
			continue
		}
		quotation := &schemaThing{
			Type: "Quotation", ID: at.name, Text: oneLine(at.telling.Span.Text),
			IsPartOf: &schemaThing{ID: documentURN(at.telling.Span.Doc)},
		}
		for _, id := range at.telling.Origins {
			if speaker := at.story.speaker(&at.story.Origins[id-1]); speaker != nil {
				quotation.Spoken = append(quotation.Spoken, speaker)
			}
		}
		things = append(things, quotation)
		claim := claims[claimURN(at.story.ID, at.claim.ID)]
		claim.Appearance = append(claim.Appearance, &schemaThing{ID: at.name})
		if earliest(at.claim) == at.telling {
			claim.First = &schemaThing{ID: at.name}
		}
	}
	return things
}

// speaker is a named person or body, nil for any other origin.
func (s *Story) speaker(origin *Origin) *schemaThing {
	made := schemaThing{Name: oneLine(origin.Name)}
	switch origin.Kind {
	case hearsay.OriginNamed:
		made.Type = "Person"
	case hearsay.OriginBody:
		made.Type = "Organization"
	default:
		return nil
	}
	if origin.Identity > 0 {
		made.ID = identityURN(s.ID, origin.Identity)
	}
	return &made
}

// earliest is the first telling of a claim in the one document that was published on an earlier day than all others that
// tell it; nil where that is not known or no other does. Tellings are in document order.
func earliest(claim *Claim) *Telling {
	const day = len("2006-01-02")
	several := false
	for i := range claim.Tellings {
		first, telling := &claim.Tellings[0], &claim.Tellings[i]
		if len(telling.Published.Value) < day {
			return nil
		}
		if telling.Span.Doc == first.Span.Doc {
			continue
		}
		if several = true; telling.Published.Value[:day] <= first.Published.Value[:day] {
			return nil
		}
	}
	if !several {
		return nil
	}
	return &claim.Tellings[0]
}
