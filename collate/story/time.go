package story

import "hearsay"

// Window is the number of days beyond which two dated documents are not of one story.
const Window = 5

// gap is the days between two dates. It is not known unless both are known to the day.
func gap(a, b hearsay.Date) (days int, known bool) {
	if !dated(a) || !dated(b) {
		return 0, false
	}
	days = b.Day() - a.Day()
	return max(days, -days), true
}

// dated reports whether a date is known to the day; a month or a year says too little.
func dated(date hearsay.Date) bool { return date.Grain >= hearsay.GrainDay }
