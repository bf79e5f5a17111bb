package query

import (
	"strings"
	"testing"

	"hearsay/internal/limits"
)

func TestName(t *testing.T) {
	folded := FoldNames([]string{"Inés M. Calder", "Calder", "the Harbour Board", "Ines Calder", "Rell"})
	if want := " ines m calder\n the harbour board\n rell\n"; folded != want {
		t.Fatalf("folded to %q, want %q", folded, want)
	}
	for name, want := range map[string]bool{
		"Calder": true, "ines calder": true, "Calder Ines": false, "Cald": false, "cald*": true, "Calder Board": false,
		"Board Rell": false, "rel*": true, "": false, "*": false, "board": true, "INÉS": true, "nes": false,
	} {
		if got := NewName(name).Of(folded); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
	long := strings.Repeat("Harbour ", limits.SummaryNames/8)
	if cut := FoldNames([]string{"Calder", long, "Rell"}); cut != " calder\n rell\n" {
		t.Errorf("cut to %q", cut)
	}
}
