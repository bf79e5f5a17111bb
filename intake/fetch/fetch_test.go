package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hearsay"
	"hearsay/internal/limits"
)

// internet is a network of invented hosts.
type internet struct {
	names   map[string][]string // the addresses that a name leads to, parted by spaces, at each look-up; the last stays
	servers map[string]server   // by address
	secret  *tls.Config         // of all servers, if they speak TLS

	lock   sync.Mutex
	dialed []string
	asked  []*http.Request
}

// server is what a host does with a connection, whose request has been read.
type server func(conn net.Conn, request *http.Request)

func (n *internet) lookUp(_ context.Context, name string) ([]netip.Addr, error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	answers := n.names[name]
	if len(answers) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	if len(answers) > 1 {
		n.names[name] = answers[1:]
	}
	var addresses []netip.Addr
	for address := range strings.FieldsSeq(answers[0]) {
		addresses = append(addresses, netip.MustParseAddr(address))
	}
	return addresses, nil
}

func (n *internet) dial(ctx context.Context, address netip.AddrPort) (net.Conn, error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.dialed = append(n.dialed, address.String())
	serve := n.servers[address.Addr().String()]
	if serve == nil {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	}
	here, wire := net.Pipe()
	there := wire
	if n.secret != nil {
		there = tls.Server(wire, n.secret)
	}
	go func() {
		defer there.Close()
		request, err := http.ReadRequest(bufio.NewReader(there))
		if err != nil {
			return
		}
		n.lock.Lock()
		n.asked = append(n.asked, request)
		n.lock.Unlock()
		serve(there, request)
	}()
	return here, nil
}

// says answers with text, each line of whose header ends as HTTP wants it.
func says(text string) server {
	header, body, _ := strings.Cut(text, "\n\n")
	text = strings.ReplaceAll(header, "\n", "\r\n") + "\r\n\r\n" + body
	return func(conn net.Conn, _ *http.Request) { io.WriteString(conn, text) }
}

// forever writes text again and again until nobody reads.
func forever(start, text string) server {
	return func(conn net.Conn, _ *http.Request) {
		io.WriteString(conn, start)
		for {
			if _, err := io.WriteString(conn, text); err != nil {
				return
			}
		}
	}
}

func packed(raw []byte) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(raw)
	w.Close()
	return out.String()
}

const herald = "93.184.216.34"

// fetchFrom fetches from one host, herald.example, that answers so. The clock is that of a bubble.
func fetchFrom(t *testing.T, serve server) (Page, *internet) {
	t.Helper()
	net := &internet{names: map[string][]string{"herald.example": {herald}}, servers: map[string]server{herald: serve}}
	f := newFetcher("hearsay test", newBlocks(), net)
	return f.Fetch(t.Context(), "http://herald.example/mayor?a=1#top"), net
}

func TestFetch(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://10.0.0.1:3128")
	t.Setenv("http_proxy", "http://10.0.0.1:3128")
	page, net := fetchFrom(t, says("HTTP/1.1 200 OK\nContent-Type: text/html; charset=\"ISO-8859-1\"\nSet-Cookie: a=b\n\n<p>The mayor resigned."))
	want := Page{
		Asked: "http://herald.example/mayor?a=1", URL: "http://herald.example/mayor?a=1", Bytes: []byte("<p>The mayor resigned."),
		Ending: ".html", Charset: "ISO-8859-1",
	}
	if fmt.Sprintf("%+v", page) != fmt.Sprintf("%+v", want) {
		t.Errorf("page %+v, want %+v", page, want)
	}
	if !slices.Equal(net.dialed, []string{herald + ":80"}) {
		t.Errorf("connected to %v", net.dialed)
	}
	asked := net.asked[0]
	if asked.Method != "GET" || asked.RequestURI != "/mayor?a=1" || asked.Host != "herald.example" || asked.UserAgent() != "hearsay test" {
		t.Errorf("asked %s %s of %s as %q", asked.Method, asked.RequestURI, asked.Host, asked.UserAgent())
	}
	for name := range asked.Header {
		if !slices.Contains([]string{"Accept", "Accept-Encoding", "Accept-Language", "Connection", "User-Agent"}, name) {
			t.Errorf("sent %s: %s", name, asked.Header.Get(name))
		}
	}
}

func TestTypes(t *testing.T) {
	for _, test := range []struct{ header, body, ending, skip string }{
		{"Content-Type: text/html", "<p>a", ".html", ""},
		{"Content-Type: TEXT/HTML; charset", "<p>a", ".html", ""},
		{"Content-Type: application/pdf", "%PDF-1.7", ".pdf", ""},
		{"Content-Type: application/octet-stream", "a", ".docx", ""},
		{"X: y", "a", ".docx", ""},
		{"Content-Type: image/png", "\x89PNG", "", `format: the server gives "image/png", which is not read`},
		{"Content-Type: video/mp4", "", "", `format: the server gives "video/mp4", which is not read`},
		{"Content-Type: <script>", "a", "", `format: the server gives "<script>", which is not read`},
		{"Content-Type: text/plain\nContent-Encoding: gzip", packed([]byte("The mayor")), ".txt", ""},
		{"Content-Type: text/plain\nContent-Encoding: br", "x", "", `format: the server packs it as "br", which was not asked for`},
		{"Content-Type: text/plain\nContent-Encoding: gzip", "", "", "empty: there is nothing in it"},
		{"Content-Type: text/plain\nContent-Encoding: gzip", "not gzip at all", "", "truncated: the answer ends early or is damaged; fetch it again"},
		{"Content-Type: text/plain\nContent-Encoding: gzip", packed([]byte("The mayor"))[:20], "", "truncated: the answer ends early or is damaged; fetch it again"},
		{"Content-Type: text/plain\nContent-Length: 100", "short", "", "truncated: the answer ends early or is damaged; fetch it again"},
		{"Content-Type: text/plain\nContent-Length: 99999999999", "", "", "too large: more than the 64 MB of one file"},
		{"Content-Type: text/plain\nContent-Length: 3", "The mayor", ".txt", ""},
		{"Content-Type: text/plain\nTransfer-Encoding: chunked", "zz\r\nThe", "", `unreadable: the answer could not be read: invalid byte in chunk length`},
	} {
		net := &internet{names: map[string][]string{"herald.example": {herald}}, servers: map[string]server{herald: says("HTTP/1.1 200 OK\n" + test.header + "\n\n" + test.body)}}
		page := newFetcher("hearsay", newBlocks(), net).Fetch(t.Context(), "http://herald.example/a.docx")
		skip := ""
		if page.Skip.Skipped() {
			skip = string(page.Skip.Reason) + ": " + page.Skip.Detail
		}
		if skip != test.skip || page.Ending != test.ending || (page.URL == "") != (skip != "") {
			t.Errorf("%q: %+v, want %q, %q", test.header, page, test.skip, test.ending)
		}
	}
}

func TestAnswers(t *testing.T) {
	for answer, want := range map[string]string{
		"HTTP/1.1 204 No Content\n\n":                                  "empty: the server has nothing there",
		"HTTP/1.1 404 Gone <b>fishing</b>\n\n":                         "unreadable: the server answered 404 Not Found",
		"HTTP/1.1 403 No\n\n":                                          "unreadable: the server answered 403 Forbidden; open it in a browser, save the page and read the file",
		"HTTP/1.1 206 Part\nContent-Type: text/html\n\n<p>":            "unreadable: the server answered 206 Partial Content",
		"HTTP/1.1 799 What\n\n":                                        "unreadable: the server answered 799",
		"HTTP/1.1 302 Found\n\n":                                       "unreadable: the server sends on, but does not say where to",
		"HTTP/1.1 302 Found\nLocation: http://a b/\n\n":                "refused: not fetched: the server sends on to what is no URL",
		"HTTP/1.1 302 Found\nLocation: ://\n\n":                        "refused: not fetched: the server sends on to what is no URL",
		"HTTP/1.1 302 Found\nLocation: file:///etc/passwd\n\n":         "refused: not fetched: the server sends on to file:///etc/passwd: only http and https are fetched",
		"HTTP/1.1 302 Found\nLocation: javascript:alert(1)\n\n":        "refused: not fetched: the server sends on to javascript:alert(1): only http and https are fetched",
		"HTTP/1.1 302 Found\nLocation: http://a:b@herald.example/\n\n": "refused: not fetched: the server sends on to http://herald.example/: it has a user name in it; nothing is fetched in somebody's name",
		"HTTP/1.1 302 Found\nLocation: //169.254.169.254/x\n\n":        "refused: not fetched: the server sends on to http://169.254.169.254/x: 169.254.169.254 is no public host (link-local)",
		"HTTP/1.1 302 Found\nLocation: http://herald.example:25/\n\n":  "refused: not fetched: the server sends on to http://herald.example:25/: port 25; pages are fetched from ports 80 and 443",
		"HTTP/1.1 302 Found\nLocation: /mayor?a=1\n\n":                 "unreadable: the servers send on more than 5 times",
		"":                `unreadable: the answer could not be read: malformed HTTP response ""`,
		"SSH-2.0 <b>\n\n": `unreadable: the answer could not be read: malformed HTTP status code "<b>"`,
	} {
		page, _ := fetchFrom(t, says(answer))
		if got := string(page.Skip.Reason) + ": " + page.Skip.Detail; got != want || page.URL != "" || page.Bytes != nil {
			t.Errorf("%q: %q, want %q (%+v)", answer, got, want, page)
		}
	}
}

func TestSendsOn(t *testing.T) {
	net := &internet{
		names: map[string][]string{"short.example": {"8.8.4.4"}, "herald.example": {herald}},
		servers: map[string]server{
			"8.8.4.4": says("HTTP/1.1 301 Moved\nLocation: http://herald.example/mayor\nSet-Cookie: a=b\n\n"),
			herald:    says("HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>The mayor resigned."),
		},
	}
	page := newFetcher("hearsay", newBlocks(), net).Fetch(t.Context(), "http://short.example/x")
	if page.Skip.Skipped() || page.Asked != "http://short.example/x" || page.URL != "http://herald.example/mayor" {
		t.Errorf("page %+v", page)
	}
	if asked := net.asked[1]; asked.Referer() != "" || len(asked.Cookies()) > 0 {
		t.Errorf("sent referrer %q, cookies %v", asked.Referer(), asked.Cookies())
	}
}

// A name that leads to a public host first and then to this machine's network gets a connection to the public one alone.
func TestNamesThatLeadElsewhere(t *testing.T) {
	onwards := says("HTTP/1.1 302 Found\nLocation: http://herald.example/again\n\n")
	for _, test := range []struct {
		answers []string
		dialed  string
		detail  string
	}{
		{[]string{"127.0.0.1"}, "", "not fetched: herald.example: 127.0.0.1 is no public host (this machine)"},
		{[]string{herald, "192.168.0.1"}, herald + ":80", "not fetched: herald.example: 192.168.0.1 is no public host (private use)"},
		{[]string{herald, "fd00::1 ::1"}, herald + ":80", "not fetched: herald.example: fd00::1 is no public host (unique local)"},
		{[]string{herald, "::ffff:10.0.0.1"}, herald + ":80", "not fetched: herald.example: 10.0.0.1 is no public host (private use)"},
		{[]string{"10.0.0.1 8.8.4.4"}, "8.8.4.4:80", "its server could not be connected to"},
	} {
		net := &internet{
			names:   map[string][]string{"herald.example": test.answers},
			servers: map[string]server{herald: onwards, "127.0.0.1": onwards, "192.168.0.1": onwards, "fd00::1": onwards, "10.0.0.1": onwards, "::ffff:10.0.0.1": onwards},
		}
		page := newFetcher("hearsay", newBlocks(), net).Fetch(t.Context(), "http://herald.example/")
		if got := strings.Join(net.dialed, " "); got != test.dialed || page.Skip.Detail != test.detail {
			t.Errorf("%v: connected to %q, %+v", test.answers, got, page.Skip)
		}
	}
}

func TestCertificates(t *testing.T) {
	example := httptest.NewTLSServer(nil) // for its certificate, which is of example.com
	defer example.Close()
	answer := "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nThe mayor resigned."
	network := &internet{names: map[string][]string{"example.com": {herald}, "herald.example": {herald}}, secret: example.TLS, servers: map[string]server{
		herald: func(conn net.Conn, request *http.Request) {
			if request.RequestURI == "/down" {
				answer = "HTTP/1.1 302 Found\r\nLocation: http://example.com/\r\n\r\n"
			}
			io.WriteString(conn, answer)
		},
	}}
	f := newFetcher("hearsay", newBlocks(), network)
	if page := f.Fetch(t.Context(), "https://example.com/"); page.Skip.Detail != "its server shows no certificate that holds: nobody known vouches for it" {
		t.Errorf("a certificate that nobody vouches for: %+v", page)
	}
	f.transport.TLSClientConfig.RootCAs = x509.NewCertPool()
	f.transport.TLSClientConfig.RootCAs.AddCert(example.Certificate())
	if page := f.Fetch(t.Context(), "https://example.com/"); string(page.Bytes) != "The mayor resigned." {
		t.Errorf("a certificate that holds: %+v", page)
	}
	if page := f.Fetch(t.Context(), "https://herald.example/"); !strings.HasPrefix(page.Skip.Detail, "its server shows no certificate that holds: x509: certificate is valid for") {
		t.Errorf("a certificate of another host: %+v", page)
	}
	if page := f.Fetch(t.Context(), "https://example.com/down"); page.Skip.Detail != "not fetched: the server sends on from https to http, to http://example.com/" {
		t.Errorf("from https to http: %+v", page)
	}
}

// The dialer of the machine asks about every address that it is about to connect to, whatever was checked before.
func TestMachineConnectsToPublicHostsAlone(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	reached := make(chan bool, 100)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				close(reached)
				return
			}
			conn.Close()
			reached <- true
		}
	}()
	port := netip.MustParseAddrPort(listener.Addr().String()).Port()
	machine := &machine{special: newBlocks()}
	for _, address := range []string{"127.0.0.1", "::ffff:127.0.0.1", "0.0.0.0", "::", "::ffff:0.0.0.0", "::1"} {
		conn, err := machine.dial(t.Context(), netip.AddrPortFrom(netip.MustParseAddr(address), port))
		if _, refused := errors.AsType[*refusal](err); !refused {
			t.Errorf("%s: %v, want it refused", address, err)
		}
		if conn != nil {
			conn.Close()
		}
	}
	listener.Close()
	if <-reached {
		t.Error("a connection came")
	}
	for _, address := range []string{"8.8.8.8:22", "[2606:4700::1111]:8080", "127.0.0.1:80", "nowhere"} {
		if err := machine.control(t.Context(), "tcp4", address, nil); err == nil {
			t.Errorf("%s passes", address)
		}
	}
	for _, network := range []string{"udp4", "unix", "ip"} {
		if err := machine.control(t.Context(), network, "8.8.8.8:80", nil); err == nil {
			t.Errorf("%s passes", network)
		}
	}
	if err := machine.control(t.Context(), "tcp4", "8.8.8.8:443", nil); err != nil {
		t.Error(err)
	}
}

func TestNeverMoreThanTheLimit(t *testing.T) {
	zeros := strings.Repeat(packed(make([]byte, 8<<20)), limits.FileBytes/(8<<20)+1)
	ok := "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
	for name, serve := range map[string]server{
		"bomb":           says("HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Encoding: gzip\n\n" + zeros),
		"endless body":   forever(ok+"\r\n", strings.Repeat("The mayor resigned. ", 1<<16)),
		"endless chunks": forever(ok+"Transfer-Encoding: chunked\r\n\r\n", "100000\r\n"+strings.Repeat("a", 0x100000)+"\r\n"),
	} {
		page, _ := fetchFrom(t, serve)
		if page.Skip.Reason != hearsay.SkipTooLarge || page.Bytes != nil {
			t.Errorf("%s: %+v", name, page.Skip)
		}
	}
	for name, serve := range map[string]server{
		"endless header": forever("HTTP/1.1 200 OK\r\n", "X: "+strings.Repeat("y", 1000)+"\r\n"),
		"endless line":   forever("HTTP/1.1 200 ", "OK"),
		"endless hints":  forever("", "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"),
	} {
		page, _ := fetchFrom(t, serve)
		if page.Skip.Detail != "the answer could not be read: server response headers exceeded 65536 bytes; aborted" {
			t.Errorf("%s: %+v", name, page.Skip)
		}
	}
}

func TestNeverLongerThanTheLimit(t *testing.T) {
	slowly := func(start string) server {
		return func(conn net.Conn, _ *http.Request) {
			io.WriteString(conn, start)
			for {
				time.Sleep(time.Second)
				if _, err := io.WriteString(conn, "a"); err != nil {
					return
				}
			}
		}
	}
	silent := func(conn net.Conn, _ *http.Request) { conn.Read(make([]byte, 1)) }
	onwards := func(conn net.Conn, _ *http.Request) {
		time.Sleep(headerTime - time.Second)
		io.WriteString(conn, "HTTP/1.1 302 Found\r\nLocation: /mayor\r\n\r\n")
	}
	for name, test := range map[string]struct {
		serve server
		most  time.Duration
	}{
		"no answer":           {silent, headerTime},
		"slow header":         {slowly("HTTP/1.1 200 OK\r\nX: "), headerTime},
		"slow body":           {slowly("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"), wholeTime},
		"slow to send onward": {onwards, wholeTime},
	} {
		synctest.Test(t, func(t *testing.T) {
			defer time.Sleep(time.Minute) // until the server notices
			started := time.Now()
			page, _ := fetchFrom(t, test.serve)
			if took := time.Since(started); took > test.most || page.Skip.Detail != "no whole answer came in time" {
				t.Errorf("%s: %+v after %s", name, page.Skip, took)
			}
		})
	}
}

func TestOneAtATimePerHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lock sync.Mutex
		running, most := map[string]int{}, 0
		serve := func(conn net.Conn, request *http.Request) {
			lock.Lock()
			if running[request.Host]++; running[request.Host] > 1 {
				t.Errorf("%s is asked twice at a time", request.Host)
			}
			all := 0
			for _, n := range running {
				all += n
			}
			most = max(most, all)
			lock.Unlock()
			time.Sleep(time.Second)
			lock.Lock()
			running[request.Host]--
			lock.Unlock()
			fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n%s%s", request.Host, request.RequestURI)
		}
		network := &internet{names: map[string][]string{}, servers: map[string]server{}}
		var addresses []string
		for i := range 8 {
			host, address := fmt.Sprintf("h%d.example", i), fmt.Sprintf("8.8.8.%d", i)
			network.names[host], network.servers[address] = []string{address}, serve
			for n := range 3 {
				addresses = append(addresses, fmt.Sprintf("http://%s/%d", host, n))
			}
		}
		f := newFetcher("hearsay", newBlocks(), network)
		var got []string
		for page := range f.All(t.Context(), addresses) {
			got = append(got, "http://"+string(page.Bytes))
		}
		if !slices.Equal(got, addresses) {
			t.Errorf("pages %v, want %v", got, addresses)
		}
		if most < 2 || most > limits.Fetches {
			t.Errorf("%d at a time", most)
		}
		if len(f.hosts) > 0 {
			t.Errorf("%d hosts are remembered", len(f.hosts))
		}
	})
}

// Who stops listening, or gives up, leaves nothing running: the bubble would not end.
func TestGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		silent := func(conn net.Conn, _ *http.Request) { conn.Read(make([]byte, 1)) }
		network := &internet{names: map[string][]string{"herald.example": {herald}}, servers: map[string]server{herald: silent}}
		f := newFetcher("hearsay", newBlocks(), network)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		for page := range f.All(ctx, []string{"http://herald.example/1", "http://herald.example/2", "file:///x"}) {
			if page.Skip.Detail != "it was broken off" {
				t.Errorf("%+v", page)
			}
			break
		}
	})
}
