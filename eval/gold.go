package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// readGold goes through the rows of a standoff file: path, or the file of that name in the folder path. Empty lines and
// those that begin with # are none. An error of parse says where it was.
func readGold(path, name string, columns int, parse func(cells []string) error) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, name)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read gold: %w", err)
	}
	number := 0
	for line := range strings.Lines(string(content)) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != columns {
			return fmt.Errorf("read gold: %s: line %d: %d columns, not %d", path, number, len(cells), columns)
		}
		if err := parse(cells); err != nil {
			return fmt.Errorf("read gold: %s: line %d: %w", path, number, err)
		}
	}
	return nil
}
