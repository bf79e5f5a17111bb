package document

import (
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// settleOutlet sets the document's outlet from what was given and what the text states, best evidence first. An outlet
// that the text only cites says nothing about the document.
func (d *Describer) settleOutlet(doc *hearsay.Document, stated []hearsay.Field) {
	if doc.Outlet.Known() {
		canonical, ok := d.outlets.Canonical(doc.Outlet.Value)
		if !ok {
			canonical = lexicon.Plain(doc.Outlet.Value)
		}
		doc.Outlet.Value = canonical
		return
	}
	if canonical, ok := d.outlets.ByHost(host(doc.URL.Value)); ok {
		doc.Outlet = hearsay.Field{Value: canonical, How: hearsay.HowURL, By: "host"}
		return
	}
	var best hearsay.Field
	for _, field := range stated {
		if !best.Known() || d.better(field, best) {
			best = field
		}
	}
	doc.Outlet = best
}

// better reports whether field is better evidence for the outlet than other: a publisher before an agency, whose text
// others print, and then a dateline, a credit, a byline and a section, in this order.
func (d *Describer) better(field, other hearsay.Field) bool {
	if a, b := d.outlets.Agency(field.Value), d.outlets.Agency(other.Value); a != b {
		return b && field.How != hearsay.HowGuessed
	}
	return evidence(field.How) > evidence(other.How)
}

func evidence(how hearsay.How) int {
	switch how {
	case hearsay.HowDateline:
		return 4
	case hearsay.HowCredit:
		return 3
	case hearsay.HowByline:
		return 2
	}
	return 1
}

// host is the host of a URL, which may lack its scheme.
func host(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	if i := strings.IndexAny(url, "/?#"); i >= 0 {
		url = url[:i]
	}
	return url[strings.LastIndexByte(url, '@')+1:]
}

// creditBytes bounds a credit line, creditWithin one that is known by words in its middle, and shortCredit, in words,
// one that opens with words that prose opens with too.
const (
	creditBytes  = 300
	creditWithin = 200
	shortCredit  = 6
)

// credit reads a paragraph as a line that says who supplied the text. owner reports whether it says whose document it
// is: a copyright line.
func (d *Describer) credit(p paragraph, lower string) (outlet hearsay.Field, owner, ok bool) {
	if len(p.text) > creditBytes {
		return outlet, false, false
	}
	if bracketed, ok := d.bracketedCredit(p); ok {
		return bracketed, false, true
	}
	kind, ok := d.creditKind(p, lower)
	if !ok {
		return outlet, false, false
	}
	if matches := d.outlets.FindStated(p.text); len(matches) > 0 {
		match := matches[0]
		outlet = hearsay.Field{
			Value: match.Outlet, How: hearsay.HowCredit, By: "credit line",
			Span: p.sub(int(match.Span.Start), int(match.Span.End)),
		}
	} else if kind == "owner" {
		outlet = d.holder(p)
	}
	return outlet, kind == "owner", true
}

// creditKind returns what a line that says who supplied the text tells of the outlet it names.
func (d *Describer) creditKind(p paragraph, lower string) (kind string, ok bool) {
	if kind, words, ok := d.creditWords.begin(lower); ok {
		switch {
		case strings.HasSuffix(words, " by"):
			return kind, d.personNames(strings.TrimLeft(p.text[len(words):], " :")) > 0
		case words == "via" || strings.HasPrefix(words, "special"):
			return kind, p.words() <= shortCredit
		}
		return kind, true
	}
	if kind, ok := d.creditWords.end(lower); ok {
		return kind, true
	}
	if len(p.text) > creditWithin {
		return "", false
	}
	kind, ok = d.creditWords.within(lower)
	return kind, ok && (kind != "reprint" || d.creditWords.opens(lower))
}

// bracketedCredit reads a paragraph that is nothing but an outlet in brackets, "(AP)", or behind a dash.
func (d *Describer) bracketedCredit(p paragraph) (hearsay.Field, bool) {
	name := strings.Trim(p.text, "()[]-–—• ")
	if len(p.text) > photoLine || len(name) == len(p.text) || name == "" {
		return hearsay.Field{}, false
	}
	canonical, ok := d.outlets.Named(name)
	if !ok {
		return hearsay.Field{}, false
	}
	start := strings.Index(p.text, name)
	return hearsay.Field{
		Value: canonical, How: hearsay.HowCredit, By: "bracketed credit", Span: p.sub(start, start+len(name)),
	}, true
}

// holder returns the outlet that holds the copyright in a line where running text would not show one: "© 2018 Time".
func (d *Describer) holder(p paragraph) hearsay.Field {
	at := strings.LastIndexAny(p.text, "0123456789") + 1
	end := len(p.text)
	if i := strings.IndexByte(p.text[at:], '.'); i >= 0 {
		end = at + i
	}
	name := strings.Trim(p.text[at:end], " ,-–—")
	name = strings.TrimSpace(strings.TrimPrefix(name, "by "))
	canonical, ok := d.outlets.Named(name)
	if !ok || name == "" {
		return hearsay.Field{}
	}
	start := at + strings.Index(p.text[at:end], name)
	return hearsay.Field{
		Value: canonical, How: hearsay.HowCredit, By: "copyright line", Span: p.sub(start, start+len(name)),
	}
}
