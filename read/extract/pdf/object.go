package pdf

import (
	"bytes"
	"strconv"
)

// kind is the type of an object (ISO 32000-1, 7.3).
type kind uint8

const (
	null kind = iota
	number
	text // a string
	name
	list
	dict
	ref     // to the object of that number
	keyword // an operator, or a word of the file's structure
)

// object is one value of a PDF file.
type object struct {
	kind   kind
	number float64
	text   string // of a string, name or keyword
	list   []object
	dict   map[string]object
	stream []byte // of a dictionary with a stream, as stored
	ref    int
}

func (o object) int() int {
	const most = 1 << 40
	if o.kind != number || o.number > most || o.number < -most {
		return 0
	}
	return int(o.number)
}

// work bounds what reading one file costs, in bytes read and made. What goes beyond it reads as the end of the file.
type work struct {
	left int
}

func (w *work) spend(n int) bool {
	w.left -= n
	return w.left > 0
}

// deepest bounds objects within objects.
const deepest = 32

// lexer reads objects from data.
type lexer struct {
	data []byte
	at   int
	work *work
}

func isSpace(b byte) bool {
	return b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == '\f' || b == 0
}

func isDelimiter(b byte) bool {
	return bytes.IndexByte([]byte("()<>[]{}/%"), b) >= 0
}

func (l *lexer) skipSpace() {
	start := l.at
	for l.at < len(l.data) {
		switch b := l.data[l.at]; {
		case isSpace(b):
			l.at++
		case b == '%':
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
		default:
			l.work.spend(l.at - start)
			return
		}
	}
	l.work.spend(l.at - start)
}

// next reads one object. It is false at the end of the data and at what is no object.
func (l *lexer) next(depth int) (object, bool) {
	l.skipSpace()
	if l.at >= len(l.data) || depth == 0 || !l.work.spend(1) {
		return object{}, false
	}
	switch b := l.data[l.at]; {
	case b == '(':
		return l.literal()
	case b == '/':
		l.at++
		return object{kind: name, text: unescapeName(l.regular())}, true
	case b == '[':
		l.at++
		return l.elements(depth)
	case b == '<' && l.at+1 < len(l.data) && l.data[l.at+1] == '<':
		l.at += 2
		return l.entries(depth)
	case b == '<':
		return l.hex()
	case b >= '0' && b <= '9' || b == '+' || b == '-' || b == '.':
		return l.numeric(), true
	case isDelimiter(b):
		l.at++
		return object{kind: keyword, text: string(b)}, true
	}
	switch word := l.regular(); word {
	case "null":
		return object{}, true
	default:
		return object{kind: keyword, text: word}, true
	}
}

// regular reads characters up to white space or a delimiter.
func (l *lexer) regular() string {
	start := l.at
	for l.at < len(l.data) && !isSpace(l.data[l.at]) && !isDelimiter(l.data[l.at]) {
		l.at++
	}
	l.work.spend(l.at - start)
	return string(l.data[start:l.at])
}

func (l *lexer) numeric() object {
	value, err := strconv.ParseFloat(l.regular(), 64)
	if err != nil {
		value = 0 // readers take a broken number for zero
	}
	found := object{kind: number, number: value}
	if value < 0 || value != float64(int(value)) {
		return found
	}
	// "12 0 R" is a reference.
	ahead := lexer{data: l.data[:min(len(l.data), l.at+16)], at: l.at, work: l.work}
	ahead.skipSpace()
	if generation := ahead.regular(); generation == "" || len(generation) > 5 || generation[0] < '0' || generation[0] > '9' {
		return found
	}
	ahead.skipSpace()
	if ahead.regular() == "R" {
		l.at = ahead.at
		return object{kind: ref, ref: found.int()}
	}
	return found
}

func (l *lexer) literal() (object, bool) {
	var out []byte
	open := 0
	for start := l.at; l.at < len(l.data); {
		b := l.data[l.at]
		l.at++
		switch b {
		case '(':
			if open++; open == 1 {
				continue
			}
		case ')':
			if open--; open == 0 {
				return object{kind: text, text: string(out)}, l.work.spend(l.at - start)
			}
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, b)
	}
	l.work.spend(len(out))
	return object{}, false
}

func (l *lexer) escape(out []byte) []byte {
	if l.at >= len(l.data) {
		return out
	}
	b := l.data[l.at]
	l.at++
	switch b {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b', 'f':
		return append(out, ' ')
	case '\r':
		if l.at < len(l.data) && l.data[l.at] == '\n' {
			l.at++
		}
		return out
	case '\n':
		return out
	}
	if b < '0' || b > '7' {
		return append(out, b)
	}
	code := int(b - '0')
	for n := 1; n < 3 && l.at < len(l.data) && l.data[l.at] >= '0' && l.data[l.at] <= '7'; n++ {
		code = code*8 + int(l.data[l.at]-'0')
		l.at++
	}
	return append(out, byte(code))
}

func (l *lexer) hex() (object, bool) {
	end := bytes.IndexByte(l.data[l.at:], '>')
	if end < 0 {
		l.work.spend(len(l.data) - l.at)
		return object{}, false
	}
	digits := l.data[l.at+1 : l.at+end]
	l.at += end + 1
	return object{kind: text, text: string(unhex(digits))}, l.work.spend(end)
}

// unhex reads hexadecimal digits; a last single one stands for itself and a zero.
func unhex(digits []byte) []byte {
	var out []byte
	high, half := byte(0), false
	for _, b := range digits {
		value, ok := hexDigit(b)
		switch {
		case !ok:
		case half:
			out, half = append(out, high<<4|value), false
		default:
			high, half = value, true
		}
	}
	if half {
		out = append(out, high<<4)
	}
	return out
}

func hexDigit(b byte) (byte, bool) {
	switch {
	case b >= '0' && b <= '9':
		return b - '0', true
	case b >= 'a' && b <= 'f':
		return b - 'a' + 10, true
	case b >= 'A' && b <= 'F':
		return b - 'A' + 10, true
	}
	return 0, false
}

// unescapeName reads "#2F" in names.
func unescapeName(written string) string {
	var out []byte
	for i := 0; i < len(written); i++ {
		if written[i] == '#' && i+2 < len(written) {
			high, ok := hexDigit(written[i+1])
			low, ok2 := hexDigit(written[i+2])
			if ok && ok2 {
				out = append(out, high<<4|low)
				i += 2
				continue
			}
		}
		out = append(out, written[i])
	}
	return string(out)
}

func (l *lexer) elements(depth int) (object, bool) {
	found := object{kind: list}
	for {
		element, ok := l.next(depth - 1)
		switch {
		case !ok:
			return object{}, false
		case element.kind == keyword && element.text == "]":
			return found, true
		case element.kind == keyword && element.text != "true" && element.text != "false":
			return object{}, false // the list was never closed
		}
		found.list = append(found.list, element)
	}
}

func (l *lexer) entries(depth int) (object, bool) {
	found := object{kind: dict, dict: map[string]object{}}
	for {
		l.skipSpace()
		if bytes.HasPrefix(l.data[l.at:], []byte(">>")) {
			l.at += 2
			return found, true
		}
		key, ok := l.next(depth - 1)
		if !ok || key.kind != name {
			return object{}, false
		}
		value, ok := l.next(depth - 1)
		if !ok || value.kind == keyword && value.text != "true" && value.text != "false" {
			return object{}, false
		}
		found.dict[key.text] = value
	}
}
