package report_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"

	"hearsay/report"
)

// Terms of RDF by which vocabularies describe theirs.
const (
	rdfType       = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
	rdfLangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
	xsdString     = "http://www.w3.org/2001/XMLSchema#string"
	schemaOrg     = "http://schema.org/"
	oa            = "http://www.w3.org/ns/oa#"
	prov          = "http://www.w3.org/ns/prov#"
)

// vocabulary is what published vocabularies say of their terms: of each, its statements by predicate.
type vocabulary map[string]map[string][]string

var statement = regexp.MustCompile(`^<([^>]*)> <([^>]*[#/])([^>]*)> <([^>]*)> \.$`)

func readVocabularies(t *testing.T, names ...string) vocabulary {
	t.Helper()
	said := vocabulary{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join("testdata/vocabularies", name+".nt"))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			parts := statement.FindStringSubmatch(strings.TrimSpace(line))
			if parts == nil {
				t.Fatalf("%s: %q is no statement", name, line)
			}
			// The context of Web Annotation names Activity Streams by http, its vocabulary by https.
			term, of := strings.Replace(parts[1], "https://www.w3.org/ns/", "http://www.w3.org/ns/", 1),
				strings.Replace(parts[4], "https://www.w3.org/ns/", "http://www.w3.org/ns/", 1)
			if said[term] == nil {
				said[term] = map[string][]string{}
			}
			said[term][parts[3]] = append(said[term][parts[3]], of)
		}
	}
	return said
}

// is reports whether a thing of one of these classes is of the class wanted.
func (v vocabulary) is(classes []string, wanted string) bool {
	return slices.ContainsFunc(classes, func(class string) bool {
		return class == wanted || v.is(v[class]["subClassOf"], wanted)
	})
}

// contexts loads the contexts that are kept here, and no other.
type contexts map[string]string

func (c contexts) LoadDocument(address string) (*ld.RemoteDocument, error) {
	name, kept := c[address]
	if !kept {
		return nil, fmt.Errorf("the context %s is not kept", address)
	}
	file, err := os.Open(filepath.Join("testdata/vocabularies", name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	document, err := ld.DocumentFromReader(file)
	if err != nil {
		return nil, err
	}
	return &ld.RemoteDocument{DocumentURL: address, Document: document}, nil
}

// quads reads JSON-LD as RDF. A key that its context does not define is an error.
func quads(t *testing.T, written string) []*ld.Quad {
	t.Helper()
	document, err := ld.DocumentFromReader(strings.NewReader(written))
	if err != nil {
		t.Fatal(err)
	}
	options := ld.NewJsonLdOptions("")
	options.SafeMode = true
	options.DocumentLoader = contexts{
		"http://www.w3.org/ns/anno.jsonld": "anno.context.jsonld", "https://schema.org": "schemaorg.context.jsonld",
	}
	made, err := ld.NewJsonLdProcessor().ToRDF(document, options)
	if err != nil {
		t.Fatal(err)
	}
	var all []*ld.Quad
	for _, graph := range made.(*ld.RDFDataset).Graphs {
		all = append(all, graph...)
	}
	return all
}

// literals are the properties of other vocabularies that are written: each has a text.
var literals = []string{
	"http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2000/01/rdf-schema#comment", "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
	"http://purl.org/dc/elements/1.1/format", "http://purl.org/dc/terms/issued",
}

// published are dates as they are written, by their type.
var published = map[string]*regexp.Regexp{
	"http://www.w3.org/2001/XMLSchema#gYear":      regexp.MustCompile(`^\d{4}$`),
	"http://www.w3.org/2001/XMLSchema#gYearMonth": regexp.MustCompile(`^\d{4}-\d{2}$`),
	"http://www.w3.org/2001/XMLSchema#date":       regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`),
	"http://www.w3.org/2001/XMLSchema#dateTime":   regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$`),
	schemaOrg + "Date":                            regexp.MustCompile(`^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}Z)?)?)?$`),
}

// check holds RDF to what the vocabularies say of its terms. It returns how often each property was written, and what is
// wrong.
func (v vocabulary) check(all []*ld.Quad) (used map[string]int, wrong []string) {
	say := func(format string, words ...any) { wrong = append(wrong, fmt.Sprintf(format, words...)) }
	classes := map[string][]string{}
	for _, quad := range all {
		if quad.Predicate.GetValue() == rdfType {
			class := quad.Object.GetValue()
			classes[quad.Subject.GetValue()] = append(classes[quad.Subject.GetValue()], class)
			if v[class] == nil {
				say("no vocabulary has the class %s", class)
			}
		}
	}
	used = map[string]int{}
	for _, quad := range all {
		property, subject, object := quad.Predicate.GetValue(), quad.Subject.GetValue(), quad.Object.GetValue()
		literal, text := quad.Object.(ld.Literal)
		if text && published[literal.Datatype] != nil && !published[literal.Datatype].MatchString(object) {
			say("%q is no %s", object, literal.Datatype)
		}
		switch {
		case strings.HasPrefix(property, "http://www.w3.org/1999/02/22-rdf-syntax-ns#") && !slices.Contains(literals, property):
			continue
		case slices.Contains(literals, property):
			if !text {
				say("%s of %s is no text", property, subject)
			}
			continue
		case v[property] == nil:
			say("no vocabulary has the property %s", property)
			continue
		}
		used[property]++
		for _, domain := range v[property]["domain"] {
			if !v.is(classes[subject], domain) {
				say("%s has %s, and is of %v, not of %s", subject, property, classes[subject], domain)
			}
		}
		if domains := v[property]["domainIncludes"]; domains != nil && !slices.ContainsFunc(domains, func(domain string) bool {
			return v.is(classes[subject], domain)
		}) {
			say("%s has %s, and is of %v, not of any of %v", subject, property, classes[subject], domains)
		}
		fits := func(class string) bool {
			switch {
			case text && (class == schemaOrg+"Text" || class == xsdString):
				return literal.Datatype == xsdString
			case text:
				return literal.Datatype == class
			case class == schemaOrg+"URL", classes[object] == nil && !strings.HasPrefix(object, "urn:hearsay:"):
				// What is outside says of itself what it is, but for the terms of the vocabulary.
				return v[object] == nil && report.Outside(object) == object || v.is(v[object]["type"], class)
			}
			return v.is(classes[object], class)
		}
		for _, class := range v[property]["range"] {
			if !fits(class) {
				say("%s of %s is %q, of %v, not of %s", property, subject, object, classes[object], class)
			}
		}
		if ranges := v[property]["rangeIncludes"]; ranges != nil && !slices.ContainsFunc(ranges, fits) {
			say("%s of %s is %q, of %v, not of any of %v", property, subject, object, classes[object], ranges)
		}
	}
	return used, wrong
}

// What is written as JSON-LD is RDF in which every term is of its vocabulary and used as that says.
func TestLinkedDataIsByItsVocabularies(t *testing.T) {
	for format, want := range map[string]struct {
		vocabularies, properties []string
	}{
		"annotations": {[]string{"oa", "as"}, []string{oa + "hasBody", oa + "hasTarget", oa + "hasSource", oa + "hasScope", oa + "hasSelector",
			oa + "hasPurpose", oa + "motivatedBy", oa + "start", oa + "end", oa + "exact", oa + "prefix", oa + "suffix",
			"http://www.w3.org/ns/activitystreams#first", "http://www.w3.org/ns/activitystreams#items",
			"http://www.w3.org/ns/activitystreams#partOf", "http://www.w3.org/ns/activitystreams#startIndex",
			"http://www.w3.org/ns/activitystreams#totalItems"}},
		"prov": {[]string{"prov"}, []string{prov + "wasQuotedFrom", prov + "hadPrimarySource", prov + "wasDerivedFrom", prov + "wasAttributedTo",
			prov + "value", prov + "atLocation"}},
		"schemaorg": {[]string{"schema"}, []string{schemaOrg + "name", schemaOrg + "headline", schemaOrg + "text", schemaOrg + "url",
			schemaOrg + "datePublished", schemaOrg + "publisher", schemaOrg + "spokenByCharacter", schemaOrg + "isPartOf",
			schemaOrg + "appearance", schemaOrg + "firstAppearance"}},
	} {
		said := readVocabularies(t, want.vocabularies...)
		used := map[string]int{}
		for name, h := range samples(t) {
			properties, wrong := said.check(quads(t, h.exports(t, 0)[format]))
			for _, say := range wrong {
				t.Errorf("%s of %s: %s", format, name, say)
			}
			maps.Copy(used, properties)
		}
		for _, property := range want.properties {
			if used[property] == 0 {
				t.Errorf("%s: %s is nowhere written", format, property)
			}
		}
	}
}

// The check sees what it is there for.
func TestVocabularyCheckSees(t *testing.T) {
	said := readVocabularies(t, "schema")
	claim := func(property string) string {
		return `{"@context": "https://schema.org", "@graph": [{"@id": "urn:hearsay:claim:1", "@type": "Claim", ` + property + `}]}`
	}
	for name, document := range map[string]string{
		"class":    `{"@context": "https://schema.org", "@id": "urn:hearsay:claim:1", "@type": "Rumour"}`,
		"property": claim(`"claimant": "Jane Roe"`),
		"domain":   claim(`"spokenByCharacter": {"@type": "Person", "name": "Jane Roe"}`),
		"range":    claim(`"appearance": {"@type": "Person", "name": "Jane Roe"}`),
		"date":     claim(`"datePublished": "last week"`),
		"address":  claim(`"url": "javascript:0"`),
	} {
		if _, wrong := said.check(quads(t, document)); len(wrong) == 0 {
			t.Errorf("a wrong %s passes", name)
		}
	}
}
