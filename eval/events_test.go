package eval

import (
	"slices"
	"testing"

	"hearsay"
)

func TestReporting(t *testing.T) {
	article, err := ParseTimeML(`<TimeML><TEXT>
Ann <EVENT class="REPORTING">said</EVENT> Bo <EVENT class="I_ACTION">told</EVENT> lies. It was
<EVENT class="REPORTING">quoted</EVENT> that he <EVENT class="OCCURRENCE">wrote</EVENT> and
<EVENT class="I_STATE">hopes</EVENT>.
</TEXT></TimeML>`)
	if err != nil {
		t.Fatal(err)
	}
	classes := map[string]string{}
	for _, event := range article.Events {
		classes[event.Span.Of(article.Text)] = event.Class
	}
	if len(classes) != 5 || classes["said"] != "REPORTING" || classes["hopes"] != "I_STATE" {
		t.Fatalf("got events %v", classes)
	}
	text, found := attributions(t, "\nAnn [C1:said] Bo [C2:told] lies. It was quoted that he [C3:wrote] and [C4:hopes].\n")
	if text != article.Text {
		t.Fatalf("got text %q", article.Text)
	}
	var got Reporting
	newStatements().addReporting(&got, &article, found)
	want := Reporting{Events: 2, Reached: 1, Statements: Count{Right: 1, Found: 3}, Carriers: 2}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// council is a document in GUM's form.
const council = `# newdoc id = GUM_news_council
# global.Entity = GRP-etype-infstat-salience-centering-minspan-link-identity
# meta::genre = news
# newpar
# newpar_block = figure (1 s) | caption (1 s)
# sent_id = GUM_news_council-1
# text = Image: Zoë.
1	Image	image	NOUN	NN	_	0	root	_	Discourse=attribution-positive:1->2:1:_|SpaceAfter=No
2	:	:	PUNCT	:	_	3	punct	_	_
3	Zoë	Zoë	PROPN	NNP	_	1	dep	_	Entity=(1-person-new-nnnnn-cf1-1-coref)|SpaceAfter=No
4	.	.	PUNCT	.	_	1	punct	_	_

# sent_id = GUM_news_council-2
# text = Mayor Ann Lee won't go, she, of all, said.
1	Mayor	mayor	NOUN	NN	_	4	nsubj	_	Discourse=ROOT:2:0|Entity=(2-person-new-nnnnn-cf1-2,3-coref-Ann_Lee
2	Ann	Ann	PROPN	NNP	_	1	flat	_	_
3	Lee	Lee	PROPN	NNP	_	1	flat	_	Entity=2)
4-5	won't	_	_	_	_	_	_	_	_
4	wo	will	AUX	MD	_	0	root	_	_
5	n't	not	PART	RB	_	4	advmod	_	_
6	go	go	VERB	VB	_	4	xcomp	_	SpaceAfter=No
7	,	,	PUNCT	,	_	8	punct	_	_
8	she	she	PRON	PRP	_	11	nsubj	_	Discourse=attribution-negative:3->2:0:_|Entity=(2-person-giv:act-nnnnn-cf1-1-ana)|SpaceAfter=No
9	,	,	PUNCT	,	_	8	punct	_	Discourse=elaboration-attribute:4->3:0:_
10	of	of	ADP	IN	_	8	case	_	_
11	all	all	DET	DT	_	8	nmod	_	Entity=(3-person-new-nnnnn-cf1-1-coref)|SpaceAfter=No
12	,	,	PUNCT	,	_	8	punct	_	_
13	said	say	VERB	VBD	_	4	parataxis	_	Discourse=same-unit_m:5->3:0:_|SpaceAfter=No
14	.	.	PUNCT	.	_	4	punct	_	_

# newpar
# sent_id = GUM_news_council-3
# text = It rains.
1	It	it	PRON	PRP	_	2	nsubj	_	Discourse=joint-list_m:6->2:0:_
2	rains	rain	VERB	VBZ	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

# newdoc id = GUM_fiction_tale
# meta::genre = fiction
# newpar
# text = Once.
1	Once	once	ADV	RB	_	0	root	_	SpaceAfter=No
2	.	.	PUNCT	.	_	1	punct	_	_
`

func readCouncil(t *testing.T) GUMArticle {
	articles, err := ReadGUM(writeFiles(t, map[string]string{"dep/news.conllu": council, "README.md": "GUM"}))
	if err != nil {
		t.Fatal(err)
	}
	if len(articles) != 1 {
		t.Fatalf("got %d articles, want the one of news", len(articles))
	}
	return articles[0]
}

func TestReadGUM(t *testing.T) {
	article := readCouncil(t)
	if want := "Image: Zoë.\n\nMayor Ann Lee won't go, she, of all, said.\n\nIt rains.\n"; article.Text != want {
		t.Errorf("got text %q, want %q", article.Text, want)
	}
	type mention struct {
		words, entity string
		named         bool
	}
	var mentions []mention
	for _, m := range article.Mentions {
		mentions = append(mentions, mention{m.Span.Of(article.Text), m.Entity, m.Named})
	}
	if want := []mention{{"Zoë", "1", true}, {"Mayor Ann Lee", "2", true}, {"she", "2", false},
		{"all", "3", false}}; !slices.Equal(mentions, want) {
		t.Errorf("got mentions %v, want %v", mentions, want)
	}
	var satellites []string
	for _, s := range article.Satellites {
		satellites = append(satellites, joined(article.Text, s.Spans))
	}
	if want := []string{"Image: Zoë.", "she said."}; !slices.Equal(satellites, want) {
		t.Errorf("got satellites %q, want %q", satellites, want)
	}
	if article.Satellites[0].Verb || !article.Satellites[1].Verb {
		t.Error("only the second satellite has a verb")
	}
}

func TestClauses(t *testing.T) {
	article := readCouncil(t)
	text, found := attributions(t, "Image: Zoë.\n\n[T1:Mayor Ann Lee won't go], [S1:she], of all, [C1:said].\n\n"+
		"[S2:It] [C2:rains].\n")
	if text != article.Text {
		t.Fatalf("got text %q", article.Text)
	}
	var got Clauses
	newStatements().addClauses(&got, &article, found)
	want := Clauses{Satellites: Count{1, 0, 2}, Verbal: Count{1, 0, 1}, Sourced: Count{1, 0, 1}, Cues: Count{1, 2, 0},
		Statements: Count{1, 1, 0}}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestSpeakers(t *testing.T) {
	article := readCouncil(t)
	_, places := attributions(t, "[S1:Image]: [S2:Zoë].\n\nMayor [S3:Ann Lee] won't go, [S4:she], of [S5:all], said.\n\n"+
		"[S6:It] rains.\n")
	image, zoe, ann, she, all, it := places[0].Source, places[1].Source, places[2].Source, places[3].Source,
		places[4].Source, places[5].Source
	entities := []hearsay.Entity{{ID: 1, Span: zoe[0]}, {ID: 2, Span: ann[0]}, {ID: 3, Span: image[0]}}
	tests := []struct {
		name  string
		found hearsay.Attribution
		want  Speakers
	}{
		{"right", hearsay.Attribution{Source: she, Speaker: 2, Inferred: true}, Speakers{Answered: Count{1, 1, 0}}},
		{"wrong", hearsay.Attribution{Source: she, Speaker: 1, Inferred: true}, Speakers{Answered: Count{0, 1, 0}}},
		{"named itself", hearsay.Attribution{Source: ann, Speaker: 2}, Speakers{}},
		{"has a name elsewhere", hearsay.Attribution{Source: she}, Speakers{Nameable: 1}},
		{"has none", hearsay.Attribution{Source: all}, Speakers{Nameless: 1}},
		{"no name there", hearsay.Attribution{Source: she, Speaker: 3, Inferred: true}, Speakers{Unplaced: 1}},
		{"no mention", hearsay.Attribution{Source: it, Speaker: 2, Inferred: true}, Speakers{Unplaced: 1}},
		{"bare quotation", hearsay.Attribution{Speaker: 2, Inferred: true}, Speakers{}},
	}
	for _, test := range tests {
		var got Speakers
		got.add(&article, &hearsay.Reading{Entities: entities, Attributions: []hearsay.Attribution{test.found}})
		if got != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
		}
	}
}
