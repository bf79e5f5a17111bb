package story

import "hearsay"

// Window is the number of days beyond which two dated documents are not of one story.
const Window = 5

// kernel is the factor for each gap in days up to the window, in 65536ths: exp(−gap²/2σ²) with σ of 1.5 days, so that
// a story may run for days but not for ever.
type kernel [Window + 1]int64

func newKernel() kernel { return kernel{65536, 52477, 26942, 8869, 1872, 253} }

func (k *kernel) at(days int) int64 {
	if days > Window {
		return 0
	}
	return k[days]
}

// gap is the days between two dates. It is not known unless both are known to the day.
func gap(a, b hearsay.Date) (days int, known bool) {
	if !dated(a) || !dated(b) {
		return 0, false
	}
	days = b.Day() - a.Day()
	return max(days, -days), true
}

// dated reports whether a date is known to the day; a month or a year says too little for the kernel.
func dated(date hearsay.Date) bool { return date.Grain >= hearsay.GrainDay }
