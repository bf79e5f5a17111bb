package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"hearsay"
)

// The fewest words that a paywall leaves of an article for it to count as one. An article of fewer words without any
// sign of a paywall is a short article.
const (
	fewestWords     = 40
	fewestPaidWords = 80 // where the page itself says that it is not free
)

// longestNotice is how many words a paragraph of a paywall has at most. A longer one is the notice of a stub only if it
// holds two phrases of such: an article may speak of subscribers, too.
const longestNotice = 30

// stub says whether a page stands in place of its article: it has no text, or next to none beside the words of a
// paywall or consent form.
func (e *Extractor) stub(found *article, root *html.Node, paid bool) hearsay.Skip {
	if strings.TrimSpace(found.body) == "" {
		if body := element(root, atom.Body); body != nil {
			if signs := e.stubWords(paragraphs(body)); len(signs) > 0 {
				return stubSkip(signs[0])
			}
		}
		return hearsay.Skip{Reason: hearsay.SkipNoText, Detail: "the page has no article text"}
	}
	words, sign := 0, ""
	for paragraph := range strings.SplitSeq(found.body, "\n") {
		length := len(strings.Fields(paragraph))
		if signs := e.stubWords(paragraph); len(signs) > 1 || len(signs) == 1 && length <= longestNotice {
			sign = signs[0]
			continue
		}
		words += length
		if words >= fewestPaidWords {
			return hearsay.Skip{}
		}
	}
	switch {
	case sign != "" && words < fewestWords:
		return stubSkip(sign)
	case sign != "" && paid:
		return stubSkip(sign)
	}
	return hearsay.Skip{}
}

func stubSkip(sign string) hearsay.Skip {
	return hearsay.Skip{Reason: hearsay.SkipStub, Detail: "the page says “" + sign +
		"” in place of the article; save it while you are signed in"}
}

// stubWords is the phrases of the list of stubs that stand in text.
func (e *Extractor) stubWords(text string) []string {
	text = strings.ToLower(strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "’", "'"))
	var said []string
	for _, phrase := range e.stubs {
		if strings.Contains(text, phrase) {
			said = append(said, phrase)
		}
	}
	return said
}
