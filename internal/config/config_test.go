package config

import (
	"net"
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
		{"http elsewhere, insisted on", Serve{Addr: ":80", BaseURL: "http://ideas.example.org", Insecure: true}, "http://ideas.example.org", false},
		{"loopback", Serve{Addr: ":80", BaseURL: "http://127.0.0.1:81"}, "http://127.0.0.1:81", false},
		{"a path", Serve{Addr: ":80", BaseURL: "https://example.org/ideas"}, "", false},
		{"no scheme", Serve{Addr: ":80", BaseURL: "example.org"}, "", false},
		{"no port", Serve{Addr: "localhost"}, "", false},
		{"a proxy", Serve{Addr: ":80", BaseURL: "https://example.org", TrustedProxy: []string{"10.0.0.0/8"}}, "https://example.org", true},
		{"an odd proxy", Serve{Addr: ":80", BaseURL: "https://example.org", TrustedProxy: []string{"10.0.0.1"}}, "", false},
	} {
		err := c.s.Validate()
		if (err == nil) != (c.base != "") {
			t.Errorf("%s: %v", c.name, err)
			continue
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
