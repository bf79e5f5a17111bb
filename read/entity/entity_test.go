package entity

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"hearsay"
)

// tags gives the small words of the tests their tags; a word may carry its own behind "_", and its relation and the
// number of its head, from 0, behind "/".
var tags = map[string]hearsay.Tag{
	"the": hearsay.TagDT, "a": hearsay.TagDT, "an": hearsay.TagDT, "his": hearsay.TagPRPS, "her": hearsay.TagPRPS,
	"he": hearsay.TagPRP, "she": hearsay.TagPRP, "him": hearsay.TagPRP, "himself": hearsay.TagPRP,
	"'s": hearsay.TagPOS, "’s": hearsay.TagPOS, "’": hearsay.TagPOS, ",": hearsay.TagComma, ".": hearsay.TagPeriod,
	"(": hearsay.TagLRB, ")": hearsay.TagRRB, "“": hearsay.TagOpenQuote, "”": hearsay.TagCloseQuote,
	"of": hearsay.TagIN, "in": hearsay.TagIN, "to": hearsay.TagTO, "for": hearsay.TagIN, "that": hearsay.TagIN,
	"on": hearsay.TagIN, "with": hearsay.TagIN, "as": hearsay.TagIN, "from": hearsay.TagIN, "and": hearsay.TagCC,
	"said": hearsay.TagVBD, "told": hearsay.TagVBD, "met": hearsay.TagVBD, "is": hearsay.TagVBZ, "left": hearsay.TagVBD,
	"praised": hearsay.TagVBD, "was": hearsay.TagVBD, "spoke": hearsay.TagVBD, "would": hearsay.TagMD,
	"not":    hearsay.TagRB,
	"former": hearsay.TagJJ, "deputy": hearsay.TagJJ, "who": hearsay.TagWP, "know": hearsay.TagVB,
	"resign": hearsay.TagVB,
	"now":    hearsay.TagRB, "won": hearsay.TagVBD, "lost": hearsay.TagVBD, "called": hearsay.TagVBD,
	"knew": hearsay.TagVBD,
}

// build makes a document of lines; each is a sentence of words parted by spaces, an empty line begins a paragraph. A
// line that begins with "!" is damaged, one that begins with "#" is a headline.
func build(lines ...string) (*hearsay.Document, []hearsay.Sentence, []hearsay.Quotation) {
	doc := &hearsay.Document{}
	var text strings.Builder
	var sentences []hearsay.Sentence
	var quotations []hearsay.Quotation
	for _, line := range lines {
		if line == "" {
			text.WriteString("\n")
			continue
		}
		line, damaged := strings.CutPrefix(line, "!")
		line, headline := strings.CutPrefix(line, "#")
		kind := hearsay.BlockBody
		if headline {
			kind = hearsay.BlockHeadline
		}
		s := hearsay.Sentence{Block: len(doc.Blocks)}
		open := -1
		for _, w := range strings.Fields(line) {
			w, tag, marked := strings.Cut(w, "_")
			tag, parse, parsed := strings.Cut(tag, "/")
			t := hearsay.Token{Span: hearsay.MakeSpan(text.Len(), text.Len()+len(w)), Head: -1}
			switch known, ok := tags[strings.ToLower(w)]; {
			case marked:
				if err := t.Tag.UnmarshalText([]byte(tag)); err != nil {
					panic(err)
				}
			case ok:
				t.Tag = known
			case strings.ToLower(w) != w:
				t.Tag = hearsay.TagNNP
			default:
				t.Tag = hearsay.TagNN
			}
			if rel, head, _ := strings.Cut(parse, "/"); parsed {
				at, err := strconv.Atoi(head)
				if err = errors.Join(err, t.Rel.UnmarshalText([]byte(rel))); err != nil {
					panic(err)
				}
				t.Head = int16(at)
			}
			switch w {
			case "“":
				open = text.Len()
			case "”":
				quotations = append(quotations, hearsay.Quotation{Span: hearsay.MakeSpan(open, text.Len()+len(w)),
					Closed:    true,
					Continues: -1})
			}
			s.Tokens = append(s.Tokens, t)
			text.WriteString(w + " ")
		}
		s.Span = hearsay.Span{Start: s.Tokens[0].Span.Start, End: s.Tokens[len(s.Tokens)-1].Span.End}
		if damaged {
			doc.Damage = append(doc.Damage, hearsay.Mark{Kind: hearsay.DamageOverwritten, Span: s.Span, At: s.Span})
		}
		doc.Blocks = append(doc.Blocks, hearsay.Block{Kind: kind, Span: s.Span})
		sentences = append(sentences, s)
	}
	doc.Text = text.String()
	return doc, sentences, quotations
}

// show writes mentions as "words=Name", with "*" behind an inferred one and "-" for none.
func show(doc *hearsay.Document, mentions []hearsay.Mention, entities []hearsay.Entity) []string {
	var out []string
	for _, m := range mentions {
		to := "-"
		if m.Entity > 0 {
			to = entities[m.Entity-1].Name
		}
		if m.Inferred {
			to += "*"
		}
		out = append(out, m.Span.Of(doc.Text)+"="+to)
	}
	return out
}

func TestFind(t *testing.T) {
	for _, test := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"title, last name, role", []string{
			"Attorney General Tom Wexley met reporters .", "Wexley left .",
			"It_PRP surprised_VBD the attorney general ."},
			[]string{"Attorney General Tom Wexley=Tom Wexley", "Wexley=Tom Wexley",
				"the attorney general=Tom Wexley*"}},
		{"possessive in every form", []string{"Tom Wexley left .", "Wexley ’s aides left .",
			"It_PRP was Wexley ’ idea ."},
			[]string{"Tom Wexley=Tom Wexley", "Wexley=Tom Wexley", "Wexley=Tom Wexley"}},
		{"long role in small letters", []string{"deputy White House press secretary Ann Marie Roe spoke ."},
			[]string{"deputy White House press secretary Ann Marie Roe=Ann Marie Roe", "White House=White House"}},
		{"two people of one last name", []string{"Ann Wexley met Tom Wexley .", "", "Ann Wexley won .", "",
			"People_NNS know_VBP Wexley ."},
			[]string{"Ann Wexley=Ann Wexley", "Tom Wexley=Tom Wexley", "Ann Wexley=Ann Wexley", "Wexley=-"}},
		{"nearest full name in the paragraph", []string{"Ann Wexley met Tom Wexley .", "", "Ann Wexley won .",
			"People_NNS know_VBP Wexley ."},
			[]string{"Ann Wexley=Ann Wexley", "Tom Wexley=Tom Wexley", "Ann Wexley=Ann Wexley", "Wexley=Ann Wexley*"}},
		{"two first names alike", []string{"Stephen Marlow met Stephen Oakes .", "People_NNS know_VBP Stephen .",
			"Oakes left ."},
			[]string{"Stephen Marlow=Stephen Marlow", "Stephen Oakes=Stephen Oakes", "Stephen=-",
				"Oakes=Stephen Oakes"}},
		{"first name of one", []string{"Stephen Marlow met reporters .", "People_NNS know_VBP Stephen ."},
			[]string{"Stephen Marlow=Stephen Marlow", "Stephen=Stephen Marlow"}},
		{"short form", []string{"Robert Marlow left .", "People_NNS know_VBP Bob Marlow ."},
			[]string{"Robert Marlow=Robert Marlow", "Bob Marlow=Robert Marlow"}},
		{"son of the same name", []string{"Tom Wexley met Tom Wexley Jr. in Ohio .", "Wexley Jr. left ."},
			[]string{"Tom Wexley=Tom Wexley", "Tom Wexley Jr.=Tom Wexley Jr.", "Ohio=Ohio",
				"Wexley Jr.=Tom Wexley Jr."}},
		{"gender decides", []string{"Ann Wexley met Tom Wexley .", "", "People_NNS know_VBP Mrs. Wexley ."},
			[]string{"Ann Wexley=Ann Wexley", "Tom Wexley=Tom Wexley", "Mrs. Wexley=Ann Wexley"}},
		{"titled by another role", []string{"President Wexley met reporters .", "First Lady Ann Wexley left .", "",
			"People_NNS know_VBP Wexley ."},
			[]string{"President Wexley=Wexley", "First Lady Ann Wexley=Ann Wexley", "Wexley=Wexley*"}},
		{"pronoun behind a title", []string{"President Wexley said he would resign .", "", "Ann Wexley left ."},
			[]string{"President Wexley=Wexley", "he=Wexley*", "Ann Wexley=Ann Wexley"}},
		{"former does not bear the role", []string{"former FBI Director Tom Wexley spoke .",
			"People_NNS know_VBP the director ."},
			[]string{"former FBI Director Tom Wexley=Tom Wexley", "FBI=FBI", "the director=-"}},
		{"deputy is another office", []string{"Deputy Attorney General Tom Wexley spoke .",
			"People_NNS know_VBP the attorney general ."},
			[]string{"Deputy Attorney General Tom Wexley=Tom Wexley", "the attorney general=-"}},
		{"two presidents", []string{"President Wexley met President Marlow .", "People_NNS know_VBP the president ."},
			[]string{"President Wexley=Wexley", "President Marlow=Marlow", "the president=-"}},
		{"president of another country", []string{"President Wexley met President Marlow of Canada .",
			"People_NNS know_VBP the president .", "", "People_NNS know_VBP the president of Canada .", "",
			"Oakes_VBZ knew the president ."},
			[]string{"President Wexley=Wexley", "President Marlow=Marlow", "Canada=Canada", "the president=-",
				"the president of Canada=Marlow*", "Canada=Canada", "the president=Wexley*"}},
		{"leader of a country", []string{"Canadian leader Ann Marlow spoke .",
			"People_NNS know_VBP the Canadian leader .", "People_NNS know_VBP the leader ."},
			[]string{"Canadian leader Ann Marlow=Ann Marlow", "the Canadian leader=Ann Marlow*"}},
		{"senator by state", []string{"Sen. Ruth Marlow ( R-Ohio ) met Sen. Ann Roe ( D-Utah ) .",
			"People_NNS know_VBP the Utah senator .", "People_NNS know_VBP the senator ."},
			[]string{"Sen. Ruth Marlow=Ruth Marlow", "Sen. Ann Roe=Ann Roe", "the Utah senator=Ann Roe*", "Utah=Utah",
				"the senator=-"}},
		{"president whom the text is about", []string{"President Wexley left .", "Wexley spoke .", "Wexley left .",
			"Wexley met reporters .", "President Marlow left .", "It_PRP was cold_JJ .", "It_PRP was late_JJ .",
			"It_PRP was dark_JJ .", "People_NNS know_VBP the president ."},
			[]string{"President Wexley=Wexley", "Wexley=Wexley", "Wexley=Wexley", "Wexley=Wexley",
				"President Marlow=Marlow", "the president=Wexley*"}},
		{"a role before a role is another's", []string{"People_NNS saw_VBD the president fire_NN director Ann Roe ."},
			[]string{"fire director Ann Roe=Ann Roe"}},
		{"he across sentences of nobody", []string{"Tom Wexley left .", "It_PRP was cold_JJ .", "It_PRP was late_JJ .",
			"People_NNS know_VBP him .", "", "It_PRP was dark_JJ .", "", "People_NNS know_VBP him ."},
			[]string{"Tom Wexley=Tom Wexley", "him=Tom Wexley*", "him=-"}},
		{"he in the words of another", []string{"Tom Wexley left .", "“ He was cold_JJ , ” said Bill Marlow ."},
			[]string{"Tom Wexley=Tom Wexley", "He=Tom Wexley*", "Bill Marlow=Bill Marlow"}},
		{"role before the name is a subject of its own", []string{
			"It_PRP was a step_NN that the president knew before_IN Wexley left .", "President Marlow left ."},
			[]string{"the president=Marlow*", "Wexley=Wexley", "President Marlow=Marlow"}},
		{"apposition behind", []string{"Tom Wexley , the treasury secretary , spoke .",
			"People_NNS know_VBP the treasury secretary ."},
			[]string{"Tom Wexley=Tom Wexley", "the treasury secretary=Tom Wexley*"}},
		{"apposition before", []string{"The mayor of Ohio , Tom Wexley , spoke .", "People_NNS know_VBP the mayor ."},
			[]string{"Ohio=Ohio", "Tom Wexley=Tom Wexley", "the mayor=Tom Wexley*"}},
		{"a list is no apposition", []string{"Tom Wexley , the mayor , and Ann Roe spoke ."},
			[]string{"Tom Wexley=Tom Wexley", "the mayor=-", "Ann Roe=Ann Roe"}},
		{"party and state", []string{"Sen. Ruth Marlow ( R-Ohio ) spoke .", "People_NNS know_VBP the senator ."},
			[]string{"Sen. Ruth Marlow=Ruth Marlow", "the senator=Ruth Marlow*"}},
		{"acronym in brackets", []string{"the Federal Harbour Bureau ( FHB ) spoke .", "The FHB left ."},
			[]string{"Federal Harbour Bureau=Federal Harbour Bureau", "FHB=Federal Harbour Bureau",
				"FHB=Federal Harbour Bureau"}},
		{"department either way round", []string{"The Department of Harbours spoke .",
			"The Harbours Department left ."},
			[]string{"Department of Harbours=Department of Harbours", "Harbours Department=Department of Harbours"}},
		{"the department", []string{"The department waits_VBZ .", "The Harbours Department spoke .",
			"People_NNS know_VBP the department .", "People_NNS know_VBP the department of war_NN .",
			"The Justice Department left .", "People_NNS know_VBP the department ."},
			[]string{"Harbours Department=Harbours Department", "the department=Harbours Department*",
				"Justice Department=Justice Department"}},
		{"place and body apart", []string{"Georgia lost to Georgia State University ."},
			[]string{"Georgia=Georgia", "Georgia State University=Georgia State University"}},
		{"family name first", []string{"Xi Jinping met Kim Jong Un .", "Xi praised Kim ."},
			[]string{"Xi Jinping=Xi Jinping", "Kim Jong Un=Kim Jong Un", "Xi=Xi Jinping", "Kim=Kim Jong Un"}},
		{"word that opens a sentence", []string{"Probably the mayor left ."}, []string{"the mayor=-"}},
		{"days and months", []string{"Tom Wexley left on Tuesday in March ."}, []string{"Tom Wexley=Tom Wexley"}},
		{"headline by names of the body", []string{"#Tom Wexley Reportedly Offered Help Amid Rising Doubts", "",
			"President Tom Wexley left ."},
			[]string{"Tom Wexley=Tom Wexley", "President Tom Wexley=Tom Wexley"}},
		{"doubled name", []string{"Tom Wexley left .", "People_NNS told Wexley Wexley stories_NNS ."},
			[]string{"Tom Wexley=Tom Wexley", "Wexley=Tom Wexley", "Wexley=Tom Wexley"}},
		{"only one man", []string{"Tom Wexley left .", "He said he would resign ."},
			[]string{"Tom Wexley=Tom Wexley", "He=Tom Wexley*", "he=Tom Wexley*"}},
		{"name that looks like a noun", []string{"Ann Banks left .", "Banks_NNS said she won ."},
			[]string{"Ann Banks=Ann Banks", "Banks=Ann Banks", "she=Ann Banks*"}},
		{"two men", []string{"Tom Wexley met Bill Marlow .", "People_NNS know_VBP him ."},
			[]string{"Tom Wexley=Tom Wexley", "Bill Marlow=Bill Marlow", "him=-"}},
		{"she is not he", []string{"Tom Wexley met Ann Roe .", "People_NNS know_VBP her_PRP ."},
			[]string{"Tom Wexley=Tom Wexley", "Ann Roe=Ann Roe", "her=Ann Roe*"}},
		{"a man without name stands between", []string{"Tom Wexley met a spokesman .", "People_NNS know_VBP him ."},
			[]string{"Tom Wexley=Tom Wexley", "him=-"}},
		{"himself right behind a name", []string{"Tom Wexley_NNP/nsubj/2 left_VBD/root/2 Bill Marlow himself ."},
			[]string{"Tom Wexley=Tom Wexley", "Bill Marlow=Bill Marlow", "himself=Bill Marlow*"}},
		{"subject of the verb", []string{"Tom Wexley_NNP/nsubj/2 knew_VBD/root/2 himself_PRP/obj/2 ."},
			[]string{"Tom Wexley=Tom Wexley", "himself=Tom Wexley*"}},
		{"object of the verb is another", []string{"Tom Wexley_NNP/nsubj/2 knew_VBD/root/2 him_PRP/obj/2 ."},
			[]string{"Tom Wexley=Tom Wexley", "him=-"}},
		{"with him may be either", []string{
			"Tom Wexley_NNP/nsubj/2 met_VBD/root/2 Bill Marlow_NNP/obj/2 with_IN/case/6 him_PRP/obl/2 ."},
			[]string{"Tom Wexley=Tom Wexley", "Bill Marlow=Bill Marlow", "him=-"}},
		{"is not one he would call", []string{
			"Tom Wexley_NNP/nsubj/4 is_VBZ/cop/4 not_RB/advmod/4 one_NN/root/4 he_PRP/nsubj/7 would_MD/aux/7 " +
				"call_VB/acl:relcl/4 ."},
			[]string{"Tom Wexley=Tom Wexley", "he=-"}},
		{"speaker is not he in his own words", []string{"Tom Wexley said : “ He would resign . ”"},
			[]string{"Tom Wexley=Tom Wexley", "He=-"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc, sentences, quotations := build(test.lines...)
			mentions, entities := New().Find(doc, sentences, quotations, nil)
			if got := show(doc, mentions, entities); !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestDamagedMakesNothingNew(t *testing.T) {
	doc, sentences, quotations := build(
		"Attorney General Tom Wexley left .", "President Bill Marlow left .",
		"!FBI Director Ned Calder Marlow spoke to Marlow Marlow and Wexley Marlow .",
		"!Mayor Tom Wexley said he would resign .")
	mentions, entities := New().Find(doc, sentences, quotations, nil)
	var names []string
	for _, e := range entities {
		names = append(names, e.Name)
		for _, role := range e.Roles {
			if text := role.Of(doc.Text); text != "Attorney General" && text != "President" {
				t.Errorf("%s got the role %q from a damaged sentence", e.Name, text)
			}
		}
	}
	if want := []string{"Tom Wexley", "Bill Marlow", "FBI", "Ned Calder"}; !slices.Equal(names, want) {
		t.Errorf("entities %q, want %q", names, want)
	}
	for _, m := range mentions {
		if m.Kind == hearsay.MentionPronoun && m.Entity != 0 {
			t.Errorf("the pronoun %q of a damaged sentence leads to %d", m.Span.Of(doc.Text), m.Entity)
		}
	}
}

func TestEntities(t *testing.T) {
	doc, sentences, quotations := build(
		"deputy White House press secretary Ann Roe told CNN that Mr. Wexley left Ohio .",
		"Ann Roe is now the White House communications director .",
		"spokesman Lee Oakes left .")
	_, entities := New().Find(doc, sentences, quotations, nil)
	var got []string
	for _, e := range entities {
		line := fmt.Sprintf("%s %s %s", e.Name, e.Kind, e.Gender)
		for _, role := range e.Roles {
			line += " [" + role.Of(doc.Text) + "]"
		}
		got = append(got, line)
	}
	want := []string{
		"Ann Roe person female [deputy White House press secretary] [White House communications director]",
		"White House body neuter", "CNN outlet neuter", "Wexley person male", "Ohio place neuter",
		"Lee Oakes person male [spokesman]",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// check fails where a reading breaks what later stages rely on.
func check(t *testing.T, doc *hearsay.Document, mentions []hearsay.Mention, entities []hearsay.Entity) {
	t.Helper()
	for i, m := range mentions {
		if err := m.Span.Check(doc.Text); err != nil {
			t.Fatal(err)
		}
		if m.Span.Empty() || m.Head.Empty() || !m.Span.Contains(m.Head) {
			t.Fatalf("mention %d: head %v and span %v", i, m.Head, m.Span)
		}
		if m.Entity < 0 || int(m.Entity) > len(entities) {
			t.Fatalf("mention %d has entity %d of %d", i, m.Entity, len(entities))
		}
		if i > 0 && m.Span.Compare(mentions[i-1].Span) < 0 {
			t.Fatalf("mention %d is out of order", i)
		}
		if m.By == "" {
			t.Fatalf("mention %d has no rule", i)
		}
	}
	for i, e := range entities {
		if e.ID != hearsay.EntityID(i+1) || e.Name == "" || e.By == "" {
			t.Fatalf("entity %d: %+v", i, e)
		}
		for _, span := range append([]hearsay.Span{e.Span}, e.Roles...) {
			if err := span.Check(doc.Text); err != nil || span.Empty() {
				t.Fatalf("entity %d: span %v: %v", i, span, err)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	finder := New()
	f.Add("Attorney General Tom Wexley , the mayor , said he left .\nWexley ’s aide Ann Roe ( R-Ohio ) left .",
		uint8(0))
	f.Add("FBI Director Ned Ned Calder and Sens. Roe", uint8(1))
	f.Add("the Department of the and of The", uint8(7))
	f.Add("“ Jr. J. Jr. ” - Wexley - the president", uint8(40))
	f.Fuzz(func(t *testing.T, text string, seed uint8) {
		if !utf8.ValidString(text) || len(text) > 4096 {
			return
		}
		doc := &hearsay.Document{Text: text, Blocks: []hearsay.Block{{Span: hearsay.MakeSpan(0, len(text))}}}
		var sentences []hearsay.Sentence
		var s hearsay.Sentence
		start := -1
		flush := func(end int) {
			if start >= 0 {
				tag := hearsay.Tag((int(seed) + end*7) % int(hearsay.TagCount))
				if seed%3 == 0 {
					tag = hearsay.TagNNP
				}
				s.Tokens = append(s.Tokens, hearsay.Token{Span: hearsay.MakeSpan(start, end), Head: int16(end%5) - 1,
					Tag: tag,
					Rel: hearsay.Rel((int(seed) + end) % int(hearsay.RelCount))})
				start = -1
			}
		}
		sentence := func() {
			if n := len(s.Tokens); n > 0 {
				s.Span = hearsay.Span{Start: s.Tokens[0].Span.Start, End: s.Tokens[n-1].Span.End}
				if seed&1 == 1 {
					doc.Damage = append(doc.Damage, hearsay.Mark{Kind: hearsay.DamageLost, Span: s.Span})
				}
				sentences = append(sentences, s)
				s = hearsay.Sentence{}
			}
		}
		for i, r := range text {
			switch r {
			case '\n':
				flush(i)
				sentence()
			case ' ':
				flush(i)
			default:
				if start < 0 {
					start = i
				}
			}
		}
		flush(len(text))
		sentence()
		mentions, entities := finder.Find(doc, sentences, nil, nil)
		check(t, doc, mentions, entities)
		again, entities2 := finder.Find(doc, sentences, nil, nil)
		if !reflect.DeepEqual(mentions, again) || !reflect.DeepEqual(entities, entities2) {
			t.Fatal("two runs differ")
		}
	})
}

func BenchmarkFind(b *testing.B) {
	var lines []string
	for i := range 20 {
		lines = append(lines,
			"Attorney General Tom Wexley told CNN on Tuesday that the president knew of his letter to Sen. Ruth Marlow .",
			"Wexley ’s spokeswoman , Ann Roe , said she would not resign from the Justice Department in March .", "")
		if i%5 == 0 {
			lines = append(lines,
				"President Bill Oakes praised former FBI Director James Calder and the mayor of Ohio , Lee Stone .")
		}
	}
	doc, sentences, quotations := build(lines...)
	finder := New()
	words := 0
	for _, s := range sentences {
		words += len(s.Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		finder.Find(doc, sentences, quotations, nil)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(words)*600, "µs/600words")
}

// Names that a tagger found, as "sentence start end kind lead", are heard where the rules are unsure and believed less
// than titles and lists.
func TestTagged(t *testing.T) {
	for _, test := range []struct {
		name   string
		lines  []string
		tagged []hearsay.TaggedName
		want   []string
	}{
		{"an unclear name", []string{"Officials_NNS of Saltmere left ."},
			[]hearsay.TaggedName{{Sentence: 0, Start: 2, End: 3, Kind: hearsay.EntityPlace, Lead: 90}},
			[]string{"Saltmere=Saltmere place"}},
		{"unsure tagger", []string{"Officials_NNS of Saltmere left ."},
			[]hearsay.TaggedName{{Sentence: 0, Start: 2, End: 3, Kind: hearsay.EntityPlace, Lead: 3}},
			[]string{"Saltmere=Saltmere unclear"}},
		{"a name in several parts", []string{"The League for Harbour Rights met on Monday_NNP ."},
			[]hearsay.TaggedName{{Sentence: 0, Start: 0, End: 5, Kind: hearsay.EntityBody, Lead: 90}},
			[]string{"League for Harbour Rights=League for Harbour Rights body"}},
		{"a title is believed", []string{"They met Sen. Orlu on Monday_NNP ."},
			[]hearsay.TaggedName{{Sentence: 0, Start: 3, End: 4, Kind: hearsay.EntityPlace, Lead: 900}},
			[]string{"Sen. Orlu=Orlu person"}},
		{"damaged text", []string{"!Officials_NNS of Saltmere left ."},
			[]hearsay.TaggedName{{Sentence: 0, Start: 2, End: 3, Kind: hearsay.EntityPlace, Lead: 90}},
			[]string{"Saltmere=Saltmere unclear"}},
		{"a name that the rules do not see", []string{"The rights_NNS group_NN harbour_JJ watch_NN left ."},
			[]hearsay.TaggedName{{Sentence: 0, Start: 3, End: 5, Kind: hearsay.EntityBody, Lead: 90}},
			[]string{"harbour watch=harbour watch body"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc, sentences, quotations := build(test.lines...)
			mentions, entities := New().Find(doc, sentences, quotations, test.tagged)
			check(t, doc, mentions, entities)
			var got []string
			for _, m := range mentions {
				e := entities[m.Entity-1]
				got = append(got, fmt.Sprintf("%s=%s %s", m.Span.Of(doc.Text), e.Name, e.Kind))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}
