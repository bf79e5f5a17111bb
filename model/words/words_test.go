package words

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
)

func TestCardIsOfTheModel(t *testing.T) {
	text, err := os.ReadFile("card.json")
	if err != nil {
		t.Fatal(err)
	}
	var card struct{ SHA256 string }
	if err := json.Unmarshal(text, &card); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(Model)
	if got := hex.EncodeToString(sum[:]); got != card.SHA256 {
		t.Errorf("the model's sum is %s, its card says %s", got, card.SHA256)
	}
}
