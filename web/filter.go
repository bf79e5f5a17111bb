package web

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/query"
	"hearsay/report"
)

// storyFilter is which stories are shown: all that every part of it holds of.
type storyFilter struct {
	Person, Outlet, After, Before string // as in a query: about, outlet, after, before
	One                           bool   // the claim told by most, told by two documents or more, rests on one origin at most
	Denied                        bool   // a claim is denied
}

func parseFilter(asked url.Values) storyFilter {
	return storyFilter{
		Person: asked.Get("person"), Outlet: asked.Get("outlet"), After: asked.Get("after"), Before: asked.Get("before"),
		One: asked.Has("one"), Denied: asked.Has("denied"),
	}
}

// Any reports whether the filter leaves anything out.
func (f storyFilter) Any() bool { return f != storyFilter{} }

// values are the filter as part of an address.
func (f storyFilter) values() url.Values {
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

// Sorted is the address of the same stories in an order.
func (f storyFilter) Sorted(by string) string {
	values := f.values()
	values.Set("sort", by)
	return "/?" + values.Encode()
}

// query is the filter's part that the index of words can answer; nil where there is none.
func (f storyFilter) query() (*query.Query, error) {
	var terms []string
	for _, part := range []struct{ field, value string }{{"about", f.Person}, {"outlet", f.Outlet}, {"after", f.After}, {"before", f.Before}} {
		if value := strings.TrimSpace(strings.ReplaceAll(part.value, `"`, " ")); value != "" {
			terms = append(terms, fmt.Sprintf("%s:%q", part.field, value))
		}
	}
	if len(terms) == 0 {
		return nil, nil
	}
	parsed, err := query.Parse(strings.Join(terms, " "))
	if err != nil {
		return nil, badRequest{err}
	}
	return parsed, nil
}

// holds reports whether the filter holds of a story, which the index has found to be likely.
func (f storyFilter) holds(story *opened, parsed *query.Query) bool {
	if f.One && !story.rests() || f.Denied && !story.denied() {
		return false
	}
	if parsed == nil {
		return true
	}
	found := parsed.Search(&story.archived.Ledger, story.archived.Readings)
	return len(found.Claims)+len(found.Places) > 0
}

// rests reports whether the claim told by most rests on one origin at most.
func (o *opened) rests() bool {
	if len(o.Claims) == 0 || o.Claims[0].Documents < 2 {
		return false
	}
	intervals := o.Claims[0].Intervals
	return len(intervals) > 0 && intervals[len(intervals)-1].Max <= 1
}

// denied reports whether somebody denies a claim.
func (o *opened) denied() bool {
	for i := range o.Claims {
		for t := range o.Claims[i].Apart {
			if o.Claims[i].Apart[t].Stance == hearsay.Denied {
				return true
			}
		}
	}
	return false
}

// filtered are the stories that a filter holds of, a page of them from a place in the order on, and the place where the
// next page begins; 0 if there is none.
func (l *library) filtered(ctx context.Context, f storyFilter, sort, from string) (rows []storyRow, next int, err error) {
	parsed, err := f.query()
	if err != nil {
		return nil, 0, err
	}
	held := l.held()
	entries := held.contents.Stories
	if parsed != nil {
		if entries, err = l.narrow(ctx, held, parsed.Wanted()); err != nil {
			return nil, 0, err
		}
	}
	entries = sorted(entries, sort)
	first, err := strconv.Atoi(from)
	if err != nil || first < 0 || first > len(entries) {
		return nil, 0, badRequest{fmt.Errorf("%s may be meant, and %q is no place among them", report.Count(len(entries), "story", "stories"), from)}
	}
	for at := first; at < len(entries); at++ {
		if len(rows) == limits.PageStories {
			return rows, at, nil
		}
		story, err := l.openOn(ctx, held, entries[at].Story.ID)
		if err != nil {
			return nil, 0, err
		}
		if f.holds(story, parsed) {
			rows = append(rows, held.row(story, entries[at]))
		}
	}
	return rows, 0, nil
}
