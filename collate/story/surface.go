package story

import "hearsay"

// Surface returns terms as a document has them: each as the word that stands for it first, in title or text. A term that
// the document lacks stays as it is.
func Surface(doc *hearsay.Document, terms []string) []string {
	wanted := make(map[string]string, len(terms))
	for _, term := range terms {
		wanted[term] = ""
	}
	left := len(wanted)
	var buffer []byte
	for _, text := range []string{doc.Text, doc.Title.Value} {
		for at := 0; left > 0; {
			start, end := nextWord(text, at)
			if start == end {
				break
			}
			at = end
			if end-start > wordBytes {
				continue
			}
			buffer = appendTerm(buffer[:0], text[start:end])
			if found, ok := wanted[string(buffer)]; ok && found == "" {
				wanted[string(buffer)] = text[start:end]
				left--
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
