package record

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"hearsay"
)

// dateForms is what an unreadable date is answered with.
const dateForms = `write 2017-06-06, 2017-06, 2017, 2017-06-06T14:30:00Z, "June 6, 2017", "6 June 2017", ` +
	`or seconds since 1970`

// ParseDate reads a date of publication as people and pages write it: RFC 3339 and its shorter forms (2017-06-06,
// 2017-06, 2017), compact (20170606), in English words ("June 6, 2017", "Tue, 6 Jun 2017 14:30:00 GMT"), and numbers:
// four digits are a year, five digits days since 1970-01-01, eight a compact date, nine and more seconds, milliseconds
// or microseconds since 1970.
//
// A time of day counts only with its zone: without one the grain is the day, because "earlier" between two outlets must
// not hang on where their clocks stood. A date that can be read two ways (06/07/2017) is an error. How is left unknown
// for the caller to set. Errors name the accepted forms.
func ParseDate(written string) (hearsay.Date, error) {
	text := strings.Join(strings.Fields(written), " ")
	date, why := parseDate(text)
	if why != "" {
		return hearsay.Date{}, fmt.Errorf("read date %q: %s; %s", clip(text), why, dateForms)
	}
	return date, nil
}

// clip shortens what an error repeats.
func clip(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// No date of a publication lies outside these years, which tells them from other numbers.
const (
	firstYear = 1600
	lastYear  = 2999
)

var (
	isoDate = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[Tt, ] ?(.+))?)?$`)
	clock   = regexp.MustCompile(`^(\d{1,2})[:.](\d{2})(?::(\d{2})(?:[.,]\d+)?)? ?(?:([AaPp])\.?[Mm]\.?)? ?(.*)$`)
	offset  = regexp.MustCompile(`^(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})$`)
	slashed = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[, ]+(.+))?$`)
)

const longestDate = 200 // bytes; what is longer is not a date

func parseDate(text string) (hearsay.Date, string) {
	if text == "" {
		return hearsay.Date{}, "it is empty"
	}
	if len(text) > longestDate {
		return hearsay.Date{}, "it is too long for a date"
	}
	if number, err := strconv.ParseInt(strings.TrimSuffix(text, ".0"), 10, 64); err == nil {
		return dateOfNumber(number, len(strings.TrimPrefix(strings.TrimSuffix(text, ".0"), "-")))
	}
	if parts := isoDate.FindStringSubmatch(text); parts != nil {
		year, month, day := atoi(parts[1]), atoi(parts[2]), atoi(parts[3])
		if parts[3] == "" {
			return dateOfMonth(year, month)
		}
		return dateOf(year, month, day, parts[4])
	}
	if parts := slashed.FindStringSubmatch(text); parts != nil {
		first, second, year := atoi(parts[1]), atoi(parts[2]), atoi(parts[3])
		switch {
		case first <= 12 && second <= 12 && first != second:
			return hearsay.Date{}, "day and month can be read either way"
		case first <= 12:
			return dateOf(year, first, second, parts[4])
		default:
			return dateOf(year, second, first, parts[4])
		}
	}
	return dateOfWords(text)
}

func atoi(digits string) int {
	number, _ := strconv.Atoi(digits) // the expressions let only a few digits through; "" is 0
	return number
}

func dateOfNumber(number int64, digits int) (hearsay.Date, string) {
	switch {
	case digits == 4 && number >= firstYear && number <= lastYear:
		return hearsay.Date{Unix: unix(int(number), 1, 1), Grain: hearsay.GrainYear}, ""
	case digits == 5 && number > 0:
		return hearsay.Date{Unix: number * daySeconds, Grain: hearsay.GrainDay}, ""
	case digits == 8 && number > 0:
		return dateOf(int(number/10_000), int(number/100%100), int(number%100), "")
	case digits >= 9 && digits <= 11:
		return instant(number)
	case digits >= 12 && digits <= 14:
		return instant(number / 1_000)
	case digits >= 15 && digits <= 17:
		return instant(number / 1_000_000)
	}
	return hearsay.Date{}, "no date has that many digits"
}

const daySeconds = 24 * 60 * 60

// parseDay reads a count of days since 1970-01-01 UTC, and any other form of date where the field holds one.
func parseDay(written string) (hearsay.Date, error) {
	const lastDay = 400_000 // in the year 3065
	if days, err := strconv.ParseInt(strings.TrimSuffix(written, ".0"), 10, 64); err == nil && days >= -lastDay &&
		days <= lastDay {
		return hearsay.Date{Unix: days * daySeconds, Grain: hearsay.GrainDay}, nil
	}
	return ParseDate(written)
}

func instant(seconds int64) (hearsay.Date, string) {
	if year := time.Unix(seconds, 0).UTC().Year(); year < firstYear || year > lastYear {
		return hearsay.Date{}, "the year is out of range"
	}
	return hearsay.Date{Unix: seconds, Grain: hearsay.GrainTime}, ""
}

func unix(year, month, day int) int64 {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix()
}

func dateOfMonth(year, month int) (hearsay.Date, string) {
	if year < firstYear || year > lastYear || month < 1 || month > 12 {
		return hearsay.Date{}, "there is no such month"
	}
	return hearsay.Date{Unix: unix(year, month, 1), Grain: hearsay.GrainMonth}, ""
}

// dateOf is a day with what stands behind it, which is empty or a time.
func dateOf(year, month, day int, rest string) (hearsay.Date, string) {
	start := unix(year, month, day)
	at := time.Unix(start, 0).UTC()
	if year < firstYear || year > lastYear || at.Year() != year || int(at.Month()) != month || at.Day() != day {
		return hearsay.Date{}, "there is no such day"
	}
	date := hearsay.Date{Unix: start, Grain: hearsay.GrainDay}
	if rest == "" {
		return date, ""
	}
	parts := clock.FindStringSubmatch(rest)
	if parts == nil {
		return hearsay.Date{}, fmt.Sprintf("%q is not a time", clip(rest))
	}
	hour, minute, second := atoi(parts[1]), atoi(parts[2]), atoi(parts[3])
	switch half := strings.ToLower(parts[4]); {
	case hour > 23 || minute > 59 || second > 60 || half != "" && (hour < 1 || hour > 12):
		return hearsay.Date{}, "there is no such time"
	case half == "p" && hour < 12:
		hour += 12
	case half == "a" && hour == 12:
		hour = 0
	}
	east, zoned, ok := zone(strings.TrimSpace(parts[5]))
	if !ok {
		return hearsay.Date{}, fmt.Sprintf("%q is not a time zone", clip(parts[5]))
	}
	if zoned {
		date.Unix += int64(hour*3600+minute*60+second) - int64(east)
		date.Grain = hearsay.GrainTime
	}
	return date, ""
}

// zone is how many seconds east of UTC a zone is. A name that does not fix that ("ET", "local") is a zone, but not
// zoned.
func zone(name string) (east int, zoned, ok bool) {
	// "-0400 (EDT)" says it twice.
	if cut, _, found := strings.Cut(name, "("); found {
		name = strings.TrimSpace(cut)
	}
	if parts := offset.FindStringSubmatch(name); parts != nil {
		east = atoi(parts[2])*3600 + atoi(parts[3])*60
		if parts[1] == "-" {
			east = -east
		}
		return east, true, true
	}
	switch strings.ToUpper(name) {
	case "Z", "UTC", "GMT":
		return 0, true, true
	case "EDT":
		return -4 * 3600, true, true
	case "EST", "CDT":
		return -5 * 3600, true, true
	case "CST", "MDT":
		return -6 * 3600, true, true
	case "MST", "PDT":
		return -7 * 3600, true, true
	case "PST":
		return -8 * 3600, true, true
	}
	for _, c := range name {
		if !unicode.IsLetter(c) && c != '/' && c != '_' {
			return 0, false, false
		}
	}
	return 0, false, len(name) <= 5 || strings.Contains(name, "/")
}

// dateOfWords reads "Tuesday, June 6th, 2017 at 5:30 PM EDT", "6 June 2017", "June 2017".
func dateOfWords(text string) (hearsay.Date, string) {
	year, month, day := 0, 0, 0
	words := strings.FieldsFunc(text, func(c rune) bool { return c == ' ' || c == ',' || c == '-' || c == '|' })
	for i, word := range words {
		number, digits := ordinal(word)
		switch {
		case month == 0 && monthOf(word) != 0:
			month = monthOf(word)
		case digits >= 1 && digits <= 2 && day == 0:
			day = number
		case digits == 4 && year == 0:
			year = number
		case isWeekday(word) && i == 0 || strings.EqualFold(word, "of") || strings.EqualFold(word, "the"):
		default:
			return hearsay.Date{}, fmt.Sprintf("%q is not part of a date", clip(word))
		}
		if month == 0 || year == 0 || day == 0 {
			continue
		}
		// What follows the day is its time, with "at" before it at times.
		rest := after(text, words[:i+1])
		rest = strings.TrimLeft(rest, " ,|-–—")
		if cut, found := strings.CutPrefix(rest, "at "); found {
			rest = cut
		}
		return dateOf(year, month, day, rest)
	}
	if month != 0 && year != 0 {
		return dateOfMonth(year, month)
	}
	return hearsay.Date{}, "it has no day, month and year"
}

// after is what stands in text behind the words, which it begins with in that order.
func after(text string, words []string) string {
	for _, word := range words {
		_, text, _ = strings.Cut(text, word)
	}
	return text
}

// ordinal reads "6", "6th", "1st" and says with how many digits it was written; 0 digits is no number.
func ordinal(word string) (number, digits int) {
	bare := word
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		bare = strings.TrimSuffix(bare, suffix)
	}
	for _, c := range bare {
		if c < '0' || c > '9' {
			return 0, 0
		}
	}
	if len(bare) == 0 || len(bare) > 4 || len(bare) > 2 && bare != word {
		return 0, 0
	}
	return atoi(bare), len(bare)
}

// monthOf is the number of an English month's name, whole or cut to at least three letters ("Sept."), or 0.
func monthOf(word string) int {
	word = strings.ToLower(strings.TrimSuffix(word, "."))
	if len(word) < 3 {
		return 0
	}
	for month := time.January; month <= time.December; month++ {
		if strings.HasPrefix(strings.ToLower(month.String()), word) {
			return int(month)
		}
	}
	return 0
}

func isWeekday(word string) bool {
	word = strings.ToLower(strings.TrimSuffix(word, "."))
	if len(word) < 3 {
		return false
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.HasPrefix(strings.ToLower(day.String()), word) {
			return true
		}
	}
	return false
}
