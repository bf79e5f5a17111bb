package eval

import (
	"errors"
	"strings"
)

// literal is a value as Python prints it: a list, a dictionary, or else its text.
type literal struct {
	list   []literal
	fields map[string]literal
	text   string
}

var errLiteral = errors.New("not a Python literal")

// deepestLiteral bounds how deep values are nested.
const deepestLiteral = 16

// parseLiteral reads a printed value: lists and dictionaries of strings and numbers.
func parseLiteral(source string) (literal, error) {
	value, rest, err := cutLiteral(strings.TrimSpace(source), 0)
	if err == nil && strings.TrimSpace(rest) != "" {
		err = errLiteral
	}
	return value, err
}

func cutLiteral(source string, depth int) (value literal, rest string, err error) {
	if source == "" || depth > deepestLiteral {
		return value, "", errLiteral
	}
	switch source[0] {
	case '[', '{':
		closing := byte(']')
		if source[0] == '{' {
			closing, value.fields = '}', map[string]literal{}
		}
		rest = strings.TrimSpace(source[1:])
		for rest != "" && rest[0] != closing {
			var key, item literal
			if item, rest, err = cutLiteral(rest, depth+1); err != nil {
				return value, "", err
			}
			rest = strings.TrimSpace(rest)
			if closing == '}' {
				if !strings.HasPrefix(rest, ":") {
					return value, "", errLiteral
				}
				key = item
				if item, rest, err = cutLiteral(strings.TrimSpace(rest[1:]), depth+1); err != nil {
					return value, "", err
				}
				rest = strings.TrimSpace(rest)
				value.fields[key.text] = item
			} else {
				value.list = append(value.list, item)
			}
			if after, more := strings.CutPrefix(rest, ","); more {
				rest = strings.TrimSpace(after)
			} else if rest != "" && rest[0] != closing {
				return value, "", errLiteral
			}
		}
		if rest == "" {
			return value, "", errLiteral
		}
		return value, rest[1:], nil
	case '\'', '"':
		var b strings.Builder
		for i := 1; i < len(source); i++ {
			switch {
			case source[i] == source[0]:
				value.text = b.String()
				return value, source[i+1:], nil
			case source[i] == '\\' && i+1 < len(source):
				i++
			}
			b.WriteByte(source[i])
		}
		return value, "", errLiteral
	}
	end := strings.IndexAny(source, ",:]} ")
	if end == 0 {
		return value, "", errLiteral
	}
	if end < 0 {
		end = len(source)
	}
	value.text = source[:end]
	return value, source[end:], nil
}
