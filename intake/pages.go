package intake

import (
	"slices"
	"unicode/utf8"

	"hearsay/intake/fetch"
	"hearsay/read/extract/charset"
	"hearsay/read/extract/record"
)

// parted tells arguments that name something on this machine from addresses of pages, each once.
func parted(args []string) (paths, addresses []string) {
	for _, arg := range args {
		switch {
		case !fetch.IsAddress(arg):
			paths = append(paths, arg)
		case !slices.Contains(addresses, arg):
			addresses = append(addresses, arg)
		}
	}
	return paths, addresses
}

// pages takes in the pages of addresses.
func (w *walker) pages(addresses []string, fetcher Fetcher) error {
	if len(addresses) == 0 {
		return nil
	}
	clear(w.rows)
	for page := range fetcher.All(w.ctx, addresses) {
		if err := w.page(page); err != nil {
			return err
		}
	}
	return nil
}

// page takes in what was fetched, which may be a page, a document, an archive or a table.
func (w *walker) page(page fetch.Page) error {
	path := validPath(page.Asked)
	if page.Skip.Skipped() {
		return w.emit(path, "", nil, page.Skip)
	}
	w.rows[path] = &row{fields: record.Fields{URL: page.URL}}
	return w.bytes(path, "page"+page.Ending, decoded(page))
}

// decoded is a page's bytes. Of a page that does not itself say in which charset it is, but its server does, they are UTF-8: what
// the server said is not held.
func decoded(page fetch.Page) []byte {
	text := page.Ending == ".html" || page.Ending == ".txt" || page.Ending == ".md"
	if !text || page.Charset == "" || utf8.Valid(page.Bytes) || charset.HTML(page.Bytes) != "" {
		return page.Bytes
	}
	return []byte(charset.Text(page.Bytes, page.Charset))
}
