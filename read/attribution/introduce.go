package attribution

import (
	"cmp"
	"slices"

	"hearsay"
)

// introduceRule is the rule that makes a draft of the words before a quotation.
const introduceRule = "introduces quotation"

// introduce gives the quotation that fills the sentence behind a colon to whom the words before the colon name: "Roe
// continued:", "according to the letter:". The quotation may begin the next paragraph. It adds a draft where none stands
// at those words, and marks the one that does; quotations joins the two.
func (f *Finder) introduce(s *sheet, sentence run, drafts []*draft) []*draft {
	if sentence.len() < 3 || !s.is(sentence.to-1, ":") || sentence.to >= len(s.words) || s.words[sentence.to-1].quoted > 0 {
		return drafts
	}
	quoted := s.words[sentence.to].quoted
	if quoted == 0 || s.quotes[quoted-1].from != sentence.to || !s.alone(s.quotes[quoted-1]) {
		return drafts
	}
	for at := sentence.to - 2; at >= sentence.from; at-- {
		if i := slices.IndexFunc(drafts, func(d *draft) bool { return d.cue.has(at) }); i >= 0 {
			d := drafts[i]
			told := s.told(d)
			if d.frame == frameAccording && told > 0 {
				continue
			}
			if told < 2 && len(d.source) > 0 && d.takesSource() && d.frame != frameRefuse {
				d.content, d.opens = nil, true // "what Roe said:" tells nothing but the quotation
			}
			return drafts
		}
		if !s.finiteAt(at) && !s.tagged(at, hearsay.TagVBN) {
			continue
		}
		frame, said := f.verbs[s.words[at].text]
		if !said && !s.in(at, "introduces") {
			return drafts
		}
		if !said {
			frame = frameSay
		}
		d := &draft{cue: run{at, at + 1}, frame: frame, by: introduceRule, opens: true}
		subject := f.subject(s, d, sentence)
		if subject.empty() || !f.speaks(s, subject, frameSay) {
			return drafts
		}
		d.source = []run{subject}
		drafts = append(drafts, d)
		slices.SortStableFunc(drafts, func(a, b *draft) int { return cmp.Compare(a.cue.from, b.cue.from) })
		return drafts
	}
	return drafts
}
