package tag

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"hearsay"
)

// kernels are those that this processor has.
func kernels() []kernel {
	var all []kernel
	for k := kernelPlain; k <= bestKernel(); k++ {
		all = append(all, k)
	}
	return all
}

func randomCodes(r *rand.Rand, n int, most int) []int16 {
	out := make([]int16, n)
	for i := range out {
		out[i] = int16(r.IntN(2*most+1) - most)
	}
	return out
}

func randomFloats(r *rand.Rand, n int, size float64) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(r.NormFloat64() * size)
	}
	return out
}

// A product is what its definition says, at the bounds of what its factors may hold too, and the same in each kernel.
func TestKernelsMultiply(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, test := range []struct{ rows, inner, codes, weights int }{
		{8, 2, rowCodes, 127}, {24, 64, rowCodes, 127}, {8, 384, rowCodes, emissionWeight}, {16, 1536, rowCodes, 127},
		{8, maxEncoderInner, rowCodes, 128}, {16, headWidth, scoreCodes, scoreCodes},
		{40, 200, shareParts / 200, valueCodes},
	} {
		for _, extreme := range []bool{false, true} {
			a := randomCodes(r, test.rows*test.inner, test.codes)
			weights := randomCodes(r, test.inner*tileColumns, test.weights)
			if extreme {
				for i := range a {
					a[i] = int16(test.codes)
					if i/test.inner%2 == 1 {
						a[i] = -a[i]
					}
				}
				for i := range weights {
					weights[i] = int16(-test.weights)
				}
			}
			m := newMatrix(test.inner, tileColumns)
			for row := range test.inner {
				for column := range tileColumns {
					m.cells[m.at(row, column)] = weights[row*tileColumns+column]
				}
			}
			const stride = tileColumns + 32
			for _, k := range kernels() {
				out := make([]int32, test.rows*stride)
				k.multiplyTiles(out, stride, a, test.inner, m.cells, m.pairs, test.rows)
				for row := range test.rows {
					for column := range tileColumns {
						want := int64(0)
						for i := range test.inner {
							want += int64(a[row*test.inner+i]) * int64(weights[i*tileColumns+column])
						}
						if got := int64(out[row*stride+column]); got != want {
							t.Fatalf("kernel %d, %+v, %t: %d at %d, %d, want %d", k, test, extreme, got, row, column, want)
						}
					}
				}
			}
		}
	}
}

// Each kernel gives the bits of the plain one.
func TestKernelsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{8, 32, 384, 1536} {
		for range 20 {
			size := math.Exp(r.NormFloat64() * 2)
			x, y := randomFloats(r, n, size), randomFloats(r, n, size)
			gain, bias := randomFloats(r, n, 1), randomFloats(r, n, 1)
			x[r.IntN(n)], x[r.IntN(n)] = 0, float32(40*size)
			sums := make([]int32, n)
			for i := range sums {
				sums[i] = r.Int32N(1<<30) - 1<<29
			}
			var want []byte
			for _, k := range kernels() {
				var out bytes.Buffer
				write := func(data any) {
					if err := binary.Write(&out, binary.LittleEndian, data); err != nil {
						t.Fatal(err)
					}
				}
				numbers := make([]float32, n)
				k.affine(numbers, sums, gain, bias, 1e-7)
				write(numbers)
				most := slices.Clone(y)
				k.raise(most, x)
				write(most)
				write(k.largest(x))
				_, scale := codeStep(k.largest(x), rowCodes)
				codes := make([]int16, n)
				k.quantize(codes, x, scale)
				write(codes)
				numbers = slices.Clone(x)
				k.gelu(numbers)
				write(numbers)
				numbers = slices.Clone(x)
				k.normalize(numbers, y, gain, bias, 1/float32(n))
				write(numbers)
				shares := make([]int16, n)
				k.softmax(shares, slices.Clone(sums), 1e-8)
				write(shares)
				if k == kernelPlain {
					want = out.Bytes()
				} else if !bytes.Equal(out.Bytes(), want) {
					t.Fatalf("kernel %d differs from the plain one on rows of %d", k, n)
				}
			}
		}
	}
}

func TestGelu(t *testing.T) {
	for x := -12.0; x <= 12; x += 0.01 {
		row := []float32{float32(x)}
		geluPlain(row)
		want := x * 0.5 * math.Erfc(-x/math.Sqrt2)
		if math.Abs(float64(row[0])-want) > 2e-5 {
			t.Fatalf("gelu(%g) is %g, want %g", x, row[0], want)
		}
	}
}

func TestNormalize(t *testing.T) {
	x, y := []float32{1, 2, 3, 4, 5, 6, 7, 8}, []float32{1, 2, 3, 4, 5, 6, 7, 8}
	gain, bias := slices.Repeat([]float32{2}, 8), slices.Repeat([]float32{1}, 8)
	normalizePlain(x, y, gain, bias, 1.0/8)
	for i, got := range x {
		want := 1 + 2*(float64(2*i+2)-9)/math.Sqrt(21)
		if math.Abs(float64(got)-want) > 1e-6 {
			t.Errorf("number %d is %g, want %g", i, got, want)
		}
	}
}

func TestSoftmax(t *testing.T) {
	scores := []int32{-300, 0, 100, 250, 251, math.MinInt32 / 2, 7, 7}
	var sum float64
	for _, s := range scores {
		sum += math.Exp2(float64(s) / 100)
	}
	shares := make([]int16, len(scores))
	softmaxPlain(shares, slices.Clone(scores), 0.01)
	for i, s := range scores {
		if want := shareParts * math.Exp2(float64(s)/100) / sum; math.Abs(float64(shares[i])-want) > 1 {
			t.Errorf("the share of %d is %d, want %g", s, shares[i], want)
		}
	}
}

func TestWordPieces(t *testing.T) {
	names := strings.Fields("[UNK] [CLS] [SEP] mol ##va ##r mo ##l . , e ##e do ##n ’ t 中 # ## ###")
	v, err := newPieceVocabulary(names)
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{
		"molva":                     "mol ##va",
		"MOLVAR":                    "mol ##va ##r",
		"Mólvä":                     "mol ##va",
		"mol.va,":                   "mol . [UNK] ,",
		"don’t":                     "do ##n ’ t",
		"mo\u00adl":                 "mol",
		"\u200b":                    "",
		"":                          "",
		"mo\u00a0mo":                "mo mo",
		"e中e":                       "e 中 e",
		"molq":                      "[UNK]",
		"É":                         "e",
		"##":                        "# #",
		strings.Repeat("e", 100):    "e" + strings.Repeat(" ##e", 99),
		strings.Repeat("é", 101):    "[UNK]",
		"\xff" + "mo":               "mo",
		strings.Repeat("mo.", 1000): strings.TrimSpace(strings.Repeat("mo . ", 60)),
	} {
		var got []string
		for _, p := range v.appendWord(nil, word, 120) {
			got = append(got, names[p])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%.20q is %q, want %q", word, got, want)
		}
	}
}

func TestWindows(t *testing.T) {
	v, err := newPieceVocabulary([]string{"[UNK]", "[CLS]", "[SEP]", "a", "##a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	repeat := func(word string, n int) Paragraph { return Paragraph{Words: slices.Repeat([]string{word}, n)} }
	type shape struct {
		paragraph, paragraphs, pieces, words, first, last int
	}
	for _, test := range []struct {
		name       string
		paragraphs []Paragraph
		want       []shape
	}{
		{"nothing", nil, nil},
		{"one", []Paragraph{repeat("aa", 3)}, []shape{{0, 1, 2 + 6 + 1, 3, 2, 6}}},
		{"no words", []Paragraph{{}, repeat("b", 1)}, []shape{{0, 2, 2 + 1 + 2, 1, 3, 3}}},
		{"invisible first", []Paragraph{{Words: []string{"\u200b", "b", "\u200b", "b"}}}, []shape{{0, 1, 5, 4, 1, 3}}},
		{"full", []Paragraph{repeat("b", 126), repeat("b", 126)}, []shape{{0, 2, 256, 252, 2, 254}}},
		{
			"over", []Paragraph{repeat("b", 126), repeat("b", 127)},
			[]shape{{0, 1, 129, 126, 2, 127}, {1, 1, 66 + 128, 127, 66, 192}},
		},
		{"long", []Paragraph{repeat("b", 500), repeat("b", 1)}, []shape{{0, 2, 2 + 189 + 2, 501, 2, 191}}},
		{"cut word", []Paragraph{repeat("aaa", 100)}, []shape{{0, 1, 2 + 189, 100, 2, 2 + 186}}},
	} {
		var got []shape
		for w := range v.windows(test.paragraphs) {
			if len(w.pieces) > windowPieces || w.pieces[0] != pieceBegin || w.pieces[len(w.pieces)-1] != pieceEnd {
				t.Errorf("%s: %v", test.name, w.pieces)
			}
			n := len(w.firsts)
			got = append(got, shape{w.paragraph, w.paragraphs, len(w.pieces), n, w.firsts[0], w.firsts[n-1]})
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestCut(t *testing.T) {
	v, err := newPieceVocabulary([]string{"[UNK]", "[CLS]", "[SEP]", "a", "##a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	words := func(n int) []string { return slices.Repeat([]string{"b"}, n) }
	for _, test := range []struct {
		name   string
		words  []string
		starts []int
		want   []int
	}{
		{"nothing", nil, nil, []int{0}},
		{"full", words(readPieces), []int{0, 90}, []int{readPieces}},
		{"before a sentence", words(readPieces + 1), []int{0, 90, 150}, []int{150, readPieces + 1}},
		{"one sentence", words(2*readPieces + 1), []int{0}, []int{readPieces, 2 * readPieces, 2*readPieces + 1}},
		{"a long sentence last", words(400), []int{0, 10}, []int{10, 10 + readPieces, 10 + 2*readPieces, 400}},
		{"a huge word", []string{"b", strings.Repeat("a", 90), strings.Repeat("a", 99), "b"}, []int{0}, []int{2, 4}},
	} {
		if got := v.cut(Paragraph{Words: test.words, Starts: test.starts}); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// smallModel is a model file of random weights.
func smallModel(seed uint64) []byte {
	const width, inner, layers = 64, 96, 2
	r := rand.New(rand.NewPCG(seed, 5))
	data := []byte(encoderHeader)
	names := []string{"[UNK]", "[CLS]", "[SEP]"}
	for c := '!'; c <= '~'; c++ {
		if c < 'A' || c > 'Z' {
			names = append(names, string(c), "##"+string(c))
		}
	}
	names = append(names, "the", "##ing", "said", "“", "”", "will")
	for _, n := range []int{len(names), width, inner, layers, windowPieces} {
		data = binary.LittleEndian.AppendUint32(data, uint32(n))
	}
	for _, name := range names {
		data = append(append(data, byte(len(name))), name...)
	}
	floats := func(n int, middle, size float64) {
		for range n {
			// Whole parts, so that the file is the same wherever it is made.
			x := float32(math.RoundToEven((middle+(2*r.Float64()-1)*size)*(1<<16)) / (1 << 16))
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
		}
	}
	bytes := func(n int) {
		for range n {
			data = append(data, byte(r.UintN(256)))
		}
	}
	norm := func() { floats(width, 1, 0.5); floats(width, 0, 0.2) }
	linear := func(in, out int) { floats(out, 0.002, 0.001); floats(out, 0, 0.3); bytes(in * out) }
	floats(len(names), 0.01, 0.005)
	bytes(len(names) * width)
	floats(windowPieces, 0.002, 0.001)
	bytes(windowPieces * width)
	norm()
	for range layers {
		linear(width, 3*width)
		linear(width, width)
		norm()
		linear(width, inner)
		linear(inner, width)
		norm()
	}
	floats(int(StateCount), 0.003, 0.001)
	floats(int(StateCount), 0, 0.5)
	for range width * int(StateCount) {
		data = binary.LittleEndian.AppendUint16(data, uint16(int16(r.IntN(2*emissionWeight+1)-emissionWeight)))
	}
	floats(2*int(StateCount*StateCount), 0, 1)
	return data
}

func smallEncoder(t testing.TB, k kernel) *Encoder {
	e, err := DecodeEncoder(smallModel(1))
	if err != nil {
		t.Fatal(err)
	}
	e.kernel = k
	return e
}

// smallText is a document of invented words.
func smallText() []Paragraph {
	r := rand.New(rand.NewPCG(6, 7))
	paragraphs := make([]Paragraph, 12)
	for i := range paragraphs {
		for range 1 + r.IntN(60) {
			word := []string{"said", "the", "“", "”", ".", "will", "", "Ünï"}[r.IntN(8)]
			if word == "" {
				for range 1 + r.IntN(6) {
					word += string(rune('a' + r.IntN(26)))
				}
			}
			paragraphs[i].Words = append(paragraphs[i].Words, word)
		}
	}
	return paragraphs
}

// The labels and the scores they were chosen by are the same bits on every processor and with every kernel.
func TestEncoderIsExact(t *testing.T) {
	const want = 0x1cbd139345afaad
	for _, k := range kernels() {
		e := smallEncoder(t, k)
		hash := fnv.New64a()
		paragraphs := smallText()
		seen := map[hearsay.Label]bool{}
		for _, labels := range e.LabelParagraphs(paragraphs) {
			for _, label := range labels {
				seen[label] = true
				hash.Write([]byte{byte(label)})
			}
		}
		if len(seen) < 4 {
			t.Errorf("kernel %d: labels of %d sorts only", k, len(seen))
		}
		space := newEncoderSpace(e)
		for w := range e.vocabulary.windows(paragraphs) {
			space.encode(w.pieces, w.firsts)
			for _, scores := range space.emitted {
				if err := binary.Write(hash, binary.LittleEndian, scores); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := hash.Sum64(); got != want {
			t.Errorf("kernel %d: the hash is %#x, want %#x", k, got, uint64(want))
		}
	}
}

// Labels are of the words' shape, the same for the same text, and a label inside a span follows one of its span.
func checkLabels(t *testing.T, e *Encoder, paragraphs []Paragraph) {
	labels := e.LabelParagraphs(paragraphs)
	if len(labels) != len(paragraphs) {
		t.Fatalf("%d paragraphs of labels, want %d", len(labels), len(paragraphs))
	}
	for i, p := range paragraphs {
		if len(labels[i]) != len(p.Words) {
			t.Fatalf("paragraph %d: %d labels, want %d", i, len(labels[i]), len(p.Words))
		}
		before := hearsay.LabelO
		for k, label := range labels[i] {
			if label >= hearsay.LabelCount {
				t.Fatalf("paragraph %d: label %d", i, label)
			}
			inside := label != hearsay.LabelO && (label-hearsay.LabelBSource)%2 == 1
			if inside && (k == 0 || before != label && before != label-1) {
				t.Fatalf("paragraph %d: %s at word %d follows %s", i, label, k, before)
			}
			before = label
		}
	}
	if again := e.LabelParagraphs(paragraphs); fmt.Sprint(again) != fmt.Sprint(labels) {
		t.Fatal("other labels the second time")
	}
}

func FuzzEncoder(f *testing.F) {
	f.Add("the mayor said\n“ it will rain ”\n\nthe end")
	f.Add(strings.Repeat("said the ", 300) + "\nwill\n" + strings.Repeat("abcdefgh ", 90))
	f.Add("\u200b\n\xff 中\n\u0301")
	e := smallEncoder(f, bestKernel())
	f.Fuzz(func(t *testing.T, text string) {
		var paragraphs []Paragraph
		for line := range strings.SplitSeq(text, "\n") {
			paragraphs = append(paragraphs, Paragraph{Words: strings.Split(line, " ")})
		}
		checkLabels(t, e, append(paragraphs, Paragraph{}))
	})
}

func TestEncoderReadsManyAtOnce(t *testing.T) {
	e := smallEncoder(t, bestKernel())
	paragraphs := smallText()
	want := fmt.Sprint(e.LabelParagraphs(paragraphs))
	got := make(chan string)
	for range 4 {
		go func() { got <- fmt.Sprint(e.LabelParagraphs(paragraphs)) }()
	}
	for range 4 {
		if <-got != want {
			t.Error("other labels beside others")
		}
	}
}

func TestDecodeEncoderRefuses(t *testing.T) {
	model := smallModel(1)
	at := len(encoderHeader)
	change := func(at int, with ...byte) []byte {
		data := slices.Clone(model)
		copy(data[at:], with)
		return data
	}
	nan := []byte{0, 0, 0xc0, 0x7f}
	tests := map[string][]byte{
		"nothing":          nil,
		"another header":   change(0, 'X'),
		"no pieces":        change(at, 0, 0, 0, 0),
		"many pieces":      change(at, 255, 255, 255, 255),
		"another width":    change(at+4, 33),
		"no layers":        change(at+12, 0),
		"other places":     change(at+16, 1),
		"another piece":    change(at+20, 3, 'x'),
		"an empty piece":   change(at+20+3*6, 0),
		"no number":        change(len(model)-4, nan...),
		"a large weight":   change(len(model)-2*13*13*4-2, 0, 1),
		"too long":         append(slices.Clone(model), 0),
		"a number too big": change(len(model)-4, 0, 0, 0x80, 0x7f),
	}
	for n := 0; n < len(model); n += 1 + n/7 {
		tests[fmt.Sprintf("the first %d bytes", n)] = model[:n]
	}
	for name, data := range tests {
		if _, err := DecodeEncoder(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func BenchmarkEncoder(b *testing.B) {
	e, err := NewEncoder()
	if err != nil {
		b.Fatal(err)
	}
	var paragraphs []Paragraph
	for range 12 {
		const sentence = "“ The bridge will be rebuilt next year , ” Mayor Jane Roe said on Monday . "
		paragraphs = append(paragraphs, Paragraph{Words: strings.Fields(strings.Repeat(sentence, 3))})
	}
	pieces, words := 0, 0
	for w := range e.vocabulary.windows(paragraphs) {
		pieces += len(w.pieces)
		words += len(w.firsts)
	}
	for _, k := range kernels() {
		b.Run(fmt.Sprintf("kernel=%d", k), func(b *testing.B) {
			e.kernel = k
			for b.Loop() {
				e.LabelParagraphs(paragraphs)
			}
			b.ReportMetric(float64(pieces*b.N)/b.Elapsed().Seconds(), "pieces/s")
			b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
}
