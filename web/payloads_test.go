package web

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"
)

// payloads are the hostile strings of testdata.
func payloads(t testing.TB) []string {
	t.Helper()
	file, err := os.Open("testdata/payloads.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var found []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "# ") {
			continue
		}
		payload, err := strconv.Unquote(`"` + line + `"`)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		found = append(found, payload)
	}
	if len(found) < 200 {
		t.Fatalf("only %d payloads", len(found))
	}
	return found
}
