package intake

import (
	"bytes"
	"context"
	"strings"
	"unicode"

	"hearsay"
	"hearsay/intake/fetch"
	"hearsay/read/extract/record"
)

// File is what a person hands over by itself, so that no path leads to it. All but the bytes may be empty.
type File struct {
	Name  string // by which it is reported; its ending tells its format where its content does not
	Bytes []byte
	// What the person says of it.
	Outlet, URL, Title, Author string
	Published                  hearsay.Date
}

// Take takes in files as Walk does those of a folder, and yields each capture with the number of its file. What stands within
// a file has its path behind the file's name. Take returns the error of yield, which ends it, or that of the context.
func Take(ctx context.Context, files []File, yield func(at int, capture hearsay.Capture) error) error {
	at := 0
	w := newWalker(ctx, func(capture hearsay.Capture) error { return yield(at, capture) })
	for at = range files {
		if err := w.handed(&files[at]); err != nil {
			return err
		}
	}
	return nil
}

// TakePages takes in what was fetched, as Take does files.
func TakePages(ctx context.Context, pages []fetch.Page, yield func(at int, capture hearsay.Capture) error) error {
	at := 0
	w := newWalker(ctx, func(capture hearsay.Capture) error { return yield(at, capture) })
	for at = range pages {
		clear(w.rows)
		if err := w.page(pages[at]); err != nil {
			return err
		}
	}
	return nil
}

// handed takes in one file that was handed over.
func (w *walker) handed(file *File) error {
	path := handedName(file.Name)
	// What is said of one file is not said of another, whatever their names.
	clear(w.rows)
	w.rows[path] = &row{
		fields:    record.Fields{Outlet: file.Outlet, URL: file.URL, Title: file.Title, Author: file.Author},
		published: file.Published,
	}
	if isManifest(path) {
		return w.skip(path, hearsay.SkipFormat, "a manifest says what its folder holds: pack it into one archive with its files")
	}
	return w.bytes(path, path, file.Bytes)
}

// handedName is a file's name as it is reported. It comes from a stranger, and no file system has checked it.
func handedName(name string) string {
	name = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || c == '/' {
			return unicode.ReplacementChar
		}
		return c
	}, validPath(name))
	const most = 255 // bytes, as in file systems
	if len(name) > most {
		name = "…" + strings.ToValidUTF8(name[len(name)-most:], "") // the ending tells the format
	}
	if name == "" {
		return "file"
	}
	return name
}

// bytes takes in bytes that are held already.
func (w *walker) bytes(path, name string, raw []byte) error {
	return w.item(item{path: path, name: name, size: int64(len(raw)), random: bytes.NewReader(raw)}, bytes.NewReader(raw))
}
