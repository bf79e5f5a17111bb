// Package intake takes in what a person brings: files, folders, archives, tables of articles, and pages by their URLs.
//
// It begins with the arguments of a command and ends with captures: one for every article, unread, with its path and
// what the person says of it; and one with a reason for everything that cannot be taken. It hands them on one by one,
// always in the same order, without holding an archive or a table in memory.
//
// # Paths
//
// A capture's path is the base name of the argument and the way from there, with forward slashes, so that the same
// folder gives the same paths wherever it stands: of argument /home/ann/clips the file a/b.txt is "clips/a/b.txt". Where
// two arguments have one base name, as many folders above are added as tell them apart. Standard input is "stdin". Behind
// the path of a file with many articles stands "#n", counted from 1; between an archive and its member stands "!". A gzip
// file is no archive: it holds one file and goes by its own name. The path of a page is the URL that was given.
//
// # Manifests
//
// A file manifest.jsonl in a folder, or in a folder of a zip archive, is not an article. Each of its lines is a JSON object
// with a path within the folder (field path or file; "a.jsonl#3" and a folder's name are paths, too) and any of outlet, url,
// title, author and published for it. Outlet and publication date hold for everything below a path, url, title and author
// for the path itself. What a manifest gives goes before Options; of several lines the one with the longest path. For a
// file given as argument the manifest beside it counts.
package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hearsay"
	"hearsay/intake/fetch"
	"hearsay/read/extract/record"
)

// Options are what a person says of everything that is taken in.
type Options struct {
	Outlet    string    // whose articles they are; "" if not said
	Published string    // when they were published, in any form of record.ParseDate; "" if not said
	Stdin     io.Reader // read for the argument "-"; nil is empty
	Fetcher   Fetcher   // of pages; nil where none are fetched
}

// Fetcher fetches the pages of addresses and yields them in that order.
type Fetcher interface {
	All(ctx context.Context, addresses []string) iter.Seq[fetch.Page]
}

// ErrUsage is wrapped by errors that are about the arguments and not about what they name.
var ErrUsage = errors.New("wrong arguments")

// Walk takes in all that args name and calls yield with each capture. An argument is a file, a folder (read with all
// folders in it, in the order of names, but for hidden ones), a pattern such as "clips/*.html" that the shell has left, "-"
// for standard input, or the URL of a page, which is fetched when all else is taken in. What cannot be taken is yielded
// with its Skip. Walk returns an error that wraps ErrUsage, before anything is read, if an argument names nothing, is a URL
// where there is no Options.Fetcher, or Options.Published is no date; the error of yield, which ends the walk; or that of the context.
func Walk(ctx context.Context, args []string, opts Options, yield func(hearsay.Capture) error) error {
	w := newWalker(ctx, yield)
	w.outlet = strings.TrimSpace(opts.Outlet)
	if opts.Published != "" {
		date, err := record.ParseDate(opts.Published)
		if err != nil {
			return fmt.Errorf("%w: published: %w", ErrUsage, err)
		}
		date.How = hearsay.HowGiven
		w.published = date
	}
	paths, addresses := parted(args)
	if len(addresses) > 0 && opts.Fetcher == nil {
		return fmt.Errorf("%w: nothing is fetched here: %s", ErrUsage, strings.Join(addresses, ", "))
	}
	roots, err := findRoots(paths)
	if err != nil {
		return err
	}
	for _, root := range roots {
		if err := w.root(root, opts.Stdin); err != nil {
			return err
		}
	}
	return w.pages(addresses, opts.Fetcher)
}

// walker is one walk. It is used by one goroutine.
type walker struct {
	ctx       context.Context
	yield     func(hearsay.Capture) error
	fields    *record.Reader
	formats   formats
	outlet    string
	published hearsay.Date
	rows      map[string]*row // of manifests, by path as reported
	beside    string          // the manifest beside the last file that was an argument
	walked    map[string]bool // folders, by their real place
}

func newWalker(ctx context.Context, yield func(hearsay.Capture) error) *walker {
	return &walker{
		ctx:     ctx,
		yield:   yield,
		fields:  record.New(),
		formats: newFormats(),
		rows:    map[string]*row{},
		walked:  map[string]bool{},
	}
}

// root is one thing that an argument names.
type root struct {
	disk string // where it is, or "-"
	path string // how it is reported
}

// findRoots resolves arguments and patterns into distinct roots with distinct paths.
func findRoots(args []string) ([]root, error) {
	var roots []root
	var missing []string
	for _, arg := range args {
		if arg == "-" {
			roots = append(roots, root{disk: "-"})
			continue
		}
		if _, err := os.Lstat(arg); !errors.Is(err, fs.ErrNotExist) {
			roots = append(roots, root{disk: arg})
			continue
		}
		matches, err := filepath.Glob(arg)
		if err != nil || len(matches) == 0 {
			missing = append(missing, arg)
			continue
		}
		for _, match := range matches {
			roots = append(roots, root{disk: match})
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("%w: no such file or folder: %s", ErrUsage, strings.Join(missing, ", "))
	}
	return named(roots), nil
}

// named gives every root its path and drops those named twice.
func named(roots []root) []root {
	var kept []root
	var folders [][]string // the parts of the place of each, outermost first
	seen := map[string]bool{}
	for _, r := range roots {
		place := r.disk
		if place != "-" {
			if absolute, err := filepath.Abs(place); err == nil {
				place = absolute
			}
		}
		if seen[place] {
			continue
		}
		seen[place] = true
		parts := strings.FieldsFunc(filepath.ToSlash(place), func(c rune) bool { return c == '/' })
		switch {
		case r.disk == "-":
			parts = []string{"stdin"}
		case len(parts) == 0:
			parts = []string{"root"}
		}
		kept = append(kept, r)
		folders = append(folders, parts)
	}
	for i := range kept {
		for n := 1; ; n++ {
			kept[i].path = tail(folders[i], n)
			shared := func(other []string) bool { return tail(other, n) == kept[i].path }
			if n >= len(folders[i]) || !slices.ContainsFunc(folders[:i], shared) &&
				!slices.ContainsFunc(folders[i+1:], shared) {
				break
			}
		}
	}
	return kept
}

// tail is the last n parts as a path.
func tail(parts []string, n int) string {
	return validPath(strings.Join(parts[max(0, len(parts)-n):], "/"))
}

func (w *walker) root(r root, stdin io.Reader) error {
	if r.disk == "-" {
		if stdin == nil {
			stdin = strings.NewReader("")
		}
		return w.item(item{path: r.path, name: r.path, size: -1}, stdin)
	}
	info, err := os.Stat(r.disk)
	if err == nil && info.IsDir() {
		clear(w.rows)
		w.beside = ""
		return w.folder(r.disk, r.path, nil)
	}
	if isManifest(r.path) {
		return nil
	}
	// The manifest beside a file says nothing of files that were not asked for.
	folder, _ := cutLast(r.path)
	if beside := filepath.Join(filepath.Dir(r.disk), manifestName); beside != w.beside {
		clear(w.rows)
		w.beside = beside
		if err := w.readManifest(beside, folder); err != nil {
			return err
		}
	}
	return w.file(r.disk, r.path)
}

// folder walks one folder. above are the real places of the folders that it stands in.
func (w *walker) folder(disk, path string, above []string) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	place, err := filepath.EvalSymlinks(disk)
	if err == nil {
		place, err = filepath.Abs(place)
	}
	if err != nil {
		return w.skip(path, hearsay.SkipUnreadable, "folder: %v", cause(err))
	}
	if slices.Contains(above, place) {
		return w.skip(path, hearsay.SkipUnreadable, "a link back to a folder that it stands in; not followed")
	}
	// A folder that two links lead to is read once.
	if w.walked[place] {
		return nil
	}
	w.walked[place] = true
	entries, err := os.ReadDir(disk)
	if err != nil {
		if err := w.skip(path, hearsay.SkipUnreadable, "folder: %v", cause(err)); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(entries, func(entry fs.DirEntry) bool { return isManifest(entry.Name()) }) {
		if err := w.readManifest(filepath.Join(disk, manifestName), path); err != nil {
			return err
		}
	}
	for _, entry := range entries {
		name := entry.Name()
		if isHidden(name) || isManifest(name) {
			continue
		}
		disk, path := filepath.Join(disk, name), path+"/"+validPath(name)
		if info, err := os.Stat(disk); err == nil && info.IsDir() {
			err = w.folder(disk, path, append(slices.Clip(above), place))
			if err != nil {
				return err
			}
			continue
		}
		if err := w.file(disk, path); err != nil {
			return err
		}
	}
	return w.unused(path)
}

// isHidden reports whether a name is one that file managers hide or make for themselves.
func isHidden(name string) bool {
	switch name {
	case "__MACOSX", "Thumbs.db", "desktop.ini":
		return true
	}
	return strings.HasPrefix(name, ".")
}

// validPath is a name on disk or in an archive as UTF-8.
func validPath(name string) string { return strings.ToValidUTF8(name, "\uFFFD") }

// cutLast parts a path before its last name.
func cutLast(path string) (folder, name string) {
	at := strings.LastIndexByte(path, '/')
	return path[:max(at, 0)], path[at+1:]
}

// cause is what the system says is wrong, without the place on this machine.
func cause(err error) error {
	if broken, ok := errors.AsType[*fs.PathError](err); ok {
		return broken.Err
	}
	return err
}

// file takes in one file on disk that is not a folder.
func (w *walker) file(disk, path string) error {
	info, err := os.Stat(disk)
	if err != nil {
		if target, linkErr := os.Readlink(disk); linkErr == nil {
			return w.skip(path, hearsay.SkipUnreadable, "a link to %s: %v", filepath.Base(target), cause(err))
		}
		return w.skip(path, hearsay.SkipUnreadable, "%v", cause(err))
	}
	// Opening a pipe waits for its writer, and a device may do anything.
	if !info.Mode().IsRegular() {
		return w.skip(path, hearsay.SkipUnreadable, "%s, not a file; pipe it in and name it -", kindOf(info.Mode()))
	}
	file, err := os.Open(disk)
	if err != nil {
		return w.skip(path, hearsay.SkipUnreadable, "%v", cause(err))
	}
	defer file.Close()
	_, name := cutLast(path)
	return w.item(item{path: path, name: name, size: info.Size(), random: file}, file)
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "a special file"
}

// emit yields a capture with what the person says of its path.
func (w *walker) emit(path string, media hearsay.Media, raw []byte, skip hearsay.Skip) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	capture := hearsay.Capture{Media: media, Bytes: raw, Paths: []string{path}, Skip: skip}
	w.give(&capture, path)
	if len(raw) == 0 {
		capture.ID = hearsay.SkippedDocID(path)
	} else {
		capture.ID = hearsay.NewDocID(capture.Outlet, capture.URL, raw)
	}
	return w.yield(capture)
}

// skip yields a capture without bytes, of which the path is all that is known.
func (w *walker) skip(path string, reason hearsay.SkipReason, format string, args ...any) error {
	return w.emit(path, "", nil, hearsay.Skip{Reason: reason, Detail: fmt.Sprintf(format, args...)})
}
