package attribution

import (
	"slices"

	"hearsay"
)

// asideReach is how many words behind a cue may say to whom and where something was said.
const asideReach = 16

// addressees finds to whom a draft's source speaks ("told CNN", "in an interview with Fox News") and the document or
// broadcast that it was said in ("in a memo", "on Twitter"). Both stand near the cue and outside the content.
func (f *Finder) addressees(s *sheet, sentence run, d *draft) {
	if d.frame == frameAskedOf && len(d.toldTo) == 0 && len(d.content) > 0 {
		f.asked(s, sentence, d)
	}
	if d.cue.empty() || d.frame == frameAccording || !d.takesSource() {
		return
	}
	if len(d.content) > 0 && d.medium.empty() && s.is(d.content[0].from, "in") && s.words[d.content[0].from].quoted == 0 {
		// Labels that begin the content too early: "said in a statement it was".
		first := &d.content[0]
		if medium := s.mediumRight(f, first.from, first.to); !medium.empty() && medium.to < first.to &&
			s.finite(run{medium.to, first.to}) {
			d.medium = medium
			first.from = medium.to
			s.tidy(d)
		}
	}
	if d.medium.empty() {
		d.medium = f.openingMedium(s, sentence, d)
	}
	at := d.cue.from
	for at < d.cue.to && f.verbs[s.words[at].text] == frameFree {
		at++
	}
	at = min(at, d.cue.to-1) + 1
	tells := s.in(at-1, "tells")
	for limit := min(sentence.to, d.cue.to+asideReach); at < limit; {
		if within(d.content, at) {
			return
		}
		if within(d.source, at) {
			at++
			continue
		}
		switch {
		case tells:
			tells = false
			if addressee := f.addressee(s, at, limit); !addressee.empty() {
				addressee = s.clip(addressee, d)
				d.toldTo = append(d.toldTo, s.untimed(addressee))
				at = addressee.to
				continue
			}
		case s.is(at, "to", "with") && s.tagged(at, hearsay.TagIN, hearsay.TagTO) && (at == d.cue.to || s.mediumBefore(f,
			at)):
			if addressee := f.nounRight(s, at+1, limit); !addressee.empty() && len(d.toldTo) == 0 {
				d.toldTo = append(d.toldTo, s.untimed(s.clip(addressee, d)))
			}
		case s.in(at, "said-in") && d.medium.empty():
			if medium := s.mediumRight(f, at, limit); !medium.empty() {
				d.medium = s.clip(medium, d)
			}
		}
		at++
	}
	if len(d.toldTo) == 0 && !d.medium.empty() {
		f.addresseeOf(s, d)
	}
}

// openingMedium is what a sentence that begins with it says a thing in: "In an appearance on CNN, Roe said".
func (f *Finder) openingMedium(s *sheet, sentence run, d *draft) run {
	medium := s.mediumRight(f, sentence.from, sentence.to)
	if medium.empty() {
		return run{}
	}
	if s.is(medium.to, "on", "with") {
		medium.to = max(medium.to, f.nounRight(s, medium.to+1, sentence.to).to)
	}
	if !s.is(medium.to, ",") || d.cue.from < medium.to || within(d.content, medium.from) || within(d.source, medium.from) {
		return run{}
	}
	return medium
}

// asked gives "Asked about the bridge, Roe said" whom it asks: who stands behind the comma.
func (f *Finder) asked(s *sheet, sentence run, d *draft) {
	at := d.content[len(d.content)-1].to
	if at < d.cue.to || !s.is(at, ",") && !s.is(at-1, ",") {
		return
	}
	if s.is(at, ",") {
		at++
	}
	if answerer := f.nounRight(s, at, sentence.to); !answerer.empty() {
		d.toldTo = append(d.toldTo, answerer)
	}
}

// untimed is an addressee without the time behind it and the quotation marks around it: "told Fox News late Thursday".
func (s *sheet) untimed(r run) run {
	for r.len() > 1 && (s.dayName(r.to-1) || s.in(r.to-1, "day-part") || s.in(r.to-1, "late") || s.is(r.to-1, "on")) {
		r.to--
	}
	if r.len() > 2 && s.words[r.from].mark() && s.words[r.to-1].mark() {
		r.from, r.to = r.from+1, r.to-1
	}
	return r
}

// addressee is who is told at the word: a noun phrase, or a broadcast in quotation marks ("told “Face the Nation”
// that").
func (f *Finder) addressee(s *sheet, at, ceiling int) run {
	if at >= len(s.words) || s.words[at].quoted == 0 || !s.words[at].mark() {
		noun := f.nounRight(s, at, ceiling)
		for next := noun.from + 1; next < noun.to; next++ {
			if s.in(next, "where") {
				noun.to = next // "told lawmakers in a closed session"
			}
		}
		return noun
	}
	if quote := s.quotes[s.words[at].quoted-1]; quote.from == at && quote.to < ceiling &&
		s.plainWords(quote) <= quotationWords &&
		!s.words[quote.to].punctuation() {
		return quote
	}
	return run{}
}

// addresseeOf finds the addressee within a medium: "in an interview with Fox News".
func (f *Finder) addresseeOf(s *sheet, d *draft) {
	for at := d.medium.from; at < d.medium.to; at++ {
		if !s.is(at, "with", "to") {
			continue
		}
		if addressee := f.nounRight(s, at+1, d.medium.to); !addressee.empty() {
			d.toldTo = append(d.toldTo, addressee)
			return
		}
	}
}

// mediumBefore reports whether a noun such as "interview" stands right before the preposition.
func (s *sheet) mediumBefore(f *Finder, at int) bool {
	return at > 0 && s.in(at-1, "medium")
}

// mediumRight is the phrase from a preposition on, if it names something to say a thing in.
func (s *sheet) mediumRight(f *Finder, at, ceiling int) run {
	phrase := f.nounRight(s, at+1, ceiling)
	if phrase.empty() {
		return run{}
	}
	if r := (run{at, phrase.to}); f.isMedium(s, r) {
		return r
	}
	return run{}
}

// isMedium reports whether a prepositional phrase names a document, an interview or a broadcast.
func (f *Finder) isMedium(s *sheet, phrase run) bool {
	if !s.in(phrase.from, "said-in") {
		return false
	}
	head := f.coreNoun(s, phrase.from+1, phrase.to)
	if head < 0 {
		return false
	}
	return s.in(head, "medium") || s.in(head, "platform") || s.words[head].outlet > 0 ||
		s.is(phrase.from, "in", "on") && f.nouns[s.words[head].text].class == nounDocument
}

// within reports whether one of the runs has the word.
func within(runs []run, at int) bool {
	return slices.ContainsFunc(runs, func(r run) bool { return r.has(at) })
}

// clip cuts a run before the first word of the draft's own content or source.
func (s *sheet) clip(r run, d *draft) run {
	for at := r.from; at < r.to; at++ {
		if within(d.content, at) || within(d.source, at) {
			r.to = max(at, r.from)
			break
		}
	}
	return r
}
