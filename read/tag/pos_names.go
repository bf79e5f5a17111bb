package tag

import "hearsay"

// names are the words, by form.lower, that a document shows to be names: written with a capital behind another word in
// running text, and never without one. What begins a sentence or stands in a headline proves nothing.
type names map[uint32]bool

// findNames looks through the words of a document.
func findNames(text string, sentences []hearsay.Sentence) names {
	found := names{}
	var plain []uint32
	var forms []form
	for _, sentence := range sentences {
		forms = forms[:0]
		for _, token := range sentence.Tokens {
			forms = append(forms, makeForm(token.Span.Of(text)))
		}
		title := isTitle(forms)
		for i, f := range forms {
			switch {
			case f.shape&shapeLetter == 0:
			case f.shape&shapeInitial == 0:
				plain = append(plain, f.lower)
			case !title && i > 0 && forms[i-1].shape&shapeLetter != 0 && f.shape&shapeUpper == 0:
				found[f.lower] = true
			}
		}
	}
	for _, lower := range plain {
		delete(found, lower)
	}
	return found
}

// isTitle reports whether nearly every longer word has a capital, as in a headline.
func isTitle(forms []form) bool {
	capitals, letters := 0, 0
	for _, f := range forms {
		if f.shape&shapeLong != 0 {
			letters++
			if f.shape&shapeInitial != 0 {
				capitals++
			}
		}
	}
	return letters >= 3 && capitals*5 >= letters*4
}

// named mends the tag of word i if the document shows it to be a name ("Sessions" is no plural, nor a verb).
func (c *POSContext) named(i int, tag hearsay.Tag) hearsay.Tag {
	f := &c.forms[i+pad]
	if f.shape&shapeInitial == 0 || !c.names[f.lower] {
		return tag
	}
	switch tag {
	case hearsay.TagNN, hearsay.TagNNS, hearsay.TagVB, hearsay.TagVBP, hearsay.TagVBZ, hearsay.TagUH, hearsay.TagFW:
		return hearsay.TagNNP
	}
	return tag
}
