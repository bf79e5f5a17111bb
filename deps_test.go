package hearsay_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers is who may import whom among the project's own packages, tests apart. A package may import those on its line
// and, if none is named, the nouns of the root package only. What is not listed may not exist: the table is the layout.
var layers = map[string][]string{
	"hearsay":                      nil,
	"hearsay/lexicon":              {"hearsay"},
	"hearsay/internal/limits":      nil,
	"hearsay/internal/letter":      nil,
	"hearsay/model/pos":            nil,
	"hearsay/model/names":          nil,
	"hearsay/model/parse":          nil,
	"hearsay/model/label":          nil,
	"hearsay/model/deep":           nil,
	"hearsay/model/claim":          nil,
	"hearsay/model/df":             nil,
	"hearsay/model/story":          nil,
	"hearsay/model/words":          nil,
	"hearsay/intake/fetch":         {"hearsay", "hearsay/internal/limits"},
	"hearsay/intake":               {"hearsay", "hearsay/intake/fetch", "hearsay/internal/limits", "hearsay/lexicon", "hearsay/read/extract/charset", "hearsay/read/extract/record"},
	"hearsay/read/extract":         {"hearsay", "hearsay/internal/limits", "hearsay/lexicon", "hearsay/read/extract/charset", "hearsay/read/extract/record", "hearsay/read/extract/pdf"},
	"hearsay/read/extract/pdf":     {"hearsay", "hearsay/internal/limits", "hearsay/lexicon"},
	"hearsay/read/extract/charset": {"hearsay"},
	"hearsay/read/extract/record":  {"hearsay", "hearsay/lexicon"},
	"hearsay/read/document":        {"hearsay", "hearsay/internal/limits", "hearsay/lexicon"},
	"hearsay/read/sentence":        {"hearsay", "hearsay/internal/limits", "hearsay/lexicon"},
	"hearsay/read/tag":             {"hearsay", "hearsay/internal/limits", "hearsay/lexicon", "hearsay/model/names", "hearsay/model/pos", "hearsay/model/parse", "hearsay/model/label", "hearsay/model/deep", "hearsay/model/words"},
	"hearsay/read/entity":          {"hearsay", "hearsay/internal/limits", "hearsay/lexicon"},
	"hearsay/read/attribution":     {"hearsay", "hearsay/internal/limits", "hearsay/lexicon"},
	"hearsay/read/chronology":      {"hearsay", "hearsay/internal/limits", "hearsay/lexicon"},
	"hearsay/read/proposition":     {"hearsay", "hearsay/internal/limits", "hearsay/lexicon"},
	"hearsay/read": {"hearsay", "hearsay/read/extract", "hearsay/read/document", "hearsay/read/sentence", "hearsay/read/tag",
		"hearsay/read/entity", "hearsay/read/attribution", "hearsay/read/chronology", "hearsay/read/proposition"},
	"hearsay/collate/story":    {"hearsay", "hearsay/internal/letter", "hearsay/internal/limits", "hearsay/lexicon", "hearsay/model/df", "hearsay/model/story"},
	"hearsay/collate/reuse":    {"hearsay", "hearsay/internal/letter", "hearsay/internal/limits", "hearsay/lexicon"},
	"hearsay/collate/identity": {"hearsay", "hearsay/lexicon"},
	"hearsay/collate/claim":    {"hearsay", "hearsay/lexicon", "hearsay/model/claim"},
	"hearsay/collate/sourcing": {"hearsay", "hearsay/lexicon"},
	"hearsay/collate/timeline": {"hearsay"},
	"hearsay/collate/prompt":   {"hearsay", "hearsay/lexicon"},
	"hearsay/collate": {"hearsay", "hearsay/collate/story", "hearsay/collate/reuse", "hearsay/collate/identity",
		"hearsay/collate/claim", "hearsay/collate/sourcing", "hearsay/collate/timeline", "hearsay/lexicon"},
	"hearsay/store":           {"hearsay"},
	"hearsay/store/codec":     {"hearsay", "hearsay/internal/limits"},
	"hearsay/store/mem":       {"hearsay", "hearsay/store"},
	"hearsay/store/sqlite":    {"hearsay", "hearsay/store", "hearsay/store/codec"},
	"hearsay/store/storetest": {"hearsay", "hearsay/store"},
	"hearsay/archive":         {"hearsay", "hearsay/internal/limits", "hearsay/lexicon", "hearsay/read", "hearsay/collate", "hearsay/collate/story", "hearsay/collate/reuse", "hearsay/query", "hearsay/store"},
	"hearsay/query":           {"hearsay", "hearsay/internal/limits", "hearsay/lexicon", "hearsay/store"},
	"hearsay/report":          {"hearsay"},
	"hearsay/docs":            nil,
	"hearsay/mcp":             {"hearsay/internal/limits"},
	"hearsay/web":             {"hearsay", "hearsay/archive", "hearsay/docs", "hearsay/intake", "hearsay/intake/fetch", "hearsay/internal/limits", "hearsay/query", "hearsay/read/extract/record", "hearsay/report"},
	"hearsay/eval": {"hearsay", "hearsay/internal/limits", "hearsay/lexicon", "hearsay/read/extract", "hearsay/read/document", "hearsay/read/sentence", "hearsay/read/tag",
		"hearsay/read/chronology", "hearsay/read/entity", "hearsay/read", "hearsay/collate/story", "hearsay/collate/reuse", "hearsay/collate/identity", "hearsay/collate/sourcing"},
	"hearsay/eval/stream": {"hearsay/model/df"},
	"hearsay/eval/scale":  {"hearsay", "hearsay/eval", "hearsay/eval/stream", "hearsay/read", "hearsay/collate/story", "hearsay/collate/reuse"},
}

// impure are the standard packages that a pure stage must not see: a clock, chance, files, the network, the environment.
var impure = []string{"time", "math/rand", "math/rand/v2", "os", "io/fs", "net", "net/http", "log", "log/slog", "path/filepath", "os/exec"}

// pure are the packages whose result depends on their arguments alone. "time" is allowed where it only does sums.
var pure = []string{"hearsay", "hearsay/read", "hearsay/collate", "hearsay/lexicon"}

// sums are packages that use "time" for the calendar only.
var sums = []string{"hearsay/read/extract", "hearsay/read/extract/record", "hearsay/read/document", "hearsay/read/chronology"}

type file struct {
	path    string
	imports []string
	clock   bool
}

// sources reads every non-test file of the project.
func sources(t *testing.T) map[string][]file {
	packages := map[string][]file{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		name := "hearsay"
		if dir := filepath.ToSlash(filepath.Dir(path)); dir != "." {
			name += "/" + dir
		}
		found := file{path: path}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found.imports = append(found.imports, imported)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			if selector, ok := node.(*ast.SelectorExpr); ok {
				if of, ok := selector.X.(*ast.Ident); ok && of.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "After", "Sleep"}, selector.Sel.Name) {
					found.clock = true
				}
			}
			return true
		})
		packages[name] = append(packages[name], found)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return packages
}

func TestImportsFlowOneWay(t *testing.T) {
	for name, files := range sources(t) {
		if strings.HasPrefix(name, "hearsay/cmd/") || strings.HasPrefix(name, "hearsay/train/") {
			continue
		}
		allowed, listed := layers[name]
		if !listed {
			t.Errorf("package %s is not in the table of layers", name)
		}
		for _, f := range files {
			for _, imported := range f.imports {
				if strings.HasPrefix(imported, "hearsay") && !slices.Contains(allowed, imported) {
					t.Errorf("%s imports %s, which %s may not", f.path, imported, name)
				}
			}
		}
	}
}

func TestPureStages(t *testing.T) {
	for name, files := range sources(t) {
		if !slices.ContainsFunc(pure, func(p string) bool { return name == p || strings.HasPrefix(name, p+"/") && p != "hearsay" }) {
			continue
		}
		for _, f := range files {
			if f.clock {
				t.Errorf("%s reads the clock", f.path)
			}
			for _, imported := range f.imports {
				if slices.Contains(impure, imported) && !(imported == "time" && slices.Contains(sums, name)) {
					t.Errorf("%s imports %s: a stage sees no clock, chance, file or network", f.path, imported)
				}
			}
		}
	}
}

func TestRootUsesStandardLibraryOnly(t *testing.T) {
	for _, f := range sources(t)["hearsay"] {
		for _, imported := range f.imports {
			if strings.Contains(imported, ".") || strings.HasPrefix(imported, "hearsay") {
				t.Errorf("%s imports %s", f.path, imported)
			}
		}
	}
}

// network are the packages that reach other machines, or let others reach this one.
var network = []string{"net", "net/http", "net/http/httptest", "net/rpc", "net/smtp", "crypto/tls", "syscall"}

func TestNetworkBehindFetchAndWeb(t *testing.T) {
	for name, files := range sources(t) {
		if name == "hearsay/intake/fetch" || name == "hearsay/web" || name == "hearsay/cmd/hearsay" {
			continue
		}
		for _, f := range files {
			for _, imported := range f.imports {
				if slices.Contains(network, imported) {
					t.Errorf("%s imports %s: only intake/fetch and web touch the network", f.path, imported)
				}
			}
		}
	}
}

func TestDatabaseBehindStore(t *testing.T) {
	for name, files := range sources(t) {
		for _, f := range files {
			for _, imported := range f.imports {
				if (imported == "database/sql" || strings.HasPrefix(imported, "modernc.org/")) && !strings.HasPrefix(name, "hearsay/store/") {
					t.Errorf("%s imports %s: only store touches the database", f.path, imported)
				}
			}
		}
	}
}
