package intake

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/read/extract/record"
)

// manifestName is the name of the file in which a folder says what its files do not.
const manifestName = "manifest.jsonl"

func isManifest(name string) bool {
	_, name = cutLast(name)
	return name == manifestName
}

// row is one line of a manifest.
type row struct {
	fields    record.Fields
	published hearsay.Date
	at        string // the line, as a path
	folder    string // of the manifest
	used      bool
}

// readManifest reads the manifest on disk for the files under folder. There may be none.
func (w *walker) readManifest(disk, folder string) error {
	info, err := os.Stat(disk)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	file, err := os.Open(disk)
	if err != nil {
		return w.skip(join(folder, manifestName), hearsay.SkipUnreadable, "manifest: %v", cause(err))
	}
	defer file.Close()
	return w.manifest(file, folder)
}

// join puts a name behind a folder's path or an archive's "path!".
func join(folder, name string) string {
	if folder == "" || strings.HasSuffix(folder, "!") {
		return folder + name
	}
	return folder + "/" + name
}

// manifest reads the lines of a manifest. A line that cannot be read is skipped and said, and the others count.
func (w *walker) manifest(r io.Reader, folder string) error {
	lines := lineReader{r: bufio.NewReader(r), most: limits.RecordBytes}
	for {
		line, err := lines.next()
		if err == io.EOF {
			return nil
		}
		at := join(folder, manifestName) + number(lines.count)
		if err != nil {
			return w.skip(at, reasonOf(err), "manifest: %v", err)
		}
		if lines.tooLong {
			if err := w.skip(at, hearsay.SkipTooLarge, "a line of the manifest is longer than %d MB",
				limits.RecordBytes>>20); err != nil {
				return err
			}
			continue
		}
		if why := w.addRow(line, folder, at); why != "" {
			skip := hearsay.Skip{Reason: hearsay.SkipMalformed, Detail: "manifest: " + why}
			if err := w.emit(at, hearsay.MediaRecord, bytes.Clone(line), skip); err != nil {
				return err
			}
		}
	}
}

// addRow keeps one line of a manifest, and says what is wrong with it.
func (w *walker) addRow(line []byte, folder, at string) string {
	fields, err := w.fields.Read(line)
	if err != nil {
		return err.Error()
	}
	if fields.File == "" {
		return `the line names no file; add a field "path"`
	}
	name := path.Clean(strings.ReplaceAll(fields.File, `\`, "/"))
	target := join(folder, name)
	if name == "." {
		target = strings.TrimSuffix(folder, "!")
	}
	if w.rows[target] != nil && w.rows[target].folder == folder {
		return "a second line for " + fields.File + "; the first one counts"
	}
	date, err := fields.Date()
	date.How = hearsay.HowGiven
	if err != nil {
		date = hearsay.Date{}
	}
	w.rows[target] = &row{fields: fields, published: date, at: at, folder: folder}
	if err != nil {
		return err.Error()
	}
	return ""
}

// give puts into a capture what the person says of it: its own line of a manifest first, then those of what it stands
// in, then what holds for everything.
func (w *walker) give(capture *hearsay.Capture, path string) {
	own := true
	for at := path; at != ""; at = around(at) {
		if row := w.rows[at]; row != nil {
			row.used = true
			if own {
				capture.URL, capture.Title, capture.Author = row.fields.URL, row.fields.Title, row.fields.Author
			}
			if capture.Outlet == "" {
				capture.Outlet = row.fields.Outlet
			}
			if !capture.Published.Known() {
				capture.Published = row.published
			}
		}
		own = false
	}
	if capture.Outlet == "" {
		capture.Outlet = w.outlet
	}
	if !capture.Published.Known() {
		capture.Published = w.published
	}
}

// around is what stands directly around path: of an article its file, of a file its folder or archive; "" of the last.
func around(path string) string {
	return path[:max(strings.LastIndexAny(path, "#!/"), 0)]
}

// unused says which lines of the manifest of folder name no file that was found.
func (w *walker) unused(folder string) error {
	var rows []*row
	for target, row := range w.rows {
		if row.folder != folder {
			continue
		}
		if !row.used {
			rows = append(rows, row)
		}
		// Nothing outside the folder is looked up by its lines again.
		delete(w.rows, target)
	}
	slices.SortFunc(rows, func(a, b *row) int { return compareNumbered(a.at, b.at) })
	for _, row := range rows {
		if err := w.skip(row.at, hearsay.SkipUnreadable, "manifest: there is no file %s", row.fields.File); err != nil {
			return err
		}
	}
	return nil
}

// compareNumbered orders the lines of one file by their numbers.
func compareNumbered(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}
