package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/archive"
	"hearsay/intake"
	"hearsay/lexicon"
	"hearsay/read"
	"hearsay/read/extract/record"
	"hearsay/report"
	"hearsay/store"
	"hearsay/store/mem"
	"hearsay/store/sqlite"
	"hearsay/web"
)

// format is how a report is printed.
type format struct {
	JSON    bool   `name:"json" xor:"format" help:"Print one JSON object (docs/format.md)."`
	MD      bool   `name:"md" xor:"format" help:"Print Markdown."`
	CSV     bool   `name:"csv" xor:"format" help:"Print a table with a row for each telling."`
	All     bool   `help:"Print every claim, person, passage and time, not only the first ones."`
	Offsets string `enum:"utf8,codepoint,utf16" default:"utf8" help:"What offsets count in JSON and tables: ${enum}."`
}

// model is what finds who says what.
type model struct {
	Model *read.Model `placeholder:"fast|deep" help:"What finds who says what: fast, or deep, which finds more and errs less at many times the cost. A store keeps to its model until another is named."`
}

func (m model) choice() archive.Choice {
	if m.Model == nil {
		return archive.Choice{}
	}
	return archive.Choice{Model: *m.Model, Chosen: true}
}

// families is which outlets are one.
type families struct {
	Families string `placeholder:"FILE" env:"HEARSAY_FAMILIES" help:"Your own table of families of outlets, whose reports do not corroborate one another: it goes before the one built in (docs/format.md)."`
}

// in adds the table to a choice.
func (f families) in(choice archive.Choice) (archive.Choice, error) {
	if f.Families == "" {
		return choice, nil
	}
	file, err := os.Open(f.Families)
	if err != nil {
		return choice, usageError{fmt.Errorf("--families: %w", err)}
	}
	defer file.Close() // only read
	table, err := lexicon.NewOutlets().ReadFamilies(f.Families, file)
	if err != nil {
		return choice, usageError{fmt.Errorf("--families: %w", err)}
	}
	choice.Families = table
	return choice, nil
}

// effort is how the work is done; it never changes the result.
type effort struct {
	Workers int  `help:"How many documents to work on at a time; 0 is one for each processor." default:"0"`
	Batch   int  `hidden:"" default:"0"`
	Quiet   bool `short:"q" help:"No progress on standard error."`
}

// with runs do over an open store, shows progress, and closes the store.
func (e effort) with(p *process, opened store.Store, choice archive.Choice, do func(*archive.Archive, *progress) error) error {
	defer opened.Close()
	show := newProgress(p.stderr, e.Quiet)
	defer show.close()
	workers := e.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	keeper, err := archive.New(p.ctx, opened, choice, archive.Options{Workers: workers, Batch: e.Batch, Progress: show.report})
	if err != nil {
		return err
	}
	return do(keeper, show)
}

// add takes in what the paths name.
func add(p *process, keeper *archive.Archive, paths []string, options intake.Options) ([]hearsay.DocID, error) {
	options.Stdin, options.Fetcher = p.stdin, p.fetch
	ids, err := keeper.Add(p.ctx, time.Now(), func(yield func(hearsay.Capture) error) error {
		return intake.Walk(p.ctx, paths, options, yield)
	})
	if errors.Is(err, intake.ErrUsage) {
		err = usageError{err}
	}
	return ids, err
}

type readCommand struct {
	Paths     []string `arg:"" name:"path" help:"Files, folders, globs; - is standard input; http:// or https:// is fetched."`
	Outlet    string   `help:"The outlet of all that is read, where a manifest does not say otherwise."`
	Published string   `help:"The publication date of all that is read, likewise: 2017-06-06."`
	Store     string   `placeholder:"DIR" help:"Keep captures and what was read in DIR; what is there already is not read again."`
	HTML      string   `name:"html" placeholder:"FILE" help:"Write the report to FILE too, as one page that needs no server, network or script."`
	Brat      string   `placeholder:"DIR" help:"Write who says what in each document to DIR too, in the standoff form of brat."`
	desk
	model
	families
	format
	effort
}

// Help is the long help of the verb.
func (*readCommand) Help() string {
	return `Reads text, Markdown, HTML, JSON, JSON Lines, CSV, mail, MHTML, DOCX and PDF files, in folders, zip and gzip
too, groups the articles into stories and prints the ledger of each. A URL is fetched, and nothing else but where its server
sends on to: from public hosts, over http and https, without cookies or login.

Prompts ask an editor to look again, by the rules that "hearsay rules" prints; --rules puts a desk's own in their place.
Before publishing, read the draft beside the collection: hearsay read draft.txt clips --only draft.txt --fail-on any

Exit status: 0 done; 1 failed, or nothing could be read; 2 usage; 3 done, but some inputs were skipped;
4 a rule of --fail-on matched (goes before 3); 10 no store; 11 store locked; 12 store damaged; 13 store from a newer version.`
}

// Run is the verb.
func (c *readCommand) Run(p *process) error {
	if c.Published != "" {
		if _, err := record.ParseDate(c.Published); err != nil {
			return usageError{fmt.Errorf("--published: %w", err)}
		}
	}
	if c.Brat != "" {
		if err := os.MkdirAll(c.Brat, 0o755); err != nil {
			return fmt.Errorf("--brat: make the folder: %w", err)
		}
	}
	prompts, err := c.prompter()
	if err != nil {
		return err
	}
	choice, err := c.in(c.choice())
	if err != nil {
		return err
	}
	opened, err := c.open(p)
	if err != nil {
		return err
	}
	return c.with(p, opened, choice, func(keeper *archive.Archive, show *progress) error {
		ids, err := add(p, keeper, c.Paths, intake.Options{Outlet: c.Outlet, Published: c.Published})
		if err != nil {
			return err
		}
		contents, err := keeper.Update(p.ctx)
		if err != nil {
			return err
		}
		show.close()
		contents = only(contents, ids)
		if c.Brat != "" {
			if err := writeStandoff(p, keeper, contents, c.Brat); err != nil {
				return fmt.Errorf("--brat: %w", err)
			}
		}
		if c.HTML != "" {
			if err := c.writePage(p, keeper, contents, prompts); err != nil {
				return fmt.Errorf("--html: %w", err)
			}
		}
		if err := c.print(p, keeper, contents, prompts); err != nil {
			return err
		}
		return prompts.status(readStatus(p, c.Paths, contents, len(ids)))
	})
}

// writePage writes the page, whole or not at all.
func (c *readCommand) writePage(p *process, keeper *archive.Archive, contents archive.Contents, prompts *prompts) error {
	stories, err := whole(p, keeper, contents)
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := web.WriteFile(&page, program(), keeper.Revision(), stories, contents.Skipped, prompts.prompter, 0); err != nil {
		return err
	}
	return os.WriteFile(c.HTML, page.Bytes(), 0o644)
}

// whole are the stories of contents with their readings.
func whole(p *process, keeper *archive.Archive, contents archive.Contents) ([]archive.Story, error) {
	var stories []archive.Story
	for story, err := range keeper.Each(p.ctx, contents.Stories) {
		if err != nil {
			return nil, err
		}
		stories = append(stories, story)
	}
	return stories, nil
}

// only keeps the stories and skipped documents that what was read now takes part in.
func only(contents archive.Contents, ids []hearsay.DocID) archive.Contents {
	holds := func(id hearsay.DocID) bool {
		_, found := slices.BinarySearch(ids, id)
		return found
	}
	contents.Stories = slices.DeleteFunc(contents.Stories, func(e archive.Entry) bool { return !slices.ContainsFunc(e.Story.Docs, holds) })
	contents.Skipped = slices.DeleteFunc(contents.Skipped, func(d hearsay.Document) bool { return !holds(d.ID) })
	return contents
}

func (c *readCommand) open(p *process) (store.Store, error) {
	if c.Store == "" {
		return mem.New(), nil
	}
	return sqlite.Create(p.ctx, c.Store)
}

// readStatus names every skipped input on standard error and chooses the exit status.
func readStatus(p *process, paths []string, contents archive.Contents, taken int) error {
	for _, doc := range contents.Skipped {
		fmt.Fprintf(p.stderr, "hearsay: skipped %s: %s: %s\n", strings.Join(doc.Paths, ", "), doc.Skip.Reason, doc.Skip.Detail)
	}
	switch {
	case len(contents.Stories) == 0 && taken == 0:
		return fmt.Errorf("nothing to read in %s: no files there", strings.Join(paths, ", "))
	case len(contents.Stories) == 0 && len(contents.Skipped) > 0:
		return errors.New("nothing could be read; the reasons are listed above")
	case len(contents.Skipped) > 0:
		return status(exitSkipped)
	}
	return nil
}

// print writes the report on contents.
func (f *format) print(p *process, keeper *archive.Archive, contents archive.Contents, prompts *prompts) error {
	made, err := report.Gather(f.parts(p, keeper, contents, prompts, !f.CSV))
	if err != nil {
		return err
	}
	return f.write(p.stdout, p, made)
}

// parts are the report on contents, story by story, and last what is of no story: where that is wanted, what their
// documents share with those of other stories is in it.
func (f *format) parts(p *process, keeper *archive.Archive, contents archive.Contents, prompts *prompts, across bool) report.Parts {
	return func(yield func(report.Part, error) bool) {
		sagas, shown := sagasByStory(contents.Sagas), map[hearsay.StoryID]bool{}
		for story, err := range keeper.Each(p.ctx, contents.Stories) {
			part := report.Part{}
			if err == nil {
				part, err = f.part(p, keeper, &story, prompts)
			}
			if !yield(part, err) || err != nil {
				return
			}
			if saga := sagas[story.Ledger.Story.ID]; saga != nil {
				*saga = *story.Worded(saga)
				shown[saga.ID] = true
			}
		}
		contents.Sagas = slices.DeleteFunc(slices.Clone(contents.Sagas), func(saga hearsay.Saga) bool { return !shown[saga.ID] })
		last, err := f.last(p, keeper, contents, prompts, across)
		yield(last, err)
	}
}

// part is the report on one story.
func (f *format) part(p *process, keeper *archive.Archive, story *archive.Story, prompts *prompts) (report.Part, error) {
	maker, err := report.NewMaker(program(), keeper.Revision(), report.Offsets(f.Offsets))
	if err != nil {
		return report.Part{}, err
	}
	maker.Add(&story.Ledger, story.Readings)
	prompts.add(p, maker, story)
	texts := map[hearsay.DocID]string{}
	for i := range story.Readings {
		texts[story.Readings[i].Document.ID] = story.Readings[i].Document.Text
	}
	return report.Part{Report: maker.Report(), Texts: texts}, nil
}

// last is the report on what is of no story.
func (f *format) last(p *process, keeper *archive.Archive, contents archive.Contents, prompts *prompts, across bool) (report.Part, error) {
	maker, err := report.NewMaker(program(), keeper.Revision(), report.Offsets(f.Offsets))
	if err != nil {
		return report.Part{}, err
	}
	if err := prompts.verify(); err != nil {
		return report.Part{}, err
	}
	for i := range contents.Sagas {
		maker.AddSaga(&contents.Sagas[i])
	}
	for i := range contents.Skipped {
		maker.Skip(&contents.Skipped[i])
	}
	if across {
		if err := f.shareAcross(p, keeper, contents, maker); err != nil {
			return report.Part{}, err
		}
	}
	return report.Part{Report: maker.Report()}, nil
}

// shareAcross adds what the documents of contents share with those of other stories. What a person reads is told of copied
// text alone; what a program reads, of all.
func (f *format) shareAcross(p *process, keeper *archive.Archive, contents archive.Contents, maker *report.Maker) error {
	var of []hearsay.DocID
	story := map[hearsay.DocID]int{}
	for i, entry := range contents.Stories {
		of = append(of, entry.Story.Docs...)
		for _, id := range entry.Story.Docs {
			story[id] = i + 1
		}
	}
	if len(of) == 0 {
		return nil
	}
	return share(p, keeper, of, maker, func(shared *archive.Shared) bool {
		a, b := story[shared.A.Document.ID], story[shared.B.Document.ID]
		if a == b {
			return false
		}
		if !f.JSON {
			shared.Passages = slices.DeleteFunc(shared.Passages, func(p hearsay.Passage) bool {
				return p.Kind != hearsay.PassageProse && p.Kind != hearsay.PassageWire
			})
		}
		return len(shared.Passages) > 0
	})
}

func (f *format) write(w io.Writer, p *process, made *report.Report) error {
	switch {
	case f.JSON:
		return report.WriteJSON(w, made)
	case f.MD:
		return report.WriteMarkdown(w, made, f.All)
	case f.CSV:
		return report.WriteCSV(w, report.Whole(made, nil))
	}
	return report.WriteText(w, made, report.Style{Width: p.width, Color: p.color, All: f.All})
}
