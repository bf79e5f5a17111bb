package intake

import (
	"bytes"
	"regexp"
	"strconv"
)

// exportMark is the line with which clip services begin each article of a download: "3 of 50 DOCUMENTS" (Nexis),
// "Document 3 of 50" (Nexis, ProQuest).
var exportMark = regexp.MustCompile(
	`(?m)^[ \t]*(?:(\d{1,5}) of (\d{1,5}) DOCUMENTS?|Document (\d{1,5}) of (\d{1,5}))[ \t]*\r?$`)

// longestCover is the length in bytes of what an export says of itself before its first article.
const longestCover = 4 << 10

// splitExport parts a text that a clip service made of many articles, and returns nil for any other text. It is one
// only if its marks count from 1 without a gap to the same total, and nothing but a short cover stands before the
// first.
func splitExport(raw []byte) [][]byte {
	// Most texts are told by this, at the speed of a search for one word.
	if !bytes.Contains(raw[:min(len(raw), longestCover)], []byte(" of ")) {
		return nil
	}
	marks := exportMark.FindAllSubmatchIndex(raw, -1)
	if len(marks) == 0 || marks[0][0] > longestCover {
		return nil
	}
	total := ""
	var articles [][]byte
	for i, mark := range marks {
		group := 2
		if mark[group] < 0 {
			group = 6
		}
		n, err := strconv.Atoi(string(raw[mark[group]:mark[group+1]]))
		of := string(raw[mark[group+2]:mark[group+3]])
		if err != nil || n != i+1 || total != "" && of != total {
			return nil
		}
		total = of
		end := len(raw)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		articles = append(articles, bytes.TrimSpace(raw[mark[1]:end]))
	}
	if last, err := strconv.Atoi(total); err != nil || len(articles) > last || len(articles) == 1 && last != 1 {
		return nil
	}
	return articles
}
