package archive

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/query"
	"hearsay/store"
)

// summaryRevision names the rules by which summaries are made. It changes whenever one may come out otherwise; they are
// then made again with their ledgers.
const summaryRevision = "1/" + query.IndexRevision

// current reports whether a summary is that of the ledger with the key, by the rules of now.
func current(summary store.Summary, key store.Key) bool {
	return summary.Key == key && summary.Revision == summaryRevision
}

// keyed is a ledger with its summary.
func keyed(key store.Key, ledger *hearsay.Ledger, readings []hearsay.Reading) store.KeyedLedger {
	return store.KeyedLedger{Key: key, Ledger: *ledger, Summary: Summarize(key, ledger, readings)}
}

// Summarize makes the summary of a ledger. Readings are those of the story's documents.
func Summarize(key store.Key, ledger *hearsay.Ledger, readings []hearsay.Reading) store.Summary {
	s := summarizer{ledger: ledger, readings: make(map[hearsay.DocID]*hearsay.Reading, len(readings)),
		numbers: make(map[hearsay.DocID]int, len(readings))}
	for i := range readings {
		s.readings[readings[i].Document.ID] = &readings[i]
	}
	for i, id := range ledger.Story.Docs {
		s.numbers[id] = i + 1
	}
	s.made = store.Summary{Key: key, Revision: summaryRevision, Claims: len(ledger.Claims), Bases: make([]int, hearsay.Bases)}
	s.claims()
	s.adds()
	s.outlets()
	s.copies()
	s.people()
	return s.made
}

type summarizer struct {
	ledger   *hearsay.Ledger
	readings map[hearsay.DocID]*hearsay.Reading
	numbers  map[hearsay.DocID]int
	made     store.Summary
}

func (s *summarizer) claims() {
	origins := map[hearsay.OriginID]bool{}
	for i := range s.ledger.Claims {
		claim := &s.ledger.Claims[i]
		shared := claim.Documents() > 1
		if shared {
			s.made.Shared++
		}
		for t := range claim.Tellings {
			telling := &claim.Tellings[t]
			if telling.Possible || !shared && len(s.ledger.Story.Docs) > 1 {
				continue
			}
			s.made.Bases[s.ledger.Basis(telling)]++
			if !shared {
				continue
			}
			s.made.Tellings++
			for _, id := range telling.Origins {
				if s.ledger.Origins[id-1].Kind.Traced() {
					origins[id] = true
				}
			}
		}
		denied := slices.ContainsFunc(claim.Apart, func(t hearsay.Telling) bool { return t.Stance == hearsay.Denied })
		for _, count := range []struct {
			of    *int
			holds bool
		}{
			{&s.made.Differ, len(claim.Differences) > 0}, {&s.made.Apart, len(claim.Apart) > 0}, {&s.made.Denied, denied},
			{&s.made.Disputed, denied || len(claim.Differences) > 0},
		} {
			if count.holds {
				*count.of++
			}
		}
	}
	s.made.Origins = len(origins)
	if len(s.ledger.Claims) > 0 {
		s.made.Top = s.top(&s.ledger.Claims[0])
	}
}

func (s *summarizer) top(claim *hearsay.Claim) *store.TopClaim {
	top := &store.TopClaim{
		ID: claim.ID, Headline: s.extract(claim.Headline), Documents: claim.Documents(), Outlets: len(claim.Outlets),
	}
	for i := range claim.Tellings {
		if !claim.Tellings[i].Possible {
			top.Tellings++
		}
	}
	for i := range claim.Intervals {
		of := &claim.Intervals[i]
		top.Intervals = append(top.Intervals, store.Counted{Level: of.Level, Min: of.Min, Max: of.Max, Untraced: of.Untraced})
	}
	return top
}

// extract is the beginning of the first of a ref's spans, to a word's end where it is cut.
func (s *summarizer) extract(ref hearsay.Ref) store.Extract {
	e := store.Extract{Doc: ref.Doc, Span: ref.Spans[0]}
	e.Words = e.Span.Of(s.readings[ref.Doc].Document.Text)
	if len(e.Words) > limits.SummaryWords {
		e.Words = cut(e.Words, limits.SummaryWords)
	}
	return e
}

// cut is the beginning of a text that is longer than so many bytes, to the end of a word if there is one.
func cut(text string, most int) string {
	if end := strings.LastIndexAny(text[:most+1], " \t\n"); end > 0 {
		return text[:end]
	}
	return strings.ToValidUTF8(text[:most], "")
}

func (s *summarizer) named(id hearsay.DocID) store.Named {
	doc := &s.readings[id].Document
	named := store.Named{Doc: id, Number: s.numbers[id], Outlet: doc.Outlet.Value, Title: doc.Title.Value}
	if len(named.Title) > limits.SummaryWords {
		named.Title = cut(named.Title, limits.SummaryWords)
	}
	return named
}

func (s *summarizer) adds() {
	for i := range s.ledger.Adds {
		if s.ledger.Adds[i].Nothing {
			s.made.Nothing++
		}
	}
	for i := len(s.ledger.Adds) - 1; i > 0; i-- {
		if add := &s.ledger.Adds[i]; len(add.Claims) > 0 && !add.Undated {
			s.made.Newest = &store.Newest{By: s.named(add.Doc), Said: s.extract(add.Claims[0])}
			return
		}
	}
}

func (s *summarizer) outlets() {
	set := map[string]bool{}
	for _, id := range s.ledger.Story.Docs {
		if outlet := s.readings[id].Document.Outlet.Value; outlet != "" && !set[outlet] {
			set[outlet] = true
			s.made.Outlets = append(s.made.Outlets, outlet)
		}
	}
	slices.Sort(s.made.Outlets)
	s.made.Outlets, s.made.MoreOutlets = first(s.made.Outlets, limits.SummaryOutlets)
}

// first are the first n, and how many come after these.
func first[S ~[]E, E any](all S, n int) (S, int) {
	n = min(n, len(all))
	return all[:n:n], len(all) - n
}

// copies are the classes of documents that near-copies connect, each under its earliest.
func (s *summarizer) copies() {
	parent := map[hearsay.DocID]hearsay.DocID{}
	of := map[hearsay.DocID]hearsay.DocID{} // the first near copy of each
	root := func(id hearsay.DocID) hearsay.DocID {
		for parent[id] != "" {
			id = parent[id]
		}
		return id
	}
	for i := range s.ledger.Overlaps {
		overlap := &s.ledger.Overlaps[i]
		if !overlap.NearCopy {
			continue
		}
		a, b := overlap.A, overlap.B
		if s.numbers[a] > s.numbers[b] {
			a, b = b, a
		}
		if held := of[b]; held == "" || s.numbers[a] < s.numbers[held] {
			of[b] = a
		}
		if x, y := root(a), root(b); x != y {
			if s.numbers[x] > s.numbers[y] {
				x, y = y, x
			}
			parent[y] = x
		}
		if of[a] == "" {
			of[a] = b
		}
	}
	at := map[hearsay.DocID]int{}
	for _, id := range s.ledger.Story.Docs {
		lead := root(id)
		if parent[id] == "" {
			continue
		}
		n, known := at[lead]
		if !known {
			if len(s.made.Copies) == limits.SummaryLeads {
				s.made.MoreCopies++
				continue
			}
			n = len(s.made.Copies)
			at[lead] = n
			s.made.Copies = append(s.made.Copies, store.Copied{Lead: s.named(lead)})
		}
		copied := &s.made.Copies[n]
		if len(copied.Copies) == limits.SummaryCopies {
			copied.More++
			continue
		}
		copied.Copies = append(copied.Copies, store.Copy{Named: s.named(id), Of: of[id]})
	}
	slices.SortFunc(s.made.Copies, func(a, b store.Copied) int { return cmp.Compare(a.Lead.Number, b.Lead.Number) })
}

func (s *summarizer) people() {
	type known struct {
		identity  *hearsay.Identity
		documents int
	}
	var all []known
	for i := range s.ledger.Identities {
		identity := &s.ledger.Identities[i]
		if identity.Kind != hearsay.EntityPerson && identity.Kind != hearsay.EntityBody {
			continue
		}
		docs := map[hearsay.DocID]bool{}
		for _, member := range identity.Members {
			docs[member.Doc] = true
		}
		all = append(all, known{identity, len(docs)})
	}
	slices.SortStableFunc(all, func(a, b known) int {
		return cmp.Or(cmp.Compare(b.documents, a.documents), cmp.Compare(a.identity.Kind, b.identity.Kind))
	})
	all, s.made.MorePeople = first(all, limits.SummaryPeople)
	for _, one := range all {
		names := query.NamesOf(one.identity, func(id hearsay.DocID) *hearsay.Reading { return s.readings[id] })
		called := store.Called{ID: one.identity.ID, Name: one.identity.Name, Folded: query.FoldNames(names)}
		if len(called.Name) > limits.SummaryNames {
			called.Name = cut(called.Name, limits.SummaryNames)
		}
		s.made.People = append(s.made.People, called)
	}
}
