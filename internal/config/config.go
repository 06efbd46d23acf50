// Package config is what an operator says when starting the server: flags, each
// also from a GROUNDSWELL_ variable. What admins decide while it runs is in the
// settings table instead.
package config

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// Database says where the data is.
type Database struct {
	Database string `default:"data/groundswell.db" env:"GROUNDSWELL_DATABASE" help:"A SQLite file, or postgres://user@host/name."`
}

// Serve is how the site is served.
type Serve struct {
	Addr         string   `default:"localhost:8080" env:"GROUNDSWELL_ADDR" help:"Address to listen on."`
	BaseURL      string   `name:"base-url" env:"GROUNDSWELL_BASE_URL" help:"Address people use, as in https://ideas.example.org. Default: http:// and the listening address."`
	Insecure     bool     `env:"GROUNDSWELL_INSECURE" help:"Allow http:// for a base URL that is not this machine: cookies then travel unprotected."`
	TrustedProxy []string `env:"GROUNDSWELL_TRUSTED_PROXY" help:"Networks (CIDR) of proxies whose X-Forwarded-For is believed."`
	SMTP         string   `env:"GROUNDSWELL_SMTP" help:"Mail server, smtp://[user:password@]host:port. Without it mails are written to the log."`
	MailFrom     string   `name:"mail-from" env:"GROUNDSWELL_MAIL_FROM" help:"Address mails come from."`
	Demo         bool     `env:"GROUNDSWELL_DEMO" help:"Fill an empty database with a demo community, including accounts with a known password."`
}

// Validate fills in the base URL and refuses what would not be safe.
func (s *Serve) Validate() error {
	if s.BaseURL == "" {
		host, port, err := net.SplitHostPort(s.Addr)
		if err != nil {
			return fmt.Errorf("--addr must be host:port: %w", err)
		}
		if host == "" || host == "0.0.0.0" || host == "::" {
			host = "localhost"
		}
		s.BaseURL = "http://" + net.JoinHostPort(host, port)
	}
	u, err := url.Parse(s.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" {
		return fmt.Errorf("--base-url must be http(s)://host[:port] without a path, not %q", s.BaseURL)
	}
	s.BaseURL = u.Scheme + "://" + strings.ToLower(u.Host)
	if u.Scheme == "http" && !Local(u.Hostname()) && !s.Insecure {
		return fmt.Errorf("the base URL %s is not https: passwords and cookies would travel unprotected; use https, or --insecure if you must", s.BaseURL)
	}
	_, err = s.Proxies()
	return err
}

// Listening puts the port that the system chose for ":0" into the base URL.
func (s *Serve) Listening(at net.Addr) {
	if base, chosen := strings.CutSuffix(s.BaseURL, ":0"); chosen {
		_, port, err := net.SplitHostPort(at.String())
		if err == nil { // a listener's address has a port
			s.BaseURL = base + ":" + port
		}
	}
}

// Secure reports whether people reach the site over TLS.
func (s *Serve) Secure() bool { return strings.HasPrefix(s.BaseURL, "https://") }

// Host is the host, with port, that requests must ask for.
func (s *Serve) Host() string {
	_, host, _ := strings.Cut(s.BaseURL, "://")
	return host
}

// Proxies are the networks of --trusted-proxy.
func (s *Serve) Proxies() ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range s.TrustedProxy {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxy must be networks such as 10.0.0.0/8: %w", err)
		}
		all = append(all, p)
	}
	return all, nil
}

// Local reports whether a host name is this machine.
func Local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
