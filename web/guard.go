package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"slices"
	"strings"

	"hearsay/internal/limits"
)

// policy lets a page use its own style sheet and script and nothing else: no inline script, no plug-in, no frame, no
// request to anywhere.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard refuses what does not come from the person at this machine, or does not carry the token, before any page sees it.
//
// A page of another site can make a browser send requests to this address, also under a name that it has made to lead
// here; so the Host must be one of those expected, and what changes something must come from this very origin
// (http.CrossOriginProtection).
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
		switch {
		case !allowed(r.Host, options.Hosts):
			refuse(w, r, http.StatusMisdirectedRequest, "this address is not one that it serves under")
			return
		case len(r.URL.RequestURI()) > limits.RequestBytes:
			refuse(w, r, http.StatusRequestURITooLong, "the address is too long")
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
		body := int64(limits.RequestBytes)
		if r.URL.Path == addPath {
			body = limits.UploadBytes
		}
		r.Body = http.MaxBytesReader(w, r.Body, body)
		pages.ServeHTTP(w, r)
	})
}

// refuse says to a person or program why there is no answer.
func refuse(w http.ResponseWriter, r *http.Request, code int, why string) {
	if strings.HasPrefix(r.URL.Path, apiPath) {
		sendProblem(w, r, code, why)
		return
	}
	http.Error(w, "hearsay: "+why, code)
}

// allowed reports whether a Host header names one of hosts, on any port.
func allowed(host string, hosts []string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
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
