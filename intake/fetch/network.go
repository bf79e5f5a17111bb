package fetch

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// network is what a fetch needs of the machine.
type network interface {
	// lookUp returns the addresses of a name.
	lookUp(ctx context.Context, name string) ([]netip.Addr, error)
	// dial connects to an address.
	dial(ctx context.Context, address netip.AddrPort) (net.Conn, error)
}

// machine is this machine's network. It connects to public hosts alone.
type machine struct{ special blocks }

func (*machine) lookUp(ctx context.Context, name string) ([]netip.Addr, error) {
	// The dot says that the name is whole: none of the endings that this machine tries is put behind it.
	return net.DefaultResolver.LookupNetIP(ctx, "ip", name+".")
}

func (m *machine) dial(ctx context.Context, address netip.AddrPort) (net.Conn, error) {
	dialer := net.Dialer{ControlContext: m.control}
	return dialer.DialContext(ctx, "tcp", address.String())
}

// control is asked by the dialer about the address that it is about to connect to, whatever led there.
func (m *machine) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil || network != "tcp4" && network != "tcp6" {
		return &refusal{"it is no address that pages are fetched from"}
	}
	return m.special.public(target)
}

// refusal is the error of what is never connected to.
type refusal struct{ what string }

func (r *refusal) Error() string { return r.what }

// public says why an address is not connected to.
func (all blocks) public(address netip.AddrPort) error {
	if purpose := all.purpose(address.Addr()); purpose != "" {
		return &refusal{fmt.Sprintf("%s is no public host (%s)", address.Addr(), purpose)}
	}
	if port := address.Port(); port != 80 && port != 443 {
		return &refusal{fmt.Sprintf("port %d; pages are fetched from ports 80 and 443", port)}
	}
	return nil
}

// connect looks up a host and connects to the first of its public addresses that answers.
func (f *Fetcher) connect(ctx context.Context, _, target string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(target)
	if err != nil {
		return nil, err
	}
	number, err := net.LookupPort("tcp", port)
	if err != nil {
		return nil, err
	}
	addresses, err := f.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	var conn net.Conn
	var failed error // of the last public address, or of the first where none is public
	for _, address := range addresses {
		to := netip.AddrPortFrom(address, uint16(number))
		if why := f.special.public(to); why != nil {
			if failed == nil {
				failed = &refusal{host + ": " + why.Error()}
			}
			continue
		}
		if conn, failed = f.dial(ctx, to); failed == nil {
			return conn, nil
		}
	}
	return nil, failed
}

// addresses are those of a host, which may be one itself.
func (f *Fetcher) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if literal, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{literal}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	addresses, err := f.network.lookUp(ctx, host)
	if err != nil {
		return nil, err
	}
	if len(addresses) == 0 {
		return nil, &net.DNSError{Err: "no address", Name: host, IsNotFound: true}
	}
	for i := range addresses {
		addresses[i] = addresses[i].Unmap() // look-ups give IPv4 addresses in both forms
	}
	return addresses, nil
}

func (f *Fetcher) dial(ctx context.Context, address netip.AddrPort) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	return f.network.dial(ctx, address)
}
