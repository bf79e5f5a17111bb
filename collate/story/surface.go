package story

import (
	"strings"

	"hearsay"
)

// Surface returns terms as a document has them: each as the word that stands for it first, in text or title, though not one
// in capitals throughout if there is another. A term that the document lacks stays as it is.
func Surface(doc *hearsay.Document, terms []string) []string {
	wanted := make(map[string]string, len(terms))
	for _, term := range terms {
		wanted[term] = ""
	}
	var buffer []byte
	for _, text := range []string{doc.Text, doc.Title.Value} {
		for at := 0; ; {
			start, end := nextWord(text, at)
			if start == end {
				break
			}
			at = end
			if end-start > wordBytes {
				continue
			}
			buffer = appendTerm(buffer[:0], text[start:end])
			if found, ok := wanted[string(buffer)]; ok && (found == "" || shouted(found) && !shouted(text[start:end])) {
				wanted[string(buffer)] = text[start:end]
			}
		}
	}
	words := make([]string, len(terms))
	for i, term := range terms {
		words[i] = term
		if wanted[term] != "" {
			words[i] = wanted[term]
		}
	}
	return words
}

// shouted reports whether a word of some length is in capitals throughout, as in a dateline.
func shouted(word string) bool {
	const acronym = 5 // letters that a name in capitals may have
	return len(word) > acronym && strings.ToUpper(word) == word
}
