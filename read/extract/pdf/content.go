package pdf

// piece is a glyph at its place on the page, in points from the lower left.
type piece struct {
	text      string
	x, y, end float64
	size      float64
}

// page is what one page shows.
type page struct {
	pieces           []piece
	letters, unknown int // shown codes with and without a character
}

// matrix is a transformation of the plane, in the order of ISO 32000-1, 8.3.3.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// times is m, then n. The conversions keep processors from fusing a product and a sum, so that all of them agree.
func (m matrix) times(n matrix) matrix {
	return matrix{
		float64(m[0]*n[0]) + float64(m[1]*n[2]), float64(m[0]*n[1]) + float64(m[1]*n[3]),
		float64(m[2]*n[0]) + float64(m[3]*n[2]), float64(m[2]*n[1]) + float64(m[3]*n[3]),
		float64(m[4]*n[0]) + float64(m[5]*n[2]) + n[4], float64(m[4]*n[1]) + float64(m[5]*n[3]) + n[5],
	}
}

// state is the graphics state, as far as text goes.
type state struct {
	ctm                                 matrix
	font                                *font
	size, spacing, wordSpacing, leading float64
	stretch, rise                       float64
}

// reader reads the content of one page.
type reader struct {
	file   *file
	out    page
	state  state
	saved  []state
	text   matrix // of the next glyph
	line   matrix // of the line's beginning
	marked []bool // open marked content, and whether it is an artifact: a running title or page number
}

// deepestForm bounds drawings within drawings, and mostSaved the saved states of one.
const (
	deepestForm = 8
	mostSaved   = 256
)

func (f *file) read(p leaf) page {
	r := &reader{file: f, state: state{ctm: identity, stretch: 1}, text: identity, line: identity}
	var content []byte
	switch contents := f.get(p.page, "Contents"); contents.kind {
	case list:
		for _, part := range contents.list {
			if data, ok := f.decode(f.resolve(part)); ok {
				content = append(append(content, data...), '\n')
			}
		}
	default:
		content, _ = f.decode(contents) // a page without content shows nothing
	}
	r.run(content, p.resources, deepestForm)
	return r.out
}

// run interprets a content stream. Operators with missing operands are passed over, as readers do.
func (r *reader) run(content []byte, resources object, depth int) {
	l := lexer{data: content, work: r.file.work}
	var operands []object
	const mostOperands = 64
	for {
		o, ok := l.next(deepest)
		if !ok {
			if l.at >= len(l.data) || r.file.work.left <= 0 {
				return
			}
			l.at++
			continue
		}
		if o.kind != keyword {
			if len(operands) < mostOperands {
				operands = append(operands, o)
			}
			continue
		}
		if o.text == "ID" {
			l.skipImage()
		} else {
			r.operate(o.text, operands, resources, depth)
		}
		operands = operands[:0]
	}
}

// skipImage passes over the data of an image within the content.
func (l *lexer) skipImage() {
	for start := l.at; l.at+3 < len(l.data); l.at++ {
		if isSpace(l.data[l.at]) && l.data[l.at+1] == 'E' && l.data[l.at+2] == 'I' && isSpace(l.data[l.at+3]) {
			l.at += 3
			l.work.spend(l.at - start)
			return
		}
	}
	l.work.spend(len(l.data) - l.at)
	l.at = len(l.data)
}

func (r *reader) operate(operator string, operands []object, resources object, depth int) {
	num := func(i int) float64 {
		if i < len(operands) {
			return operands[i].number
		}
		return 0
	}
	s := &r.state
	switch operator {
	case "q":
		if len(r.saved) < mostSaved {
			r.saved = append(r.saved, *s)
		}
	case "Q":
		if n := len(r.saved); n > 0 {
			*s, r.saved = r.saved[n-1], r.saved[:n-1]
		}
	case "cm":
		s.ctm = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}.times(s.ctm)
	case "BT":
		r.text, r.line = identity, identity
	case "Tf":
		if len(operands) == 2 {
			s.font = nil
			if fonts := r.file.get(resources, "Font"); fonts.dict[operands[0].text].kind != null {
				s.font = r.file.font(fonts.dict[operands[0].text])
			}
			s.size = num(1)
		}
	case "Tc":
		s.spacing = num(0)
	case "Tw":
		s.wordSpacing = num(0)
	case "Tz":
		s.stretch = num(0) / 100
	case "TL":
		s.leading = num(0)
	case "Ts":
		s.rise = num(0)
	case "Td":
		r.move(num(0), num(1))
	case "TD":
		s.leading = -num(1)
		r.move(num(0), num(1))
	case "Tm":
		r.line = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}
		r.text = r.line
	case "T*":
		r.move(0, -s.leading)
	case "Tj":
		r.show(operands)
	case "'":
		r.move(0, -s.leading)
		r.show(operands)
	case "\"":
		s.wordSpacing, s.spacing = num(0), num(1)
		r.move(0, -s.leading)
		r.show(operands)
	case "TJ":
		if len(operands) == 1 {
			r.show(operands[0].list)
		}
	case "BMC", "BDC":
		if len(r.marked) < mostSaved {
			r.marked = append(r.marked, len(operands) > 0 && operands[0].text == "Artifact")
		}
	case "EMC":
		r.marked = r.marked[:max(len(r.marked)-1, 0)]
	case "Do":
		if len(operands) == 1 {
			r.draw(r.file.get(r.file.get(resources, "XObject"), operands[0].text), resources, depth)
		}
	}
}

// draw reads a form within the content.
func (r *reader) draw(form, resources object, depth int) {
	if depth == 0 || r.file.get(form, "Subtype").text != "Form" {
		return
	}
	data, ok := r.file.decode(form)
	if !ok {
		return
	}
	before, saved := r.state, r.saved
	r.saved = nil
	if m := r.file.get(form, "Matrix").list; len(m) == 6 {
		r.state.ctm = matrix{m[0].number, m[1].number, m[2].number, m[3].number, m[4].number,
			m[5].number}.times(r.state.ctm)
	}
	if own := r.file.get(form, "Resources"); own.kind == dict {
		resources = own
	}
	r.run(data, resources, depth-1)
	r.state, r.saved = before, saved
}

func (r *reader) move(x, y float64) {
	r.line = matrix{1, 0, 0, 1, x, y}.times(r.line)
	r.text = r.line
}

// show places the glyphs of strings, and moves by the numbers between them.
func (r *reader) show(operands []object) {
	s := &r.state
	if s.font == nil {
		return
	}
	artifact := false
	for _, inner := range r.marked {
		artifact = artifact || inner
	}
	for _, o := range operands {
		if o.kind == number {
			r.advance(float64(-o.number/1000*s.size) * s.stretch)
			continue
		}
		if o.kind != text || !r.file.work.spend(len(o.text)*8) {
			continue
		}
		for _, g := range s.font.shown(o.text) {
			at := r.text.times(s.ctm)
			x, y := at[4], at[5]+float64(s.rise*at[3])
			size := at[3] * s.size
			if size < 0 {
				size = -size
			}
			width := float64(g.width/1000*s.size) + s.spacing
			if g.space {
				width += s.wordSpacing
			}
			r.advance(width * s.stretch)
			if g.text == "" {
				r.out.unknown++
				continue
			}
			r.out.letters++
			if !artifact && size > 0 {
				end := r.text.times(s.ctm)[4]
				r.out.pieces = append(r.out.pieces, piece{text: g.text, x: x, y: y, end: end, size: size})
			}
		}
	}
}

func (r *reader) advance(x float64) { r.text = matrix{1, 0, 0, 1, x, 0}.times(r.text) }
