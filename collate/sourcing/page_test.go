package sourcing

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ruleNames are the names of all rules that the package declares.
func ruleNames(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "sourcing.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || len(spec.Names) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Rule") {
			return true
		}
		name, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
		return true
	})
	return names
}

// Each rule that a result can name is explained in docs/counting.md, and the page names no other: in the first column of
// a table, or in italics behind "rule".
func TestPageNamesEveryRule(t *testing.T) {
	data, err := os.ReadFile("../../docs/counting.md")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(string(data)), " ")
	var named []string
	for line := range strings.Lines(string(data)) {
		if cells := strings.Split(line, "|"); len(cells) > 3 && !strings.HasPrefix(line, "|---") {
			named = append(named, strings.TrimSpace(cells[1]))
		}
	}
	named = slices.DeleteFunc(named, func(name string) bool { return name == "rule" })
	for _, part := range strings.Split(page, "(rule *")[1:] {
		name, _, _ := strings.Cut(part, "*")
		named = append(named, name)
	}
	rules := ruleNames(t)
	if len(rules) < 20 {
		t.Fatalf("%d rules", len(rules))
	}
	for _, rule := range rules {
		if !slices.Contains(named, rule) {
			t.Errorf("the page does not name %q", rule)
		}
	}
	for _, name := range named {
		if !slices.Contains(rules, name) {
			t.Errorf("the page names %q, which is no rule", name)
		}
	}
}
