package extract

import (
	"fmt"
	"strings"

	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"hearsay"
	"hearsay/internal/limits"
)

// page reads the main text and the metadata of HTML in UTF-8.
func (e *Extractor) page(markup string) article {
	if len(markup) > limits.PageBytes {
		return skipped(hearsay.SkipTooLarge, "%d bytes of HTML, more than the %d MB of one page", len(markup),
			limits.PageBytes>>20)
	}
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		// The parser has one error of its own: more open elements than it allows.
		return skipped(hearsay.SkipTooDeep, "HTML nested deeper than %d elements; save the page as text",
			limits.HTMLDepth)
	}
	stated := e.metadata(root)
	found := stated.article()
	main, err := mainText(root)
	if err != nil {
		found.skip = hearsay.Skip{Reason: hearsay.SkipMalformed, Detail: err.Error()}
		return found
	}
	found.body = main.text
	for _, heading := range stated.headings {
		// A heading that nothing else confirms is the title where the article begins with it.
		if _, ok := begins(found.body, heading); ok && !found.title.Known() {
			found.title = metadata(heading, "h1")
		}
	}
	if !found.author.Known() && main.author != "" {
		found.author = hearsay.Field{Value: main.author, How: hearsay.HowGuessed, By: "trafilatura"}
	}
	found.skip = e.stub(&found, root, stated.paid)
	return found
}

// mainPart is what go-trafilatura takes for the article.
type mainPart struct {
	text, author string
}

// mainText finds the article within a page. The library stands on heuristics over trees that nobody checked, so a panic
// within it is an error of the page.
func mainText(root *html.Node) (main mainPart, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			main, err = mainPart{}, fmt.Errorf("find article in HTML: %v", broken)
		}
	}()
	if elements(root) > limits.PageElements {
		return mainPart{text: plainPage(root)}, nil
	}
	result, err := trafilatura.ExtractDocument(root, trafilatura.Options{
		EnableFallback:  true,
		ExcludeComments: true,
		// Dates are read from metadata here; the library would also guess them from the text.
		HtmlDateOverride: &htmldate.Result{},
	})
	if err != nil || result.ContentNode == nil {
		return mainPart{}, nil // it says so when there is no text, which is no fault of the page's form
	}
	text := paragraphs(result.ContentNode)
	if len(text) < fewestBytes {
		// Below this the library falls back on everything in the page, its title included.
		text = plainPage(root)
	}
	return mainPart{text: text, author: result.Metadata.Author}, nil
}

// fewestBytes is how much text the library asks of an article.
const fewestBytes = 250

// elements counts the elements of a page.
func elements(root *html.Node) int {
	count := 0
	for node := range root.Descendants() {
		if node.Type == html.ElementNode {
			count++
		}
	}
	return count
}

// plainPage is the text of a page that is too short or too long for the library: its paragraphs, or where it has none
// all that is not furniture by its element.
func plainPage(root *html.Node) string {
	body := element(root, atom.Body)
	if body == nil {
		return ""
	}
	p := printer{article: true, only: atom.P}
	p.print(body)
	if p.text.Len() == 0 {
		p = printer{article: true}
		p.print(body)
	}
	return p.text.String()
}

// paragraphs is the text under node: blocks parted by blank lines, list items and table rows by line ends, and within
// them white space as a browser shows it.
func paragraphs(node *html.Node) string {
	var p printer
	p.print(node)
	return p.text.String()
}

// printer writes the text of a tree. What parts two words is remembered and written only before the next word.
type printer struct {
	text    strings.Builder
	gap     gap
	article bool      // leave out elements that hold no part of an article
	only    atom.Atom // write only what stands within such elements, if it is set
}

// gap is what parts two pieces of text, weakest first.
type gap uint8

const (
	gapNone gap = iota
	gapSpace
	gapLine
	gapBlock
)

func (p *printer) part(g gap) { p.gap = max(p.gap, g) }

func (p *printer) print(node *html.Node) {
	switch node.Type {
	case html.TextNode:
		if p.only == 0 {
			p.words(node.Data)
		}
		return
	case html.ElementNode:
		kind := atomOf(node)
		if p.article && isFurniture(kind) {
			return
		}
		if p.only != 0 && p.only == kind {
			p.only = 0
			defer func() { p.only = kind }()
		}
		switch kind {
		case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Iframe, atom.Svg:
			return
		case atom.Pre:
			p.part(gapBlock)
			p.lines(node)
			p.part(gapBlock)
			return
		case atom.Br:
			// Two breaks in a row are how old pages end a paragraph.
			if p.gap >= gapLine {
				p.part(gapBlock)
			}
			p.part(gapLine)
		}
	}
	around := gapAround(node)
	p.part(around)
	for child := node.FirstChild; child != nil; child = child.NextSibling {
		p.print(child)
	}
	p.part(around)
}

// atomOf is the kind of an element. The extractor makes elements of its own that have no more than a name.
func atomOf(node *html.Node) atom.Atom {
	if node.DataAtom != 0 {
		return node.DataAtom
	}
	return atom.Lookup([]byte(node.Data))
}

// isFurniture reports whether elements of that kind hold no part of an article.
func isFurniture(kind atom.Atom) bool {
	switch kind {
	case atom.Nav, atom.Aside, atom.Footer, atom.Form, atom.Button, atom.Select, atom.Figure, atom.Dialog, atom.Menu:
		return true
	}
	return false
}

func gapAround(node *html.Node) gap {
	if node.Type != html.ElementNode {
		return gapNone
	}
	switch atomOf(node) {
	case atom.P, atom.Div, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol,
		atom.Dl, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Figure, atom.Figcaption,
		atom.Table, atom.Hr, atom.Body, atom.Aside, atom.Details, atom.Summary, atom.Address, atom.Nav, atom.Form:
		return gapBlock
	case atom.Li, atom.Dt, atom.Dd, atom.Tr, atom.Option:
		return gapLine
	case atom.Td, atom.Th:
		return gapSpace
	}
	return gapNone
}

// words writes a piece of running text.
func (p *printer) words(text string) {
	for len(text) > 0 {
		next := strings.IndexAny(text, " \t\n\r\f")
		switch {
		case next == 0:
			p.part(gapSpace)
			text = text[1:]
			continue
		case next < 0:
			next = len(text)
		}
		p.piece(text[:next])
		text = text[next:]
	}
}

// lines writes preformatted text, whose line ends mean something.
func (p *printer) lines(node *html.Node) {
	for inner := range node.Descendants() {
		if inner.Type != html.TextNode {
			continue
		}
		for line := range strings.Lines(inner.Data) {
			if strings.TrimSpace(line) == "" {
				p.part(gapBlock)
				continue
			}
			p.words(line)
			if strings.HasSuffix(line, "\n") {
				p.part(gapLine)
			}
		}
	}
}

func (p *printer) piece(word string) {
	if p.text.Len() > 0 {
		p.text.WriteString([...]string{"", " ", "\n", "\n\n"}[p.gap])
	}
	p.gap = gapNone
	p.text.WriteString(word)
}

// element is the first element under node of that kind, or nil.
func element(node *html.Node, kind atom.Atom) *html.Node {
	for inner := range node.Descendants() {
		if inner.Type == html.ElementNode && inner.DataAtom == kind {
			return inner
		}
	}
	return nil
}

// attribute is the value of node's attribute of that name, or "".
func attribute(node *html.Node, key string) string {
	for _, attr := range node.Attr {
		if attr.Namespace == "" && attr.Key == key {
			return attr.Val
		}
	}
	return ""
}

// shownText is the text under node on one line.
func shownText(node *html.Node) string {
	return strings.Join(strings.Fields(paragraphs(node)), " ")
}
