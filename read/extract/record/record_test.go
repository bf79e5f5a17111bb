package record_test

import (
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/read/extract/record"
)

func TestParseDate(t *testing.T) {
	for _, test := range []struct {
		written, want string // want is the beginning of the date in UTC
		grain         hearsay.Grain
	}{
		{"2017-06-06", "2017-06-06 00:00:00", hearsay.GrainDay},
		{"2017/6/6", "2017-06-06 00:00:00", hearsay.GrainDay},
		{"2017-06", "2017-06-01 00:00:00", hearsay.GrainMonth},
		{"2017", "2017-01-01 00:00:00", hearsay.GrainYear},
		{"20170606", "2017-06-06 00:00:00", hearsay.GrainDay},
		{"17323", "2017-06-06 00:00:00", hearsay.GrainDay},
		{"1496759400", "2017-06-06 14:30:00", hearsay.GrainTime},
		{"1496759400000", "2017-06-06 14:30:00", hearsay.GrainTime},
		{"2017-06-06T14:30:00Z", "2017-06-06 14:30:00", hearsay.GrainTime},
		{"2017-06-06T22:30:00-04:00", "2017-06-07 02:30:00", hearsay.GrainTime},
		{"2017-06-06 10:30:00.123 +0000 UTC", "", 0},
		{"2017-06-06T14:30:00.123+0000", "2017-06-06 14:30:00", hearsay.GrainTime},
		{"2017-06-06 14:30", "2017-06-06 00:00:00", hearsay.GrainDay},
		{"2017-06-06T14:30:00", "2017-06-06 00:00:00", hearsay.GrainDay},
		{"June 6, 2017", "2017-06-06 00:00:00", hearsay.GrainDay},
		{"Jun. 6th, 2017", "2017-06-06 00:00:00", hearsay.GrainDay},
		{"6 June 2017", "2017-06-06 00:00:00", hearsay.GrainDay},
		{" Tuesday, June 6, 2017 at 5:30 PM EDT", "2017-06-06 21:30:00", hearsay.GrainTime},
		{"Tuesday, June 6, 2017, 5:30 p.m. ET", "2017-06-06 00:00:00", hearsay.GrainDay},
		{"Tue, 06 Jun 2017 14:30:00 GMT", "2017-06-06 14:30:00", hearsay.GrainTime},
		{"Tue, 6 Jun 2017 10:30:00 -0400 (EDT)", "2017-06-06 14:30:00", hearsay.GrainTime},
		{"Sept. 2016", "2016-09-01 00:00:00", hearsay.GrainMonth},
		{"12/25/2016", "2016-12-25 00:00:00", hearsay.GrainDay},
		{"25.12.2016", "2016-12-25 00:00:00", hearsay.GrainDay},
		{"06/07/2017", "", 0},
		{"2017-02-30", "", 0},
		{"2017-06-06T25:00:00Z", "", 0},
		{"June 31, 2017", "", 0},
		{"Tuesday", "", 0},
		{"soon", "", 0},
		{"", "", 0},
		{"123", "", 0},
		{strings.Repeat("2017 ", 100), "", 0},
	} {
		date, err := record.ParseDate(test.written)
		if test.want == "" {
			if err == nil || !strings.Contains(err.Error(), "write 2017-06-06") {
				t.Errorf("ParseDate(%q) = %+v, %v; want an error that names the forms", test.written, date, err)
			}
			continue
		}
		got := time.Unix(date.Unix, 0).UTC().Format(time.DateTime)
		if err != nil || got != test.want || date.Grain != test.grain || date.How != hearsay.HowUnknown {
			t.Errorf("ParseDate(%q) = %s %v, %v; want %s %v", test.written, got, date.Grain, err, test.want,
				test.grain)
		}
	}
}

func TestRead(t *testing.T) {
	reader := record.New()
	for _, test := range []struct {
		raw  string
		want record.Fields
	}{
		{`{"text":" A b.\n","title":" T ","src":"CNN","day":17323,"gold":""}`,
			record.Fields{Text: " A b.\n", Title: "T", Outlet: "CNN", Published: "17323", Day: true}},
		{`{"Content":"short","full_text":"whole","Published At":"2017-06-06","created":"2018"}`,
			record.Fields{Text: "whole", Published: "2017-06-06"}},
		{`{"text":"","body":["one","two"],"url":null,"link":"http://x.example"}`,
			record.Fields{Text: "one, two", URL: "http://x.example"}},
		{`{"body":["` + strings.Repeat("long ", 20) + `","two"]}`,
			record.Fields{Text: strings.TrimSpace(strings.Repeat("long ", 20)) + "\n\ntwo"}},
		{`{"source":{"id":null,"name":"CNN"},"authors":["Ann Lee",{"name":"Bo Katz"}],"headline":{"main":"T"}}`,
			record.Fields{Outlet: "CNN", Author: "Ann Lee, Bo Katz", Title: "T"}},
		{`{"path":"a/b.txt","publisher":"X","language":"en"}`,
			record.Fields{File: "a/b.txt", Outlet: "X", Language: "en"}},
		{`{"text":["",["no"],7]}`, record.Fields{Text: "7"}},
	} {
		got, err := reader.Read([]byte(test.raw))
		if err != nil || got != test.want {
			t.Errorf("Read(%s) = %+v, %v; want %+v", test.raw, got, err, test.want)
		}
	}
	for _, raw := range []string{``, `{`, `[]`, `{"a":1} {}`, `{"a":}`, `7`, `{"a":1`} {
		if got, err := reader.Read([]byte(raw)); err == nil {
			t.Errorf("Read(%s) = %+v, want an error", raw, got)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("June 6, 2017 at 5:30 PM EDT")
	f.Add("2017-06-06T14:30:00-04:00")
	f.Add("1496759400000")
	f.Fuzz(func(t *testing.T, written string) {
		date, err := record.ParseDate(written)
		if (err == nil) != date.Known() {
			t.Errorf("ParseDate(%q) = %+v, %v", written, date, err)
		}
		if year := time.Unix(date.Unix, 0).UTC().Year(); date.Known() && (year < 1599 || year > 3000) {
			t.Errorf("ParseDate(%q) is in the year %d", written, year)
		}
	})
}
