package chronology

import "hearsay"

// thread is what a text has named so far and may go back to.
type thread struct {
	time     hearsay.Time // the last date of the calendar; By is empty where there is none
	sentence int          // in which it stands
	period   period
	told     int // the sentence that named the period
}

// period is the quarter, or the year where quarter is 0, of which a text last gave figures. Year 0 is none.
type period struct{ year, quarter int }

// before is the time that a sentence may go back to: one named earlier in it or in the sentence before, or nil.
func (t *thread) before(sentence int) *hearsay.Time {
	if t.time.By == "" || sentence-t.sentence > 1 {
		return nil
	}
	return &t.time
}

// take notes what was read.
func (t *thread) take(r *resolver, sentence int) {
	back := r.form == formReported || r.form == formRelative && r.n < 0 // said only to compare
	if r.Resolved && !back && (r.Kind == hearsay.TimeDate || r.Kind == hearsay.TimeClock) {
		t.time, t.sentence = *r.Time, sentence
	}
	if !r.anchor.known || r.tense == tenseFuture {
		return
	}
	switch {
	case r.form == formQuarter && r.Resolved:
		if r.year > t.period.year || r.year == t.period.year && r.n > t.period.quarter { // older ones are to compare with
			t.period, t.told = period{r.year, r.n}, sentence
		}
	case r.reportsYear() && r.anchor.civil.month > 3:
		t.period, t.told = period{r.anchor.civil.year, 0}, sentence
	}
}

// reportsYear reports whether figures that stand beside the expression are those of a year or most of one.
func (r *resolver) reportsYear() bool {
	return r.Kind == hearsay.TimeDuration && (r.Value == "P6M" || r.Value == "P9M" || r.Value == "P12M")
}

// relative resolves what lies n units from a time that the text names before, if that is at least as fine as the unit.
func (r *resolver) relative(before *hearsay.Time) {
	if before == nil || int(before.Last)-int(before.First) >= unitDays[r.unit] {
		r.Value = openValue(r.unit)
		return
	}
	r.from(before.First)
}

// reported resolves a quarter, or a year, by that of which the text gives figures.
func (r *resolver) reported(of period) {
	if of.year == 0 {
		r.Value = openValue(r.unit)
		return
	}
	if r.year == 0 {
		r.year = of.year + r.n
	}
	r.Inferred = true
	if r.n = of.quarter; r.n == 0 {
		r.date()
		return
	}
	r.stretch("Q", 3)
}
