package config

import (
	"net"
	"net/netip"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	for _, c := range []struct {
		name   string
		s      Serve
		base   string // "" when it is refused
		secure bool
	}{
		{"nothing said", Serve{Addr: "localhost:8080"}, "http://localhost:8080", false},
		{"every interface", Serve{Addr: ":9000"}, "http://localhost:9000", false},
		{"https", Serve{Addr: ":80", BaseURL: "https://Ideas.example.org/"}, "https://ideas.example.org", true},
		{"http elsewhere", Serve{Addr: ":80", BaseURL: "http://ideas.example.org"}, "", false},
		{"http elsewhere, insisted on", Serve{Addr: ":80", BaseURL: "http://ideas.example.org", Insecure: true},
			"http://ideas.example.org", false},
		{"loopback", Serve{Addr: ":80", BaseURL: "http://127.0.0.1:81"}, "http://127.0.0.1:81", false},
		{"a path", Serve{Addr: ":80", BaseURL: "https://example.org/ideas"}, "", false},
		{"no scheme", Serve{Addr: ":80", BaseURL: "example.org"}, "", false},
		{"no port", Serve{Addr: "localhost"}, "", false},
		{"a proxy", Serve{Addr: ":80", BaseURL: "https://example.org", TrustedProxy: []string{"10.0.0.0/8"}}, "https://example.org", true},
		{"the port that https implies", Serve{Addr: ":80", BaseURL: "https://ideas.example.test:443/"}, "https://ideas.example.test", true},
		{"the port that http implies", Serve{Addr: ":80", BaseURL: "http://localhost:80"}, "http://localhost", false},
		{"the other scheme's port", Serve{Addr: ":80", BaseURL: "https://ideas.example.test:80"}, "https://ideas.example.test:80", true},
		{"the implied port of the address", Serve{Addr: "localhost:80"}, "http://localhost", false},
		{"a port by name", Serve{Addr: "localhost:http"}, "http://localhost", false},
		{"a port with zeros", Serve{Addr: ":80", BaseURL: "http://localhost:0081"}, "http://localhost:81", false},
		{"umlauts", Serve{Addr: ":80", BaseURL: "https://Ideen.Müller.example"}, "https://ideen.xn--mller-kva.example", true},
		{"umlauts of two signs", Serve{Addr: ":80", BaseURL: "https://mu\u0308ller.example:8443"}, "https://xn--mller-kva.example:8443", true},
		{"a dot at the end", Serve{Addr: ":80", BaseURL: "https://ideas.example.test."}, "https://ideas.example.test", true},
		{"a container's name", Serve{Addr: ":80", BaseURL: "http://ideas_app:8080", Insecure: true}, "http://ideas_app:8080", false},
		{"IPv6", Serve{Addr: ":80", BaseURL: "http://[0::1]:80"}, "http://[::1]", false},
		{"IPv6 with a port", Serve{Addr: ":80", BaseURL: "http://[0::1]:81"}, "http://[::1]:81", false},
		{"a zone", Serve{Addr: ":80", BaseURL: "http://[fe80::1%25eth0]:81", Insecure: true}, "", false},
		{"a user", Serve{Addr: ":80", BaseURL: "https://anna:S3cret@example.org"}, "", false},
		{"a query", Serve{Addr: ":80", BaseURL: "https://example.org/?S3cret=1"}, "", false},
		{"an empty query", Serve{Addr: ":80", BaseURL: "https://example.org?"}, "", false},
		{"a fragment", Serve{Addr: ":80", BaseURL: "https://example.org/#S3cret"}, "", false},
		{"a port too high", Serve{Addr: ":80", BaseURL: "https://example.org:70000"}, "", false},
		{"no host", Serve{Addr: ":80", BaseURL: "https://:443"}, "", false},
		{"a host of two", Serve{Addr: ":80", BaseURL: "https://example.org,example.net"}, "", false},
		{"an address of a password", Serve{Addr: ":80", BaseURL: "https://anna:S3cret/word@example.org"}, "", false},
		{"no port, but a base URL", Serve{Addr: "localhost", BaseURL: "https://example.org"}, "", false},
		{"everybody a proxy", Serve{Addr: ":80", BaseURL: "https://example.org", TrustedProxy: []string{"0.0.0.0/0"}}, "", false},
		{"everybody a proxy, of IPv4 in IPv6",
			Serve{Addr: ":80", BaseURL: "https://example.org", TrustedProxy: []string{"::ffff:0.0.0.0/96"}}, "", false},
		{"an odd proxy", Serve{Addr: ":80", BaseURL: "https://example.org", TrustedProxy: []string{"10.0.0.1"}}, "", false},
	} {
		err := c.s.Validate()
		if (err == nil) != (c.base != "") {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if err != nil && strings.Contains(err.Error(), "S3cret") {
			t.Errorf("%s: the error repeats a password: %v", c.name, err)
		}
		if err == nil && (c.s.BaseURL != c.base || c.s.Secure() != c.secure) {
			t.Errorf("%s: %s, secure %v", c.name, c.s.BaseURL, c.s.Secure())
		}
	}
}

func TestListening(t *testing.T) {
	s := Serve{BaseURL: "http://127.0.0.1:0"}
	s.Listening(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711})
	if s.BaseURL != "http://127.0.0.1:4711" || s.Host() != "127.0.0.1:4711" {
		t.Error(s.BaseURL)
	}
}

func TestProxiesAreNetworks(t *testing.T) {
	s := Serve{TrustedProxy: []string{"10.1.2.3/8", "::ffff:192.0.2.0/120", "2001:db8::9/48"}}
	all, err := s.Proxies()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"10.0.0.0/8", "192.0.2.0/24", "2001:db8::/48"} {
		if all[i] != netip.MustParsePrefix(want) {
			t.Errorf("%s is read as %s", s.TrustedProxy[i], all[i])
		}
	}
}

func TestPublic(t *testing.T) {
	for base, want := range map[string]bool{"http://localhost:8080": false, "http://127.0.0.1": false,
		"http://[::1]:80": false, "https://ideas.example.org": true, "http://10.0.0.7:8080": true} {
		if s := (Serve{BaseURL: base}); s.Public() != want {
			t.Errorf("%s: %v", base, s.Public())
		}
	}
}

func TestRedact(t *testing.T) {
	for text, want := range map[string]string{
		"parse \"smtp://anna:S3cret/w@rd@mail.example.test:587\": no": "parse \"smtp://anna:…@mail.example.test:587\": no",
		"unexpected argument postgres://anna:S3cret@db/x":             "unexpected argument postgres://anna:…@db/x",
		"redis://:S3cret@h and https://b:S3cret@i":                    "redis://:…@h and https://b:…@i",
		"http://localhost:8080/setup?token=x is where":                "http://localhost:8080/setup?token=x is where",
		"write to hello@example.org":                                  "write to hello@example.org",
	} {
		if got := Redact(text); got != want {
			t.Errorf("%s\nbecomes %s\nwant    %s", text, got, want)
		}
	}
}
