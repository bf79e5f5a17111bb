package read

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
)

// benchArticles is how many documents the benchmarks read, benchWords about how many words each has.
const (
	benchArticles = 100
	benchWords    = 600
)

// articles are the captures that the benchmarks read: records of about benchWords words of the AllSides set where
// HEARSAY_CORPORA names the folder of the corpora, else made-up ones.
func articles(b *testing.B) []hearsay.Capture {
	b.Helper()
	corpora := os.Getenv("HEARSAY_CORPORA")
	var captures []hearsay.Capture
	if corpora == "" {
		for i := range benchArticles {
			data := []byte(madeUp(uint32(i)))
			captures = append(captures, hearsay.Capture{ID: hearsay.NewDocID("", "", data), Media: hearsay.MediaText, Bytes: data})
		}
		return captures
	}
	file, err := os.Open(filepath.Join(corpora, "stories", "allsides-dev.jsonl.gz"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewReader(unpacked)
	for len(captures) < benchArticles {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			b.Fatal(err)
		}
		if words := len(strings.Fields(string(line))); words >= benchWords*3/4 && words <= benchWords*3/2 {
			captures = append(captures, hearsay.Capture{ID: hearsay.NewDocID("", "", line), Media: hearsay.MediaRecord, Bytes: line})
		}
	}
	return captures
}

// madeUp is an article of about benchWords words, another for each seed.
func madeUp(seed uint32) string {
	pick := func(list []string) string {
		seed = seed*1664525 + 1013904223
		return list[int(seed>>8)%len(list)]
	}
	people := strings.Split("Anna Roe,Peter Lund,Mara Okafor,Tomas Hale,Judith Brandt,Owen Castellan,Priya Nair,Rufus Teague,"+
		"Lena Marsh,Idris Vale,Nora Whitlock,Gideon Park,Selma Duarte,Victor Amsel,Ruth Calloway,Dana Frisk", ",")
	roles := strings.Split("port director,mayor,council member,deputy minister,union leader,former prosecutor,spokesman for the agency,"+
		"chief engineer,county judge,budget secretary,hospital director,professor of law", ",")
	bodies := strings.Split("the Harbor Authority,the city council,the Transport Ministry,the Dockers Union,Quayside Energy,"+
		"the state senate,the Lowland Institute,the National Audit Court,Brandt and Sons,the fisheries committee", ",")
	places := strings.Split("Saltmere,Port Ellery,Northwick,the capital,Grenmouth,Lake Arden,the eastern district,Holloway County", ",")
	says := strings.Split("said,told reporters,wrote in a letter,argued,acknowledged,insisted,confirmed,announced,warned,added", ",")
	acts := strings.Split("resign,reopen the terminal,cut the budget,sell the old ferries,hire two hundred workers,release the report,"+
		"close the bridge for repairs,appeal the ruling,raise the toll,investigate the spill,meet the strikers,postpone the vote", ",")
	days := strings.Split("on Monday,late Tuesday,last week,in March,on June 12,two days earlier,this month,by 9 p.m. Thursday,"+
		"in the third quarter,in 2016", ",")
	things := strings.Split("the contract,a leaked memo,the shipping fees,an internal audit,the new schedule,the emergency fund,"+
		"a pension plan,the harbor wall,several emails,the court order,the election result,a safety inspection", ",")
	sentences := []func() string{
		func() string {
			return pick(people) + ", the " + pick(roles) + ", " + pick(says) + " " + pick(days) + " that " + pick(bodies) + " would " + pick(acts) + "."
		},
		func() string {
			return "“We never agreed to " + pick(acts) + ", and nobody asked us about " + pick(things) + ",” " + pick(people) + " " + pick(says) + "."
		},
		func() string {
			return "Two people familiar with " + pick(things) + " said " + pick(bodies) + " had refused to " + pick(acts) + " " + pick(days) + "."
		},
		func() string {
			return "According to " + pick(bodies) + ", " + pick(things) + " cost $4.5 million more than expected, and work in " + pick(places) + " stopped " + pick(days) + "."
		},
		func() string {
			return "In " + pick(places) + ", where residents have waited for years, the decision to " + pick(acts) + " was met with anger."
		},
		func() string {
			return "The " + pick(roles) + " declined to comment on " + pick(things) + ", but officials who asked not to be named disputed that account."
		},
		func() string {
			return "Earlier, " + pick(bodies) + " denied that it had planned to " + pick(acts) + " before " + pick(things) + " became public " + pick(days) + "."
		},
		func() string {
			return "She " + pick(says) + " that " + pick(people) + " “should " + pick(acts) + "” if " + pick(things) + " turned out to be false."
		},
		func() string {
			return "Critics of " + pick(bodies) + " have long questioned " + pick(things) + "; supporters point to the 1,200 jobs it brought to " + pick(places) + "."
		},
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s may %s\n\nBy %s\n\nSALTMERE (Saltmere Herald) — ", pick(people), pick(acts), pick(people))
	for words := 0; words < benchWords; {
		for range 3 {
			sentence := sentences[int(seed>>16)%len(sentences)]()
			words += len(strings.Fields(sentence))
			text.WriteString(sentence + " ")
		}
		text.WriteString("\n\n")
	}
	return text.String()
}

// BenchmarkStages measures each stage of reading alone, on what the stages before it made of the same documents: its
// tokens/s of one core, and the documents/s that it alone would allow. The last is reading as a whole.
func BenchmarkStages(b *testing.B) {
	captures := articles(b)
	r, err := New(Fast)
	if err != nil {
		b.Fatal(err)
	}
	var bare []hearsay.Document // as extraction leaves them
	var readings []hearsay.Reading
	var labels [][][]hearsay.Label
	var tagged [][]hearsay.TaggedName
	tokens := 0
	for _, capture := range captures {
		bare = append(bare, r.extractor.Extract(capture))
		reading := r.Read(capture)
		readings = append(readings, reading)
		labels = append(labels, r.labeler.Label(reading.Document.Text, reading.Sentences, reading.Quotations))
		tagged = append(tagged, r.namer.Find(reading.Document.Text, reading.Sentences))
		for _, sentence := range reading.Sentences {
			tokens += len(sentence.Tokens)
		}
	}
	for _, stage := range []struct {
		name string
		run  func(i int, reading *hearsay.Reading)
	}{
		{"extract", func(i int, _ *hearsay.Reading) { r.extractor.Extract(captures[i]) }},
		{"describe", func(i int, _ *hearsay.Reading) { doc := bare[i]; r.describer.Describe(&doc) }},
		{"sentence", func(_ int, reading *hearsay.Reading) { r.splitter.Split(&reading.Document) }},
		{"pos", func(_ int, reading *hearsay.Reading) { r.pos.Tag(reading.Document.Text, reading.Sentences) }},
		{"parse", func(_ int, reading *hearsay.Reading) { r.parser.Parse(reading.Document.Text, reading.Sentences) }},
		{"label", func(_ int, reading *hearsay.Reading) {
			r.labeler.Label(reading.Document.Text, reading.Sentences, reading.Quotations)
		}},
		{"names", func(_ int, reading *hearsay.Reading) { r.namer.Find(reading.Document.Text, reading.Sentences) }},
		{"entity", func(i int, reading *hearsay.Reading) {
			r.entities.Find(&reading.Document, reading.Sentences, reading.Quotations, tagged[i])
		}},
		{"chronology", func(_ int, reading *hearsay.Reading) { r.times.Find(&reading.Document, reading.Sentences) }},
		{"attribution", func(i int, reading *hearsay.Reading) { r.attributions.Find(reading, labels[i]) }},
		{"proposition", func(_ int, reading *hearsay.Reading) { r.propositions.Find(reading) }},
		{"all", func(i int, _ *hearsay.Reading) { r.Read(captures[i]) }},
	} {
		b.Run(stage.name, func(b *testing.B) {
			for b.Loop() {
				for i := range readings {
					stage.run(i, &readings[i])
				}
			}
			seconds := b.Elapsed().Seconds()
			b.ReportMetric(float64(b.N*tokens)/seconds, "tokens/s")
			b.ReportMetric(float64(b.N*len(captures))/seconds, "docs/s")
		})
	}
}
