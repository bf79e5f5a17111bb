package codec_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hearsay"
	"hearsay/store/codec"
)

func TestRoundTrip(t *testing.T) {
	packer := codec.NewPacker()
	defer packer.Close()
	t.Run("reading", func(t *testing.T) { roundTrip[hearsay.Reading](t, packer) })
	t.Run("ledger", func(t *testing.T) { roundTrip[hearsay.Ledger](t, packer) })
}

func roundTrip[T any](t *testing.T, packer *codec.Packer) {
	c := codec.New[T](packer)
	values := rapid.Make[T]()
	for seed := range 8 {
		value := values.Example(seed)
		data := c.Encode(value)
		if again := c.Encode(value); string(again) != string(data) {
			t.Fatalf("seed %d: two encodings differ", seed)
		}
		got, err := c.Decode(data)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if !reflect.DeepEqual(got, value) {
			t.Fatalf("seed %d: the value has changed", seed)
		}
	}
}

// What is written without reflection is written as it would be with it.
func TestFastForms(t *testing.T) {
	packer := codec.NewPacker()
	defer packer.Close()
	type token hearsay.Token // no type of which a list is written otherwise
	plain, quick := codec.New[[]token](packer), codec.New[[]hearsay.Token](packer)
	for seed := range 8 {
		tokens := rapid.Make[[]token]().Example(seed)
		var same []hearsay.Token
		for _, one := range tokens {
			same = append(same, hearsay.Token(one))
		}
		if string(plain.Encode(tokens)) != string(quick.Encode(same)) && len(tokens) > 0 {
			t.Fatalf("%v is written otherwise", tokens)
		}
	}
	for _, head := range []int{1 << 15, -1<<15 - 1} {
		data := codec.New[[]struct {
			Span     hearsay.Span
			Head     int
			Tag, Rel uint8
		}](packer).Encode([]struct {
			Span     hearsay.Span
			Head     int
			Tag, Rel uint8
		}{{Head: head}})
		if tokens, err := quick.Decode(data); err == nil {
			t.Errorf("%d became %v", head, tokens)
		}
	}
}

func TestKeepsNil(t *testing.T) {
	packer := codec.NewPacker()
	defer packer.Close()
	c := codec.New[hearsay.Reading](packer)
	for _, value := range []hearsay.Reading{
		{},
		{Times: []hearsay.Time{}, Document: hearsay.Document{Text: "\xff\x00"}},
		{Mentions: []hearsay.Mention{{Span: hearsay.Span{Start: 1<<32 - 1}, Head: hearsay.Span{End: 1<<32 - 1}}}},
	} {
		got, err := c.Decode(c.Encode(value))
		if err != nil || !reflect.DeepEqual(got, value) {
			t.Errorf("got %+v, %v, want %+v", got, err, value)
		}
	}
}

func TestDamaged(t *testing.T) {
	packer := codec.NewPacker()
	defer packer.Close()
	c := codec.New[hearsay.Reading](packer)
	data := c.Encode(hearsay.Reading{Revision: strings.Repeat("revision", 9), Times: make([]hearsay.Time, 3)})
	for i := range data {
		if _, err := c.Decode(data[:i]); err == nil {
			t.Errorf("the first %d bytes were taken", i)
		}
		spoilt := []byte(string(data))
		spoilt[i] ^= 0x10
		if value, err := c.Decode(spoilt); err == nil && string(c.Encode(value)) != string(data) {
			t.Errorf("another value was read behind a change of byte %d", i)
		}
	}
}

// FuzzDecode feeds bytes behind the packing, which would catch most.
func FuzzDecode(f *testing.F) {
	packer := codec.NewPacker()
	c := codec.New[hearsay.Reading](packer)
	plain, err := packer.Unpack(c.Encode(hearsay.Reading{Revision: "r", Times: make([]hearsay.Time, 2)}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(plain)
	f.Add([]byte{})
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Fuzz(func(t *testing.T, plain []byte) {
		value, err := c.Decode(packer.Pack(plain))
		if err != nil {
			return
		}
		again, err := c.Decode(c.Encode(value))
		if err != nil || !reflect.DeepEqual(again, value) {
			t.Fatalf("%+v became %+v, %v", value, again, err)
		}
	})
}

type colour uint8

func (c colour) String() string { return fmt.Sprint("colour ", uint8(c)) }

type tone uint8

func (c tone) String() string { return fmt.Sprint("tone ", uint8(c)) }

func TestShape(t *testing.T) {
	packer := codec.NewPacker()
	defer packer.Close()
	shapes := map[string]bool{}
	for _, shape := range []string{
		codec.New[struct{ A int }](packer).Shape(),
		codec.New[struct{ B int }](packer).Shape(),
		codec.New[struct{ A int8 }](packer).Shape(),
		codec.New[struct{ A []int8 }](packer).Shape(),
		codec.New[struct{ A *int8 }](packer).Shape(),
		codec.New[struct{ A, B int }](packer).Shape(),
		codec.New[struct{ A uint8 }](packer).Shape(),
		codec.New[struct{ A colour }](packer).Shape(),
		codec.New[struct{ A tone }](packer).Shape(),
	} {
		if shapes[shape] {
			t.Errorf("two types have the shape %s", shape)
		}
		shapes[shape] = true
	}
}

type loop struct{ Next *loop }

func TestRefusedTypes(t *testing.T) {
	packer := codec.NewPacker()
	defer packer.Close()
	for name, make := range map[string]func(){
		"map":    func() { codec.New[struct{ A map[string]int }](packer) },
		"float":  func() { codec.New[struct{ A float64 }](packer) },
		"hidden": func() { codec.New[struct{ a int }](packer) },
		"itself": func() { codec.New[loop](packer) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			make()
		})
	}
}

func BenchmarkCodec(b *testing.B) {
	packer := codec.NewPacker()
	defer packer.Close()
	c := codec.New[hearsay.Reading](packer)
	reading := sample()
	data := c.Encode(reading)
	b.Run("encode", func(b *testing.B) {
		for b.Loop() {
			c.Encode(reading)
		}
		b.ReportMetric(float64(len(data)), "B/reading")
	})
	b.Run("decode", func(b *testing.B) {
		for b.Loop() {
			if _, err := c.Decode(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// sample is a reading of 600 words with as many findings as news has.
func sample() hearsay.Reading {
	var text strings.Builder
	reading := hearsay.Reading{Revision: "r1"}
	for i := range 30 {
		var sentence hearsay.Sentence
		sentence.Span.Start = uint32(text.Len())
		for j := range 20 {
			span := hearsay.MakeSpan(text.Len(), text.Len()+3+(i*7+j*5)%8)
			text.WriteString("harbourgazette"[:span.Len()] + " ")
			sentence.Tokens = append(sentence.Tokens, hearsay.Token{
				Span: span, Tag: hearsay.Tag(1 + (i+j*j)%40), Head: int16(j / 2), Rel: hearsay.Rel(1 + (i*j)%30)})
			if j%5 == 0 {
				reading.Mentions = append(reading.Mentions, hearsay.Mention{
					Span: span, Head: span, Entity: hearsay.EntityID(1 + j), By: "name"})
			}
		}
		sentence.Span.End = uint32(text.Len() - 1)
		reading.Sentences = append(reading.Sentences, sentence)
		parts := []hearsay.Span{sentence.Span}
		reading.Attributions = append(reading.Attributions, hearsay.Attribution{Source: parts, Cue: sentence.Span,
			Content: parts, Same: -1, Within: -1, Sentence: i, By: "model", KindBy: "name", StanceBy: "cue"})
		reading.Propositions = append(reading.Propositions, hearsay.Proposition{Span: sentence.Span,
			Lemma: "resign", Arguments: make([]hearsay.Argument, 3), Sentence: i, Attribution: i, By: "parse"})
	}
	reading.Document.Text = text.String()
	return reading
}
