package sentence

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/limits"
)

// cut returns the sentences of a text as strings of tokens parted by bars.
func cut(text string, blocks ...hearsay.Block) []string {
	sentences, _ := New().Split(&hearsay.Document{Text: text, Blocks: blocks})
	var out []string
	for _, sentence := range sentences {
		var tokens []string
		for _, token := range sentence.Tokens {
			tokens = append(tokens, token.Span.Of(text))
		}
		out = append(out, strings.Join(tokens, "|"))
	}
	return out
}

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"He doesn't know Adams's plan.":                        "He|does|n't|know|Adams|'s|plan|.",
		"She won’t say; they’ll see, I’d bet":                  "She|wo|n’t|say|;|they|’ll|see|,|I|’d|bet",
		"he could n't , and it ca n’t be":                      "he|could|n't|,|and|it|ca|n’t|be",
		"Mayor Adams ’s aide":                                  "Mayor|Adams|’s|aide",
		"Adams’ week, the voters' choice":                      "Adams|’|week|,|the|voters|'|choice",
		"It cost $5, US$3.50 or €2,000 (5%)":                   "It|cost|$|5|,|US$|3.50|or|€|2,000|(|5|%|)",
		"at 9p.m. or 10pm, not 7:30 a.m. today":                "at|9|p.m.|or|10|pm|,|not|7:30|a.m.|today",
		"at 9 p. m. ET":                                        "at|9|p.|m.|ET",
		"a well-known 15-year-old":                             "a|well-known|15-year-old",
		"the plan--or what was left—failed":                    "the|plan|--|or|what|was|left|—|failed",
		"and/or AT&T, Sen. Lee (R-Ky.)":                        "and/or|AT&T|,|Sen.|Lee|(|R-Ky.|)",
		"write to a.b@example.org, see www.example.org/x?y=1.": "write|to|a.b@example.org|,|see|www.example.org/x?y=1|.",
		"“No,” he said. ``No '' \"no\"":                        "“|No|,|”|he|said|.\n``|No|''|\"|no|\"",
		"the ’90s, rock 'n' roll, get 'em":                     "the|’90s|,|rock|'n|'|roll|,|get|'em",
		"I cannot, I'm gonna":                                  "I|can|not|,|I|'m|gon|na",
		"wait... what?! … no":                                  "wait|...|what|?!|…|no",
		"@name said #Vote now":                                 "@name|said|#Vote|now",
		"-LRB- sic -RRB-":                                      "-LRB-|sic|-RRB-",
		"O'Neill and o’clock":                                  "O'Neill|and|o’clock",
		"J.R. Adams, Ph.D., of the U.S.'s team":                "J.R.|Adams|,|Ph.D.|,|of|the|U.S.|'s|team",
		"the end.Then it went on":                              "the|end|.\nThen|it|went|on",
		"👩🏽‍⚖️ ruled":                                          "👩🏽‍⚖️|ruled",
	} {
		if got := strings.Join(cut(text), "\n"); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestBoundaries reads texts with a bar where a sentence ends.
func TestBoundaries(t *testing.T) {
	for _, marked := range []string{
		"Sen. Lee spoke.| Gov. Adams did not.",
		"He lives in the U.S. and works there.| She does not.",
		"He moved to the U.S.| The move was easy.",
		"The U.S. Senate is old.",
		"Adams left, said Adams, and Adams came to the U.S.| Adams was tired, and the town with Adams.",
		"It began at 9 p.m. Tuesday.| It ended at 11 p.m.| Nobody slept.",
		"It began at 9 p. m. ET Tuesday .| It ended .",
		"See No. 3 first.| He said no.| It was over.",
		"Acme Inc. Chairman John Q. Adams resigned.| He was 61.",
		"“I did.”| He left.",
		"“Did you?” she asked.| “No!”| They left.",
		"“Did you?” Adams asked.",
		"“Did you?”| Adams left.",
		"\"It is over . \"| \" It is not , \" he said .",
		"He said it (twice.)| Then he left.",
		"The offer ... was real.| He knew.",
		"What now?!| Nothing.",
		"Costs rose 3.5 percent in Jan. 2015.| In Feb. they fell.",
		"Roe v. Wade stands.",
		"1. Open the door.",
		"Adams wins\n\n|Mayor Lee lost on Tuesday.",
		"Adams wins\n|By Ann Lee",
		"This sentence was wrapped by hand after some sixty letters or\n" +
			"so, and it goes on in the second line, which has more and\nends here.| Then another one begins.",
		"He left .   |What comes next   |Nobody knows .",
		"- One thing.| - Another thing.",
	} {
		text := strings.ReplaceAll(marked, "|", "")
		sentences, _ := New().Split(&hearsay.Document{Text: text})
		var got []string
		for _, sentence := range sentences {
			got = append(got, sentence.Span.Of(text))
		}
		var want []string
		for part := range strings.SplitSeq(marked, "|") {
			want = append(want, strings.TrimSpace(part))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", marked, got, want)
		}
	}
}

// TestQuotations reads texts with ⟦ ⟧ around quotations, ⟦+ where one continues, -⟧ where it is not closed.
func TestQuotations(t *testing.T) {
	for _, marked := range []string{
		"⟦“I did,”⟧ he said. ⟦“I did.”⟧",
		"⟦\"I did,\"⟧ he said. ⟦\"I did.\"⟧",
		"He said , ⟦\" I did , \"⟧ and ⟦\" I will . \"⟧",
		"⟦`` I did , ''⟧ he said .",
		"The ⟦‘quick fix’⟧ failed the voters’ test, and Adams’ aide didn’t care.",
		"The quick 'n' easy fix, the voters' choice.",
		"The ⟦'quick fix'⟧ of the '90s.",
		"⟦“She said ‘no’ to me,”⟧ he said.",
		"⟦“I will speak at length.-⟧\n\n⟦+“And go on.”⟧\n\nHe went on.",
		"⟦“I will speak.-⟧\n\nHe left. ⟦“No.”⟧",
		"A stray ” mark. ⟦“Yes,”⟧ he said.",
		"He is 6'2\" tall. ⟦\"Yes,\"⟧ he said.",
		"He said ⟦\"a\"⟧ and ⟦\"b\"⟧.\n\nHe said ⟦\"c\"⟧.",
		"He left ⟦\" for good-⟧\n\n⟦+\"Yes,\"⟧ he said.",
		"⟦“One ”⟧⟦“two”⟧",
	} {
		var want []hearsay.Quotation
		var text strings.Builder
		for rest := marked; rest != ""; {
			_, size := utf8.DecodeRuneInString(rest)
			switch {
			case strings.HasPrefix(rest, "⟦+"):
				size++
				want = append(want, hearsay.Quotation{Span: hearsay.MakeSpan(text.Len(), 0), Continues: len(want) - 1})
			case strings.HasPrefix(rest, "⟦"):
				want = append(want, hearsay.Quotation{Span: hearsay.MakeSpan(text.Len(), 0), Continues: -1})
			case strings.HasPrefix(rest, "-⟧"):
				size = len("-⟧")
				want[len(want)-1].Span.End = uint32(text.Len())
			case strings.HasPrefix(rest, "⟧"):
				want[len(want)-1].Span.End = uint32(text.Len())
				want[len(want)-1].Closed = true
			default:
				text.WriteString(rest[:size])
			}
			rest = rest[size:]
		}
		_, got := New().Split(&hearsay.Document{Text: text.String()})
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %v\nwant %v", marked, got, want)
		}
	}
}

func TestBlocks(t *testing.T) {
	text := "Mayor out? No. Photo: A. Lee He left. She stayed."
	block := func(kind hearsay.BlockKind, part string) hearsay.Block {
		at := strings.Index(text, part)
		return hearsay.Block{Kind: kind, Span: hearsay.MakeSpan(at, at+len(part))}
	}
	got := cut(text, block(hearsay.BlockHeadline, "Mayor out? No."), block(hearsay.BlockFurniture, "Photo: A. Lee"),
		block(hearsay.BlockBody, "He left. She stayed."))
	if want := []string{"Mayor|out|?|No|.", "He|left|.", "She|stayed|."}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	sentences, _ := New().Split(&hearsay.Document{Text: text})
	if len(sentences) == 0 || sentences[0].Block != -1 {
		t.Errorf("a document without blocks: %v, want block -1", sentences)
	}
}

func TestLimits(t *testing.T) {
	for name, text := range map[string]string{
		"words":    strings.Repeat("word ", 5*limits.SentenceWords),
		"commas":   strings.Repeat("many words, ", 5*limits.SentenceWords),
		"one word": strings.Repeat("a", 5*limits.SentenceBytes),
		"wide":     strings.Repeat("ß", 5*limits.SentenceBytes),
		"marks":    strings.Repeat("!", 5*limits.SentenceBytes),
	} {
		t.Run(name, func(t *testing.T) { checkSplit(t, &hearsay.Document{Text: text}) })
	}
}

// checkSplit fails unless sentences, tokens and quotations keep the promises of Split.
func checkSplit(t *testing.T, doc *hearsay.Document) {
	t.Helper()
	text := doc.Text
	sentences, quotations := New().Split(doc)
	held := make([]bool, len(text))
	last := uint32(0)
	for _, sentence := range sentences {
		if err := sentence.Span.Check(text); err != nil {
			t.Fatal(err)
		}
		if sentence.Span.Start < last || len(sentence.Tokens) == 0 {
			t.Fatalf("sentence %v after %d with %d tokens", sentence.Span, last, len(sentence.Tokens))
		}
		if len(sentence.Tokens) > limits.SentenceWords || sentence.Span.Len() > limits.SentenceBytes {
			t.Fatalf("sentence of %d tokens and %d bytes", len(sentence.Tokens), sentence.Span.Len())
		}
		at := sentence.Span.Start
		for _, token := range sentence.Tokens {
			if err := token.Span.Check(text); err != nil {
				t.Fatal(err)
			}
			if token.Span.Empty() || token.Span.Start < at || !sentence.Span.Contains(token.Span) || token.Head != -1 {
				t.Fatalf("token %v in %v after %d", token, sentence.Span, at)
			}
			at = token.Span.End
			for i := token.Span.Start; i < token.Span.End; i++ {
				held[i] = true
			}
		}
		last = sentence.Span.End
	}
	for i, r := range text {
		furniture := false
		if len(doc.Blocks) > 0 {
			b := doc.BlockAt(uint32(i))
			furniture = b < 0 || doc.Blocks[b].Kind == hearsay.BlockFurniture
		}
		if held[i] == (unicode.IsSpace(r) || furniture) {
			t.Fatalf("byte %d, %q, in a token: %v", i, r, held[i])
		}
	}
	last = 0
	for i, quotation := range quotations {
		if err := quotation.Span.Check(text); err != nil {
			t.Fatal(err)
		}
		if quotation.Span.Empty() || quotation.Span.Start < last || quotation.Continues >= i || quotation.Continues < -1 {
			t.Fatalf("quotation %d %v after %d", i, quotation, last)
		}
		last = quotation.Span.End
	}
	againSentences, againQuotations := New().Split(doc)
	if fmt.Sprint(sentences, quotations) != fmt.Sprint(againSentences, againQuotations) {
		t.Fatal("two runs differ")
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("He said, “It's the U.S. No. 3” (at 9p.m.). 'Yes'--she ca n't ... \"A\" b", uint16(10), uint16(20))
	f.Add("“a\n\n“b ”c\r\n\r\n`` d '' \u2028 \u200b\u00a0é’s 👩🏽‍⚖️", uint16(3), uint16(9))
	f.Add("a.b@c.d http://x.y/'(z). @me #tag $5 US$7 -5 .5 6'2\" -LRB- x", uint16(0), uint16(0))
	f.Add(".   A   B   \" \" \" ' ' ' ‘ ’ ‘a’ ''' ```", uint16(1), uint16(2))
	f.Fuzz(func(t *testing.T, text string, a, b uint16) {
		text = strings.ToValidUTF8(text, "\ufffd")
		checkSplit(t, &hearsay.Document{Text: text})
		i, j := min(int(a), len(text)), min(int(b), len(text))
		i, j = min(i, j), max(i, j)
		for i > 0 && i < len(text) && !utf8.RuneStart(text[i]) {
			i--
		}
		for j > 0 && j < len(text) && !utf8.RuneStart(text[j]) {
			j--
		}
		checkSplit(t, &hearsay.Document{Text: text, Blocks: []hearsay.Block{
			{Kind: hearsay.BlockHeadline, Span: hearsay.MakeSpan(0, i)},
			{Kind: hearsay.BlockFurniture, Span: hearsay.MakeSpan(i, j)},
			{Kind: hearsay.BlockBody, Span: hearsay.MakeSpan(j, len(text))},
		}})
	})
}

// newsText is three invented paragraphs of news.
const newsText = `The mayor of Port Adams said on Tuesday that she would not resign, a day after two council members told a local ` +
	`radio station that she had offered to. “I never said that,” Mayor Ann Lee told reporters at 9 a.m. outside the U.S. ` +
	`courthouse. “It isn’t true.”

A senior official, who wasn't allowed to speak in public, said the talks had cost $3.5 million so far -- "more than ` +
	`anyone's budget", as he put it. Acme Corp., the builder, did not answer requests for comment.

Was there an offer? Sen. John Q. Smith (R-Ky.) said he couldn't say. The 15-year-old project began on Feb. 3, 2011.

`

func BenchmarkSplit(b *testing.B) {
	splitter := New()
	doc := &hearsay.Document{Text: strings.Repeat(newsText, 5)}
	b.SetBytes(int64(len(doc.Text)))
	b.ReportAllocs()
	tokens := 0
	for b.Loop() {
		sentences, _ := splitter.Split(doc)
		for _, sentence := range sentences {
			tokens += len(sentence.Tokens)
		}
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}

// TestLinear holds that hostile text takes time in proportion to its length: each takes a
// fraction of a second, where a quadratic loop takes many minutes.
func TestLinear(t *testing.T) {
	for _, part := range []string{
		"' ", "‘a ", "\" ", "“", "a.", "+a", "(((", "@", "a@", "U.S. Adams was ", "\n", "   A", "1,1", ". ", "'a",
	} {
		text := strings.Repeat(part, (1<<20)/len(part))
		start := time.Now()
		New().Split(&hearsay.Document{Text: text})
		if taken := time.Since(start); taken > 20*time.Second {
			t.Errorf("a mebibyte of %q took %v", part, taken)
		}
	}
}
