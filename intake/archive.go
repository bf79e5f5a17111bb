package intake

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
)

// errBomb is the error of reading on in what unpacks to far more than it is.
var errBomb = fmt.Errorf("it unpacks to more than %d times its size", limits.ArchiveRatio)

// budget bounds how many bytes an archive may unpack to, with all that is nested in it.
type budget struct {
	packed, unpacked int64
	around           *budget // of the archive that this one stands in
}

// slack is what may be unpacked before the ratio counts: a short file of blanks is not an attack.
const slack = 1 << 20

func (b *budget) spend(n int) error {
	for ; b != nil; b = b.around {
		b.unpacked += int64(n)
		if b.unpacked > b.packed*limits.ArchiveRatio+slack {
			return errBomb
		}
	}
	return nil
}

// packedReader counts what goes into an unpacker.
type packedReader struct {
	*bufio.Reader
	budget *budget
}

func (p packedReader) Read(buffer []byte) (int, error) {
	n, err := p.Reader.Read(buffer)
	p.budget.packed += int64(n)
	return n, err
}

func (p packedReader) ReadByte() (byte, error) {
	b, err := p.Reader.ReadByte()
	if err == nil {
		p.budget.packed++
	}
	return b, err
}

// unpackedReader charges what comes out of an unpacker.
type unpackedReader struct {
	r      io.Reader
	budget *budget
}

func (u unpackedReader) Read(buffer []byte) (int, error) {
	n, err := u.r.Read(buffer)
	if over := u.budget.spend(n); over != nil {
		return 0, over
	}
	return n, err
}

// reasonOf is why reading ended with err.
func reasonOf(err error) hearsay.SkipReason {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	switch {
	case errors.Is(err, errBomb), errors.Is(err, errTooLong):
		return hearsay.SkipTooLarge
	case corrupt, errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrChecksum),
		errors.Is(err, gzip.ErrHeader), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat):
		return hearsay.SkipTruncated
	case errors.Is(err, zip.ErrAlgorithm):
		return hearsay.SkipFormat
	}
	return hearsay.SkipUnreadable
}

// skipRest yields that reading path ended with err, after so many articles of it were read.
func (w *walker) skipRest(path string, err error, read int) error {
	detail := cause(err).Error()
	if reason := reasonOf(err); reason == hearsay.SkipTruncated {
		detail = "it ends early or is damaged (" + detail + "); fetch it again"
	}
	if read > 0 {
		detail = fmt.Sprintf("%s; %d articles before that were read", detail, read)
	}
	return w.skip(path, reasonOf(err), "%s", detail)
}

func (w *walker) tooDeep(path string) error {
	return w.skip(path, hearsay.SkipTooDeep, "archives nested deeper than %d; unpack the outer ones",
		limits.ArchiveDepth)
}

// gzip takes in what a gzip file holds, under the file's own path.
func (w *walker) gzip(it item, r *bufio.Reader) error {
	if it.depth >= limits.ArchiveDepth {
		return w.tooDeep(it.path)
	}
	spent := &budget{around: it.budget}
	unpacker, err := gzip.NewReader(packedReader{r, spent})
	if err != nil {
		return w.skipRest(it.path, err, 0)
	}
	name := it.name
	if lower := strings.ToLower(name); strings.HasSuffix(lower, ".gz") {
		name = name[:len(name)-len(".gz")]
	}
	inner := item{path: it.path, name: name, size: -1, depth: it.depth + 1, budget: spent}
	return w.item(inner, unpackedReader{unpacker, spent})
}

// zip takes in the members of a zip archive, in the order of their names. What is a zip file in form only (Word, Excel,
// EPUB) is told from its members.
func (w *walker) zip(it item, r *bufio.Reader) error {
	random, size := it.random, it.size
	var whole []byte
	if random == nil {
		var err error
		if whole, err = readAtMost(r, limits.FileBytes); err != nil {
			return w.skipRest(it.path, err, 0)
		}
		random, size = bytes.NewReader(whole), int64(len(whole))
	}
	archive, err := zip.NewReader(random, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return w.skipRest(it.path, err, 0)
	}
	if kind := packageKind(archive); kind == wordPackage {
		if whole == nil {
			if whole, err = readAtMost(io.NewSectionReader(random, 0, size), limits.FileBytes); err != nil {
				return w.skipRest(it.path, err, 0)
			}
		}
		return w.emit(it.path, hearsay.MediaDocx, whole, hearsay.Skip{})
	} else if kind != "" {
		return w.unread(it.path, w.formats[kind])
	}
	if it.depth >= limits.ArchiveDepth {
		return w.tooDeep(it.path)
	}
	if len(archive.File) > limits.ArchiveFiles {
		return w.skip(it.path, hearsay.SkipTooLarge, "%d members, more than %d; unpack it", len(archive.File),
			limits.ArchiveFiles)
	}
	return w.members(it, archive, &budget{packed: size, around: it.budget})
}

// member is one file of a zip archive with its name made safe.
type member struct {
	name string
	file *zip.File
}

func (w *walker) members(it item, archive *zip.Reader, spent *budget) error {
	var members []member
	for _, file := range archive.File {
		name := strings.ReplaceAll(validPath(file.Name), `\`, "/")
		folder := strings.HasSuffix(name, "/")
		name = strings.TrimPrefix(path.Clean("/"+name), "/")
		if folder || name == "" || slices.ContainsFunc(strings.Split(name, "/"), isHidden) {
			continue
		}
		members = append(members, member{name, file})
	}
	if len(members) == 0 {
		return w.skip(it.path, hearsay.SkipEmpty, "an archive without files")
	}
	slices.SortStableFunc(members, func(a, b member) int { return cmp.Compare(a.name, b.name) })
	prefix := it.path + "!"
	var folders []string // with manifests
	for _, m := range members {
		if !isManifest(m.name) {
			continue
		}
		folder, _ := cutLast(prefix + m.name)
		if folder == "" || !strings.HasPrefix(folder, prefix) {
			folder = prefix
		}
		unpacked, err := m.file.Open()
		if err != nil {
			err = w.skipRest(prefix+m.name, err, 0)
		} else {
			err = w.manifest(unpackedReader{unpacked, spent}, folder)
			unpacked.Close()
		}
		if err != nil {
			return err
		}
		folders = append(folders, folder)
	}
	for _, m := range members {
		if isManifest(m.name) {
			continue
		}
		if err := w.member(it, m, spent); err != nil {
			return err
		}
	}
	for _, folder := range folders {
		if err := w.unused(folder); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) member(it item, m member, spent *budget) error {
	const encrypted = 1
	path := it.path + "!" + m.name
	if m.file.Flags&encrypted != 0 {
		return w.skip(path, hearsay.SkipProtected, "protected by a password; unpack the archive with it")
	}
	if !m.file.Mode().IsRegular() {
		return w.skip(path, hearsay.SkipUnreadable, "%s in an archive", kindOf(m.file.Mode()))
	}
	unpacked, err := m.file.Open()
	if err != nil {
		return w.skipRest(path, err, 0)
	}
	defer unpacked.Close()
	_, name := cutLast(m.name)
	inner := item{path: path, name: name, size: int64(min(m.file.UncompressedSize64, 1<<62)), depth: it.depth + 1,
		budget: spent}
	return w.item(inner, unpackedReader{unpacked, spent})
}

// wordPackage is the kind of a .docx among the kinds of packageKind, which are endings of names.
const wordPackage = "docx"

// packageKind tells the kind of a zip file that is a document by itself, as the ending of its name, or "".
func packageKind(archive *zip.Reader) string {
	types := false
	for i, file := range archive.File {
		switch name := strings.ToLower(file.Name); {
		case name == "[content_types].xml":
			types = true
		case i == 0 && name == "mimetype":
			return mimetypeKind(file)
		case i == 0 && name == "meta-inf/manifest.mf":
			return "jar"
		}
	}
	if !types {
		return ""
	}
	for _, file := range archive.File {
		switch name := strings.ToLower(file.Name); {
		case name == "word/document.xml":
			return wordPackage
		case name == "xl/workbook.xml" || name == "xl/workbook.bin":
			return "xlsx"
		case name == "ppt/presentation.xml":
			return "pptx"
		}
	}
	return ""
}

// mimetypeKind reads the member in which EPUB and OpenDocument files say what they are.
func mimetypeKind(file *zip.File) string {
	r, err := file.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	said, _ := io.ReadAll(io.LimitReader(r, 100)) // what is cut or broken is none of those below
	switch media := strings.TrimSpace(string(said)); {
	case media == "application/epub+zip":
		return "epub"
	case strings.HasSuffix(media, ".opendocument.text"):
		return "odt"
	case strings.HasSuffix(media, ".opendocument.spreadsheet"):
		return "ods"
	case strings.HasSuffix(media, ".opendocument.presentation"):
		return "odp"
	}
	return ""
}
