package archive

import (
	"slices"

	"hearsay"
	"hearsay/collate"
)

// Worded returns the saga with the terms that link the story to others as the story's documents have them.
func (s *Story) Worded(saga *hearsay.Saga) *hearsay.Saga {
	worded := *saga
	worded.Links = slices.Clone(saga.Links)
	id := s.Ledger.Story.ID
	for i := range worded.Links {
		link := &worded.Links[i]
		if link.A != id && link.B != id {
			continue
		}
		for n := range s.Readings {
			link.Terms = collate.Surface(&s.Readings[n].Document, link.Terms)
		}
	}
	return &worded
}
