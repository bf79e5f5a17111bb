package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/report"
)

// passagesPage is two documents side by side.
type passagesPage struct {
	frame
	*opened
	A, B    *report.Document
	Overlap *report.Overlap
	Runs    []runView
	TextA   []paragraphView
	TextB   []paragraphView
	StripA  []stripPart
	StripB  []stripPart
}

// runView is a passage with both its sides, the words that differ marked.
type runView struct {
	*report.Passage
	Number int
	A, B   []piece
	Differ int    // words of A that do not stand so in B
	Who    string // which side had it first, and how that is known

	Uncompared bool // it is too long for its words to be compared
}

// runShown is how many characters of a passage are shown by themselves; all of it stands in the full texts.
const runShown = 1500

// stripPart is where in a document a shared passage lies, in thousandths of its length.
type stripPart struct {
	Number   int
	Anchor   string // of the passage in the full text
	X, Width int
}

func (s *Server) passages(r *http.Request) (string, any, error) {
	a, b := hearsay.DocID(r.PathValue("a")), hearsay.DocID(r.PathValue("b"))
	story, err := s.library.holder(r.Context(), a)
	if err != nil {
		return "", nil, err
	}
	if story.docs[b] == nil || a == b {
		return "", nil, fmt.Errorf("document %s in the story of %s: %w", b, a, errNotHeld)
	}
	page := story.sideBySide(a, b)
	page.frame = s.frame(fmt.Sprintf("%s and %s", story.Name(a), story.Name(b)), r)
	return "passages.html", page, nil
}

// PairName names two documents side by side, whichever is first.
func (p passagesPage) PairName() string {
	return fmt.Sprintf("%s-%s", min(p.A.ID, p.B.ID), max(p.A.ID, p.B.ID))
}

// sideBySide is two documents of the story with what they share.
func (o *opened) sideBySide(a, b hearsay.DocID) passagesPage {
	page := passagesPage{opened: o, A: o.docs[a], B: o.docs[b]}
	for i := range o.Overlaps {
		overlap := o.Overlaps[i]
		if overlap.A == b && overlap.B == a {
			overlap.A, overlap.B, overlap.OfA, overlap.OfB = a, b, overlap.OfB, overlap.OfA
		}
		if overlap.A == a && overlap.B == b {
			page.Overlap = &overlap
		}
	}
	textA, textB := o.text(a), o.text(b)
	var marksA, marksB []mark
	for i := range o.Passages {
		passage := o.Passages[i]
		if passage.A.Doc == b && passage.B.Doc == a {
			passage.A, passage.B = passage.B, passage.A
			switch passage.Direction {
			case hearsay.FromAToB:
				passage.Direction = hearsay.FromBToA
			case hearsay.FromBToA:
				passage.Direction = hearsay.FromAToB
			}
		}
		if passage.A.Doc != a || passage.B.Doc != b {
			continue
		}
		run := runView{Passage: &passage, Number: len(page.Runs) + 1, Who: o.first(&passage)}
		differA, differB := differing(passage.A.Text, passage.B.Text)
		run.A = excerpts(pieces(passage.A.Text, 0, len(passage.A.Text), differA), runShown)
		run.B = excerpts(pieces(passage.B.Text, 0, len(passage.B.Text), differB), runShown)
		run.Uncompared = differA == nil && differB == nil && !alike(passage.A.Text, passage.B.Text)
		for _, m := range differA {
			run.Differ += len(wordRuns(passage.A.Text[m.start:m.end]))
		}
		page.Runs = append(page.Runs, run)
		marksA = append(marksA, run.marks(passage.A, "a", "b", differA)...)
		marksB = append(marksB, run.marks(passage.B, "b", "a", differB)...)
		page.StripA = append(page.StripA, run.strip(passage.A, "a", len(textA)))
		page.StripB = append(page.StripB, run.strip(passage.B, "b", len(textB)))
	}
	page.TextA, page.TextB = plainParagraphs(textA, marksA), plainParagraphs(textB, marksB)
	return page
}

// marks are those of a passage in the full text of one side: the passage, which leads to its other side, and within it the
// words that differ.
func (v *runView) marks(span report.Span, here, there string, differ []mark) []mark {
	marks := []mark{{
		start: span.Start, end: span.End, class: "shared", title: fmt.Sprintf("passage %d", v.Number),
		link: fmt.Sprintf("#%s%d", there, v.Number), anchor: fmt.Sprintf("%s%d", here, v.Number), sign: fmt.Sprint(v.Number),
	}}
	for _, m := range differ {
		marks = append(marks, mark{start: span.Start + m.start, end: span.Start + m.end, class: m.class})
	}
	return marks
}

func (v *runView) strip(span report.Span, side string, length int) stripPart {
	x := 1000 * span.Start / length
	return stripPart{v.Number, fmt.Sprintf("%s%d", side, v.Number), x, max(4, 1000*span.End/length-x)}
}

func plainParagraphs(text string, marks []mark) []paragraphView {
	var views []paragraphView
	for _, place := range paragraphs(text) {
		views = append(views, paragraphView{Pieces: pieces(text, place[0], place[1], marks)})
	}
	return views
}

// first says which side of a passage had it first, with what says so.
func (o *opened) first(passage *report.Passage) string {
	side := ""
	switch passage.Direction {
	case hearsay.FromAToB:
		side = o.Tag(passage.A.Doc) + " " + o.Name(passage.A.Doc)
	case hearsay.FromBToA:
		side = o.Tag(passage.B.Doc) + " " + o.Name(passage.B.Doc)
	default:
		return "who had it first is unknown"
	}
	if passage.By == "dates" {
		return fmt.Sprintf("%s had it first, by their dates: %s and %s", side, o.told(passage.A.Doc), o.told(passage.B.Doc))
	}
	return side + " had it first: " + passage.By
}

// told says when a document was published.
func (o *opened) told(id hearsay.DocID) string {
	if published := o.docs[id].Published.Value; published != "" {
		return o.Tag(id) + " " + published
	}
	return o.Tag(id) + " no date stated"
}

// differing marks the words of either side of a passage that the other has not. The longest common subsequence of words
// decides, letters compared without case or marks; in sides too long for that nothing is marked.
func differing(a, b string) (inA, inB []mark) {
	x, y := wordRuns(a), wordRuns(b)
	if len(x)*len(y) > limits.DifferingWords {
		return nil, nil
	}
	length := make([][]int32, len(x)+1) // of what x[i:] and y[j:] have in common
	for i := range length {
		length[i] = make([]int32, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if length[i][j] = max(length[i+1][j], length[i][j+1]); x[i].word == y[j].word {
				length[i][j] = length[i+1][j+1] + 1
			}
		}
	}
	sameX, sameY := make([]bool, len(x)), make([]bool, len(y))
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i].word == y[j].word:
			sameX[i], sameY[j] = true, true
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
	return others(x, sameX), others(y, sameY)
}

// alike reports whether two texts have the same words.
func alike(a, b string) bool {
	return slices.EqualFunc(wordRuns(a), wordRuns(b), func(x, y wordRun) bool { return x.word == y.word })
}

// wordRun is a word of a text with its place.
type wordRun struct {
	start, end int
	word       string
}

func wordRuns(text string) []wordRun {
	var runs []wordRun
	start := -1
	flush := func(end int) {
		if start >= 0 {
			runs = append(runs, wordRun{start, end, strings.ToLower(text[start:end])})
			start = -1
		}
	}
	for at, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if start < 0 {
				start = at
			}
			continue
		}
		flush(at)
	}
	flush(len(text))
	return runs
}

// others marks the runs of words that are not the same.
func others(runs []wordRun, same []bool) []mark {
	var marks []mark
	for i := 0; i < len(runs); i++ {
		if same[i] {
			continue
		}
		from := i
		for i+1 < len(runs) && !same[i+1] {
			i++
		}
		marks = append(marks, mark{start: runs[from].start, end: runs[i].end, class: "differs"})
	}
	return marks
}

// fragmentWords is how many words of either end a text fragment names; where there are no more, it names all.
const fragmentWords = 5

// atFragment is a publisher's address that points at words (URL Fragment Text Directives, WICG), or "" for none.
func atFragment(address, text string) string {
	if address == "" {
		return ""
	}
	address, _, _ = strings.Cut(address, "#")
	words := strings.Fields(text)
	if len(words) <= 2*fragmentWords {
		return address + "#:~:text=" + fragment(words)
	}
	return address + "#:~:text=" + fragment(words[:fragmentWords]) + "," + fragment(slices.Clone(words[len(words)-fragmentWords:]))
}

func fragment(words []string) string {
	// A dash would part the directive's fields.
	return strings.ReplaceAll(url.PathEscape(strings.Join(words, " ")), "-", "%2D")
}
