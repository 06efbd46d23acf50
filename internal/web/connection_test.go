package web

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// listen serves ok behind a few places: of a network 4, of all 8.
func listen(t *testing.T, trusts func(netip.Addr) bool, work http.HandlerFunc) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{ConnContext: withConnection, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if connectionOf(r.Context()).begin() {
			work(w, r)
			connectionOf(r.Context()).end()
		}
	})}
	done := make(chan struct{})
	go func() { server.Serve(newConnections(l, trusts, 8, 4)); close(done) }()
	t.Cleanup(func() { server.Close(); <-done })
	return l.Addr().String()
}

// from dials from one of this machine's addresses.
func from(t *testing.T, local, to string) net.Conn {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(local)}}
	c, err := d.DialContext(t.Context(), "tcp", to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func ask(t *testing.T, c net.Conn) error {
	t.Helper()
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		return err
	}
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, res.Body)
	return err
}

// gone waits until the server has closed a connection.
func gone(t *testing.T, c net.Conn) {
	t.Helper()
	c.SetReadDeadline(time.Now().Add(10 * time.Second))
	if n, err := c.Read(make([]byte, 1)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%d bytes came instead of the end: %v", n, err)
	}
}

func nobody(netip.Addr) bool { return false }

func TestIdleConnectionsKeepNobodyOut(t *testing.T) {
	at := listen(t, nobody, func(http.ResponseWriter, *http.Request) {})
	asked := from(t, "127.0.0.1", at)
	var halfOpen []net.Conn
	for range 20 {
		c := from(t, "127.0.0.1", at)
		io.WriteString(c, "GET / HT") // and no more
		halfOpen = append(halfOpen, c)
		if err := ask(t, asked); err != nil {
			t.Fatalf("the one that is of use had to go first: %v", err)
		}
	}
	for _, c := range halfOpen[:17] { // three are left beside the one that was of use
		gone(t, c)
	}
	if err := ask(t, from(t, "127.0.0.1", at)); err != nil {
		t.Errorf("one more of the same network: %v", err)
	}
	if err := ask(t, from(t, "127.0.0.2", at)); err != nil {
		t.Errorf("another network: %v", err)
	}
	for n := range 20 { // of many networks
		from(t, net.IPv4(127, 0, 1, byte(n+1)).String(), at)
	}
	if err := ask(t, from(t, "127.0.0.3", at)); err != nil {
		t.Errorf("where all places were taken: %v", err)
	}
}

// What is worked on is never cut off: the network is refused one more instead,
// another one is not.
func TestWorkIsNotCutOff(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	at := listen(t, nobody, func(w http.ResponseWriter, r *http.Request) {
		if r.RemoteAddr[:9] == "127.0.0.1" {
			entered <- struct{}{}
			<-release
		}
	})
	answers := make(chan error)
	for range 4 {
		c := from(t, "127.0.0.1", at)
		go func() { answers <- ask(t, c) }()
		<-entered
	}
	gone(t, from(t, "127.0.0.1", at))
	if err := ask(t, from(t, "127.0.0.2", at)); err != nil {
		t.Errorf("another network: %v", err)
	}
	close(release)
	for range 4 {
		if err := <-answers; err != nil {
			t.Errorf("work was cut off: %v", err)
		}
	}
}

// A trusted proxy stands for many people.
func TestATrustedProxyHasNoShare(t *testing.T) {
	at := listen(t, func(a netip.Addr) bool { return a.IsLoopback() }, func(http.ResponseWriter, *http.Request) {})
	var all []net.Conn
	for range 8 {
		all = append(all, from(t, "127.0.0.1", at))
	}
	for _, c := range all {
		if err := ask(t, c); err != nil {
			t.Errorf("within all places: %v", err)
		}
	}
}

func TestShares(t *testing.T) {
	s := newShares[string]()
	for n := range 3 {
		if !s.take("a", 3) {
			t.Errorf("place %d is refused", n)
		}
	}
	if s.take("a", 3) {
		t.Error("a fourth place of three")
	}
	if !s.take("b", 1) {
		t.Error("another's place is refused")
	}
	s.give("a")
	if !s.take("a", 3) {
		t.Error("a place that was given back is refused")
	}
	for range 3 {
		s.give("a")
	}
	s.give("b")
	for i := range s.shards {
		if n := len(s.shards[i].held); n > 0 {
			t.Errorf("%d are remembered that hold nothing", n)
		}
	}
}

// countedWrites is a listener that counts what its connections are given to send.
type countedWrites struct {
	net.Listener
	n *atomic.Int64
}

func (l countedWrites) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return countedConn{c, l.n}, err
}

type countedConn struct {
	net.Conn
	n *atomic.Int64
}

func (c countedConn) Write(b []byte) (int, error) { c.n.Add(1); return c.Conn.Write(b) }

func TestGatheredAnswers(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var writes atomic.Int64
	server := &http.Server{ConnContext: withConnection, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k := connectionOf(r.Context())
		k.begin()
		defer k.end()
		said, _ := strconv.Atoi(r.FormValue("said"))
		size, _ := strconv.Atoi(r.FormValue("size"))
		k.gather(said)
		w.Header().Set("Content-Length", strconv.Itoa(size))
		w.Write(bytes.Repeat([]byte("x"), size))
	})}
	go server.Serve(newConnections(countedWrites{l, &writes}, func(netip.Addr) bool { return false }, 8, 4))
	t.Cleanup(func() { server.Close() })
	c := from(t, "127.0.0.1", l.Addr().String())
	answers := bufio.NewReader(c)
	for _, answer := range [][2]int{ // said, size
		{0, 100}, {100, 100}, {3900, 3900}, {4096, 4096}, {5000, 5000}, {8192, 8192}, {50_000, 50_000}, {1, 9000},
		{9000, 100}, {9000, 7000}, // shorter than was said
	} {
		writes.Store(0)
		fmt.Fprintf(c, "GET /?said=%d&size=%d HTTP/1.1\r\nHost: x\r\n\r\n", answer[0], answer[1])
		c.SetReadDeadline(time.Now().Add(5 * time.Second))
		res, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatalf("%v: %v", answer, err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil || len(body) != answer[1] || len(bytes.Trim(body, "x")) > 0 {
			t.Errorf("%v: %d bytes, %v", answer, len(body), err)
		}
		if n := writes.Load(); n != 1 && answer[0] >= answer[1] {
			t.Errorf("%v: sent in %d parts", answer, n)
		}
	}
}
