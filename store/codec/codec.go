// Package codec writes Go values as compact bytes and reads them back.
//
// It begins with a value of a type made of structs, slices, pointers, strings, booleans and whole numbers, and ends
// with bytes that a store can keep: the same value always gives the same bytes, and reading them gives the same value
// again, nil slices and empty ones told apart. The type is walked by reflection, so that a field added to it is kept
// without a change here; Shape tells bytes of the old type from bytes of the new.
//
// The form is varints throughout. A hearsay.Span is written as the distance from the end of the span before it and its
// length, since spans follow one another through the text: most take two bytes. The whole is packed with zstd, whose
// checksum finds bytes that have changed.
package codec

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"

	"hearsay"
)

// Codec writes and reads values of type T. It is safe for concurrent use.
type Codec[T any] struct {
	packer *Packer
	form   form
	shape  string
}

// New prepares a codec. It panics on a type that holds maps, interfaces, floats, channels, functions or itself: that is
// a mistake of the program.
func New[T any](packer *Packer) *Codec[T] {
	of := reflect.TypeFor[T]()
	return &Codec[T]{packer: packer, form: formOf(of, nil), shape: shapeOf(of)}
}

// Shape names the form of T: its fields, their types and the words of its enumerations, as 16 hex digits. Bytes can be
// read only by a codec of the shape that wrote them.
func (c *Codec[T]) Shape() string { return c.shape }

// Encode returns the value as bytes.
func (c *Codec[T]) Encode(value T) []byte {
	w := writer{}
	c.form.write(&w, reflect.ValueOf(&value).Elem())
	return c.packer.Pack(w.bytes)
}

// Decode returns the value that Encode was given, or an error where the bytes are not what Encode returned.
func (c *Codec[T]) Decode(data []byte) (T, error) {
	var value T
	plain, err := c.packer.Unpack(data)
	if err != nil {
		return value, err
	}
	r := reader{bytes: plain}
	c.form.read(&r, reflect.ValueOf(&value).Elem())
	if r.err == nil && len(r.bytes) > 0 {
		r.err = fmt.Errorf("%d bytes too many", len(r.bytes))
	}
	if r.err != nil {
		var zero T
		return zero, fmt.Errorf("decode %T: %w", value, r.err)
	}
	return value, nil
}

// form is how one type is written and read, and the least number of bytes that it takes.
type form struct {
	least int
	write func(*writer, reflect.Value)
	read  func(*reader, reflect.Value)
}

type writer struct {
	bytes []byte
	last  uint32 // end of the last span
}

type reader struct {
	bytes []byte
	last  uint32
	err   error
}

var errShort = errors.New("the bytes end early")

func (r *reader) uvarint() uint64 {
	if len(r.bytes) > 0 && r.bytes[0] < 0x80 {
		value := uint64(r.bytes[0])
		r.bytes = r.bytes[1:]
		return value
	}
	value, n := binary.Uvarint(r.bytes)
	if n <= 0 {
		r.fail(errShort)
		return 0
	}
	r.bytes = r.bytes[n:]
	return value
}

func (r *reader) varint() int64 {
	value := r.uvarint()
	return int64(value>>1) ^ -int64(value&1)
}

// length is that of a string.
func (r *reader) length() int {
	n := r.uvarint()
	if n > uint64(len(r.bytes)) {
		r.fail(errShort)
		return 0
	}
	return int(n)
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.bytes = nil
}

func (w *writer) span(span hearsay.Span) {
	w.bytes = binary.AppendVarint(w.bytes, int64(span.Start)-int64(w.last))
	w.bytes = binary.AppendVarint(w.bytes, int64(span.End)-int64(span.Start))
	w.last = span.End
}

func (r *reader) span() hearsay.Span {
	start := int64(r.last) + r.varint()
	end := start + r.varint()
	if start != int64(uint32(start)) || end != int64(uint32(end)) {
		r.fail(fmt.Errorf("span %d-%d is out of range", start, end))
		return hearsay.Span{}
	}
	r.last = uint32(end)
	return hearsay.Span{Start: uint32(start), End: uint32(end)}
}

func (w *writer) token(token hearsay.Token) {
	w.span(token.Span)
	w.bytes = binary.AppendVarint(w.bytes, int64(token.Head))
	w.bytes = binary.AppendUvarint(w.bytes, uint64(token.Tag))
	w.bytes = binary.AppendUvarint(w.bytes, uint64(token.Rel))
}

func (r *reader) token(token *hearsay.Token) {
	token.Span = r.span()
	head, tag, rel := r.varint(), r.uvarint(), r.uvarint()
	token.Head, token.Tag, token.Rel = int16(head), hearsay.Tag(tag), hearsay.Rel(rel)
	if int64(token.Head) != head || uint64(token.Tag) != tag || uint64(token.Rel) != rel {
		r.fail(errToken)
	}
}

var errToken = errors.New("a token does not fit its type")

var spanType = reflect.TypeFor[hearsay.Span]()

// formOf prepares the form of a type; within holds the types around it.
func formOf(of reflect.Type, within []reflect.Type) form {
	for _, outer := range within {
		if outer == of {
			panic(fmt.Sprintf("codec: %v holds itself", of))
		}
	}
	within = append(within[:len(within):len(within)], of)
	if of == spanType {
		return form{
			2,
			func(w *writer, v reflect.Value) {
				w.span(hearsay.MakeSpan(int(v.Field(0).Uint()), int(v.Field(1).Uint())))
			},
			func(r *reader, v reflect.Value) {
				span := r.span()
				v.Field(0).SetUint(uint64(span.Start))
				v.Field(1).SetUint(uint64(span.End))
			},
		}
	}
	switch of.Kind() {
	case reflect.Struct:
		return structForm(of, within)
	case reflect.Slice:
		return fast(of, sliceForm(of, within))
	case reflect.Pointer:
		return pointerForm(of, within)
	case reflect.String:
		return form{
			1,
			func(w *writer, v reflect.Value) {
				w.bytes = binary.AppendUvarint(w.bytes, uint64(v.Len()))
				w.bytes = append(w.bytes, v.String()...)
			},
			func(r *reader, v reflect.Value) {
				n := r.length()
				v.SetString(string(r.bytes[:n]))
				r.bytes = r.bytes[n:]
			},
		}
	case reflect.Bool:
		return form{
			1,
			func(w *writer, v reflect.Value) {
				bit := byte(0)
				if v.Bool() {
					bit = 1
				}
				w.bytes = append(w.bytes, bit)
			},
			func(r *reader, v reflect.Value) {
				bit := r.uvarint()
				if bit > 1 {
					r.fail(fmt.Errorf("%d is no truth value", bit))
				}
				v.SetBool(bit == 1)
			},
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return form{
			1,
			func(w *writer, v reflect.Value) { w.bytes = binary.AppendVarint(w.bytes, v.Int()) },
			func(r *reader, v reflect.Value) {
				value := r.varint()
				if v.OverflowInt(value) {
					r.fail(fmt.Errorf("%d does not fit %v", value, of))
				}
				v.SetInt(value)
			},
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return form{
			1,
			func(w *writer, v reflect.Value) { w.bytes = binary.AppendUvarint(w.bytes, v.Uint()) },
			func(r *reader, v reflect.Value) {
				value := r.uvarint()
				if v.OverflowUint(value) {
					r.fail(fmt.Errorf("%d does not fit %v", value, of))
				}
				v.SetUint(value)
			},
		}
	}
	panic(fmt.Sprintf("codec: cannot write %v", of))
}

func structForm(of reflect.Type, within []reflect.Type) form {
	forms := make([]form, of.NumField())
	least := 0
	for i := range forms {
		if !of.Field(i).IsExported() {
			panic(fmt.Sprintf("codec: %v has the hidden field %s", of, of.Field(i).Name))
		}
		forms[i] = formOf(of.Field(i).Type, within)
		least += forms[i].least
	}
	return form{
		least,
		func(w *writer, v reflect.Value) {
			for i := range forms {
				forms[i].write(w, v.Field(i))
			}
		},
		func(r *reader, v reflect.Value) {
			for i := range forms {
				forms[i].read(r, v.Field(i))
			}
		},
	}
}

// sliceForm writes the length plus 1, so that 0 is nil.
func sliceForm(of reflect.Type, within []reflect.Type) form {
	element := formOf(of.Elem(), within)
	return form{
		1,
		func(w *writer, v reflect.Value) {
			if v.IsNil() {
				w.bytes = append(w.bytes, 0)
				return
			}
			w.bytes = binary.AppendUvarint(w.bytes, uint64(v.Len())+1)
			for i := range v.Len() {
				element.write(w, v.Index(i))
			}
		},
		func(r *reader, v reflect.Value) {
			n := r.uvarint()
			if n == 0 {
				return
			}
			if n--; n > uint64(len(r.bytes)/max(element.least, 1)) {
				r.fail(errShort)
				return
			}
			v.Set(reflect.MakeSlice(of, int(n), int(n)))
			for i := 0; i < int(n) && r.err == nil; i++ {
				element.read(r, v.Index(i))
			}
		},
	}
}

// fast is a form of the same bytes without reflection, for what a reading and a ledger hold most of.
func fast(of reflect.Type, slow form) form {
	switch of {
	case reflect.TypeFor[[]hearsay.Span]():
		return listForm(2, (*writer).span, func(r *reader, span *hearsay.Span) { *span = r.span() })
	case reflect.TypeFor[[]hearsay.Token]():
		return listForm(5, (*writer).token, (*reader).token)
	}
	return slow
}

// listForm is that of a slice (see sliceForm) of elements that take at least so many bytes.
func listForm[E any](least int, write func(*writer, E), read func(*reader, *E)) form {
	return form{
		1,
		func(w *writer, v reflect.Value) {
			list := *v.Addr().Interface().(*[]E)
			if list == nil {
				w.bytes = append(w.bytes, 0)
				return
			}
			w.bytes = binary.AppendUvarint(w.bytes, uint64(len(list))+1)
			for _, element := range list {
				write(w, element)
			}
		},
		func(r *reader, v reflect.Value) {
			n := r.uvarint()
			if n == 0 {
				return
			}
			if n--; n > uint64(len(r.bytes)/least) {
				r.fail(errShort)
				return
			}
			list := make([]E, n)
			for i := range list {
				read(r, &list[i])
			}
			*v.Addr().Interface().(*[]E) = list
		},
	}
}

func pointerForm(of reflect.Type, within []reflect.Type) form {
	element := formOf(of.Elem(), within)
	return form{
		1,
		func(w *writer, v reflect.Value) {
			if v.IsNil() {
				w.bytes = append(w.bytes, 0)
				return
			}
			w.bytes = append(w.bytes, 1)
			element.write(w, v.Elem())
		},
		func(r *reader, v reflect.Value) {
			switch bit := r.uvarint(); bit {
			case 0:
			case 1:
				v.Set(reflect.New(of.Elem()))
				element.read(r, v.Elem())
			default:
				r.fail(fmt.Errorf("%d is no pointer mark", bit))
			}
		},
	}
}
