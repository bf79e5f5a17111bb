package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// divide cuts the pieces of a paragraph into sentences.
func (r *run) divide(block int) {
	first := 0
	for i := 0; i < len(r.pieces); i++ {
		if c := r.pieces[i].class; c < initial || c > ellipsis {
			continue
		}
		end := i + 1
		for end < len(r.pieces) && r.closer(end) {
			end++
		}
		if end < len(r.pieces) && r.ends(i, end) {
			r.add(r.pieces[first:end], block)
			first = end
		}
		i = end - 1
	}
	r.add(r.pieces[first:], block)
}

// closer reports whether the piece belongs to the end of the sentence before it: a further stop, a bracket or a
// quotation mark that closes.
func (r *run) closer(i int) bool {
	p := r.pieces[i]
	return p.role == closes || p.class == closeMark || p.class == stop || p.class == bang || p.class == ellipsis
}

// ends reports whether a sentence ends between the stop or abbreviation at i, with its closers, and the piece at next.
func (r *run) ends(i, next int) bool {
	quoted, closed := false, false
	for _, p := range r.pieces[i+1 : next] {
		closed = closed || p.role == closes
	}
	at := next
	for at < len(r.pieces) && (r.pieces[at].class == openMark || r.pieces[at].role == opens || r.dash(at)) {
		quoted = quoted || r.pieces[at].role == opens
		at++
	}
	if at == len(r.pieces) {
		return at-next == 0 || quoted
	}
	following := r.at(at)
	letter, _ := utf8.DecodeRuneInString(following)
	upper := unicode.IsUpper(letter) || unicode.IsTitle(letter)
	lower := unicode.IsLower(letter) || strings.HasPrefix(following, "'") || strings.HasPrefix(following, "’")
	kind := r.pieces[i].class
	for _, p := range r.pieces[i+1 : next] {
		if p.class == stop || p.class == bang {
			kind = p.class // "… in the U.S. ." and "?!"
		}
	}
	switch kind {
	case stop:
		return !lower && !strings.ContainsAny(following[:1], ",;:%")
	case bang:
		if lower {
			return next == i+1 && r.at(i)[0] == '?'
		}
		return !strings.ContainsAny(following[:1], ",;:") && !(closed && upper && r.speechFollows(at))
	case ellipsis:
		return upper && following != "I" || upper && quoted
	case initial, abbrOther:
		switch {
		case !upper:
			return false
		case r.starters[following]:
			return true
		case quoted || closed:
			return r.pieces[i].end-r.pieces[i].start > 2 && !r.speechFollows(at)
		default:
			return kind == abbrOther && r.nameFollows(at) || r.pieces[i].end-r.pieces[i].start > 3 && r.nameFollows(at)
		}
	case abbrMonth:
		return upper && r.starters[following]
	case abbrTime:
		return upper && !r.zones[following]
	}
	return false
}

// at is the text of a piece.
func (r *run) at(i int) string { return r.text[r.pieces[i].start:r.pieces[i].end] }

// dash reports whether the piece is a dash or bullet on its own, which may begin a sentence.
func (r *run) dash(i int) bool {
	if r.pieces[i].class != other || !r.pieces[i].spaced {
		return false
	}
	switch r.at(i) {
	case "-", "--", "–", "—", "•", "*", "·":
		return true
	}
	return false
}

// speechFollows reports whether a verb of speech comes within the next four words, as in "Adams asked".
func (r *run) speechFollows(at int) bool {
	for i := at; i < min(at+5, len(r.pieces)) && r.pieces[i].class <= abbrOther; i++ {
		if r.speech[r.at(i)] {
			return true
		}
		if r.text[r.pieces[i].start] == ',' {
			return false
		}
	}
	return false
}

// nameFollows reports whether a sentence begins at the piece because it is a name by itself, not the rest of one
// ("… in the U.S. Adams was", but "the U.S. Senate was"): a verb follows, and elsewhere the document uses the word
// without an article.
func (r *run) nameFollows(at int) bool {
	if at+1 >= len(r.pieces) || !r.finite[r.at(at+1)] {
		return false
	}
	if r.names == nil {
		r.names = nameEvidence(r.text)
	}
	return r.names[r.at(at)] >= 2
}

// nameEvidence counts how often each capitalised word stands within a sentence without an article before it; a word
// that ever stands after one counts far below zero.
func nameEvidence(text string) map[string]int {
	counts := map[string]int{}
	last := ""
	for field := range strings.FieldsSeq(text) {
		word := strings.TrimLeft(field, "\"“‘'(")
		core := strings.TrimRight(word, "\"”’',.;:!?)")
		for _, end := range [...]string{"'s", "’s"} {
			core = strings.TrimSuffix(core, end)
		}
		if first, _ := utf8.DecodeRuneInString(core); unicode.IsUpper(first) {
			switch {
			case last == "the" || last == "The" || last == "a":
				counts[core] -= 1 << 20
			case last != "" && !strings.ContainsAny(last[len(last)-1:], ".!?:\"") && !strings.HasSuffix(last, "”"):
				counts[core]++
			}
		}
		last = field
	}
	return counts
}
