package intake

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"hearsay"
	"hearsay/internal/limits"
)

// item is one file, on disk or in an archive.
type item struct {
	path   string      // as reported
	name   string      // whose ending tells its format where its content does not
	size   int64       // in bytes, or -1 where only reading tells
	random io.ReaderAt // the same bytes, where they need not be read in order; or nil
	depth  int         // how many archives it stands in
	budget *budget     // of the archive that it stands in, or nil
}

// item takes in what r holds.
func (w *walker) item(it item, r io.Reader) error {
	buffered := bufio.NewReaderSize(r, limits.SniffBytes)
	head, err := buffered.Peek(limits.SniffBytes)
	if err != nil && err != io.EOF {
		return w.skipRest(it.path, err, 0)
	}
	switch found := w.formats.sniff(head, it.name); found.kind {
	case kindEmpty:
		if len(head) == limits.SniffBytes {
			return w.single(it, buffered, hearsay.MediaText) // an article may still follow
		}
		return w.skip(it.path, hearsay.SkipEmpty, "there is nothing in it")
	case kindGzip:
		return w.gzip(it, buffered)
	case kindZip:
		return w.zip(it, buffered)
	case kindLines:
		return w.lines(it, head, buffered)
	case kindJSON:
		return w.json(it, head, buffered)
	case kindTable:
		return w.table(it, head, buffered)
	case kindSingle:
		return w.single(it, buffered, found.media)
	case kindBinary:
		return w.skip(it.path, hearsay.SkipBinary, "it holds no text of a known format; save it as text, HTML, "+
			".docx or PDF")
	case kindProtected:
		return w.skip(it.path, hearsay.SkipProtected, "protected by a password; save it without one")
	default:
		return w.unread(it.path, found.format)
	}
}

// unread yields that a format is known and not read.
func (w *walker) unread(path string, f format) error {
	if f.advice == "" {
		return w.skip(path, hearsay.SkipFormat, "%s: holds no article", f.name)
	}
	return w.skip(path, hearsay.SkipFormat, "%s: not read; %s", f.name, f.advice)
}

// errTooLong is the error of reading more than a bound allows.
var errTooLong = errors.New("longer than the limit")

// readAtMost reads all of r, and fails with errTooLong beyond a number of bytes.
func readAtMost(r io.Reader, most int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(raw)) > most {
		err = fmt.Errorf("%w of %d MB", errTooLong, most>>20)
	}
	return raw, err
}

// single takes in a file that is one article, or a text file in which a clip service put many.
func (w *walker) single(it item, r io.Reader, media hearsay.Media) error {
	if it.size > limits.FileBytes {
		return w.skip(it.path, hearsay.SkipTooLarge, "%d MB, more than the %d MB of one article; split it",
			it.size>>20, limits.FileBytes>>20)
	}
	raw, err := readAtMost(r, limits.FileBytes)
	if errors.Is(err, errTooLong) {
		return w.skip(it.path, hearsay.SkipTooLarge, "more than the %d MB of one article; split it",
			limits.FileBytes>>20)
	}
	if err != nil {
		return w.skipRest(it.path, err, 0)
	}
	if isBlank(raw) {
		return w.skip(it.path, hearsay.SkipEmpty, "there is nothing but white space in it")
	}
	if media == hearsay.MediaText {
		if articles := splitExport(raw); len(articles) > 0 {
			for i, article := range articles {
				path := it.path + number(i+1)
				if len(article) == 0 {
					err = w.skip(path, hearsay.SkipEmpty, "there is nothing in it")
				} else {
					err = w.emit(path, media, article, hearsay.Skip{})
				}
				if err != nil {
					return err
				}
			}
			return nil
		}
	}
	return w.emit(it.path, media, raw, hearsay.Skip{})
}
