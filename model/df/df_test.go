package df

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
)

// The card must be that of the table beside it.
func TestCard(t *testing.T) {
	text, err := os.ReadFile("card.json")
	if err != nil {
		t.Fatal(err)
	}
	var card struct{ SHA256, Data, Licence, Command string }
	if err := json.Unmarshal(text, &card); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(Table())
	if got := hex.EncodeToString(sum[:]); got != card.SHA256 {
		t.Errorf("df.bin has the hash %s, the card says %s", got, card.SHA256)
	}
	if card.Data == "" || card.Licence == "" || card.Command == "" {
		t.Errorf("the card leaves something out: %+v", card)
	}
	if !bytes.HasPrefix(Table(), []byte(Magic)) || len(Table()) > 2<<20 {
		t.Errorf("df.bin has %d bytes and begins with %q", len(Table()), Table()[:len(Magic)])
	}
}
