package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/store/storetest"
)

// withheld is how many requests a storm leaves unfinished: more than are ever
// worked on at once.
const withheld = 1100

// unfinished is a request that was begun and not ended.
type unfinished struct {
	conn net.Conn
	rest string // what is missing
}

// begin sends all of a request but its end.
func (p *process) begin(request, rest string) unfinished {
	p.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { conn.Close() })
	if _, err := io.WriteString(conn, request); err != nil {
		p.t.Fatal(err)
	}
	return unfinished{conn, rest}
}

// form is a POST whose last byte is missing.
func (p *process) form(path, cookie, body string) unfinished {
	p.t.Helper()
	head := fmt.Sprintf(
		"POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n",
		path, strings.TrimPrefix(p.url, "http://"), p.url, len(body))
	if cookie != "" {
		head += "Cookie: sid=" + cookie + "\r\n"
	}
	end := len(body) - 1
	return p.begin(head+"\r\n"+body[:end], body[end:])
}

// Whoever begins a thousand requests and ends none keeps nobody out: neither
// members nor guests nor the operator's probes, all of the same network.
func TestAStormOfUnfinishedRequests(t *testing.T) {
	target := storetest.SQLite(t) // what is held is held before any database is asked
	tokens, _, ideas := voters(t, target, 3)
	server := startServer(t, target)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	path := fmt.Sprintf("/ideas/%d/vote", ideas[0])
	for _, storm := range []struct {
		name  string
		begin func() unfinished
		told  bool // the oldest are told why they are given up
		ends  int  // the status when one of the newest is ended after all
	}{
		{"one member's forms", func() unfinished { return server.form(path, tokens[1], "value=1") }, true, http.StatusSeeOther},
		{"a guest's forms", func() unfinished { return server.form("/signin", "", "email=nobody@example.org&password=x") },
			true, http.StatusUnprocessableEntity},
		{"headers", func() unfinished { return server.begin("GET / HTTP/1.1\r\nHost: x\r\n", "\r\n") }, false, http.StatusMisdirectedRequest},
		{"nothing at all", func() unfinished { return server.begin("", "GET / HTTP/1.1\r\nHost: x\r\n\r\n") }, false,
			http.StatusMisdirectedRequest},
	} {
		var all []unfinished
		for range withheld - 1 {
			all = append(all, storm.begin())
		}
		for round := range 3 {
			if round == 1 { // the server has met the others by now: this one is the newest to it too
				all = append(all, storm.begin())
			}
			for _, asked := range [][2]string{{"/healthz", ""}, {"/readyz", ""}, {"/", ""}, {"/signin", ""}, {"/", tokens[2]},
				{"/account", tokens[2]}} {
				server.promptly(ctx, storm.name, asked[0], asked[1])
			}
			if err := vote(ctx, server.url, tokens[2], ideas[1], 1); err != nil {
				t.Errorf("%s: another member's vote: %v", storm.name, err)
			}
		}
		if storm.told {
			res, err := http.ReadResponse(bufio.NewReader(all[0].conn), nil)
			if err == nil && (res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") == "") {
				t.Errorf("%s: the oldest is told %s, Retry-After %q", storm.name, res.Status, res.Header.Get("Retry-After"))
			} // it may have been closed for good meanwhile
		}
		last := all[withheld-1]
		io.WriteString(last.conn, last.rest)
		if res, err := http.ReadResponse(bufio.NewReader(last.conn), nil); err != nil || res.StatusCode != storm.ends {
			t.Errorf("%s: the newest, ended after all: %+v, %v", storm.name, res, err)
		}
		for _, one := range all {
			one.conn.Close()
		}
	}
}

// promptly asks for a page on a new connection.
func (p *process) promptly(ctx context.Context, storm, path, token string) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Close = true
	if token != "" {
		req.AddCookie(&http.Cookie{Name: "sid", Value: token})
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Errorf("%s: %s: %v", storm, path, err)
		return
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		p.t.Errorf("%s: %s: %s", storm, path, res.Status)
	}
}
