package web

import (
	"fmt"
	"net/url"
	"strings"

	"hearsay/archive"
	"hearsay/query"
)

// storyFilter is which stories are shown: those of which every part holds by itself.
type storyFilter struct {
	Person string // somebody in it, or a body, is called so
	Outlet string // one of its documents is of an outlet called so
	After  string // something of it was published after this day, month or year
	Before string // or before
	One    bool   // the claim told by most, told by two documents or more, rests on one origin at most
	Denied bool   // somebody denies a claim

	person, outlet query.Name
	after, before  int // days since 1970-01-01; meaningful where After and Before are set
}

// parseFilter reads the filter of an address.
func parseFilter(asked url.Values) (storyFilter, error) {
	f := storyFilter{One: asked.Has("one"), Denied: asked.Has("denied")}
	for _, part := range []struct {
		name string
		to   *string
	}{{"person", &f.Person}, {"outlet", &f.Outlet}, {"after", &f.After}, {"before", &f.Before}} {
		*part.to = strings.TrimSpace(asked.Get(part.name))
	}
	f.person, f.outlet = query.NewName(f.Person), query.NewName(f.Outlet)
	var err error
	if f.After != "" {
		if _, f.after, err = query.Days(f.After); err != nil {
			return f, notADate("after", f.After)
		}
	}
	if f.Before != "" {
		if f.before, _, err = query.Days(f.Before); err != nil {
			return f, notADate("before", f.Before)
		}
	}
	return f, nil
}

func notADate(name, value string) error {
	return badRequest{fmt.Errorf("%s takes a date as 2017, 2017-06 or 2017-06-30, not %q", name, value)}
}

// Any reports whether the filter leaves anything out.
func (f *storyFilter) Any() bool { return len(f.values()) > 0 }

// values are the filter as part of an address.
func (f *storyFilter) values() url.Values {
	values := url.Values{}
	for _, part := range []struct{ name, value string }{{"person", f.Person}, {"outlet", f.Outlet}, {"after", f.After}, {"before", f.Before}} {
		if part.value != "" {
			values.Set(part.name, part.value)
		}
	}
	for _, part := range []struct {
		name string
		set  bool
	}{{"one", f.One}, {"denied", f.Denied}} {
		if part.set {
			values.Set(part.name, "")
		}
	}
	return values
}

// address is that of a page of the stories that the filter holds of, in an order.
func (f *storyFilter) address(sort string, page int) string {
	values := f.values()
	values.Set("sort", sort)
	if page > 1 {
		values.Set("page", fmt.Sprint(page))
	}
	return "/?" + values.Encode()
}

// Sorted is the address of the same stories in an order.
func (f *storyFilter) Sorted(by string) string { return f.address(by, 1) }

// chosen are those of some stories, by their index, that the filter holds of.
func (f *storyFilter) chosen(entries []archive.Entry, order []int) []int {
	if !f.Any() {
		return order
	}
	outlets := map[string]bool{} // whether each is called so
	var chosen []int
	for _, at := range order {
		if f.holds(&entries[at], outlets) {
			chosen = append(chosen, at)
		}
	}
	return chosen
}

func (f *storyFilter) holds(entry *archive.Entry, outlets map[string]bool) bool {
	about := &entry.Story.About
	switch {
	case f.One && !rests(entry), f.Denied && entry.Denied == 0,
		f.After != "" && (!about.Dated || int(about.Last) <= f.after),
		f.Before != "" && (!about.Dated || int(about.First) >= f.before),
		f.Person != "" && f.called(entry) < 0:
		return false
	}
	if f.Outlet == "" {
		return true
	}
	for _, outlet := range entry.Outlets {
		is, known := outlets[outlet]
		if !known {
			is = f.outlet.Of(query.FoldNames([]string{outlet}))
			outlets[outlet] = is
		}
		if is {
			return true
		}
	}
	return false
}

// called is the index of the first of a story's people who is called as the filter asks, or -1.
func (f *storyFilter) called(entry *archive.Entry) int {
	for i := range entry.People {
		if f.person.Of(entry.People[i].Folded) {
			return i
		}
	}
	return -1
}

// rests reports whether the claim told by most rests on one origin at most.
func rests(entry *archive.Entry) bool {
	top := entry.Top
	return top != nil && top.Documents > 1 && len(top.Intervals) > 0 && top.Intervals[len(top.Intervals)-1].Max <= 1
}
