package eval

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Format is the form in which a corpus says who says what.
type Format string

// The formats that Attribution reads.
const (
	FormatCofeNet Format = "cofenet" // JSON lines of tokens and labels
	FormatPolNeAR Format = "polnear" // text/ and attributions/ in brat's standoff form
	FormatTimeML  Format = "timeml"  // TimeBank and AQUAINT
	FormatGUM     Format = "gum"     // CoNLL-U with entities and discourse relations
)

// DetectFormat tells what a file, an archive (.tar.gz) or a folder with either in it holds: the file or archive that
// corpus names by its first bytes, what lies within by names. It fails if that is nothing, or more than one thing.
func DetectFormat(corpus string) (Format, error) {
	info, err := os.Stat(corpus)
	if err != nil {
		return "", fmt.Errorf("read corpus: %w", err)
	}
	if !info.IsDir() {
		format, err := sniff(corpus)
		if format != "" || err != nil {
			return format, err
		}
	}
	var found []Format
	err = eachEntry(corpus, func(name string, _ io.Reader) error {
		format := formatOf(name)
		if format != "" && !slices.Contains(found, format) {
			found = append(found, format)
		}
		return nil
	})
	switch {
	case err != nil:
		return "", fmt.Errorf("read corpus: %w", err)
	case len(found) == 0:
		return "", fmt.Errorf("read corpus: %s: no attributions/*.ann, no .tml, no .conllu and no CofeNet file", corpus)
	case len(found) > 1:
		slices.Sort(found)
		return "", fmt.Errorf("read corpus: %s holds several corpora (%s and %s): name one of them", corpus, found[0],
			found[1])
	}
	return found[0], nil
}

// formatOf tells by a name what a corpus is that has such a file.
func formatOf(name string) Format {
	if strings.HasPrefix(path.Base(name), ".") {
		return ""
	}
	switch path.Ext(name) {
	case ".ann":
		if path.Base(path.Dir(name)) == "attributions" {
			return FormatPolNeAR
		}
	case ".tml":
		return FormatTimeML
	case ".conllu":
		return FormatGUM
	}
	return ""
}

// sniff tells by its first bytes what a single file is, "" for an archive.
func sniff(name string) (Format, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("read corpus: %w", err)
	}
	defer file.Close() // only read
	from, archive, err := unpack(file)
	if err != nil {
		return "", fmt.Errorf("read corpus: %s: %w", name, err)
	}
	if archive {
		return "", nil
	}
	head, err := from.Peek(sniffBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read corpus: %s: %w", name, err)
	}
	switch head = bytes.TrimSpace(head); {
	case bytes.HasPrefix(head, []byte("{")) && bytes.Contains(head, []byte(`"tokens"`)):
		return FormatCofeNet, nil
	case bytes.Contains(head, []byte("<TimeML")):
		return FormatTimeML, nil
	case bytes.HasPrefix(head, []byte("# newdoc")) || bytes.HasPrefix(head, []byte("# global.")):
		return FormatGUM, nil
	}
	return "", fmt.Errorf("read corpus: %s is neither a CofeNet file nor TimeML nor GUM's CoNLL-U nor an archive", name)
}

const sniffBytes = 4 << 10

// unpack undoes gzip, and tells whether what is then read is a tar archive.
func unpack(file io.Reader) (from *bufio.Reader, archive bool, err error) {
	from = bufio.NewReaderSize(file, sniffBytes)
	if head, _ := from.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(from)
		if err != nil {
			return nil, false, err
		}
		from = bufio.NewReaderSize(unpacked, sniffBytes)
	}
	const magicAt = 257
	head, _ := from.Peek(magicAt + 5)
	return from, len(head) == magicAt+5 && string(head[magicAt:]) == "ustar", nil
}

// eachEntry calls take with the files of a folder, of the archives (.tar.gz, .tgz) in it, or of one archive, or with
// the one file that root is. Names use slashes. What take leaves unread is passed over.
func eachEntry(root string, take func(name string, from io.Reader) error) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if packed := strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".tgz"); !packed && name != root {
			file := lazyFile{name: name}
			defer file.Close()
			return take(filepath.ToSlash(name), &file)
		}
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close() // only read
		from, archive, err := unpack(file)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if !archive {
			return take(filepath.ToSlash(name), from)
		}
		for members := tar.NewReader(from); ; {
			header, err := members.Next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err == nil {
				err = take(header.Name, members)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	})
}

// lazyFile is a file that is opened when it is first read: of most only the name is wanted.
type lazyFile struct {
	name string
	file *os.File
}

// Read implements io.Reader.
func (l *lazyFile) Read(into []byte) (int, error) {
	if l.file == nil {
		file, err := os.Open(l.name)
		if err != nil {
			return 0, err
		}
		l.file = file
	}
	return l.file.Read(into)
}

// Close closes the file if it was opened.
func (l *lazyFile) Close() {
	if l.file != nil {
		l.file.Close() // only read
	}
}
