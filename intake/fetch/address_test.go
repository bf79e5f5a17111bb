package fetch

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"hearsay"
)

// last is the highest address of a block.
func last(prefix netip.Prefix) netip.Addr {
	raw := prefix.Addr().AsSlice()
	for bit := prefix.Bits(); bit < len(raw)*8; bit++ {
		raw[bit/8] |= 0x80 >> (bit % 8)
	}
	address, _ := netip.AddrFromSlice(raw)
	return address
}

func TestSpecialAddresses(t *testing.T) {
	all := newBlocks()
	if len(all) < 45 {
		t.Fatalf("special.txt has %d blocks", len(all))
	}
	for _, block := range all {
		if block.prefix != block.prefix.Masked() || block.purpose == "" {
			t.Errorf("%s %q: not a block with a purpose", block.prefix, block.purpose)
		}
		for _, address := range []netip.Addr{block.prefix.Addr(), last(block.prefix)} {
			if all.purpose(address) == "" {
				t.Errorf("%s of %s passes", address, block.prefix)
			}
		}
	}
	for _, address := range []string{
		"127.0.0.1", "10.1.2.3", "192.168.1.1", "172.31.255.255", "169.254.169.254", "100.64.0.1", "0.0.0.0", "0.1.2.3",
		"192.0.0.1", "192.0.0.9", "192.0.0.170", "198.18.0.1", "198.19.255.255", "203.0.113.9", "224.0.0.251", "239.1.1.1",
		"240.0.0.1", "255.255.255.255", "192.88.99.1", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
		"64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::1", "2001::1", "2001:db8::1", "fc00::1", "fd12::1",
		"fe80::1", "fe80::1%eth0", "2606:4700::1111%eth0", "fec0::1", "ff02::1", "100::1", "100:0:0:1::1", "3fff::1", "5f00::1", "1000::1", "4000::1",
	} {
		if all.purpose(netip.MustParseAddr(address)) == "" {
			t.Errorf("%s passes", address)
		}
	}
	for _, address := range []string{
		"8.8.8.8", "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
		"169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0", "192.167.255.255",
		"192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2000::1", "2001:200::1", "2001:4860:4860::8888",
		"2003::1", "2606:4700::1111", "2a00:1450::1", "3ffe::1",
	} {
		if purpose := all.purpose(netip.MustParseAddr(address)); purpose != "" {
			t.Errorf("%s is refused: %s", address, purpose)
		}
	}
}

func TestCheck(t *testing.T) {
	f := New("hearsay")
	for _, test := range []struct{ address, want string }{
		{"https://herald.example/2031/mayor", "https://herald.example/2031/mayor"},
		{"  HTTPS://Herald.Example.:443#top ", "https://herald.example/"},
		{"http://herald.example:80/a?b=c d&é", "http://herald.example/a?b=c%20d&%C3%A9"},
		{"http://herald.example:443/", "http://herald.example:443/"},
		{"https://bücher.example/ä b", "https://xn--bcher-kva.example/%C3%A4%20b"},
		{"https://herald.example/a%2Fb/%7e", "https://herald.example/a%2Fb/%7e"},
		{"https://8.8.8.8/", "https://8.8.8.8/"},
		{"https://[2606:4700::1111]/", "https://[2606:4700::1111]/"},
		{"https://my_paper.example/", "https://my_paper.example/"},
	} {
		u, skip := f.Check(test.address)
		if skip.Skipped() || u.String() != test.want {
			t.Errorf("Check(%q) = %v, %v, want %s", test.address, u, skip, test.want)
		}
	}
	for _, address := range []string{
		"", "herald.example", "//herald.example/", "ftp://herald.example/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x",
		"gopher://herald.example/", "unix:///run/docker.sock", "http:herald.example", "http:///a", "http://", "https://?q",
		"http://ann@herald.example/", "http://ann:secret@herald.example/", "http://:@herald.example/", "http://herald.example@10.0.0.1/",
		"http://herald.example:22/", "http://herald.example:8080/", "http://herald.example:6379/", "http://herald.example:0/", "http://herald.example:65616/",
		"http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://127.0.0.1./",
		"http://１２７.０.０.１/", "http://127。0。0。1/", "http://①②⑦.0.0.1/", "http://[::1]/", "http://[::ffff:8.8.8.8]/", "http://[fe80::1%25eth0]/", "http://[::]/",
		"http://[2606:4700::1111%25eth0]/", "http://[64:ff9b::7f00:1]/", "http://169.254.169.254/latest/meta-data/", "http://0/", "http://0.0.0.0/",
		"http://localhost/", "http://LOCALHOST./", "http://a.localhost/", "http://printer.local/", "http://db.internal/", "http://router.home.arpa/",
		"http://x.onion/", "http://intranet/", "http://ⓛocalhost/", "http://a..example/", "http://.example/", "http://-/", "http://a b.example/",
		"http://herald.example\\@10.0.0.1/", "http://herald.example%00.a/", "http://%31%32%37.0.0.1/", "http://herald.example/\r\nHost: x", "http://herald.example/\x00",
		"http://" + strings.Repeat("a", 64) + ".example/", "http://herald.example/" + strings.Repeat("a", 5000), "http://her\xffald.example/", "http://1.2.3.4.5/", "http://a.1/",
	} {
		if u, skip := f.Check(address); skip.Reason != hearsay.SkipRefused {
			t.Errorf("Check(%q) = %v, %v, want it refused", address, u, skip)
		}
	}
}

func TestIsAddress(t *testing.T) {
	for argument, want := range map[string]bool{
		"http://a.example": true, "HTTPS://a.example": true, "http:/a": false, "clips/http://a": false, "ftp://a": false, "-": false, "https": false,
	} {
		if IsAddress(argument) != want {
			t.Errorf("IsAddress(%q) = %v", argument, !want)
		}
	}
}

func TestWithoutUser(t *testing.T) {
	for address, want := range map[string]string{
		"https://ann:secret@herald.example/a@b": "https://herald.example/a@b",
		"http://a:b c@d@herald.example":         "http://herald.example",
		"http://herald.example/?to=ann@b":       "http://herald.example/?to=ann@b",
		"no address":                            "no address",
	} {
		if got := withoutUser(address); got != want {
			t.Errorf("withoutUser(%q) = %q, want %q", address, got, want)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		"https://herald.example/a?b#c", "http://[::1]:80/", "http://ann:x@a.example", "http://１２７.0.0.1", "http://a.example/%2f?é \"", "http://a.example:443", "https://[2606:4700::1111]:80/?",
	} {
		f.Add(seed)
	}
	fetcher := New("hearsay")
	f.Fuzz(func(t *testing.T, address string) {
		u, skip := fetcher.Check(address)
		if skip.Skipped() {
			if u != nil || strings.ContainsAny(skip.Detail, "\r\n") {
				t.Fatalf("Check(%q) = %v, %+v", address, u, skip)
			}
			return
		}
		text := u.String()
		for _, b := range []byte(text) {
			if b <= ' ' || b >= 0x7F {
				t.Fatalf("Check(%q) = %q, which has byte %#x", address, text, b)
			}
		}
		read, err := url.Parse(text)
		if err != nil {
			t.Fatalf("Check(%q) = %q: %v", address, text, err)
		}
		if read.Scheme != "http" && read.Scheme != "https" || read.User != nil || read.Fragment != "" || read.Hostname() == "" {
			t.Fatalf("Check(%q) = %q", address, text)
		}
		if literal, err := netip.ParseAddr(read.Hostname()); err == nil && fetcher.special.purpose(literal) != "" {
			t.Fatalf("Check(%q) = %q, which is no public host", address, text)
		}
		if again, skip := fetcher.Check(text); skip.Skipped() || again.String() != text {
			t.Fatalf("Check(%q) = %q, and then %v, %v", address, text, again, skip)
		}
	})
}
