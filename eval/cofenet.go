package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"hearsay"
	"hearsay/internal/limits"
)

// Item is a line of a CofeNet file: a paragraph in tokens with their labels. Items of one document stand together.
type Item struct {
	ID     string          `json:"id"`
	Tokens []string        `json:"tokens"`
	Labels []hearsay.Label `json:"labels"`
}

// ReadCofeNet reads a file of JSON lines as Zhang et al. made them of PolNeAR ("CofeNet", COLING 2022).
func ReadCofeNet(path string) ([]Item, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read corpus: %w", err)
	}
	defer file.Close()
	items, err := parseCofeNet(file)
	if err != nil {
		return nil, fmt.Errorf("read corpus: %s: %w", path, err)
	}
	return items, nil
}

func parseCofeNet(from io.Reader) ([]Item, error) {
	var items []Item
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, limits.RecordBytes)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var item Item
		if err := json.Unmarshal(lines.Bytes(), &item); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if len(item.Tokens) != len(item.Labels) {
			return nil, fmt.Errorf("line %d: %d tokens, %d labels", n, len(item.Tokens), len(item.Labels))
		}
		items = append(items, item)
	}
	return items, lines.Err()
}
