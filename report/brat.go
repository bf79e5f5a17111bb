package report

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// Standoff is a document's text and attributions in the standoff form of brat (Stenetorp et al. 2012), laid out as
// PolNeAR lays out its own: entities Source, Cue and Content, and an event Attribution that joins them.
type Standoff struct {
	Name        string // of its two files, without ".txt" and ".ann"; safe on every file system
	Text        string // what offsets count in, in code points
	Annotations string
}

// Standoffs writes each reading as standoff. Names come from the documents' paths. Documents whose paths give the same
// name, letter case aside, get their identity behind it, all of them, so that no name depends on the order.
func Standoffs(readings []hearsay.Reading) []Standoff {
	taken := map[string]int{}
	for i := range readings {
		taken[strings.ToLower(standoffName(&readings[i].Document))]++
	}
	made := make([]Standoff, len(readings))
	for i := range readings {
		doc := &readings[i].Document
		name := standoffName(doc)
		if taken[strings.ToLower(name)] > 1 {
			name += "-" + string(doc.ID)
		}
		made[i] = Standoff{Name: name, Text: doc.Text, Annotations: annotations(&readings[i])}
	}
	return made
}

// nameBytes is how long a file name made of a path may be, so that an identity and a suffix fit behind it.
const nameBytes = 120

// standoffName is a document's path as one file name of letters, digits, dots, dashes and underscores. It begins with
// a letter, digit or underscore, and is no device of any system.
func standoffName(doc *hearsay.Document) string {
	path := "document"
	if len(doc.Paths) > 0 {
		path = strings.TrimSuffix(doc.Paths[0], ".txt")
	}
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
			return r
		}
		return '_'
	}, path)
	if len(name) > nameBytes {
		name = name[:nameBytes-33] + "-" + string(doc.ID)
	}
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch {
	case stem == "", strings.HasPrefix(name, "-"):
		name = "_" + name
	case stem == "con" || stem == "prn" || stem == "aux" || stem == "nul",
		len(stem) == 4 && (stem[:3] == "com" || stem[:3] == "lpt") && stem[3] >= '0' && stem[3] <= '9':
		name = "_" + name
	}
	return name
}

// annotations writes a reading's attributions, one after the other: the text-bound annotations, the event, its
// attributes and a note that says what found it.
func annotations(reading *hearsay.Reading) string {
	w := standoffWriter{text: reading.Document.Text, points: codePoints(reading.Document.Text)}
	notes, attributes := 0, 0
	for i := range reading.Attributions {
		a := &reading.Attributions[i]
		var arguments strings.Builder
		for _, part := range []struct {
			role  string
			spans []hearsay.Span
		}{{"Source", a.Source}, {"Cue", []hearsay.Span{a.Cue}}, {"Content", a.Content}} {
			if id := w.entity(part.role, part.spans); id != "" {
				fmt.Fprintf(&arguments, " %s:%s", part.role, id)
			}
		}
		// An event stands at words of the text: its cue, or what it tells where there is none.
		trigger := w.entity("Attribution", []hearsay.Span{a.Cue})
		if trigger == "" {
			trigger = w.entity("Attribution", a.Content)
		}
		if trigger == "" {
			continue
		}
		event := fmt.Sprintf("E%d", i+1)
		fmt.Fprintf(&w.out, "%s\tAttribution:%s%s\n", event, trigger, arguments.String())
		for _, attribute := range [][2]string{
			{"Kind", a.Kind.String()}, {"Stance", a.Stance.String()}, {"Directness", a.Direct.String()},
		} {
			attributes++
			fmt.Fprintf(&w.out, "A%d\t%s %s %s\n", attributes, attribute[0], event, attribute[1])
		}
		if a.Inferred {
			attributes++
			fmt.Fprintf(&w.out, "A%d\tInferred %s\n", attributes, event)
		}
		notes++
		fmt.Fprintf(&w.out, "#%d\tAnnotatorNotes %s\t%s\n", notes, event, note(reading, a))
	}
	return w.out.String()
}

// note says what found an attribution and to whom its source leads.
func note(reading *hearsay.Reading, a *hearsay.Attribution) string {
	said := "by " + a.By
	if a.Speaker > 0 && int(a.Speaker) <= len(reading.Entities) {
		said += "; speaker " + reading.Entities[a.Speaker-1].Name
	}
	if a.Outlet.Known() {
		said += "; outlet " + a.Outlet.Value
	}
	return strings.Join(strings.Fields(said), " ")
}

// standoffWriter writes text-bound annotations and numbers them.
type standoffWriter struct {
	text   string
	points []uint32 // code points before each byte
	out    strings.Builder
	n      int
}

// codePoints counts the code points before each byte of a text, and in all of it.
func codePoints(text string) []uint32 {
	points := make([]uint32, len(text)+1)
	n := uint32(0)
	for i := range len(text) {
		points[i] = n
		if i+1 == len(text) || utf8.RuneStart(text[i+1]) {
			n++
		}
	}
	points[len(text)] = n
	return points
}

// entity writes the spans as one annotation and returns its identifier, and "" for empty spans.
func (w *standoffWriter) entity(kind string, spans []hearsay.Span) string {
	spans = lines(w.text, spans)
	if len(spans) == 0 {
		return ""
	}
	w.n++
	id := fmt.Sprintf("T%d", w.n)
	places, words := make([]string, len(spans)), make([]string, len(spans))
	for i, span := range spans {
		places[i] = fmt.Sprintf("%d %d", w.points[span.Start], w.points[span.End])
		words[i] = span.Of(w.text)
	}
	fmt.Fprintf(&w.out, "%s\t%s %s\t%s\n", id, kind, strings.Join(places, ";"), strings.Join(words, " "))
	return id
}

// lines cuts spans at line breaks, which no annotation of brat may hold, and drops the white space there.
func lines(text string, spans []hearsay.Span) []hearsay.Span {
	var parts []hearsay.Span
	for _, span := range spans {
		at := int(span.Start)
		for line := range strings.FieldsFuncSeq(span.Of(text), lineBreak) {
			at += strings.Index(text[at:], line)
			trimmed := strings.TrimSpace(line)
			if start := at + strings.Index(line, trimmed); trimmed != "" {
				parts = append(parts, hearsay.MakeSpan(start, start+len(trimmed)))
			}
			at += len(line)
		}
	}
	return parts
}

// lineBreak reports whether a program may take the rune for the end of a line.
func lineBreak(r rune) bool {
	return r >= '\n' && r <= '\r' || r >= 0x1C && r <= 0x1E || r == 0x85 || unicode.In(r, unicode.Zl, unicode.Zp)
}

// BratFiles are all files of a folder for brat, by name and content: the configuration, and two for each reading.
func BratFiles(readings []hearsay.Reading) [][2]string {
	files := [][2]string{{"annotation.conf", bratConfiguration()}}
	for _, standoff := range Standoffs(readings) {
		files = append(files, [2]string{standoff.Name + ".txt", standoff.Text},
			[2]string{standoff.Name + ".ann", standoff.Annotations})
	}
	return files
}

// zipEpoch is the earliest time that a zip archive can hold.
var zipEpoch = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

// WriteBrat writes the same files as one zip archive.
func WriteBrat(w io.Writer, readings []hearsay.Reading) error {
	archive := zip.NewWriter(w)
	for _, file := range BratFiles(readings) {
		member, err := archive.CreateHeader(&zip.FileHeader{Name: file[0], Method: zip.Deflate, Modified: zipEpoch})
		if err == nil {
			_, err = io.WriteString(member, file[1])
		}
		if err != nil {
			return fmt.Errorf("write %s to the archive: %w", file[0], err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	return nil
}

// bratConfiguration is the annotation.conf that tells brat what Standoffs writes.
func bratConfiguration() string {
	return "# What hearsay writes: who says what, and by which word we know.\n" +
		"[entities]\nSource\nCue\nContent\n\n" +
		"[relations]\n<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n\n" +
		"[events]\nAttribution\tSource*:Source, Cue?:Cue, Content*:Content\n\n" +
		"[attributes]\n" +
		"Kind\tArg:<EVENT>, Value:" + values(hearsay.SourceUnclear, hearsay.SourceSelf) + "\n" +
		"Stance\tArg:<EVENT>, Value:" + values(hearsay.Affirmed, hearsay.Declined) + "\n" +
		"Directness\tArg:<EVENT>, Value:" + values(hearsay.Indirect, hearsay.Direct) + "\n" +
		"Inferred\tArg:<EVENT>\n"
}

// values are the names of a row of constants, as annotation.conf wants them.
func values[E interface {
	~uint8
	fmt.Stringer
}](first, last E) string {
	var names []string
	for value := first; value <= last; value++ {
		names = append(names, value.String())
	}
	return strings.Join(names, "|")
}
