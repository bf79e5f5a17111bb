package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"hearsay"
	"hearsay/archive"
	"hearsay/report"
)

// writeStandoff writes the documents of contents to a folder for brat, with the configuration that names what is in
// them. A file that is there already with other bytes may hold somebody's annotations: then nothing is written.
func writeStandoff(p *process, keeper *archive.Archive, contents archive.Contents, folder string) error {
	var readings []hearsay.Reading
	for _, entry := range contents.Stories {
		story, err := keeper.Open(p.ctx, entry.Story)
		if err != nil {
			return err
		}
		readings = append(readings, story.Readings...)
	}
	var missing [][2]string
	for _, file := range report.BratFiles(readings) {
		path := filepath.Join(folder, file[0])
		held, err := os.ReadFile(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			missing = append(missing, file)
		case err != nil:
			return fmt.Errorf("look at what is there: %w", err)
		case string(held) != file[1]:
			return fmt.Errorf("%s is there already and holds something else: name another folder, or take the file away; "+
				"nothing was written", path)
		}
	}
	for _, file := range missing {
		path := filepath.Join(folder, file[0])
		if err := writeNew(path, file[1]); err != nil {
			return fmt.Errorf("write standoff: %w", err)
		}
	}
	return nil
}

// writeNew writes a file that must not be there yet.
func writeNew(path, content string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.WriteString(content)
	return errors.Join(err, file.Close())
}
