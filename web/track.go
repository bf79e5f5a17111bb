package web

import (
	"cmp"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/report"
)

// The measures of a track, in units of its own; the style sheet makes sixteen of them one line's height.
const (
	trackWidth = 1000
	trackLabel = 200 // where the names of rows end
	trackRow   = 26
	trackEdge  = 14 // between what is drawn and the end of its column
	trackAside = 84 // a column for days far off, or for none
	trackName  = 25 // characters of a row's name
	trackTicks = 8
	// trackTitles is of how many places the words are shown where a pointer rests on the point that they share.
	trackTitles = 2
)

// track is time from left to right, a row for whoever told something. Days far from most others stand in columns of their
// own at either end, what has no day in one behind.
type track struct {
	Width, Height int
	Heads         []trackHead
	Rows          []trackLine
}

// trackHead is a day of the axis, or the name of a column.
type trackHead struct {
	X    int
	Text string
	Line bool
}

// trackLine is a row. From and To are the ends of what it reaches over.
type trackLine struct {
	Y, From, To int
	Name, Whole string // Name is cut
	Doc         hearsay.DocID
	Points      []trackPoint
}

// trackPoint is a day in a row, and where its words are.
type trackPoint struct {
	X     int
	Told  bool // when something was told; else when it happened
	Span  *report.Span
	Doc   hearsay.DocID // of a document as a whole, where there is no Span
	Title string
	Count int // of places that share the point; the first is led to

	day   int32
	dated bool
}

// newTrack places rows; it is nil where no day is known. Of points of one sort, row and day the first stays and counts the
// others, and so it does in the columns at the ends.
func newTrack(rows []trackLine) *track {
	made := &track{Width: trackWidth, Rows: rows}
	var days, told []int32
	undated := false
	for i := range rows {
		for _, point := range rows[i].Points {
			if point.dated {
				days = append(days, point.day)
			}
			if point.dated && point.Told {
				told = append(told, point.day)
			}
			undated = undated || !point.dated
		}
	}
	first, last := window(days, told)
	if len(days) == 0 {
		return nil
	}
	from, to := trackLabel+2*trackEdge, trackWidth-trackEdge
	none := to - trackAside/2
	if undated {
		made.Heads = append(made.Heads, trackHead{X: none, Text: "no day"})
		to -= trackAside + trackEdge
	}
	after := to - trackAside/2
	if slices.ContainsFunc(days, func(day int32) bool { return day > last }) {
		made.Heads = append(made.Heads, trackHead{X: after, Text: "later"})
		to -= trackAside
	}
	before := from + trackAside/2
	if slices.ContainsFunc(days, func(day int32) bool { return day < first }) {
		made.Heads = append(made.Heads, trackHead{X: before, Text: "earlier"})
		from += trackAside + trackEdge
	}
	at := func(day int32) int {
		if first == last {
			return (from + to) / 2
		}
		return from + trackEdge + int(int64(to-from-2*trackEdge)*int64(day-first)/int64(last-first))
	}
	made.Heads = append(made.Heads, ticks(first, last, at)...)
	y := 2 * trackRow
	for i := range rows {
		row := &rows[i]
		row.Points = counted(row.Points, first, last)
		row.Whole, row.Name = row.Name, short(row.Name)
		row.Y = y
		y += trackRow
		for n := range row.Points {
			point := &row.Points[n]
			switch {
			case !point.dated:
				point.X = none
			case point.day < first:
				point.X = before
			case point.day > last:
				point.X = after
			default:
				point.X = at(point.day)
			}
			if n == 0 {
				row.From, row.To = point.X, point.X
			}
			row.From, row.To = min(row.From, point.X), max(row.To, point.X)
		}
	}
	made.Height = y
	return made
}

// short cuts a name that would not stand beside its row.
func short(name string) string {
	if utf8.RuneCountInString(name) <= trackName {
		return name
	}
	return string([]rune(name)[:trackName-1]) + "…"
}

// counted keeps the first of the points of one sort that stand at one place.
func counted(points []trackPoint, first, last int32) []trackPoint {
	type place struct {
		told, dated bool
		day         int32
	}
	var kept []trackPoint
	at := map[place]int{} // index into kept
	for _, point := range points {
		here := place{point.Told, point.dated, 0}
		if point.dated {
			here.day = min(max(point.day, first-1), last+1)
		}
		i, stands := at[here]
		if !stands {
			point.Count = 1
			at[here] = len(kept)
			kept = append(kept, point)
			continue
		}
		switch kept[i].Count++; {
		case kept[i].Count <= trackTitles:
			kept[i].Title += "\n" + point.Title
		case kept[i].Count == trackTitles+1:
			kept[i].Title += "\n…"
		}
	}
	return kept
}

// window is the days that the axis shows. It is those on which something was told, and as many again on either side, a week at
// least; where nothing is known of these, the middle half of all days, and three times as many on either side, two weeks at least.
// It reaches no further than days do.
func window(days, told []int32) (first, last int32) {
	if len(days) == 0 {
		return 0, 0
	}
	var low, high, reach int32
	if len(told) > 0 {
		low, high = slices.Min(told), slices.Max(told)
		reach = max(high-low, 7)
	} else {
		days = slices.Sorted(slices.Values(days))
		low, high = days[len(days)/4], days[len(days)*3/4]
		reach = max(3*(high-low), 14)
	}
	first, last = high, low
	for _, day := range days {
		if day >= low-reach && day <= high+reach {
			first, last = min(first, day), max(last, day)
		}
	}
	return first, last
}

// ticks name days between two, the first with its year.
func ticks(first, last int32, at func(int32) int) []trackHead {
	var heads []trackHead
	add := func(day int32, layout string) {
		if len(heads) == 0 && layout == "2 Jan" {
			layout = "2 Jan 2006"
		}
		heads = append(heads, trackHead{X: at(day), Text: date(day).Format(layout), Line: true})
	}
	length := last - first
	for _, step := range []int32{1, 2, 3, 7, 14} {
		if length <= step*trackTicks {
			for day := first; day <= last; day += step {
				add(day, "2 Jan")
			}
			return heads
		}
	}
	for _, months := range []int{1, 3, 6, 12, 60, 120, 600, 1200, 12000} {
		if length > int32(months)*31*trackTicks {
			continue
		}
		begin := date(first)
		for month := begin.Year()*12 + int(begin.Month()) - 1; ; month++ {
			day := int32(time.Date(month/12, time.Month(month%12+1), 1, 0, 0, 0, 0, time.UTC).Unix() / 86400)
			if day > last {
				return heads
			}
			if day >= first && month%months == 0 {
				add(day, map[bool]string{true: "2006", false: "Jan 2006"}[months >= 12])
			}
		}
	}
	add(first, "2006")
	add(last, "2006")
	return heads
}

func date(day int32) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

// told is the point of a document's publication.
func (o *opened) toldPoint(id hearsay.DocID) trackPoint {
	published := o.reading(id).Document.Published
	point := trackPoint{Told: true, Doc: id, Title: fmt.Sprintf("%s %s, published %s", o.Tag(id), o.Name(id), cmp.Or(o.docs[id].Published.Value, "no date stated"))}
	if published.Known() && published.Grain != hearsay.GrainYear && published.Grain != hearsay.GrainMonth {
		point.day, point.dated = int32(published.Day()), true
	}
	return point
}

// Track is the story's time line, drawn: on which days things happened and, document by document, when it was published and
// of which days it tells. It is nil where no document tells of any. Of a story of very many documents the drawing
// shows the part that the table shows.
func (p storyPage) Track() *track {
	o, shown, before := p.opened, p.Timeline, 0
	if len(o.Documents) > limits.TrackRows {
		shown, before = p.Moments.Rows, p.Moments.Before
	}
	if len(shown) == 0 {
		return nil
	}
	all := trackLine{Name: "what happened"}
	of := map[hearsay.DocID][]trackPoint{}
	for i := range shown {
		moment, entry := &shown[i], &o.archived.Ledger.Timeline[before+i]
		doc := moment.Sentence.Doc
		point := trackPoint{
			Span: &moment.Sentence, Title: fmt.Sprintf("%s, “%s”: %s", cmp.Or(moment.Day, "no day known"), plain(moment.Time), brief(moment.Sentence)),
			day: entry.Day, dated: entry.Resolved,
		}
		if !entry.Resolved {
			point.day = 0
		}
		of[doc] = append(of[doc], point)
		point.Title = o.Tag(doc) + " " + point.Title
		all.Points = append(all.Points, point)
	}
	rows := []trackLine{all}
	for _, id := range o.Documents {
		if len(of[id]) == 0 && len(shown) < len(p.Timeline) {
			continue
		}
		rows = append(rows, trackLine{Name: o.Tag(id) + " " + o.Name(id), Doc: id, Points: append(of[id], o.toldPoint(id))})
	}
	return newTrack(rows)
}
