package fetch

import (
	_ "embed"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"hearsay"
	"hearsay/internal/limits"
)

//go:embed special.txt
var specialFile string

// block is a range of addresses with a special purpose.
type block struct {
	prefix  netip.Prefix
	purpose string
}

// blocks are those of addresses that nothing is fetched from, the narrowest first.
type blocks []block

// newBlocks reads special.txt, which is compiled in: a mistake in it is one of the program.
func newBlocks() blocks {
	var all blocks
	for line := range strings.Lines(specialFile) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		prefix, purpose, _ := strings.Cut(line, "\t")
		all = append(all, block{netip.MustParsePrefix(prefix), purpose})
	}
	slices.SortStableFunc(all, func(a, b block) int { return b.prefix.Bits() - a.prefix.Bits() })
	return all
}

// purpose is what an address is for that is no public host's, or "".
func (all blocks) purpose(address netip.Addr) string {
	if address.Zone() != "" {
		return "of one link"
	}
	for _, block := range all {
		if block.prefix.Contains(address) {
			return block.purpose
		}
	}
	return ""
}

// locals are endings of names that mean this machine, its network or another network than the internet (RFC 6761, RFC 6762,
// RFC 7686, RFC 8375). They are not even looked up: that would tell others that they were asked for.
var locals = []string{"localhost", "local", "internal", "home.arpa", "onion"}

// IsAddress reports whether an argument names what is to be fetched, and no file.
func IsAddress(argument string) bool {
	scheme, _, ok := strings.Cut(argument, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// Check returns the URL that is fetched for address, in its normal form and without fragment, or why it is never fetched. It
// asks nobody: a name that it lets pass may still lead to where nothing is fetched from.
func (f *Fetcher) Check(address string) (*url.URL, hearsay.Skip) {
	if len(address) > limits.AddressBytes {
		return nil, refused("the URL is longer than %d bytes", limits.AddressBytes)
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return nil, refused("it is no URL")
	}
	return f.check(u)
}

func (f *Fetcher) check(u *url.URL) (*url.URL, hearsay.Skip) {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, refused("only http and https are fetched")
	case u.User != nil:
		return nil, refused("it has a user name in it; nothing is fetched in somebody's name")
	case u.Opaque != "" || u.Hostname() == "":
		return nil, refused("it names no host")
	}
	switch u.Port() {
	case "", "80", "443":
	default:
		return nil, refused("port %s; pages are fetched from ports 80 and 443", u.Port())
	}
	host, why := f.host(u.Hostname())
	if why != "" {
		return nil, refused("%s", why)
	}
	checked := &url.URL{
		Scheme: u.Scheme, Host: host, Path: u.Path, RawPath: u.RawPath, RawQuery: printable(u.RawQuery), ForceQuery: u.ForceQuery,
	}
	if checked.Path == "" {
		checked.Path = "/"
	}
	if port := u.Port(); port != "" && port != ports[u.Scheme] {
		checked.Host += ":" + port
	}
	return checked, hearsay.Skip{}
}

// ports are those that the schemes mean.
var ports = map[string]string{"http": "80", "https": "443"}

// host is a host as it stands in a URL, or why nothing is fetched from it.
func (f *Fetcher) host(name string) (host, why string) {
	if strings.IndexFunc(name, func(c rune) bool { return c >= utf8.RuneSelf }) >= 0 {
		// In the form in which names are looked up (UTS #46) it may be an address: １２７.0.0.1.
		ascii, err := idna.Lookup.ToASCII(name)
		if err != nil || !utf8.ValidString(name) {
			return "", "its host is no name"
		}
		name = ascii
	}
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if address, err := netip.ParseAddr(name); err == nil {
		if purpose := f.special.purpose(address); purpose != "" {
			return "", fmt.Sprintf("%s is no public host (%s)", address, purpose)
		}
		if address.Is6() {
			return "[" + address.String() + "]", ""
		}
		return address.String(), ""
	}
	labels := strings.Split(name, ".")
	last := labels[len(labels)-1]
	switch {
	case len(name) > 253 || slices.ContainsFunc(labels, func(label string) bool { return !isLabel(label) }):
		return "", "its host is no name"
	case last[0] >= '0' && last[0] <= '9':
		// Some programs take 127.1 and 0x7f.0.0.1 for addresses; no name ends like this.
		return "", "its host is neither a name nor an address"
	case slices.ContainsFunc(locals, func(local string) bool { return name == local || strings.HasSuffix(name, "."+local) }):
		return "", fmt.Sprintf("%s is a name of this machine or network", name)
	case len(labels) == 1:
		return "", fmt.Sprintf("%s has no dot: such names are of this machine or network", name)
	}
	return name, ""
}

// isLabel reports whether a part of a name between dots is one that pages stand under.
func isLabel(label string) bool {
	return label != "" && len(label) <= 63 && strings.IndexFunc(label, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')
	}) < 0
}

// printable escapes what must not stand in the first line of a request.
func printable(query string) string {
	var escaped strings.Builder
	for i := range len(query) {
		if b := query[i]; b <= ' ' || b >= 0x7F || b == '"' || b == '<' || b == '>' {
			fmt.Fprintf(&escaped, "%%%02X", b)
		} else {
			escaped.WriteByte(b)
		}
	}
	return escaped.String()
}

// Shown is an address as it is shown and kept: what may be a password is left out, and the fragment, which no server is asked for.
func Shown(address string) string {
	shown, _, _ := strings.Cut(withoutUser(strings.TrimSpace(strings.ToValidUTF8(address, "\uFFFD"))), "#")
	return shown
}

// withoutUser leaves out what may be a password.
func withoutUser(address string) string {
	start := strings.Index(address, "//")
	if start < 0 {
		return address
	}
	start += len("//")
	end := start + len(address[start:])
	if at := strings.IndexAny(address[start:], "/?#"); at >= 0 {
		end = start + at
	}
	if at := strings.LastIndexByte(address[start:end], '@'); at >= 0 {
		return address[:start] + address[start+at+1:]
	}
	return address
}

// refusedLead begins the detail of what is refused.
const refusedLead = "not fetched: "

func refused(format string, args ...any) hearsay.Skip {
	return hearsay.Skip{Reason: hearsay.SkipRefused, Detail: refusedLead + fmt.Sprintf(format, args...)}
}
