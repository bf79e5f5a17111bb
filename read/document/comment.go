package document

import (
	"strings"

	"hearsay"
)

// What a seam between reporting and comment needs: paragraphs of reporting before it, and signs of comment behind it.
const (
	reportingBefore = 3 // paragraphs that report what others said, with no sign of comment before the seam
	commentAfter    = 2 // paragraphs behind the seam
	commentPerson   = 2 // times that the writer speaks in person there
	commentBlunt    = 2 // words there that have no place in reporting
)

// voice is what a paragraph, outside quotation marks, tells of who speaks.
type voice struct {
	reports   int // attribution verbs
	person    int // "I", "my", "me"
	questions int // sentences that ask
	openers   int // "Honestly," at the beginning of a sentence
	coarse    int // words that have no place in reporting
	quoted    bool
}

func (v voice) signs() int { return v.person + v.questions + v.openers + v.coarse }

// seam returns the index of the first of the body paragraphs that are the writer's comment, up to the last, or -1. The
// paragraph at the seam opens with a word of comment or swears; none before it does, speaks in person or asks; behind
// it the writer speaks in person, asks and swears, and none reports what others said, shows a post, or is a transcript.
func (d *Describer) seam(body []paragraph) int {
	first, reporting := -1, 0
	var opening voice
	for i, p := range body {
		opening = d.voice(p.text)
		if opening.signs() > 0 {
			first = i
			break
		}
		if opening.reports > 0 || opening.quoted {
			reporting++
		}
	}
	if first < 0 || reporting < reportingBefore || len(body)-first < commentAfter {
		return -1
	}
	if opening.openers+opening.coarse == 0 || strings.HasSuffix(body[first-1].text, ":") {
		return -1
	}
	var all voice
	for _, p := range body[first:] {
		v := d.voice(p.text)
		if v.reports > 0 || embeds(p.text) {
			return -1
		}
		all.person += v.person
		all.questions += v.questions
		all.openers += v.openers
		all.coarse += v.coarse
	}
	if all.person < commentPerson || all.questions == 0 || all.coarse+all.openers < commentBlunt {
		return -1
	}
	return first
}

// embeds reports whether a paragraph is another's words: a post, or a turn of a transcript.
func embeds(text string) bool {
	if strings.ContainsAny(text, "@#") || strings.Contains(text, "http") || opensQuotation(text) {
		return true
	}
	speaker, _, ok := strings.Cut(text[:runeFloor(text, min(len(text), photoLine))], ":")
	return ok && speaker == strings.ToUpper(speaker)
}

// voice reads a paragraph outside its quotation marks.
func (d *Describer) voice(text string) voice {
	var v voice
	inside, opens := false, true // in a quotation; at the beginning of a sentence
	for at := 0; at < len(text); {
		c := text[at]
		switch {
		case c == '"' || strings.HasPrefix(text[at:], "“") || strings.HasPrefix(text[at:], "”"):
			inside = c == '"' && !inside || strings.HasPrefix(text[at:], "“")
			v.quoted = true
			at++
			for at < len(text) && text[at] >= 0x80 && text[at] < 0xC0 {
				at++
			}
		case wordByte(c) && c < 0x80:
			end := at
			for end < len(text) && wordByte(text[end]) && text[end] < 0x80 {
				end++
			}
			if !inside {
				d.hear(&v, text[at:end], opens)
			}
			opens = false
			at = end
		default:
			if c == '?' && !inside {
				v.questions++
			}
			if c == '.' || c == '?' || c == '!' {
				opens = true
			}
			at++
		}
	}
	return v
}

// hear counts one word.
func (d *Describer) hear(v *voice, word string, opens bool) {
	if word == "I" {
		v.person++
		return
	}
	switch d.voiceWords[strings.ToLower(word)] {
	case "person":
		v.person++
	case "coarse":
		v.coarse++
	case "opener":
		if opens {
			v.openers++
		}
	case "report":
		v.reports++
	}
}

// markComment turns the body blocks behind a clear seam into comment.
func (d *Describer) markComment(blocks []hearsay.Block, text string) {
	var body []paragraph
	var indexes []int
	for i, block := range blocks {
		if block.Kind == hearsay.BlockBody {
			body = append(body, paragraph{span: block.Span, text: block.Span.Of(text)})
			indexes = append(indexes, i)
		}
	}
	at := d.seam(body)
	if at < 0 {
		return
	}
	for _, i := range indexes[at:] {
		blocks[i].Kind, blocks[i].By = hearsay.BlockComment, "seam"
	}
}
