package web

import (
	"bytes"
	"container/list"
	"context"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
)

// Connections that are held at once. A connection costs about 16 KB while it
// waits. One network, perhaps an office or a phone company behind one address,
// gets a quarter; a trusted proxy stands for many and has no share of its own.
const (
	maxConnections     = 4096
	networkConnections = 1024
)

// connections is a listener that never stops accepting. Where a network's share
// or all places are taken, the one that was of no use for longest is closed to
// make room: no number of idle, half-open or slow ones keeps anybody out, for
// never more than maxOpen are at work.
type connections struct {
	net.Listener
	trusts func(netip.Addr) bool
	most   int // of all
	each   int // of a network

	mu  sync.Mutex
	all *list.List // of *connection, from the end at which room is made
	by  map[netip.Prefix]*list.List
}

func newConnections(l net.Listener, trusts func(netip.Addr) bool, most, each int) *connections {
	return &connections{Listener: l, trusts: trusts, most: most, each: each, all: list.New(), by: map[netip.Prefix]*list.List{}}
}

// connection is one of them.
type connection struct {
	net.Conn
	of      *connections
	network netip.Prefix
	shared  bool // counts for its network
	state   atomic.Int32
	used    atomic.Bool // answered something since room was last looked for

	// Of the answer that is sent now, for the one goroutine that does.
	whole int           // bytes that are still to come, at least
	held  *bytes.Buffer // those that wait for them; nil where none do

	inAll, inNetwork *list.Element // guarded by of.mu; nil once it is gone
}

// States of a connection.
const (
	waiting int32 = iota // for a request, for its body, or for a reader of the answer
	working              // a request is worked on
	closing              // had to make room
)

// Accept waits for the next connection that there is room for.
func (l *connections) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		at := peer(c.RemoteAddr().String())
		k := &connection{Conn: c, of: l, network: network(at), shared: !l.trusts(at)}
		admitted, gone := l.admit(k)
		if gone != nil {
			gone.Conn.Close()
		}
		if admitted {
			return k, nil
		}
		c.Close()
	}
}

// admit finds a place, and says which connection has to go for it.
func (l *connections) admit(k *connection) (admitted bool, gone *connection) {
	l.mu.Lock()
	defer l.mu.Unlock()
	mine := l.by[k.network]
	full := l.all
	if k.shared && mine != nil && mine.Len() >= l.each {
		full = mine
	} else if l.all.Len() < l.most {
		full = nil
	}
	if full != nil {
		if gone = leastUseful(full); gone == nil {
			return false, nil
		}
		l.forget(gone)
		mine = l.by[k.network]
	}
	k.inAll = l.all.PushBack(k)
	if k.shared {
		if mine == nil {
			mine = list.New()
			l.by[k.network] = mine
		}
		k.inNetwork = mine.PushBack(k)
	}
	return true, gone
}

// leastUseful takes the first that is not at work. One that answered something
// since the last time gets a second chance.
func leastUseful(of *list.List) *connection {
	for range 2 * of.Len() {
		e := of.Front()
		k := e.Value.(*connection)
		if !k.used.Swap(false) && k.state.CompareAndSwap(waiting, closing) {
			return k
		}
		of.MoveToBack(e)
	}
	return nil
}

// forget gives its places back; l.mu is held.
func (l *connections) forget(k *connection) {
	if k.inAll == nil {
		return
	}
	l.all.Remove(k.inAll)
	k.inAll = nil
	if !k.shared {
		return
	}
	mine := l.by[k.network]
	mine.Remove(k.inNetwork)
	if mine.Len() == 0 {
		delete(l.by, k.network)
	}
}

// Close gives the place back and closes.
func (k *connection) Close() error {
	k.of.mu.Lock()
	k.of.forget(k)
	k.of.mu.Unlock()
	return k.Conn.Close()
}

// gather lets an answer leave at once that has more than n bytes: net/http writes it in
// parts of 4 KB, each of which would cost a call of the system here and wake its reader.
// A shorter one, which was an error, waits for the end of the work.
func (k *connection) gather(n int) {
	if k != nil && n > 0 {
		k.whole, k.held = n+1, pageBuffers.Get().(*bytes.Buffer)
		k.held.Reset()
	}
}

// Write sends, but for the first parts of an answer that is gathered.
func (k *connection) Write(b []byte) (int, error) {
	if k.held == nil {
		return k.Conn.Write(b)
	}
	k.held.Write(b)
	if k.whole -= len(b); k.whole > 0 {
		return len(b), nil
	}
	all := k.held
	k.held = nil
	defer pageBuffers.Put(all)
	_, err := k.Conn.Write(all.Bytes())
	return len(b), err
}

// CloseWrite lets the server say that it is done while the client still sends.
func (k *connection) CloseWrite() error {
	if c, ok := k.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}

// begin marks that a request is worked on; not where the connection had to go.
// A nil connection, in tests without a listener, always may.
func (k *connection) begin() bool { return k == nil || k.state.CompareAndSwap(waiting, working) }

// end marks that the work is done.
func (k *connection) end() {
	if k != nil {
		k.whole = 0
		k.used.Store(true)
		k.state.Store(waiting)
	}
}

type connectionKey struct{}

// withConnection lets handlers find the connection they answer on.
func withConnection(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connectionKey{}, c)
}

func connectionOf(ctx context.Context) *connection {
	k, _ := ctx.Value(connectionKey{}).(*connection)
	return k
}
