package prompt

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// Bounds of the comparison of quotations.
const (
	gramWords    = 4   // words that two quotations must have in common, in a row, to be compared
	longestQuote = 200 // words of a quotation that are compared; what follows is not
	mostDiffer   = 3   // words that may stand in one of two wordings; more is another sentence
	crowded      = 16  // quotations with one run of words that are compared with one another
)

// quote is a quotation as its words.
type quote struct {
	doc   *hearsay.Document
	span  hearsay.Span
	words []quoteWord
}

type quoteWord struct {
	text string // its letters and digits in lower case
	span hearsay.Span
	open bool // the quotation leaves something out, or puts something in, at its side: "...", "[sic]"
}

// quotationDiffers finds quotations of two documents that agree in at least so many words, and differ in few between them.
// What is left out with an ellipsis, put into brackets, or cut off at the ends is no difference.
func quotationDiffers(d *desk, least int) []hearsay.Prompt {
	quotes := d.quotes(least)
	grams := map[string][]int{}
	type pair struct{ a, b int }
	seen := map[pair]bool{}
	var pairs []pair
	for i := range quotes {
		for at := range len(quotes[i].words) - gramWords + 1 {
			var gram strings.Builder
			for _, word := range quotes[i].words[at : at+gramWords] {
				gram.WriteString(word.text)
				gram.WriteByte(' ')
			}
			holders := grams[gram.String()]
			for _, j := range holders {
				if quotes[j].doc != quotes[i].doc && !seen[pair{j, i}] {
					seen[pair{j, i}] = true
					pairs = append(pairs, pair{j, i})
				}
			}
			if len(holders) < crowded && (len(holders) == 0 || holders[len(holders)-1] != i) {
				grams[gram.String()] = append(holders, i)
			}
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	var prompts []hearsay.Prompt
	shown := map[string]bool{}
	for _, p := range pairs {
		a, b := quotes[p.a], quotes[p.b]
		first, second, key, ok := compare(a, b, least)
		if !ok || shown[key] || d.sameHouse(a.doc, b.doc) {
			continue
		}
		shown[key] = true
		prompts = append(prompts, hearsay.Prompt{Refs: []hearsay.Ref{ref(a.doc.ID, first), ref(b.doc.ID, second)}})
	}
	return prompts
}

func (d *desk) sameHouse(a, b *hearsay.Document) bool {
	return a.Outlet.Known() && b.Outlet.Known() && d.outlets.Family(a.Outlet.Value) == d.outlets.Family(b.Outlet.Value)
}

// quotes are the whole, undamaged quotations of at least so many words, in document order.
func (d *desk) quotes(least int) []quote {
	var quotes []quote
	for _, reading := range d.readings {
		doc := &reading.Document
		for i := range reading.Quotations {
			q := &reading.Quotations[i]
			if !q.Closed || len(doc.Damaged(q.Span)) > 0 {
				continue
			}
			if words := quoteWords(doc.Text, q.Span); len(words) >= max(least, gramWords) {
				quotes = append(quotes, quote{doc, q.Span, words[:min(len(words), longestQuote)]})
			}
		}
	}
	return quotes
}

// quoteWords cuts a quotation at white space and dashes.
func quoteWords(text string, span hearsay.Span) []quoteWord {
	var list []quoteWord
	open, inside := false, false
	at := int(span.Start)
	for at < int(span.End) {
		start := at
		for at < int(span.End) {
			r, size := utf8.DecodeRuneInString(text[at:])
			if unicode.IsSpace(r) || r == '—' || r == '–' || r == '-' {
				break
			}
			at += size
		}
		piece := text[start:at]
		letters := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, piece)
		marks := strings.ContainsAny(piece, "[]()") || strings.Contains(piece, "...") || strings.Contains(piece, "…")
		inside = inside || strings.ContainsAny(piece, "[(")
		if letters != "" {
			list = append(list, quoteWord{letters, hearsay.MakeSpan(start, at), open || marks || inside})
			open = marks
		} else if marks {
			open = true
			if len(list) > 0 {
				list[len(list)-1].open = true
			}
		}
		if strings.ContainsAny(piece, "])") {
			inside = false
		}
		if at < int(span.End) {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
		}
	}
	return list
}

// compare aligns two quotations and returns the stretches of both, from the first word that agrees to the last, where the
// two wordings differ between these; key names the difference, so that it is shown once.
func compare(a, b quote, least int) (first, second hearsay.Span, key string, ok bool) {
	if slices.EqualFunc(a.words, b.words, func(x, y quoteWord) bool { return x.text == y.text }) {
		return first, second, "", false
	}
	pairs := align(a.words, b.words)
	if len(pairs) < least {
		return first, second, "", false
	}
	differ := 0
	var parts []string
	for n := 1; n < len(pairs); n++ {
		onlyA := a.words[pairs[n-1][0]+1 : pairs[n][0]]
		onlyB := b.words[pairs[n-1][1]+1 : pairs[n][1]]
		if len(onlyA)+len(onlyB) == 0 {
			continue
		}
		around := slices.Concat(a.words[pairs[n-1][0]:pairs[n][0]+1], b.words[pairs[n-1][1]:pairs[n][1]+1])
		if slices.ContainsFunc(around, func(w quoteWord) bool { return w.open }) {
			continue
		}
		textA, textB := joinWords(onlyA), joinWords(onlyB)
		if strings.ReplaceAll(textA, " ", "") == strings.ReplaceAll(textB, " ", "") || expands(onlyA, onlyB) {
			continue
		}
		differ += max(len(onlyA), len(onlyB))
		parts = append(parts, textA+"|"+textB)
	}
	if differ == 0 || differ > mostDiffer {
		return first, second, "", false
	}
	last := pairs[len(pairs)-1]
	first = hearsay.Span{Start: a.words[pairs[0][0]].span.Start, End: a.words[last[0]].span.End}
	second = hearsay.Span{Start: b.words[pairs[0][1]].span.Start, End: b.words[last[1]].span.End}
	return first, second, strings.Join(parts, "/"), true
}

func joinWords(words []quoteWord) string {
	var parts []string
	for _, word := range words {
		parts = append(parts, word.text)
	}
	return strings.Join(parts, " ")
}

// expands reports whether one side is only spelled in another way: "we're" and "we are", a numeral and its word,
// "organise" and "organize".
func expands(a, b []quoteWord) bool {
	if len(a) == 1 && len(b) == 1 && spelled(a[0].text) == spelled(b[0].text) {
		return true
	}
	short, long := a, b
	if len(short) > len(long) {
		short, long = b, a
	}
	if len(short) == 1 && len(long) == 2 {
		s, l := short[0].text, long[0].text+long[1].text
		return strings.HasPrefix(s, long[0].text[:1]) && len(s) >= len(l)-3 && s[len(s)-1] == l[len(l)-1]
	}
	digit := func(words []quoteWord) bool {
		return len(words) > 0 && strings.ContainsFunc(words[0].text, unicode.IsDigit)
	}
	return digit(a) != digit(b)
}

// spelled is a word without what British and American spelling differ in.
func spelled(word string) string {
	return strings.NewReplacer("s", "z", "ou", "o", "ll", "l", "re", "er", "ce", "ze").Replace(word)
}

// align pairs the words of two quotations that agree, in order, as many as there can be (the longest common subsequence),
// and drops pairs at the ends that stand apart from the rest.
func align(a, b []quoteWord) [][2]int {
	lengths := make([][]int, len(a)+1)
	for i := range lengths {
		lengths[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].text == b[j].text {
				lengths[i][j] = lengths[i+1][j+1] + 1
			} else {
				lengths[i][j] = max(lengths[i+1][j], lengths[i][j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].text == b[j].text:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case lengths[i+1][j] >= lengths[i][j+1]:
			i++
		default:
			j++
		}
	}
	return core(pairs)
}

// core cuts off, at both ends, runs of pairs that stand apart and are too short to show that the same is quoted.
func core(pairs [][2]int) [][2]int {
	for changed := true; changed; {
		changed = false
		run := runLength(pairs, false)
		if run < gramWords && run < len(pairs) {
			pairs, changed = pairs[run:], true
		}
		run = runLength(pairs, true)
		if run < gramWords && run < len(pairs) {
			pairs, changed = pairs[:len(pairs)-run], true
		}
	}
	return pairs
}

// runLength is how many pairs follow one another without a gap from the beginning, or to the end.
func runLength(pairs [][2]int, end bool) int {
	for n := 1; n < len(pairs); n++ {
		x, y := pairs[n-1], pairs[n]
		if end {
			x, y = pairs[len(pairs)-n-1], pairs[len(pairs)-n]
		}
		if y[0] != x[0]+1 || y[1] != x[1]+1 {
			return n
		}
	}
	return len(pairs)
}
