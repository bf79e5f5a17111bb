package document

import (
	"strings"

	"hearsay"
)

// introWords bounds the line that introduces a passage of another outlet, and introTail what may stand behind the
// outlet's name where no verb does ("From the Washington Post last week:").
const (
	introWords = 14
	introTail  = 3
)

// quotationLine reads a paragraph as a line that introduces a passage of another outlet: "From the Washington Post:",
// "The Hill reports:". It returns the outlet with the words that name it.
func (d *Describer) quotationLine(p paragraph) (hearsay.Field, bool) {
	line := strings.TrimRight(p.text, " \u00a0")
	if !strings.HasSuffix(line, ":") || p.words() > introWords || strings.ContainsAny(line, "\"“”") {
		return hearsay.Field{}, false
	}
	line = strings.TrimSuffix(line, ":")
	names := d.outlets.FindStated(line)
	if len(names) == 0 {
		return hearsay.Field{}, false
	}
	name := names[0]
	lead := strings.ToLower(strings.TrimSpace(line[:name.Span.Start]))
	lead = strings.TrimSpace(strings.TrimSuffix(lead, "the"))
	behind := strings.Fields(line[name.Span.End:])
	kind, known := d.quotationLeads[lead]
	whole := kind == "whole" && len(behind) <= introTail && !strings.Contains(line[name.Span.End:], ",")
	if lead != "" && !known || !whole && !d.reports(behind) {
		return hearsay.Field{}, false
	}
	return hearsay.Field{
		Value: name.Outlet, How: hearsay.HowCredit, By: "quotation line",
		Span: p.sub(int(name.Span.Start), int(name.Span.End)),
	}, true
}

// lastSentence is the last sentence of a paragraph that has others before it.
func lastSentence(p paragraph) (paragraph, bool) {
	for end := len(p.text) - 1; end > 0; end-- {
		if p.text[end] != ' ' || !endsSentence(p.text[:end]) {
			continue
		}
		last := paragraph{span: p.sub(end+1, len(p.text)), text: p.text[end+1:], indent: p.indent}
		return last, last.text != "" && last.words() > 1
	}
	return paragraph{}, false
}

// reports reports whether the words behind an outlet's name open with a reporting verb, or with a possessive, a
// reporter's name and such a verb.
func (d *Describer) reports(words []string) bool {
	if len(words) == 0 {
		return false
	}
	if d.quotationVerbs[strings.ToLower(words[0])] {
		return true
	}
	if words[0] != "'s" && words[0] != "’s" && words[0] != "'" && words[0] != "’" {
		return false
	}
	for _, word := range words[1:] {
		if d.quotationVerbs[strings.ToLower(word)] {
			return true
		}
		if !startsUpper(word) && !d.particles[word] && word != "and" {
			return false
		}
	}
	return false
}

// embedded returns how many of the paragraphs behind a quotation line are its passage: the first, and those after it as
// long as marks show that the passage goes on. Those marks are a quotation that is not closed, ">" before each, or an
// indent that the quotation line does not have.
func embedded(line paragraph, following []paragraph) int {
	if len(following) == 0 {
		return 0
	}
	first := following[0]
	count := 1
	switch {
	case strings.HasPrefix(first.text, ">"):
		for count < len(following) && strings.HasPrefix(following[count].text, ">") {
			count++
		}
	case first.indent > line.indent+1:
		for count < len(following) && following[count].indent >= first.indent {
			count++
		}
	case opensQuotation(first.text) && !closesQuotation(first.text):
		for count < len(following) && opensQuotation(following[count].text) {
			count++
			if closesQuotation(following[count-1].text) {
				break
			}
		}
	}
	return count
}

func opensQuotation(text string) bool {
	return strings.HasPrefix(text, "\"") || strings.HasPrefix(text, "“")
}

func closesQuotation(text string) bool {
	return strings.HasSuffix(text, "\"") || strings.HasSuffix(text, "”")
}

// ownPassages turns passages that the document's own outlet is named for into body.
func ownPassages(doc *hearsay.Document) {
	for i := range doc.Blocks {
		block := &doc.Blocks[i]
		if block.By == "quotation line" && block.Outlet.Value == doc.Outlet.Value {
			block.Kind, block.Outlet, block.By = hearsay.BlockBody, hearsay.Field{}, "rest"
		}
	}
}
