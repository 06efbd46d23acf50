package web_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
	"groundswell/internal/web"
)

// The short way of kept pages answers as the long one does, in each language and
// with or without gzip, and only guests who ask for a page and nothing else.
func TestTheShortWayAnswersAsTheLongOne(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.idea(domain.Customer, "The fan should follow the load")
		send := func(headers ...string) (*http.Response, string) {
			req, err := http.NewRequest(http.MethodGet, s.url+"/", nil)
			s.must(err)
			for i := 0; i < len(headers); i += 2 {
				req.Header.Set(headers[i], headers[i+1])
			}
			res, err := http.DefaultTransport.RoundTrip(req)
			s.must(err)
			defer res.Body.Close()
			body, err := io.ReadAll(res.Body)
			s.must(err)
			res.Header.Del("Date")
			return res, string(body)
		}
		for _, asks := range [][]string{{}, {"Accept-Language", "de"}, {"Accept-Language", "en", "Accept-Encoding", "gzip"},
			{"Accept-Encoding", "gzip;q=0"}} {
			first, drawn := send(asks...)
			second, kept := send(asks...)
			long, also := send(append([]string{"Cookie", "other=1"}, asks...)...)
			for name, other := range map[string]*http.Response{"kept": second, "the long way": long} {
				if other.StatusCode != first.StatusCode || len(other.Header) != len(first.Header) {
					t.Errorf("%v, %s: %d %v, want %d %v", asks, name, other.StatusCode, other.Header, first.StatusCode, first.Header)
				}
				for header := range first.Header {
					if got, want := strings.Join(other.Header.Values(header), "|"), strings.Join(first.Header.Values(header), "|"); got != want {
						t.Errorf("%v, %s: %s is %q, want %q", asks, name, header, got, want)
					}
				}
			}
			if kept != drawn || also != drawn {
				t.Errorf("%v: the bodies differ", asks)
			}
		}
		if a := s.as(domain.Customer).get("/").want(http.StatusOK); !strings.Contains(a.body, "/signout") {
			t.Error("a member is shown a guest's page")
		}
	})
}

// Guests' limits hold on the short way, and what is committed is seen in a second.
func TestTheShortWayHasLimits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newSite(t, db, web.SeeOnceASecond)
		b := s.browser()
		b.get("/").want(http.StatusOK)
		s.idea(domain.Customer, "The fan should follow the load")
		s.forward(time.Second)
		if a := b.get("/").want(http.StatusOK); !strings.Contains(a.body, "The fan should follow the load") {
			t.Error("a second later the guest is shown the page of before")
		}
		s.must(s.app.SetSettings(t.Context(), domain.System, domain.Settings{domain.LimitPagesSecond: "1", domain.LimitPagesBurst: "3"}))
		s.forward(time.Second)
		for range 3 {
			b.get("/").want(http.StatusOK)
		}
		b.get("/").want(http.StatusTooManyRequests)
		s.forward(time.Second)
		b.get("/").want(http.StatusOK)
	})
}

// Browsers open connections ahead and say nothing on them: a server that stops does
// not wait for these.
func TestStoppingDoesNotWaitForTheSilent(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	server, err := web.New(s.app, s.db.Reader(), config.Serve{BaseURL: "http://127.0.0.1"}, s.now, slog.New(slog.DiscardHandler))
	s.must(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	s.must(err)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, listener) }()
	silent, err := net.Dial("tcp", listener.Addr().String())
	s.must(err)
	defer silent.Close()
	res, err := http.Get("http://" + listener.Addr().String() + "/healthz") // accepted behind the silent one
	s.must(err)
	res.Body.Close()
	start := time.Now()
	stop()
	s.must(<-done)
	if took := time.Since(start); took > 3*time.Second { // net/http gives such connections five
		t.Errorf("stopping took %v", took)
	}
}
