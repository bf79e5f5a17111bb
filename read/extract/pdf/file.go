// Package pdf reads the text layer of PDF files.
//
// It begins with the bytes of a file and ends with its text in paragraphs, which extraction hands on. It is written for
// files that nobody checked: it finds objects by reading the file from its beginning to its end, not by the file's own
// table of contents, which may be broken or lead in circles; every recursion has a bound; and the work for one file is
// bounded by its size, so that no file takes long or unpacks to more than memory holds.
//
// It knows what text needs: objects and object streams, the Flate, ASCII85, ASCIIHex and RunLength filters, simple and
// composite fonts with their encodings and ToUnicode maps, and the text operators (ISO 32000-1). It does not decrypt.
package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"io"
	"slices"
	"strconv"

	"hearsay/internal/limits"
)

// Errors of Text.
var (
	ErrEncrypted = errors.New("the file is encrypted")
	ErrMalformed = errors.New("the file has no pages that can be read")
	ErrTooLarge  = errors.New("the file is too large")
	ErrNoText    = errors.New("the file has no text layer")
	ErrNoLetters = errors.New("the fonts do not say which letters they show")
)

// Reader reads PDF files. It is safe for concurrent use.
type Reader struct {
	glyphs glyphList
}

// New returns a Reader with the characters of lexicon/glyphs.txt.
func New() *Reader { return &Reader{newGlyphList()} }

// file is a PDF file taken apart.
type file struct {
	glyphs    glyphList
	objects   map[int]object
	root      object // of the last trailer
	encrypted bool
	work      *work
	fonts     map[int]*font // by number of their objects
}

// Text is the text of a file, paragraphs parted by blank lines. Lines that come again on many pages (running titles, page
// numbers) are left out.
func (r *Reader) Text(raw []byte) (string, error) {
	const slack = 16 << 20
	f := &file{
		glyphs:  r.glyphs,
		objects: map[int]object{},
		work:    &work{left: min(len(raw)*limits.ArchiveRatio+slack, limits.PDFWork)},
		fonts:   map[int]*font{},
	}
	f.scan(raw)
	if f.encrypted {
		return "", ErrEncrypted
	}
	pages := f.pages()
	if len(pages) == 0 {
		return "", ErrMalformed
	}
	if len(pages) > limits.PDFPages {
		return "", ErrTooLarge
	}
	var content []page
	letters, unknown := 0, 0
	for _, p := range pages {
		read := f.read(p)
		content = append(content, read)
		letters += read.letters
		unknown += read.unknown
	}
	switch {
	case f.work.left <= 0:
		return "", ErrTooLarge
	case letters == 0 && unknown == 0:
		return "", ErrNoText
	case unknown > letters:
		return "", ErrNoLetters
	}
	return layOut(content), nil
}

// scan finds all objects, in their order in the file: of several with one number the last is the current one.
func (f *file) scan(raw []byte) {
	for at := 0; at < len(raw); {
		next := bytes.Index(raw[at:], []byte("obj"))
		between := raw[at:]
		if next >= 0 {
			between = between[:next]
		}
		if trailer := bytes.Index(between, []byte("trailer")); trailer >= 0 {
			l := lexer{data: raw, at: at + trailer + len("trailer"), work: f.work}
			if o, ok := l.next(deepest); ok {
				f.trailer(o)
			}
		}
		if next < 0 {
			return
		}
		at += next + len("obj")
		id, ok := objectNumber(raw[:at-len("obj")])
		if !ok {
			continue
		}
		l := lexer{data: raw, at: at, work: f.work}
		o, ok := l.next(deepest)
		if !ok {
			continue
		}
		at = l.at
		if o.kind == dict {
			o.stream, at = stream(raw, at, o)
		}
		f.objects[id] = o
		switch o.dict["Type"].text {
		case "ObjStm":
			f.unpack(o)
		case "XRef":
			f.trailer(o)
		}
	}
}

// objectNumber reads "12 0 " backwards from the end of before.
func objectNumber(before []byte) (int, bool) {
	before = bytes.TrimRight(before[max(0, len(before)-32):], " \r\n\t")
	digits := func() (string, bool) {
		end := len(before)
		for len(before) > 0 && before[len(before)-1] >= '0' && before[len(before)-1] <= '9' {
			before = before[:len(before)-1]
		}
		return string(before[len(before):end]), len(before) < end
	}
	if _, ok := digits(); !ok {
		return 0, false
	}
	trimmed := bytes.TrimRight(before, " \r\n\t")
	if len(trimmed) == len(before) {
		return 0, false
	}
	before = trimmed
	written, ok := digits()
	id, err := strconv.Atoi(written)
	return id, ok && err == nil
}

// stream is the data behind a dictionary that has some, and where the file goes on.
func stream(raw []byte, at int, header object) ([]byte, int) {
	rest := bytes.TrimLeft(raw[at:min(len(raw), at+64)], " \r\n\t")
	if !bytes.HasPrefix(rest, []byte("stream")) {
		return nil, at
	}
	start := at + bytes.Index(raw[at:], []byte("stream")) + len("stream")
	if start < len(raw) && raw[start] == '\r' {
		start++
	}
	if start < len(raw) && raw[start] == '\n' {
		start++
	}
	const mark = "endstream"
	if length := header.dict["Length"]; length.kind == number && length.int() > 0 && length.int() <= len(raw)-start {
		end := start + length.int()
		if bytes.HasPrefix(bytes.TrimLeft(raw[end:min(len(raw), end+16)], " \r\n\t"), []byte(mark)) {
			return raw[start:end], end
		}
	}
	end := bytes.Index(raw[start:], []byte(mark))
	if end < 0 {
		return raw[start:], len(raw)
	}
	return raw[start : start+end], start + end + len(mark)
}

func (f *file) trailer(o object) {
	if root, ok := o.dict["Root"]; ok {
		f.root = root
	}
	if encrypt, ok := o.dict["Encrypt"]; ok && encrypt.kind != null {
		f.encrypted = true
	}
}

// unpack reads the objects of an object stream.
func (f *file) unpack(container object) {
	data, ok := f.decode(container)
	first := f.get(container, "First").int()
	if !ok || first <= 0 || first > len(data) {
		return
	}
	index := lexer{data: data[:first], work: f.work}
	for range f.get(container, "N").int() {
		id, ok := index.next(deepest)
		offset, ok2 := index.next(deepest)
		if !ok || !ok2 || offset.int() < 0 || offset.int() > len(data)-first {
			return
		}
		l := lexer{data: data, at: first + offset.int(), work: f.work}
		if o, ok := l.next(deepest); ok {
			f.objects[id.int()] = o
		}
	}
}

// resolve follows references.
func (f *file) resolve(o object) object {
	for range deepest {
		if o.kind != ref {
			return o
		}
		o = f.objects[o.ref]
	}
	return object{}
}

func (f *file) get(o object, key string) object { return f.resolve(o.dict[key]) }

// decode is a stream's data behind its filters. It is false for filters of pictures and for data that is broken from its
// beginning.
func (f *file) decode(o object) ([]byte, bool) {
	if o.stream == nil {
		return nil, false
	}
	filters := f.resolve(o.dict["Filter"])
	params := f.get(o, "DecodeParms")
	names, settings := filters.list, params.list
	if filters.kind == name {
		names, settings = []object{filters}, []object{params}
	}
	if len(names) > 4 {
		return nil, false
	}
	data := o.stream
	for i, filter := range names {
		var setting object
		if i < len(settings) {
			setting = f.resolve(settings[i])
		}
		var ok bool
		if data, ok = f.filter(f.resolve(filter).text, data, setting); !ok {
			return nil, false
		}
	}
	return data, f.work.spend(len(data))
}

func (f *file) filter(filter string, data []byte, setting object) ([]byte, bool) {
	switch filter {
	case "FlateDecode", "Fl":
		r, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, false
		}
		// What comes before a mistake in the data is still text.
		out, _ := io.ReadAll(io.LimitReader(r, int64(max(f.work.left, 0))))
		return f.unpredict(out, setting), f.work.spend(len(out))
	case "ASCII85Decode", "A85":
		data, _, _ = bytes.Cut(bytes.TrimPrefix(bytes.TrimSpace(data), []byte("<~")), []byte("~>"))
		out, err := io.ReadAll(ascii85.NewDecoder(bytes.NewReader(data)))
		return out, err == nil
	case "ASCIIHexDecode", "AHx":
		data, _, _ = bytes.Cut(data, []byte(">"))
		return unhex(data), true
	case "RunLengthDecode", "RL":
		return f.runLength(data), true
	}
	return nil, false
}

func (f *file) runLength(data []byte) []byte {
	var out []byte
	for i := 0; i < len(data); {
		n := int(data[i])
		i++
		switch {
		case n < 128:
			end := min(len(data), i+n+1)
			out = append(out, data[i:end]...)
			i = end
		case n == 128 || i >= len(data):
			return out
		default:
			out = append(out, bytes.Repeat(data[i:i+1], 257-n)...)
			i++
		}
	}
	return out
}

// unpredict undoes PNG prediction (RFC 2083, 6), with which object streams are packed.
func (f *file) unpredict(data []byte, setting object) []byte {
	if f.get(setting, "Predictor").int() < 10 {
		return data
	}
	bits, colors := f.get(setting, "BitsPerComponent").int(), f.get(setting, "Colors").int()
	columns := f.get(setting, "Columns").int()
	if bits == 0 {
		bits = 8
	}
	width := max(bits*max(colors, 1)/8, 1)
	row := (bits*max(colors, 1)*max(columns, 1) + 7) / 8
	if row <= 0 || row > len(data) || width > row {
		return data
	}
	out := make([]byte, 0, len(data))
	above := make([]byte, row)
	for len(data) > row {
		line := slices.Clone(data[1 : row+1])
		for i := range line {
			var left, corner byte
			if i >= width {
				left, corner = line[i-width], above[i-width]
			}
			switch data[0] {
			case 1:
				line[i] += left
			case 2:
				line[i] += above[i]
			case 3:
				line[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				line[i] += paeth(left, above[i], corner)
			}
		}
		out = append(out, line...)
		above = line
		data = data[row+1:]
	}
	return out
}

func paeth(left, above, corner byte) byte {
	estimate := int(left) + int(above) - int(corner)
	distance := func(b byte) int { return max(estimate-int(b), int(b)-estimate) }
	switch {
	case distance(left) <= distance(above) && distance(left) <= distance(corner):
		return left
	case distance(above) <= distance(corner):
		return above
	}
	return corner
}

// leaf is a page with the resources that it has or inherits.
type leaf struct {
	page, resources object
}

// pages walks the tree of pages.
func (f *file) pages() []leaf {
	var pages []leaf
	seen := map[int]bool{}
	var walk func(node, resources object, depth int)
	walk = func(node, resources object, depth int) {
		if node.kind == ref {
			if seen[node.ref] {
				return
			}
			seen[node.ref] = true
		}
		o := f.resolve(node)
		if o.kind != dict || depth == 0 || len(pages) > limits.PDFPages {
			return
		}
		if own := f.get(o, "Resources"); own.kind == dict {
			resources = own
		}
		if kids := f.get(o, "Kids"); kids.kind == list {
			for _, kid := range kids.list {
				walk(kid, resources, depth-1)
			}
			return
		}
		pages = append(pages, leaf{o, resources})
	}
	walk(f.get(f.resolve(f.root), "Pages"), object{}, deepest)
	if len(pages) > 0 {
		return pages
	}
	// Without a tree there may still be pages.
	for id, o := range f.objects {
		if o.dict["Type"].text == "Page" {
			pages = append(pages, leaf{page: object{kind: ref, ref: id}})
		}
	}
	slices.SortFunc(pages, func(a, b leaf) int { return a.page.ref - b.page.ref })
	for i := range pages {
		pages[i].page = f.resolve(pages[i].page)
		pages[i].resources = f.get(pages[i].page, "Resources")
	}
	return pages
}
