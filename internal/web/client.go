package web

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
)

// clients tells whose request it is: where it came from, as far as proxies that
// are trusted said so.
type clients struct {
	proxies []netip.Prefix
	log     *slog.Logger
	warned  sync.Once
}

// forwardingHeaders are how proxies say for whom they ask.
var forwardingHeaders = []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip"}

func (c *clients) trusts(a netip.Addr) bool {
	for _, p := range c.proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// address is the right-most address in X-Forwarded-For that is no trusted
// proxy's, or the peer's where the peer is none. Words that are no address end
// the chain: they count as the proxy that passed them on.
func (c *clients) address(r *http.Request) netip.Addr {
	at := peer(r.RemoteAddr)
	if !c.trusts(at) {
		c.warn(r, at)
		return at
	}
	lines := r.Header["X-Forwarded-For"]
	for i := len(lines) - 1; i >= 0; i-- {
		for rest, more := lines[i], true; more; {
			var hop string
			rest, hop, more = cutLast(rest)
			next, ok := parseHop(hop)
			if !ok {
				return at
			}
			if at = next; !c.trusts(at) {
				return at
			}
		}
	}
	return at
}

// cutLast takes the last word off a list with commas.
func cutLast(list string) (rest, last string, more bool) {
	if i := strings.LastIndexByte(list, ','); i >= 0 {
		return list[:i], list[i+1:], true
	}
	return "", list, false
}

// parseHop reads an address as proxies write it: with or without a port,
// brackets around IPv6.
func parseHop(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]")); err == nil {
		return plainAddr(a), true
	}
	p, err := netip.ParseAddrPort(s)
	return plainAddr(p.Addr()), err == nil
}

// peer is who holds the other end of the connection; the zero Addr where that
// is no IP address.
func peer(remote string) netip.Addr {
	p, _ := netip.ParseAddrPort(remote)
	return plainAddr(p.Addr())
}

// plainAddr writes an address one way: IPv4 as IPv4, no zone.
func plainAddr(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

// warn says once that a proxy's word is not taken: everybody behind it shares
// the limits of one network, and that must not stay unnoticed.
func (c *clients) warn(r *http.Request, at netip.Addr) {
	for _, name := range forwardingHeaders {
		if r.Header[name] != nil {
			c.warned.Do(func() {
				c.log.Warn("requests come through a proxy that is not trusted: all people behind it count as one network and share its limits; "+
					"if it is yours, name its network with --trusted-proxy, and let it set X-Forwarded-For", "peer", at.String(), "header", name)
			})
			return
		}
	}
}

// network is what limits count by: an IPv4 address, or the /64 of an IPv6 one.
func network(a netip.Addr) netip.Prefix {
	bits := 64
	if a.Is4() {
		bits = 32
	}
	p, _ := a.Prefix(bits) // the zero Prefix for the zero Addr
	return p
}
