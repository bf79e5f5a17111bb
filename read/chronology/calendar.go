package chronology

import (
	"fmt"
	"strconv"
	"time"
)

// civil is a day of the calendar.
type civil struct{ year, month, day int }

// anchor is the day on which a document was published, if known.
type anchor struct {
	known bool
	day   int // since 1970-01-01
	civil civil
}

func anchorAt(day int) anchor { return anchor{true, day, civilOf(int32(day))} }

func civilOf(day int32) civil {
	at := time.Unix(int64(day)*86400, 0).UTC()
	return civil{at.Year(), int(at.Month()), at.Day()}
}

// dayOf is the number of a day since 1970-01-01. Months and days beyond the calendar run on into the next.
func dayOf(year, month, day int) int32 {
	return int32(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func daysIn(year, month int) int { return int(dayOf(year, month+1, 1) - dayOf(year, month, 1)) }

// weekdayOf is 1 for Monday to 7 for Sunday.
func weekdayOf(day int32) int { return (int(day)%7+7+3)%7 + 1 }

func dayValue(c civil) string { return fmt.Sprintf("%04d-%02d-%02d", c.year, c.month, c.day) }

func monthValue(year, month int) string { return fmt.Sprintf("%04d-%02d", year, month) }

// weekValue is the week of ISO 8601 that holds a day.
func weekValue(day int32) string {
	year, week := time.Unix(int64(day)*86400, 0).UTC().ISOWeek()
	return strconv.Itoa(year) + "-W" + two(week)
}

// nth is the n-th weekday of a month, or the last for -1.
func nth(year, month, weekday, n int) int32 {
	if n < 0 {
		last := dayOf(year, month+1, 0)
		return last - int32((weekdayOf(last)-weekday+7)%7)
	}
	first := dayOf(year, month, 1)
	return first + int32((weekday-weekdayOf(first)+7)%7) + int32(7*(n-1))
}
