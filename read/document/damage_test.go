package document

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"hearsay"
)

// brokenText is invented news after the resolver: the sentences between [ and ] are damaged.
const brokenText = "Port Ellis ( CNN ) Mayor Bob Roe met the council on Monday , and Roe spoke to Lee for an hour . " +
	"[When he Roe himself Roe the harbour plan after it the harbour plan revealed , the council left] . " +
	"[Roe Roe n’t like the vote at the time and said so to Lee] . " +
	"[The clerk spoke to him Roe about the plan and to Lee] . " +
	"[The engineer said that Roe was n’t exactly a    friend of the plan] . " +
	"[Chief Engineer Ann Lee came and Chief Engineer Ann Lee some notes for the mayor] . " +
	"[The the President of the board saw Roe] . " +
	"Nobody else on the board had seen the plan , the clerk said . " +
	"The bridge will stay shut until the spring , they were told on Monday ."

func TestOverwritten(t *testing.T) {
	text := strings.NewReplacer("[", "", "]", "").Replace(brokenText)
	doc := describe(text)
	var got []string
	for _, mark := range doc.Damage {
		if mark.Kind == hearsay.DamageTokenised {
			if mark.Span.Len() != len(text) {
				t.Errorf("the whole text is tokenised, got %v", mark.Span)
			}
			continue
		}
		if sentence := mark.Span.Of(text); !slices.Contains(got, sentence) {
			got = append(got, sentence)
		}
	}
	var want []string
	for part := range strings.SplitSeq(brokenText, "[") {
		if sentence, _, ok := strings.Cut(part, "]"); ok {
			want = append(want, sentence)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !slices.ContainsFunc(doc.Damage, func(m hearsay.Mark) bool { return m.Kind == hearsay.DamageLost }) {
		t.Error("the hole is not marked as lost words")
	}
}

// A phrase that overwrote words again and again is marked wherever it stands but at its first place.
func TestIntruders(t *testing.T) {
	text := brokenText + " Roe and Lee met the board . " +
		"Roe and Lee told Roe and Lee Herald the plan was cut . Roe and Lee plan and Roe and Lee vote came late . " +
		"After Roe and Lee , the clerk saw Roe and Lee leave . Nobody on the board knew ."
	var got []int
	for _, mark := range describe(text).Damage {
		for _, intruder := range mark.Intruders {
			if intruder.Of(text) != "Roe and Lee" || !mark.Span.Contains(intruder) {
				t.Errorf("%q in %q", intruder.Of(text), mark.Span.Of(text))
			}
			got = append(got, int(intruder.Start))
		}
	}
	if first := strings.Index(text, "Roe and Lee"); len(got) != 6 || slices.Contains(got, first) {
		t.Errorf("intruders at %v, want all but the first of 7 places, %d", got, first)
	}
}

// What clean text has now and then shows no damage.
func TestCleanText(t *testing.T) {
	for _, text := range []string{
		"Roe had had enough, and he said that that was that. Sirhan Sirhan and Duran Duran were very very late in Pago Pago.",
		"He told him Roe was late. Roe likes Roe. They heard The The and left.",
		"“No, no, no,” said Roe. In New York, New York, the Chief Engineer Ann Lee met Chief Engineer Ann Lee and Roe.",
		"It    was set in wide    columns, and    nobody minded; Roe read it.",
		"Roe himself would go. He called himself Roe, she called him Bob, and they call her Ann. Bob, Roe, Ann and Bob.",
		"Café à la crème, SÃO PAULO, Citroën™, naïve, Zoë’s “É”, 20 °C, £5, façade, Â, Ã, â, ð.",
	} {
		if doc := describe(text); len(doc.Damage) > 0 {
			t.Errorf("%q: %+v at %q", text, doc.Damage[0], doc.Damage[0].At.Of(text))
		}
	}
}

// A doubled article is marked by itself, with its sentence.
func TestDoubledArticle(t *testing.T) {
	doc := describe("All was well. The the typo stood there, and Roe saw it.")
	if len(doc.Damage) != 1 || doc.Damage[0].Kind != hearsay.DamageDoubled || doc.Damage[0].At.Of(doc.Text) != "The the" ||
		doc.Damage[0].Span.Of(doc.Text) != "The the typo stood there, and Roe saw it" {
		t.Errorf("%+v", doc.Damage)
	}
}

// Damaged sequences are marked [so].
func TestMojibake(t *testing.T) {
	for _, marked := range []string{
		"They don[â€™]t know.",
		"A caf[Ã©] is open.",
		"He said [â\u0080\u009c]no.",
		"Twice wrong: we[Ã¢]\u0080\u0099ve had enough.",
	} {
		text := strings.NewReplacer("[", "", "]", "").Replace(marked)
		want := marked[strings.Index(marked, "[")+1 : strings.Index(marked, "]")]
		doc := describe(text)
		if len(doc.Damage) != 1 || doc.Damage[0].Kind != hearsay.DamageMojibake || doc.Damage[0].At.Of(text) != want {
			t.Errorf("%q: %+v, want a mark at %q", text, doc.Damage, want)
		}
	}
	doc := describe("All is well here. They donâ€™t know. All is well there.")
	if len(doc.Damage) != 1 || doc.Damage[0].Span.Of(doc.Text) != "They donâ€™t know" {
		t.Errorf("the mark is of the sentence, got %+v", doc.Damage)
	}
}

func TestTokenised(t *testing.T) {
	text := "Bob Roe did n't go , he said . Ann Lee ( the clerk ) did , and so did he . The council , the mayor , and the clerk met . They left ."
	doc := describe(text)
	if len(doc.Damage) != 1 || doc.Damage[0].Kind != hearsay.DamageTokenised || doc.Damage[0].Span.Of(text) != text {
		t.Errorf("got %+v", doc.Damage)
	}
	plain := strings.NewReplacer(" ,", ",", " .", ".").Replace(text)
	if doc := describe(plain); len(doc.Damage) != 0 {
		t.Errorf("plain text has %+v", doc.Damage)
	}
}

func TestEarlierDamageStays(t *testing.T) {
	mark := hearsay.Mark{Kind: hearsay.DamageReplaced, Span: hearsay.MakeSpan(0, 5), At: hearsay.MakeSpan(0, 3), By: "charset"}
	doc := &hearsay.Document{Text: "\uFFFDab. They donâ€™t.", Damage: []hearsay.Mark{mark}}
	New().Describe(doc)
	if len(doc.Damage) != 2 || !reflect.DeepEqual(doc.Damage[0], mark) {
		t.Errorf("got %+v", doc.Damage)
	}
}
