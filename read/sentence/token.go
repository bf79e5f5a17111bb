package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay/internal/limits"
)

// maxToken bounds a token, so that it fits in a sentence. Longer runs without white space are cut.
const maxToken = limits.SentenceBytes / 4

// maxUser bounds the part of a mail address before the @.
const maxUser = 64

// tokenise fills r.pieces with the tokens of text[start:end].
func (r *run) tokenise(start, end int) {
	r.pieces = r.pieces[:0]
	text := r.text[:end]
	for at := start; at < end; {
		if c := text[at]; c <= ' ' && (c == ' ' || c >= '\t' && c <= '\r') {
			at++
			continue
		} else if c >= utf8.RuneSelf {
			if r, size := utf8.DecodeRuneInString(text[at:]); unicode.IsSpace(r) {
				at += size
				continue
			}
		}
		stop := at + 1
		special, plain := false, isLetter(text[at])
		for stop < end {
			c := text[stop]
			if c >= utf8.RuneSelf {
				plain = false
				r, size := utf8.DecodeRuneInString(text[stop:])
				if unicode.IsSpace(r) {
					break
				}
				stop += size
				continue
			}
			if c == ' ' || c >= '\t' && c <= '\r' {
				break
			}
			if !isLetter(c) {
				plain = false
				special = special || c == '@' || c == ':' || c == '/'
			}
			stop++
		}
		if text[at] >= utf8.RuneSelf || text[at] == '@' || text[at] == '-' {
			special = true
		}
		if plain && stop-at <= maxToken {
			r.word(text, at, stop, true)
		} else {
			r.chunk(text, at, stop, special)
		}
		at = stop
	}
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// push adds a token, in parts if it is longer than a token may be.
func (r *run) push(start, end int, class class, spaced bool) {
	for end-start > maxToken {
		cut := start + maxToken
		for cut > start && !utf8.RuneStart(r.text[cut]) {
			cut--
		}
		r.pieces = append(r.pieces, piece{start: start, end: cut, class: class, spaced: spaced})
		start, spaced = cut, false
	}
	r.pieces = append(r.pieces, piece{start: start, end: end, class: class, spaced: spaced})
}

// chunk cuts text[start:end], which holds no white space.
func (r *run) chunk(text string, start, end int, special bool) {
	text = text[:end]
	if special {
		switch text[start:end] {
		case "-LRB-", "-LSB-", "-LCB-":
			r.push(start, end, openMark, true)
			return
		case "-RRB-", "-RSB-", "-RCB-":
			r.push(start, end, closeMark, true)
			return
		}
	}
	for at := start; at < end; {
		if special && (at == start || !wordBefore(text, at)) {
			if stop := address(text, at); stop > at {
				r.push(at, stop, word, at == start)
				at = stop
				continue
			}
		}
		if stop := wordEnd(text, at); stop > at {
			at = r.word(text, at, stop, at == start)
			continue
		}
		at = r.mark(text, at, start)
	}
}

// wordBefore reports whether a letter or digit ends at at.
func wordBefore(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return inWord(r)
}

// inWord reports whether the rune is part of a word. Invisible format characters go with the word they stand in.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return isLetter(byte(r)) || isDigit(byte(r)) || r == '_'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r) ||
		unicode.Is(unicode.No, r)
}

// address returns the end of a web or mail address, or of a user's name or hashtag, that begins at at; or at.
func address(text string, at int) int {
	rest := text[at:]
	web := strings.HasPrefix(rest, "http://") || strings.HasPrefix(rest, "https://") || strings.HasPrefix(rest, "www.")
	name := len(rest) > 1 && rest[0] == '@' && (isLetter(rest[1]) || isDigit(rest[1]) || rest[1] == '_')
	if name {
		stop := at + 1
		for stop < len(text) && (isLetter(text[stop]) || isDigit(text[stop]) || text[stop] == '_') {
			stop++
		}
		return stop
	}
	if !web {
		user := 0
		for user < len(rest) && user <= maxUser && (isLetter(rest[user]) || isDigit(rest[user]) ||
			strings.IndexByte("._-+", rest[user]) >= 0) {
			user++
		}
		if user == 0 || user+1 >= len(rest) || rest[user] != '@' || !isLetter(rest[user+1]) && !isDigit(rest[user+1]) {
			return at
		}
	}
	stop := at
	for stop < len(text) {
		c := text[stop]
		if c >= utf8.RuneSelf {
			if r, size := utf8.DecodeRuneInString(text[stop:]); inWord(r) {
				stop += size
				continue
			}
			break
		}
		if strings.IndexByte("\"<>()[]{}`", c) >= 0 {
			break
		}
		stop++
	}
	for stop > at && strings.IndexByte(".,;:!?'*", text[stop-1]) >= 0 {
		stop--
	}
	return stop
}

// wordEnd returns the end of the word that begins at at, before any period or apostrophe that ends it; or at if no word
// begins there. Marks between letters or digits belong to the word where the Penn Treebank leaves them.
func wordEnd(text string, at int) int {
	stop, part := at, at // part: where the stretch of letters and digits at hand began
	for stop < len(text) {
		c := text[stop]
		if isLetter(c) || isDigit(c) || c == '_' {
			stop++
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[stop:])
			if inWord(r) {
				stop += size
				continue
			}
			if r == '’' && stop > at && joins(text, part, stop, stop+size, '\'') {
				stop += size
				part = stop
				continue
			}
			return stop
		}
		if stop == at || !joins(text, part, stop, stop+1, c) {
			return stop
		}
		stop++
		part = stop
	}
	return stop
}

// joins reports whether the mark c in text[from:to] holds together the letters or digits on its sides; part is where
// those on the left began.
func joins(text string, part, from, to int, c byte) bool {
	if to >= len(text) || part == from {
		return false
	}
	before := text[from-1]
	after, _ := utf8.DecodeRuneInString(text[to:])
	if !inWord(after) {
		return false
	}
	digit := after >= '0' && after <= '9'
	switch c {
	case '-', '/', '\'', '&':
		return true
	case '.':
		switch {
		case isDigit(before) && digit:
			return true
		case isDigit(before):
			return to-part > 1 && 'a' <= after && after <= 'z' && !clock(text, to)
		case from-part == 1:
			return true
		case from-part == 2 && to+1 < len(text) && text[to+1] == '.' && unicode.IsUpper(after):
			return true // "Ph.D."
		default:
			return isLower(before) && unicode.IsLower(after) || isLower(before) && digit
		}
	case ',':
		return isDigit(before) && digit && threeDigits(text, to)
	case ':':
		return isDigit(before) && digit
	}
	return false
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

// clock reports whether "m." or "m" follows, as the rest of "9.p.m." would.
func clock(text string, at int) bool {
	return len(text)-at >= 3 && (text[at] == 'a' || text[at] == 'p') && text[at+1] == '.' && text[at+2] == 'm'
}

func threeDigits(text string, at int) bool {
	n := 0
	for at+n < len(text) && isDigit(text[at+n]) {
		n++
	}
	return n >= 3
}

// word adds the word text[start:end], with the period of an abbreviation that follows it, cut where clitics begin. It
// returns where it stopped.
func (r *run) word(text string, start, end int, spaced bool) int {
	kind := word
	if end < len(text) && text[end] == '.' && (end+1 == len(text) || text[end+1] != '.') {
		if k := r.abbreviation(start, end); k != other {
			kind = k
			end++
		}
	} else if end+1 < len(text) && text[end] == '$' && isDigit(text[end+1]) && end-start <= 3 &&
		isUpperWord(text[start:end]) {
		end++ // "US$5"
	}
	start, spaced = r.clock(text, start, end, spaced, &kind)
	if n := end - start; n >= 5 && n <= 6 {
		if cut, ok := r.cuts[lowerASCII(text[start:end])]; ok {
			r.push(start, start+cut, word, spaced)
			r.push(start+cut, end, word, false)
			return end
		}
	}
	cuts := [4]int{}
	n, stop := 0, end
	for n < len(cuts) {
		cut := clitic(text, start, stop)
		if cut <= start {
			break
		}
		cuts[n] = cut
		n++
		stop = cut
	}
	r.push(start, stop, kind, spaced)
	for n--; n >= 0; n-- {
		next := end
		if n > 0 {
			next = cuts[n-1]
		}
		r.push(cuts[n], next, word, false)
	}
	return end
}

func isUpperWord(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// lowerASCII is strings.ToLower for the short words of the list; others come back as they are.
func lowerASCII(s string) string {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return strings.ToLower(s)
		}
	}
	return s
}

// clock cuts the number off "9p.m.", "9pm" and returns where the rest begins.
func (r *run) clock(text string, start, end int, spaced bool, kind *class) (int, bool) {
	if !isDigit(text[start]) || end-start > 9 {
		return start, spaced
	}
	at := start
	for at < end && (isDigit(text[at]) || text[at] == ':') {
		at++
	}
	switch text[at:end] {
	case "am", "pm", "AM", "PM":
		*kind = word
	case "a.m.", "p.m.", "A.M.", "P.M.":
		*kind = abbrTime
	case "a.m", "p.m":
		*kind = word
	default:
		return start, spaced
	}
	r.push(start, at, word, spaced)
	return at, false
}

// abbreviation says what the period at end makes of text[start:end]: other if it is a word and the period a token of
// its own.
func (r *run) abbreviation(start, end int) class {
	text := r.text
	body := text[start:end]
	if kind, ok := r.abbreviations[text[start:end+1]]; ok && !splitClock(text, start, end) {
		if kind == abbrNumber && !digitNext(text, end+1) {
			return other
		}
		return kind
	}
	switch {
	case len(body) == 1 && isLetter(body[0]):
		if isLower(body[0]) {
			if splitClock(text, start, end) {
				return abbrTitle
			}
			if body[0] == 'm' && len(r.pieces) > 0 {
				last := r.pieces[len(r.pieces)-1]
				if part := text[last.start:last.end]; part == "p." || part == "a." {
					return abbrTime
				}
			}
			return other
		}
		return initial
	case dotted(body):
		if len(body) == 3 && body[1] == '.' && body[2]|0x20 == 'm' && (body[0]|0x20 == 'a' || body[0]|0x20 == 'p') {
			return abbrTime
		}
		return initial
	}
	if rest := strings.TrimLeft(body, "0123456789:"); len(rest) < len(body) && (rest == "p.m" || rest == "a.m") {
		return abbrTime
	}
	if dash := strings.LastIndexByte(body, '-'); dash > 0 {
		// "R-Ky.", "D-N.J.", "Lt.-Gov."
		tail := body[dash+1:]
		if _, ok := r.abbreviations[text[start+dash+1:end+1]]; ok || dotted(tail) {
			return abbrOther
		}
	}
	allDigits := true
	for i := range len(body) {
		allDigits = allDigits && isDigit(body[i])
	}
	if allDigits && len(body) <= 2 && len(r.pieces) == 0 && end+1 < len(text) && text[end+1] == ' ' {
		return ordinal
	}
	return other
}

// digitNext reports whether a digit follows after spaces.
func digitNext(text string, at int) bool {
	for at < len(text) && text[at] == ' ' {
		at++
	}
	return at < len(text) && isDigit(text[at])
}

// splitClock reports whether text[start:end] is the first half of a "p. m." or "a. m." as some tokenisers leave it.
func splitClock(text string, start, end int) bool {
	if end-start != 1 || text[start] != 'a' && text[start] != 'p' {
		return false
	}
	for end++; end < len(text) && text[end] == ' '; {
		end++
	}
	return hasAt(text, end, "m.")
}

// dotted reports whether the word is single letters parted by periods: "U.S", "a.m", "J.R.R".
func dotted(word string) bool {
	if len(word) < 3 || len(word)%2 == 0 {
		return false
	}
	for i := range len(word) {
		if i%2 == 0 && !isLetter(word[i]) || i%2 == 1 && word[i] != '.' {
			return false
		}
	}
	return true
}

// apostrophe returns the length of an apostrophe at at, or 0.
func apostrophe(text string, at int) int {
	switch {
	case at >= len(text):
	case text[at] == '\'':
		return 1
	case hasAt(text, at, "’"):
		return len("’")
	}
	return 0
}

// clitic returns where a clitic at the end of text[start:end] begins ("n't", "'s", "’ll"), or -1.
func clitic(text string, start, end int) int {
	word := text[start:end]
	if len(word) < 3 {
		return -1
	}
	last := word[len(word)-1] | 0x20
	if last == 't' {
		for _, size := range [...]int{1, len("’")} {
			at := end - 1 - size
			if at-1 > start && apostrophe(text, at) == size && text[at-1]|0x20 == 'n' {
				return at - 1
			}
		}
		return -1
	}
	if last != 's' && last != 'm' && last != 'd' && last != 'e' && last != 'l' {
		return -1
	}
	for _, size := range [...]int{1, len("’")} {
		for letters := 1; letters <= 2; letters++ {
			at := end - letters - size
			if at > start && apostrophe(text, at) == size && isClitic(text[at+size:end]) {
				return at
			}
		}
	}
	return -1
}

// isClitic reports whether the letters are those of a clitic after its apostrophe.
func isClitic(letters string) bool {
	switch letters {
	case "s", "m", "d", "re", "ve", "ll", "S", "M", "D", "RE", "VE", "LL":
		return true
	}
	return false
}

// mark adds the token that begins at at and is not a word, and returns its end. start is where the chunk began.
func (r *run) mark(text string, at, start int) int {
	spaced := at == start
	c := text[at]
	if c >= utf8.RuneSelf {
		return r.wideMark(text, at, start)
	}
	run := at + 1
	for run < len(text) && text[run] == c && (run < at+3 || strings.IndexByte(".-!?*=~+_", c) >= 0) {
		run++
	}
	kind := other
	switch c {
	case '.':
		switch {
		case run-at > 1:
			kind = ellipsis
		case run < len(text) && isDigit(text[run]) && (spaced || !wordBefore(text, at)):
			run = wordEnd(text, run) // ".5"
			kind = word
		default:
			kind = stop
		}
	case '!', '?':
		for run < len(text) && (text[run] == '!' || text[run] == '?') {
			run++
		}
		kind = bang
	case '-':
		if run-at == 1 && spaced && run < len(text) && isDigit(text[run]) {
			run = wordEnd(text, run) // "-5"
			kind = word
		}
	case '*', '=', '~', '+', '_':
	case '`':
		if run-at > 2 {
			run = at + 2
		}
		kind = single
		if run-at == 2 {
			kind = double
		}
	case '"':
		run = at + 1
		kind = double
	case '\'':
		if run-at == 2 {
			kind = double
			break
		}
		return r.apostrophe(text, at, at+1, start)
	case '#':
		if run-at == 1 && run < len(text) && isLetter(text[run]) {
			run = wordEnd(text, run)
			kind = word
			break
		}
		run = at + 1
	case '(', '[', '{':
		run, kind = at+1, openMark
	case ')', ']', '}':
		run, kind = at+1, closeMark
	default:
		run = at + 1
	}
	r.push(at, run, kind, spaced)
	return run
}

// wideMark is mark for what is not ASCII. A symbol keeps the joiners and modifiers that follow it.
func (r *run) wideMark(text string, at, start int) int {
	c, size := utf8.DecodeRuneInString(text[at:])
	end := at + size
	kind := other
	switch c {
	case '’', '‘', '‛':
		return r.apostrophe(text, at, end, start)
	case '“', '”', '„', '‟', '«', '»':
		kind = double
	case '…':
		kind = ellipsis
		for hasAt(text, end, "…") {
			end += size
		}
	default:
		joined := false
		for end < len(text) {
			next, size := utf8.DecodeRuneInString(text[end:])
			modifier := unicode.IsMark(next) || next == '\u200d' || unicode.Is(unicode.Sk, next)
			if next < utf8.RuneSelf || !modifier && !joined {
				break
			}
			joined = next == '\u200d'
			end += size
		}
	}
	r.push(at, end, kind, at == start)
	return end
}

// apostrophe adds the token that begins with the apostrophe or single quotation mark in text[at:end]: a clitic, a word
// that has lost its beginning, or the mark alone.
func (r *run) apostrophe(text string, at, end, start int) int {
	spaced := at == start
	letters := end
	for letters < len(text) && (isLetter(text[letters]) || isDigit(text[letters])) {
		letters++
	}
	bare := text[end:letters]
	if bare != "" && !wordBefore(text, at) {
		switch {
		case isClitic(bare) && !hasAt(text, at, "‘"):
			r.push(at, letters, word, spaced)
			return letters
		case len(bare) >= 2 && isDigit(bare[0]) && isDigit(bare[1]) && (len(bare) == 2 || len(bare) == 3 && bare[2] == 's'):
			r.push(at, letters, word, spaced)
			return letters
		case len(bare) <= 5 && r.elisions[lowerASCII(bare)]:
			r.push(at, letters, word, spaced)
			return letters
		}
	}
	r.push(at, end, single, spaced)
	return end
}
