package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"groundswell/internal/domain"
)

// oldTagged is how many ideas, the oldest, carry a tag of their own: more than are
// gathered and sorted, and behind all others in each order.
const oldTagged = 2101

// tagsOf gives every other idea the tag of many, every tenth that of few, and the
// oldest, up to a fifth of all, that of the past: a full page each at every size.
func tagsOf(n, size int) []domain.Tag {
	var tags []domain.Tag
	if n%2 == 0 {
		tags = append(tags, domain.Tag{Name: "common"})
	}
	if n%10 == 0 {
		tags = append(tags, domain.Tag{Name: "rare"})
	}
	if n >= size-min(size/5, oldTagged) {
		tags = append(tags, domain.Tag{Name: "past"})
	}
	return tags
}

// authorOf gives every tenth idea to the first member, the others to all.
func (s *subject) authorOf(n int) int64 {
	if n%10 == 0 {
		return s.who[0].ID
	}
	return s.who[n%members].ID
}

// plainReading serves the guest's feed of a server from memory, as fast as echo can.
func plainReading(url string) (http.Handler, error) {
	req, err := http.NewRequest(http.MethodGet, url+"/", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.GET("/", func(c echo.Context) error {
		c.Response().Header().Set("Content-Encoding", "gzip")
		return c.Blob(http.StatusOK, "text/html; charset=utf-8", body)
	})
	e.GET("/hello", func(c echo.Context) error { return c.String(http.StatusOK, "Hello") })
	return e, nil
}

// measureReading takes the figures of reading: pages that are kept, and the same drawn
// for each reader.
func (s *subject) measureReading() {
	get := func(url, path string, signedIn bool) func(int) error {
		return func(worker int) error {
			token := ""
			if signedIn {
				token = s.tokens[worker]
			}
			return s.send(http.MethodGet, url+path, token, "")
		}
	}
	s.rate("guest's feed", 16, get(s.url, "/", false))
	s.voting(func() { s.rate(readWhileVoting, 16, get(s.url, "/", false)) })
	s.rate("echo with the same bytes", 16, get(s.plain, "/", false))
	s.rate("echo saying hello", 16, get(s.plain, "/hello", false))
	idea := "/ideas/7-idea-number-6-about-something-that-matters"
	s.rate("member's feed", 16, get(s.url, "/", true))
	s.rate("idea page", 16, get(s.url, idea, true))
	for _, drawn := range [][2]string{
		{"member's feed", "/"}, {"idea page", idea}, {"filtered feed", "/ideas?tab=top&space=space-3&status=open"},
		{"common tag", "/tags/common"}, {"tag that few have", "/tags/rare"}, {"tag of the past", "/tags/past?tab=new"},
		{"author's list", fmt.Sprint("/members/", s.who[0].ID)},
		{"top of 7 days", "/ideas?tab=top&days=7"}, {"top of 365 days in a space", "/spaces/space-3?tab=top&days=365"},
		{"discover", "/ideas?tab=discover"},
	} {
		s.rate(drawn[0]+", drawn anew", 16, func(worker int) error { return s.anew(drawn[1], worker) })
	}
}

// anew reads a page as it is drawn for its reader alone: parts of pages are not kept.
func (s *subject) anew(path string, worker int) error {
	return s.want(http.StatusOK, http.MethodGet, s.url+path, s.tokens[worker], "", "HX-Request", "true")
}

// readWhileVoting is the figure of a guest's page while people vote.
const readWhileVoting = "guest's feed, 500 votes a second beside it"

// voting does something while every voter of eight sends a vote each 16 milliseconds.
func (s *subject) voting(do func()) {
	ctx, stop := context.WithCancel(s.b.Context())
	var voters sync.WaitGroup
	for worker := range 8 {
		voters.Go(func() {
			beat := time.NewTicker(16 * time.Millisecond)
			defer beat.Stop()
			for ctx.Err() == nil {
				<-beat.C
				if err := s.vote(worker); err != nil {
					s.b.Error(err)
					return
				}
			}
		})
	}
	do()
	stop()
	voters.Wait()
}
