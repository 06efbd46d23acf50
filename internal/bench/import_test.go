package bench

import (
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkImport imports files of ideas of two sizes into the database of a running
// server, on which somebody votes all the while.
func BenchmarkImport(b *testing.B) {
	binary, rows := server(b), asked(b).rows
	fmt.Printf("\n%-24s %12s %12s %24s\n",
		"import of ideas, once", "rows a second", "memory, MB", "a vote waits at most, ms")
	var rates []float64
	for _, n := range rows {
		s := seeded(b, filepath.Join(b.TempDir(), "served.db"), 500)
		s.start(binary, s.target)
		file := writeIdeas(b, n)
		waited := s.voteUntil(func() {
			began := time.Now()
			memory := s.importIdeas(binary, file, n)
			rates = append(rates, float64(n)/time.Since(began).Seconds())
			fmt.Printf("%-24s %12.0f %12d", fmt.Sprint(n, " rows"), rates[len(rates)-1], memory>>20)
		})
		fmt.Printf(" %24d\n", waited.Milliseconds())
	}
	fmt.Printf("%-24s %12.2f×\n\n", "ratio", rates[0]/rates[1])
}

// importIdeas runs the command and returns the most memory that it held, in bytes.
func (s *subject) importIdeas(binary, file string, rows int) int64 {
	s.b.Helper()
	said, most := run(s.b, exec.Command(binary, "import", "ideas", "--database="+s.target,
		"--map=key=key,title=title,body=text,space=space,author=author,tags=tags", file))
	if !strings.Contains(said, fmt.Sprint(rows, " imported")) {
		s.b.Fatal(said)
	}
	return most
}

// run runs a command and returns what it said and the most memory that it held, in bytes.
func run(b *testing.B, cmd *exec.Cmd) (said string, most int64) {
	b.Helper()
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	must(b, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				b.Fatalf("%v: %s", err, out.String())
			}
			return out.String(), most
		case <-time.After(20 * time.Millisecond):
			most = max(most, peak(cmd.Process.Pid))
		}
	}
}

// peak is the most memory that a process has held so far, in bytes. What it tells at
// its end is no less than what this one held when it started it.
func peak(pid int) int64 {
	var kilobytes int64
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // none where there is no /proc
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	fmt.Sscan(after, &kilobytes)
	return kilobytes << 10
}

// voteUntil lets one member vote until do returns, and tells the longest wait.
func (s *subject) voteUntil(do func()) (longest time.Duration) {
	var over atomic.Bool
	stopped := make(chan error)
	go func() {
		for !over.Load() {
			began := time.Now()
			if err := s.coldVote(0); err != nil {
				stopped <- err
				return
			}
			longest = max(longest, time.Since(began))
			time.Sleep(2 * time.Millisecond)
		}
		stopped <- nil
	}()
	do()
	over.Store(true)
	must(s.b, <-stopped)
	return longest
}

// writeIdeas writes a file of so many ideas, each a few sentences in one of two
// languages by one of many authors.
func writeIdeas(b *testing.B, n int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "ideas.csv")
	file, err := os.Create(path)
	must(b, err)
	out := csv.NewWriter(file)
	must(b, out.Write([]string{"key", "title", "text", "space", "author", "tags"}))
	texts := []string{
		"When I close the lid the fan keeps running for a minute. It should stop, or say why it does not. " +
			"See https://example.org/fans for what others found.\n\n- once a day\n- on battery too\n\n",
		"Der Lüfter läuft nach dem Zuklappen noch eine Minute. Er sollte anhalten oder sagen, warum er es nicht tut. " +
			"Das ist **jeden Tag** so, auch im Akkubetrieb.\n\n",
	}
	for i := range n {
		must(b, out.Write([]string{
			fmt.Sprint("key-", i), fmt.Sprintf("Idea %d about the fan", i), strings.Repeat(texts[i%2], 1+i%5),
			fmt.Sprint("Space ", i%20), fmt.Sprint("Author ", i%997), fmt.Sprintf("fan,battery,model %d", i%50),
		}))
	}
	out.Flush()
	must(b, out.Error())
	must(b, file.Close())
	return path
}
