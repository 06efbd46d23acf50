// Package config is what an operator says when starting the server: flags, each
// also from a GROUNDSWELL_ variable. What admins decide while it runs is in the
// settings table instead.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/idna"
)

// Database says where the data is.
type Database struct {
	Database string `default:"data/groundswell.db" env:"GROUNDSWELL_DATABASE" help:"A SQLite file, or postgres://user@host/name."`
}

// Serve is how the site is served.
type Serve struct {
	Addr         string        `default:"localhost:8080" env:"GROUNDSWELL_ADDR" help:"Address to listen on."`
	BaseURL      string        `name:"base-url" env:"GROUNDSWELL_BASE_URL" help:"Address people use, as in https://ideas.example.org. Default: http:// and the listening address."`
	Insecure     bool          `env:"GROUNDSWELL_INSECURE" help:"Allow http:// for a base URL that is not this machine: cookies then travel unprotected."`
	TrustedProxy []string      `env:"GROUNDSWELL_TRUSTED_PROXY" help:"Networks (CIDR) of proxies whose X-Forwarded-For is believed; without it everybody behind a proxy counts as one network."`
	SMTP         string        `env:"GROUNDSWELL_SMTP" help:"Mail server, smtp://[user:password@]host[:port], or smtps:// for TLS from the start. Without it mails are written to the log."`
	MailFrom     string        `name:"mail-from" env:"GROUNDSWELL_MAIL_FROM" help:"Address mails come from; without it, the one that admins set."`
	Backups      string        `env:"GROUNDSWELL_BACKUPS" type:"path" help:"A folder in which backups are kept; without it none is made. Each is restored on trial."`
	BackupEvery  time.Duration `default:"24h" env:"GROUNDSWELL_BACKUP_EVERY" help:"How often a backup is made: from two in the morning, UTC."`
	BackupKeep   int           `default:"14" env:"GROUNDSWELL_BACKUP_KEEP" help:"How many backups are kept."`
	Litestream   bool          `env:"GROUNDSWELL_LITESTREAM" help:"Litestream copies the SQLite file: leave it to merge the log into the file. Without Litestream beside it the log grows without end."`
	Metrics      string        `env:"GROUNDSWELL_METRICS" help:"A second address for operators alone, as in 127.0.0.1:9090: /metrics and /debug/pprof."`
	Bounces      string        `env:"GROUNDSWELL_BOUNCES" help:"Where mails come back to: smtp://host:port to listen on, or maildir:/path."`
	BouncesTo    string        `name:"bounces-to" env:"GROUNDSWELL_BOUNCES_TO" help:"Address whose mails arrive at --bounces, as in bounces@mail.example.org; each mail gets a token behind a plus."`
	Demo         bool          `env:"GROUNDSWELL_DEMO" help:"Fill an empty database with a demo community, including accounts with a known password."`
}

// Validate fills in the base URL, written as browsers name it, and refuses what
// could not work or would not be safe. Its errors never repeat what may hold a
// password.
func (s *Serve) Validate() error {
	host, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		return errors.New("--addr must be host:port, as in localhost:8080 or :8080")
	}
	if s.BaseURL == "" {
		if host == "" || host == "0.0.0.0" || host == "::" {
			host = "localhost"
		}
		number, err := net.LookupPort("tcp", port)
		if err != nil {
			return fmt.Errorf("--addr must end with a port, not %q", port)
		}
		s.BaseURL = "http://" + net.JoinHostPort(host, strconv.Itoa(number))
	}
	base, err := baseURL(s.BaseURL)
	if err != nil {
		return err
	}
	s.BaseURL = base.String()
	if base.Scheme == "http" && !Local(base.Hostname()) && !s.Insecure {
		return fmt.Errorf("the base URL %s is not https: passwords and cookies would travel unprotected; use https, or --insecure if you must",
			s.BaseURL)
	}
	if err := s.validateOperation(); err != nil {
		return err
	}
	_, err = s.Proxies()
	return err
}

// validateOperation refuses what operators cannot mean.
func (s *Serve) validateOperation() error {
	if s.BackupEvery < 0 || s.BackupKeep < 0 || s.Backups != "" && (s.BackupEvery < time.Hour || s.BackupKeep < 1) {
		return errors.New("--backup-every is an hour at least, and --backup-keep one")
	}
	if s.Metrics == "" {
		return nil
	}
	if host, _, err := net.SplitHostPort(s.Metrics); err != nil || !Local(host) {
		return errors.New("--metrics must be an address of this machine alone, as in 127.0.0.1:9090: it tells more than visitors should know")
	}
	return nil
}

// baseURL reads the address people use and writes it as browsers do: no port
// that the scheme implies, no dot after the host, its letters in ASCII.
func baseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" {
		return nil, errors.New("--base-url must be http(s)://host[:port] without a path, as in https://ideas.example.org")
	}
	if u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return nil, errors.New("--base-url names the host alone: leave out user, password, ? and #")
	}
	host, err := plainHost(u.Hostname())
	if err != nil {
		return nil, err
	}
	port := u.Port()
	if n, err := strconv.ParseUint(port, 10, 16); port != "" && err != nil {
		return nil, errors.New("--base-url has a port beyond 65535")
	} else if port != "" {
		port = strconv.FormatUint(n, 10)
	}
	if port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		return &url.URL{Scheme: u.Scheme, Host: host}, nil
	}
	return &url.URL{Scheme: u.Scheme, Host: net.JoinHostPort(host, port)}, nil
}

// plainHost writes a host as requests name it.
func plainHost(host string) (string, error) {
	host = strings.TrimSuffix(host, ".")
	if ip, err := netip.ParseAddr(host); err == nil && ip.Zone() == "" {
		return ip.String(), nil
	}
	if ascii, err := idna.Lookup.ToASCII(host); err == nil && ascii != "" {
		return ascii, nil
	}
	host = strings.ToLower(host)
	if strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789.-_") != "" || host == "" { // names of containers have _
		return "", errors.New("--base-url names no host that browsers could ask for")
	}
	return host, nil
}

// password is what an address such as smtp://user:password@host keeps to itself.
var password = regexp.MustCompile(`(://[^\s:/@"]*:)[^\s"]*@`)

// Redact hides the passwords of addresses in a text that somebody will read.
func Redact(text string) string { return password.ReplaceAllString(text, "${1}…@") }

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

// Public reports whether people reach the site from other machines.
func (s *Serve) Public() bool {
	u, err := url.Parse(s.BaseURL)
	return err == nil && !Local(u.Hostname())
}

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
		if p.Addr().Is4In6() && p.Bits() >= 96 {
			p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
		}
		if p.Bits() == 0 {
			return nil, fmt.Errorf("--trusted-proxy %s would let everybody say who they are: name the proxy's own network", text)
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

// Local reports whether a host name is this machine.
func Local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
