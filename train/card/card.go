// Package card says of a model what it was made from: the card that stands beside it.
//
// It begins with what the program that made the model knows of that, and ends with card.json in the model's folder, which a
// test holds to the file beside it.
package card

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Card is what every card begins with.
type Card struct {
	Name    string `json:"name"`
	Task    string `json:"task"`
	Data    string `json:"data"`
	Licence string `json:"licence"`
	Command string `json:"command"`
	Seed    string `json:"seed"`
}

// Sum is how a card names the bytes of a file: SHA-256, in hexadecimal.
func Sum[B ~[]byte | ~string](data B) string {
	sum := sha256.Sum256([]byte(data))
	return hex.EncodeToString(sum[:])
}

// Write writes the card of a model to its folder.
func Write[C any](dir string, card *C) error {
	text, err := json.MarshalIndent(card, "", "  ")
	if err != nil {
		return fmt.Errorf("write card: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "card.json"), append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("write card: %w", err)
	}
	return nil
}
