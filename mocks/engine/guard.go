package engine

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// guard decides which addresses callbacks may be sent to. Loopback always;
// private networks where the operator says so; public hosts that the operator
// lists; link-local ones, metadata services and the names of documentation
// never. A name is judged before it is looked up, its address at every dial.
type guard struct {
	allowed  []string // hosts, "*.domain", host:port, or "public"
	local    []netip.Prefix
	anywhere *ssrf.Guardian // what even a listed host may not lead to
}

// A refusal is why an address is not dialled.
type refusal struct{ host, why string }

func (r *refusal) Error() string {
	return fmt.Sprintf("callbacks to %s are refused: %s", r.host, r.why)
}

func newGuard(allowed []string, private bool) *guard {
	g := &guard{local: prefixes("127.0.0.0/8", "::1/128", "::ffff:127.0.0.0/104")}
	if private {
		g.local = append(g.local, prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")...)
	}
	for _, host := range allowed {
		g.allowed = append(g.allowed, strings.TrimSuffix(strings.ToLower(strings.TrimSpace(host)), "."))
	}
	var four, six []netip.Prefix
	for _, p := range g.local {
		if p.Addr().Is4() {
			four = append(four, p)
		} else {
			six = append(six, p)
		}
	}
	g.anywhere = ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(four...), ssrf.WithAllowedV6Prefixes(six...))
	return g
}

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		list[i] = netip.MustParsePrefix(text)
	}
	return list
}

// name judges a host by its name alone.
func (g *guard) name(host string) error {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	for _, reserved := range []string{"example", "example.com", "example.net", "example.org", "test", "invalid"} {
		if host == reserved || strings.HasSuffix(host, "."+reserved) {
			return &refusal{host, "the name is reserved for documentation and tests; --allow-callback does not change that"}
		}
	}
	return nil
}

// listed tells whether the operator allowed a host, as a name or with its port,
// or "public" ones altogether.
func (g *guard) listed(host, port string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	return slices.ContainsFunc(g.allowed, func(entry string) bool {
		domain, wild := strings.CutPrefix(entry, "*.")
		return entry == "public" || entry == host || entry == net.JoinHostPort(host, port) || wild && strings.HasSuffix(host, "."+domain)
	})
}

// dial connects, unless the address that the name leads to is not allowed.
func (g *guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if err := g.name(host); err != nil {
		return nil, err
	}
	listed := g.listed(host, port)
	dialer := net.Dialer{
		Timeout: 10 * time.Second,
		Control: func(network, resolved string, _ syscall.RawConn) error {
			return g.judge(host, network, resolved, listed)
		},
	}
	return dialer.DialContext(ctx, network, address)
}

// judge decides about one resolved address.
func (g *guard) judge(host, network, resolved string, listed bool) error {
	at, err := netip.ParseAddrPort(resolved)
	if err != nil {
		return &refusal{host, "its address cannot be read"}
	}
	ip := at.Addr().WithZone("")
	for _, p := range g.local {
		if p.Contains(ip) {
			return nil
		}
	}
	forbidden := g.anywhere.Safe(network, resolved, nil)
	switch {
	case ip.Unmap().IsPrivate():
		return &refusal{host, fmt.Sprintf("%s is in a private network; --allow-callback private allows it", ip)}
	case forbidden != nil:
		return &refusal{host, fmt.Sprintf("%s is link-local or reserved; --allow-callback does not change that", ip)}
	case !listed:
		return &refusal{host, fmt.Sprintf("%s is a public address; --allow-callback %s allows it", ip, host)}
	}
	return nil
}
