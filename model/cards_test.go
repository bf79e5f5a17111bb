// Package model_test holds each model to its card.
package model_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A card that does not describe the file beside it describes nothing.
func TestCardsDescribeTheirModels(t *testing.T) {
	cards, err := filepath.Glob("*/card.json")
	if err != nil || len(cards) == 0 {
		t.Fatalf("no cards: %v", err)
	}
	for _, path := range cards {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var card map[string]any
		if err := json.Unmarshal(data, &card); err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		for _, field := range []string{"name", "data", "licence", "command", "sha256"} {
			if text, _ := card[field].(string); strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is missing", path, field)
			}
		}
		models, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.bin"))
		if err != nil || len(models) != 1 {
			t.Errorf("%s: %d models beside it", path, len(models))
			continue
		}
		model, err := os.ReadFile(models[0])
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(model); card["sha256"] != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: sha256 is not that of %s, %x", path, models[0], sum)
		}
	}
}
