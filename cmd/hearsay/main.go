// Command hearsay reads the coverage of something and shows, claim by claim and down to the words, who is behind it.
//
// Each verb is one file of this package. The exit statuses are those of docs/format.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"

	"hearsay/archive"
	"hearsay/intake"
	"hearsay/intake/fetch"
	"hearsay/read"
	"hearsay/store"
)

// Exit statuses.
const (
	exitDone    = 0
	exitFailed  = 1 // failed, or nothing could be read
	exitUsage   = 2
	exitSkipped = 3 // done, but some inputs were skipped
	exitMatched = 4 // done, and a rule of --fail-on matched
	exitNoStore = 10
	exitLocked  = 11
	exitDamaged = 12
	exitNewer   = 13
)

// version is set when a release is linked.
var version = ""

// command is the command line.
type command struct {
	Read     readCommand     `cmd:"" help:"Read files, folders and archives, and print who is behind each claim."`
	Stories  storiesCommand  `cmd:"" help:"List the stories of a store, densest first."`
	Story    storyCommand    `cmd:"" help:"Print one story of a store."`
	Claims   claimsCommand   `cmd:"" help:"List the claims, densest first."`
	Why      whyCommand      `cmd:"" help:"Print how a claim's tellings were joined, followed and counted."`
	People   peopleCommand   `cmd:"" help:"List who is named, and how often they say, deny or decline something."`
	Person   personCommand   `cmd:"" help:"Print what is held on somebody: names, roles, statements, denials."`
	Sources  sourcesCommand  `cmd:"" help:"List who is behind the claims."`
	Timeline timelineCommand `cmd:"" help:"Print when things happened and when they were told."`
	WhoFirst whoFirstCommand `cmd:"" name:"who-first" help:"Say who told each claim first."`
	Find     findCommand     `cmd:"" help:"Find claims and sentences."`
	Passages passagesCommand `cmd:"" help:"List the passages that stand in two documents."`
	Serve    serveCommand    `cmd:"" help:"Show what is held as pages in a browser on this machine."`
	MCP      mcpCommand      `cmd:"" name:"mcp" help:"Answer a program that speaks the Model Context Protocol."`
	Export   exportCommand   `cmd:"" help:"Write what is held in a format of others."`
	Set      setCommand      `cmd:"" help:"State a document's outlet, date, title, author or URL."`
	Forget   forgetCommand   `cmd:"" help:"Leave a document out of everything."`
	Merge    mergeCommand    `cmd:"" help:"State that stories are one."`
	Split    splitCommand    `cmd:"" help:"State that documents of a story are a story of their own."`
	Wrong    wrongCommand    `cmd:"" help:"State that tellings of a claim are misread: they count nowhere."`
	Join     joinCommand     `cmd:"" help:"State that two claims are one."`
	Part     partCommand     `cmd:"" help:"State that tellings are not of a claim."`

	JoinNames joinNamesCommand `cmd:"" name:"join-names" help:"State that two names are one person's, or one body's."`
	PartNames partNamesCommand `cmd:"" name:"part-names" help:"State that a name is somebody else's in some documents."`

	Edits  editsCommand  `cmd:"" help:"List what you stated, and what it comes to."`
	Undo   undoCommand   `cmd:"" help:"Take back the last edit."`
	Rules  rulesCommand  `cmd:"" help:"Print the rules that prompts go by, or verify a desk's own."`
	Check  checkCommand  `cmd:"" help:"Verify everything that a store holds."`
	Eval   evalCommand   `cmd:"" help:"Measure hearsay on a corpus with gold labels."`
	Limits limitsCommand `cmd:"" help:"Print how well each feature was measured to work, and which gaps are known."`

	Version kong.VersionFlag `help:"Print the version and exit."`
}

// process is what a verb runs in.
type process struct {
	ctx    context.Context
	stdin  io.Reader
	stdout io.Writer
	stderr *os.File
	fetch  intake.Fetcher
	// colour and width describe stdout where it is a terminal.
	color bool
	width int
}

// status ends a verb with an exit status that is no failure.
type status int

func (s status) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var cmd command
	exited := -1
	parser, err := kong.New(&cmd,
		kong.Name("hearsay"),
		kong.Description("Who says so? Reads coverage on your own machine and shows who is really behind each claim."),
		kong.Vars{"version": versionString(), "formats": "What to write: " + exportNames()},
		kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		fmt.Fprintln(os.Stderr, "hearsay:", err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 {
		return exited // --help, --version
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "hearsay: %v\nRun \"hearsay --help\" for usage.\n", err)
		return exitUsage
	}
	color, width := terminal(os.Stdout)
	err = parsed.Run(&process{
		ctx: ctx, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, fetch: fetch.New(agent()), color: color, width: width,
	})
	return exitCode(err)
}

// exitCode reports an error to the person and turns it into an exit status.
func exitCode(err error) int {
	var ended status
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &ended):
		return int(ended)
	}
	fmt.Fprintln(os.Stderr, "hearsay:", err)
	var usage usageError
	switch {
	case errors.As(err, &usage):
		return exitUsage
	case errors.Is(err, store.ErrNoStore):
		return exitNoStore
	case errors.Is(err, store.ErrLocked):
		return exitLocked
	case errors.Is(err, store.ErrDamaged):
		return exitDamaged
	case errors.Is(err, store.ErrNewer):
		return exitNewer
	}
	return exitFailed
}

// usageError is a mistake in what was asked for.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// versionString says what this program is: its release or commit, its rules and models, and what it was built for.
func versionString() string {
	v := version
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = "development"
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
				v += " " + setting.Value[:12]
			}
		}
	}
	return fmt.Sprintf("hearsay %s, rules %s, %s/%s", v, archive.Revision(read.Fast), runtime.GOOS, runtime.GOARCH)
}

// agent is what this program calls itself to the servers of pages (RFC 9110, 10.1.5).
func agent() string { return strings.ReplaceAll(program(), " ", "/") }

// program names this program in a report. It says nothing that differs between two builds of one release.
func program() string {
	if version == "" {
		return "hearsay"
	}
	return "hearsay " + version
}
