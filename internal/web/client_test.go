package web

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func TestNetwork(t *testing.T) {
	for ip, want := range map[string]string{
		"192.0.2.7:80": "192.0.2.7/32", "[::ffff:192.0.2.7]:80": "192.0.2.7/32", "[2001:db8:1:2:3:4:5:6]:9": "2001:db8:1:2::/64",
		"[fe80::1%eth0]:9": "fe80::/64", "@": "invalid Prefix", "": "invalid Prefix",
	} {
		if got := network(peer(ip)).String(); got != want {
			t.Errorf("%s: %s, want %s", ip, got, want)
		}
	}
}

// Whose request it is, by the peer and what proxies wrote.
func TestForwardedAddresses(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8:f::/48")}
	for _, c := range []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"nobody says anything", "10.0.0.1:5000", nil, "10.0.0.1"},
		{"one", "10.0.0.1:5000", []string{"203.0.113.7"}, "203.0.113.7"},
		{"with a port", "10.0.0.1:5000", []string{"203.0.113.7:4711"}, "203.0.113.7"},
		{"IPv6", "10.0.0.1:5000", []string{"2001:db8::1"}, "2001:db8::1"},
		{"IPv6 in brackets", "10.0.0.1:5000", []string{"[2001:db8::1]"}, "2001:db8::1"},
		{"IPv6 with a port", "10.0.0.1:5000", []string{"[2001:db8::1]:443"}, "2001:db8::1"},
		{"IPv4 written as IPv6", "10.0.0.1:5000", []string{"::ffff:203.0.113.7"}, "203.0.113.7"},
		{"what the client wrote is before what the proxy wrote", "10.0.0.1:5000", []string{"1.2.3.4, 203.0.113.7"}, "203.0.113.7"},
		{"two proxies", "10.0.0.1:5000", []string{"1.2.3.4, 203.0.113.7 , [2001:db8:f::9]:80,10.2.2.2:81"}, "203.0.113.7"},
		{"two lines", "10.0.0.1:5000", []string{"1.2.3.4", "203.0.113.7", "10.2.2.2"}, "203.0.113.7"},
		{"proxies only", "10.0.0.1:5000", []string{"10.9.9.9, 10.2.2.2"}, "10.9.9.9"},
		{"junk", "10.0.0.1:5000", []string{"unknown"}, "10.0.0.1"},
		{"junk behind a proxy", "10.0.0.1:5000", []string{"203.0.113.7, <script>, 10.2.2.2"}, "10.2.2.2"},
		{"nothing between commas", "10.0.0.1:5000", []string{"203.0.113.7,"}, "10.0.0.1"},
		{"a port that is none", "10.0.0.1:5000", []string{"203.0.113.7:99999"}, "10.0.0.1"},
		{"a peer that is no proxy", "203.0.113.9:5000", []string{"1.2.3.4"}, "203.0.113.9"},
		{"a proxy on IPv4 seen as IPv6", "[::ffff:10.0.0.1]:5000", []string{"203.0.113.7"}, "203.0.113.7"},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{}}
		if c.forwarded != nil {
			r.Header["X-Forwarded-For"] = c.forwarded
		}
		who := &clients{proxies: proxies, log: slog.New(slog.DiscardHandler)}
		if got := who.address(r).String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// A proxy whose word is not taken is named in the log, once, with the flag that
// mends it.
func TestAnUntrustedProxyIsTold(t *testing.T) {
	for _, header := range []string{"X-Forwarded-For", "Forwarded", "X-Real-IP"} {
		var out bytes.Buffer
		who := &clients{log: slog.New(slog.NewTextHandler(&out, nil))}
		r := &http.Request{RemoteAddr: "192.0.2.1:5000", Header: http.Header{}}
		if who.address(r); out.Len() > 0 {
			t.Errorf("without %s: %s", header, out.String())
		}
		r.Header.Set(header, "203.0.113.7")
		for range 3 {
			if got := who.address(r).String(); got != "192.0.2.1" {
				t.Errorf("%s is believed: %s", header, got)
			}
		}
		if said := out.String(); strings.Count(said, "\n") != 1 || !strings.Contains(said, "level=WARN") ||
			!strings.Contains(said, "--trusted-proxy") || !strings.Contains(said, "192.0.2.1") {
			t.Errorf("%s: %s", header, said)
		}
	}
}
