package main

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// got is what a server answered.
type got struct {
	status           int
	body, retryAfter string
}

// try asks a server for a page as a member, or as a guest without a token, and follows to
// where that leads; with a form it posts that.
func (p *process) try(ctx context.Context, token, path string, form url.Values) (got, error) {
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(ctx, method, p.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		return got{}, err
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", p.url)
	}
	if token != "" {
		req.AddCookie(&http.Cookie{Name: "sid", Value: token})
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return got{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return got{res.StatusCode, string(body), res.Header.Get("Retry-After")}, err
}

// send is try where the server is there.
func (p *process) send(ctx context.Context, token, path string, form url.Values) got {
	p.t.Helper()
	g, err := p.try(ctx, token, path, form)
	if err != nil {
		p.t.Fatal(err)
	}
	return g
}
