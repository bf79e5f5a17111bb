package store

import (
	"cmp"
	"fmt"
	"slices"

	"hearsay"
)

// CheckCapture returns an error unless the capture has the identity that its outlet, URL and bytes give it. One that
// was skipped may be known by its path alone.
func CheckCapture(capture hearsay.Capture) error {
	switch {
	case capture.ID == "":
		return fmt.Errorf("a capture of %q has no ID", capture.Paths)
	case capture.Skip.Skipped():
		return nil
	}
	if want := hearsay.NewDocID(capture.Outlet, capture.URL, capture.Bytes); capture.ID != want {
		return fmt.Errorf("capture %s has the outlet, URL and bytes of %s", capture.ID, want)
	}
	return nil
}

// Merge is what two captures of one ID come to. It is commutative, associative and idempotent, so that what is held
// does not depend on the order of arrival: the paths are united; what is known goes before what is not, a capture that
// could be taken before one that was skipped, and of two different values the lesser stays.
func Merge(a, b hearsay.Capture) hearsay.Capture {
	merged := a
	if compareTaken(b, a) < 0 {
		merged.Media, merged.Skip, merged.Bytes = b.Media, b.Skip, b.Bytes
	}
	merged.Outlet, merged.URL = lesser(a.Outlet, b.Outlet), lesser(a.URL, b.URL)
	merged.Title, merged.Author = lesser(a.Title, b.Title), lesser(a.Author, b.Author)
	if compareDates(b.Published, a.Published) < 0 {
		merged.Published = b.Published
	}
	merged.Published.Span = hearsay.Span{} // what was given stands nowhere in the text
	if !merged.Published.Known() {
		merged.Published = hearsay.Date{}
	}
	merged.Paths = slices.Concat(a.Paths, b.Paths)
	slices.Sort(merged.Paths)
	merged.Paths = slices.Compact(merged.Paths)
	return merged
}

// MergeAll is one capture for each ID, in the order in which they first stand. The paths of one are sorted once, however
// often its bytes were found.
func MergeAll(captures []hearsay.Capture) []hearsay.Capture {
	at := make(map[hearsay.DocID]int, len(captures))
	var merged []hearsay.Capture
	var paths [][]string
	for _, capture := range captures {
		i, known := at[capture.ID]
		if !known {
			i = len(merged)
			at[capture.ID] = i
			merged, paths = append(merged, capture), append(paths, nil)
		}
		paths[i] = append(paths[i], capture.Paths...)
		merged[i].Paths, capture.Paths = nil, nil
		merged[i] = Merge(merged[i], capture)
	}
	for i := range merged {
		slices.Sort(paths[i])
		merged[i].Paths = slices.Compact(paths[i])
	}
	return merged
}

// SameButPaths reports whether a reading of one capture is a reading of the other.
func SameButPaths(a, b hearsay.Capture) bool {
	return a.ID == b.ID && compareTaken(a, b) == 0 && a.Outlet == b.Outlet && a.URL == b.URL &&
		a.Title == b.Title && a.Author == b.Author && compareDates(a.Published, b.Published) == 0
}

// compareTaken orders captures by whether and how their bytes were taken.
func compareTaken(a, b hearsay.Capture) int {
	return cmp.Or(
		cmp.Compare(a.Skip.Reason, b.Skip.Reason),
		cmp.Compare(a.Skip.Detail, b.Skip.Detail),
		cmp.Compare(a.Media, b.Media),
		slices.Compare(a.Bytes, b.Bytes))
}

func compareDates(a, b hearsay.Date) int {
	return cmp.Or(a.Compare(b), cmp.Compare(b.How, a.How))
}

func lesser(a, b string) string {
	if a == "" || b == "" {
		return max(a, b)
	}
	return min(a, b)
}
