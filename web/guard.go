package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/subtle"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"hearsay/internal/limits"
)

// policy lets a page use its own style sheet and script and nothing else: no inline script, no plug-in, no frame, no
// request to anywhere.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard refuses what does not come from the person at this machine, or does not carry the token, before any page sees it.
//
// A page of another site can make a browser send requests to this address, also under a name that it has made to lead
// here; so the Host must be one of those expected, what changes something must come from this very origin
// (http.CrossOriginProtection), and of what other sites ask for only a link that a person follows is answered.
func guard(pages http.Handler, options Options) http.Handler {
	crossOrigin := http.NewCrossOriginProtection()
	token := sha256.Sum256([]byte(options.Token))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin") // with none, browsers hide the origin of forms, which is checked below
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cache-Control", "no-store")
		var body *timedBody
		if hasBody(r) {
			body = &timedBody{ReadCloser: r.Body, control: http.NewResponseController(w)}
			body.limit()
			defer body.limit() // what was not read is read by the server now
		}
		switch {
		case !allowed(r, options.Hosts):
			refuse(w, r, http.StatusMisdirectedRequest, "this address is not one that it serves under")
			return
		case len(r.URL.RequestURI()) > limits.RequestBytes:
			refuse(w, r, http.StatusRequestURITooLong, "the address is too long")
			return
		case fromElsewhere(r):
			refuse(w, r, http.StatusForbidden, "another site asks for this; follow a link, or open the address")
			return
		case options.Token != "" && !carries(r, token):
			header.Set("WWW-Authenticate", `Basic realm="hearsay", charset="UTF-8"`)
			refuse(w, r, http.StatusUnauthorized, "give the token that serve printed, as the password")
			return
		}
		if err := crossOrigin.Check(r); err != nil {
			refuse(w, r, http.StatusForbidden, err.Error())
			return
		}
		if body != nil {
			most := int64(limits.RequestBytes)
			if r.URL.Path == addPath {
				most = limits.UploadBytes
			}
			r.Body = http.MaxBytesReader(w, body, most)
		}
		pages.ServeHTTP(w, r)
	})
}

// bodyTime is how long the body of a request may take that sets no time of its own.
const bodyTime = 10 * time.Second

// timedBody is a body that must come in time. Once it has, nothing is limited: the server reads on then, to learn
// whether the reader has left.
type timedBody struct {
	io.ReadCloser
	control *http.ResponseController
	ended   bool
}

// limit gives what is still to come of the body bodyTime from now. Not every server can; then there is no limit.
func (b *timedBody) limit() {
	if !b.ended {
		_ = b.control.SetReadDeadline(time.Now().Add(bodyTime))
	}
}

// Read implements io.Reader.
func (b *timedBody) Read(into []byte) (int, error) {
	n, err := b.ReadCloser.Read(into)
	if err == io.EOF && !b.ended {
		b.ended = true
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

func hasBody(r *http.Request) bool { return r.Body != nil && r.Body != http.NoBody }

// refuse says to a person or program why there is no answer, and does not wait for what is still to come of the request.
func refuse(w http.ResponseWriter, r *http.Request, code int, why string) {
	if hasBody(r) {
		w.Header().Set("Connection", "close")
	}
	if strings.HasPrefix(r.URL.Path, apiPath) {
		sendProblem(w, r, code, why)
		return
	}
	http.Error(w, "hearsay: "+why, code)
}

// fromElsewhere reports whether a page of another site has a browser ask for something that no person asked for in that
// browser's window: a picture, a frame, a script's request (W3C Fetch Metadata).
func fromElsewhere(r *http.Request) bool {
	site, target := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Sec-Fetch-Dest")
	followed := r.Header.Get("Sec-Fetch-Mode") == "navigate" && (target == "document" || target == "")
	return (site == "cross-site" || site == "same-site") && !followed
}

// allowed reports whether a Host header names one of hosts, or the very address that the request has reached, on any
// port. No name that is made to lead here is an address.
func allowed(r *http.Request, hosts []string) bool {
	host := r.Host
	if name, port, err := net.SplitHostPort(host); err == nil {
		if strings.Trim(port, "0123456789") != "" {
			return false
		}
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if host == "" {
		return false
	}
	reached, _ := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if ip := net.ParseIP(host); ip != nil && reached != nil && reached.IP.Equal(ip) {
		return true
	}
	return slices.ContainsFunc(hosts, func(h string) bool { return strings.EqualFold(h, host) })
}

// carries reports whether a request carries the token whose hash is given, as bearer or as the password of basic
// authentication. Hashes are compared, in constant time, so that the time taken tells nothing.
func carries(r *http.Request, token [sha256.Size]byte) bool {
	given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		_, given, ok = r.BasicAuth()
	}
	hash := sha256.Sum256([]byte(given))
	return ok && subtle.ConstantTimeCompare(hash[:], token[:]) == 1
}

// compressed is the size from which a body is packed, where the reader takes that.
const compressed = 1 << 10 // bytes

// send writes a whole body.
func send(w http.ResponseWriter, r *http.Request, code int, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Add("Vary", "Accept-Encoding")
	if len(body) >= compressed && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		var packed bytes.Buffer
		packer := gzip.NewWriter(&packed)
		packer.Write(body)
		packer.Close()
		w.Header().Set("Content-Encoding", "gzip")
		body = packed.Bytes()
	}
	w.WriteHeader(code)
	w.Write(body)
}
