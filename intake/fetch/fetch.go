// Package fetch brings a page that a person asks for by its URL.
//
// It begins with a URL and ends with a Page: the bytes that the server gave, what it says they are, and where they came from;
// or the reason why there are none, as data. It hands them to intake, which makes captures of them.
//
// # What is fetched
//
// What the person named, and where its server sends on to; nothing that stands in a page. One request is one connection, straight
// to the host: no proxy, cookies, referrer or login, and nothing is run. A robots.txt is for programs that go from page to page
// by themselves; this one fetches single pages for the person who asks, as a browser does, and does not ask for it.
//
// # What is never fetched
//
// A URL may come from a stranger, and must not become a way to what this machine alone can reach. So only http and https are
// fetched, from ports 80 and 443, without user name, and only from public hosts: each address that a name leads to is held against
// the registries of special-purpose addresses (special.txt), when it has been looked up and again when it is connected to, of the
// first URL as of each that a server sends on to. Nothing is sent on from https to http.
package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"hearsay"
	"hearsay/internal/limits"
)

// How long is waited for each part of a fetch, and for all of it with all that it is sent on to.
const (
	connectTime = 10 * time.Second
	headerTime  = 20 * time.Second
	wholeTime   = 60 * time.Second
)

// Page is what a URL gave.
type Page struct {
	Asked   string // the URL as it was given, in the form of Shown
	URL     string // where the bytes came from, behind everything that sent on; "" if there are none
	Bytes   []byte // the body, unpacked
	Ending  string // of the name that a file of the stated type has, with its dot; "" where none is stated
	Charset string // as the server states it; "" if it does not
	Skip    hearsay.Skip
}

// Fetcher fetches pages: one at a time of a host, and so many at a time as limits.Fetches says. It is safe for concurrent use.
type Fetcher struct {
	agent   string
	special blocks
	network network
	// It is asked itself, not by a client: that would follow where a server sends on to before it can be checked.
	transport *http.Transport
	slots     chan struct{}

	lock  sync.Mutex // of hosts
	hosts map[string]*turn
}

// turn is held by who asks a host.
type turn struct {
	taken   chan struct{} // of one
	waiting int
}

// New returns a fetcher that calls itself agent to servers.
func New(agent string) *Fetcher {
	special := newBlocks()
	return newFetcher(agent, special, &machine{special: special})
}

func newFetcher(agent string, special blocks, network network) *Fetcher {
	f := &Fetcher{
		agent: agent, special: special, network: network,
		slots: make(chan struct{}, limits.Fetches), hosts: map[string]*turn{},
	}
	f.transport = &http.Transport{
		DialContext:            f.connect,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    connectTime,
		ResponseHeaderTimeout:  headerTime,
		MaxResponseHeaderBytes: limits.HeaderBytes,
		DisableKeepAlives:      true, // so that each request is checked anew
		DisableCompression:     true, // it would be unpacked without bound
	}
	return f
}

// All fetches addresses, several at a time, and yields their pages in the order of addresses.
func (f *Fetcher) All(ctx context.Context, addresses []string) iter.Seq[Page] {
	return func(yield func(Page) bool) {
		var running sync.WaitGroup
		defer running.Wait()
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		pages := make([]chan Page, len(addresses))
		start := func(i int) {
			pages[i] = make(chan Page, 1)
			running.Go(func() { pages[i] <- f.Fetch(ctx, addresses[i]) })
		}
		for i := range min(limits.Fetches, len(addresses)) {
			start(i)
		}
		for i := range addresses {
			page := <-pages[i]
			pages[i] = nil
			if next := i + limits.Fetches; next < len(addresses) {
				start(next)
			}
			if !yield(page) {
				return
			}
		}
	}
}

// Fetch fetches one page.
func (f *Fetcher) Fetch(ctx context.Context, address string) Page {
	v := visit{Fetcher: f, left: wholeTime, page: Page{Asked: Shown(address)}}
	at, skip := f.Check(address)
	for range limits.Redirects + 1 {
		if skip.Skipped() {
			v.page.Skip = skip
			return v.page
		}
		next := v.ask(ctx, at)
		if next == nil {
			return v.page
		}
		where := shown(next)
		if at.Scheme == "https" && next.Scheme == "http" {
			v.page.Skip = refused("the server sends on from https to http, to %s", where)
			return v.page
		}
		if at, skip = f.check(next); skip.Skipped() {
			skip = refused("the server sends on to %s: %s", where, strings.TrimPrefix(skip.Detail, refusedLead))
		}
	}
	v.page.Skip = unread("the servers send on more than %d times", limits.Redirects)
	return v.page
}

// visit is the fetching of one page.
type visit struct {
	*Fetcher
	page Page
	left time.Duration // of the time for all that servers do
}

// shown is a URL that a server gave, to be shown.
func shown(u *url.URL) string {
	text := strings.ToValidUTF8(withoutUser(u.String()), "\uFFFD")
	const most = 200
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// ask asks a server for one URL. It fills the page, or returns where the server sends on to.
func (v *visit) ask(ctx context.Context, at *url.URL) (next *url.URL) {
	page := &v.page
	leave, err := v.enter(ctx, at.Hostname())
	if err != nil {
		page.Skip = failed(err)
		return nil
	}
	defer leave()
	// Waiting for others is not the servers' time.
	started := time.Now()
	defer func() { v.left -= time.Since(started) }()
	ctx, cancel := context.WithTimeout(ctx, v.left)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		page.Skip = refused("it is no URL")
		return nil
	}
	request.Header = http.Header{
		"User-Agent":      {v.agent},
		"Accept":          {"text/html, application/xhtml+xml, text/plain;q=0.9, application/pdf;q=0.9, */*;q=0.1"},
		"Accept-Language": {"en"},
		"Accept-Encoding": {"gzip"},
	}
	response, err := v.transport.RoundTrip(request)
	if err != nil {
		page.Skip = failed(err)
		return nil
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK, http.StatusNonAuthoritativeInfo:
		page.take(response, at)
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		location := response.Header.Get("Location")
		if location == "" || len(location) > limits.AddressBytes {
			page.Skip = unread("the server sends on, but does not say where to")
			return nil
		}
		if next, err = at.Parse(location); err != nil {
			page.Skip = refused("the server sends on to what is no URL")
			return nil
		}
		return next
	case http.StatusNoContent, http.StatusResetContent:
		page.Skip = hearsay.Skip{Reason: hearsay.SkipEmpty, Detail: "the server has nothing there"}
	default:
		page.Skip = answered(response.StatusCode)
	}
	return nil
}

// answered is why there is no page where a server answers with a status.
func answered(code int) hearsay.Skip {
	status := fmt.Sprint(code)
	if text := http.StatusText(code); text != "" {
		status += " " + text
	}
	switch code {
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusTooManyRequests, http.StatusUnavailableForLegalReasons:
		return unread("the server answered %s; open it in a browser, save the page and read the file", status)
	}
	return unread("the server answered %s", status)
}

// enter waits until it is this fetch's turn with a host, and returns what ends the turn.
func (f *Fetcher) enter(ctx context.Context, host string) (leave func(), err error) {
	f.lock.Lock()
	at := f.hosts[host]
	if at == nil {
		at = &turn{taken: make(chan struct{}, 1)}
		f.hosts[host] = at
	}
	at.waiting++
	f.lock.Unlock()
	gone := func() {
		f.lock.Lock()
		defer f.lock.Unlock()
		if at.waiting--; at.waiting == 0 {
			delete(f.hosts, host)
		}
	}
	select {
	case at.taken <- struct{}{}:
	case <-ctx.Done():
		gone()
		return nil, ctx.Err()
	}
	select {
	case f.slots <- struct{}{}:
		return func() { <-f.slots; <-at.taken; gone() }, nil
	case <-ctx.Done():
		<-at.taken
		gone()
		return nil, ctx.Err()
	}
}

// endings are the media types that intake knows, and the endings of files of these types. What a server has no type for goes by
// the name in the URL.
var endings = map[string]string{
	"text/html":                    ".html",
	"application/xhtml+xml":        ".html",
	"text/plain":                   ".txt",
	"text/markdown":                ".md",
	"text/x-markdown":              ".md",
	"application/pdf":              ".pdf",
	"application/x-pdf":            ".pdf",
	"application/json":             ".json",
	"application/jsonl":            ".jsonl",
	"application/x-ndjson":         ".jsonl",
	"application/x-jsonlines":      ".jsonl",
	"text/csv":                     ".csv",
	"text/tab-separated-values":    ".tsv",
	"message/rfc822":               ".eml",
	"multipart/related":            ".mhtml",
	"application/x-mimearchive":    ".mhtml",
	string(hearsay.MediaDocx):      ".docx",
	"application/zip":              ".zip",
	"application/x-zip-compressed": ".zip",
	"application/gzip":             ".gz",
	"application/x-gzip":           ".gz",
	"application/octet-stream":     "",
	"binary/octet-stream":          "",
	"":                             "",
}

// take reads the body of an answer.
func (page *Page) take(response *http.Response, at *url.URL) {
	stated := response.Header.Get("Content-Type")
	media, parameters, err := mime.ParseMediaType(stated)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		media, _, _ = strings.Cut(stated, ";")
		media = strings.ToLower(strings.TrimSpace(media))
	}
	ending, known := endings[media]
	switch {
	case !known:
		page.Skip = hearsay.Skip{Reason: hearsay.SkipFormat, Detail: fmt.Sprintf("the server gives %q, which is not read", short(media))}
		return
	case response.ContentLength > limits.FileBytes:
		page.Skip = tooLarge()
		return
	}
	if ending == "" {
		ending = path.Ext(at.Path)
	}
	raw, skip := body(response)
	if skip.Skipped() {
		page.Skip = skip
		return
	}
	page.URL, page.Bytes, page.Ending, page.Charset = at.String(), raw, ending, parameters["charset"]
}

// body reads a body as far as the limits allow, and unpacks it.
func body(response *http.Response) ([]byte, hearsay.Skip) {
	// One byte more than is taken tells that there is more.
	var r io.Reader = io.LimitReader(response.Body, limits.FileBytes+1)
	switch packing := strings.ToLower(strings.TrimSpace(response.Header.Get("Content-Encoding"))); packing {
	case "", "identity":
	case "gzip", "x-gzip":
		unpacker, err := gzip.NewReader(r)
		if errors.Is(err, io.EOF) {
			return nil, hearsay.Skip{Reason: hearsay.SkipEmpty, Detail: "there is nothing in it"}
		}
		if err != nil {
			return nil, failed(err)
		}
		r = io.LimitReader(unpacker, limits.FileBytes+1)
	default:
		return nil, hearsay.Skip{Reason: hearsay.SkipFormat, Detail: fmt.Sprintf("the server packs it as %q, which was not asked for", short(packing))}
	}
	var raw bytes.Buffer
	n, err := raw.ReadFrom(r)
	if n > limits.FileBytes {
		return nil, tooLarge()
	}
	if err != nil {
		return nil, failed(err)
	}
	return raw.Bytes(), hearsay.Skip{}
}

// short is a server's word, cut to what a message holds.
func short(word string) string {
	const most = 100
	return word[:min(len(word), most)]
}

func tooLarge() hearsay.Skip {
	return hearsay.Skip{Reason: hearsay.SkipTooLarge, Detail: fmt.Sprintf("more than the %d MB of one file", limits.FileBytes>>20)}
}

func unread(format string, args ...any) hearsay.Skip {
	return hearsay.Skip{Reason: hearsay.SkipUnreadable, Detail: fmt.Sprintf(format, args...)}
}

// failed is why a fetch ended with err, in words that tell nothing of this machine.
func failed(err error) hearsay.Skip {
	if never, ok := errors.AsType[*refusal](err); ok {
		return refused("%s", never.what)
	}
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	certificate, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	dns, lookUp := errors.AsType[*net.DNSError](err)
	timeout, _ := errors.AsType[net.Error](err)
	dialing, connecting := errors.AsType[*net.OpError](err)
	switch {
	case errors.Is(err, context.Canceled):
		return unread("it was broken off")
	case corrupt, errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return hearsay.Skip{Reason: hearsay.SkipTruncated, Detail: "the answer ends early or is damaged; fetch it again"}
	case untrusted:
		return unread("its server shows no certificate that holds: %s", plain(certificateError(certificate)))
	case lookUp && dns.IsNotFound:
		return unread("there is no host of this name")
	case lookUp:
		return unread("the name of its host could not be looked up; is this machine connected?")
	case timeout != nil && timeout.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return unread("no whole answer came in time")
	case connecting && dialing.Op == "dial":
		return unread("its server could not be connected to")
	}
	return unread("the answer could not be read: %s", plain(err))
}

// certificateError is what is wrong with a certificate, without the words about how it was found.
func certificateError(err *tls.CertificateVerificationError) error {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err.Err); ok {
		return errors.New("nobody known vouches for it")
	}
	return err.Err
}

// plain is an error in one short line: servers have a part in its words.
func plain(err error) string {
	const most = 200
	text := strings.Join(strings.Fields(strings.ToValidUTF8(err.Error(), "\uFFFD")), " ")
	text = strings.TrimPrefix(strings.TrimPrefix(text, "net/http: HTTP/1.x transport connection broken: "), "net/http: ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
