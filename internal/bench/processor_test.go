package bench

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// tick is the unit in which Linux counts processor time.
const tick = 10 * time.Millisecond

// spent is how much processor time the programs of this benchmark have taken so far, by
// their names; what sends the requests is "generator".
func spent() map[string]time.Duration {
	ours, names := map[string]bool{strconv.Itoa(os.Getpid()): true}, map[string]string{}
	parents, took := map[string]string{}, map[string]time.Duration{}
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range all {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		pid := strings.Split(path, "/")[2]
		from, to := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
		fields := strings.Fields(string(stat[to+1:])) // from the state on
		user, _ := strconv.ParseInt(fields[11], 10, 64)
		system, _ := strconv.ParseInt(fields[12], 10, 64)
		names[pid], parents[pid], took[pid] = string(stat[from+1:to]), fields[1], time.Duration(user+system)*tick
	}
	by := map[string]time.Duration{}
	for pid, name := range names {
		above := pid
		for above != "" && !ours[above] {
			above = parents[above]
		}
		if above == "" {
			continue
		}
		if ours[pid] {
			name = "generator"
		}
		by[name] += took[pid]
	}
	return by
}

// shares says where the processor time went between two moments: what took how many
// processors of the machine's, and for each of so many requests how many microseconds.
func shares(before, after map[string]time.Duration, took time.Duration, requests float64, names ...string) string {
	var said []string
	for _, name := range names {
		d := after[name] - before[name]
		said = append(said, fmt.Sprintf("%s %.2f processors, %.0f µs", name, d.Seconds()/took.Seconds(), float64(d.Microseconds())/requests))
	}
	return strings.Join(said, "; ")
}

// reportWaits prints how long requests took, of all rounds together: half of them at
// most, and 99 of a hundred.
func reportWaits(all []*subject, names ...string) {
	fmt.Printf("%-44s %20s %20s\n", "ms, half and 99 of 100", fmt.Sprint(all[0].size, " ideas"), fmt.Sprint(all[1].size, " ideas"))
	for _, name := range names {
		fmt.Printf("%-44s", name)
		for _, s := range all {
			waits := slices.Sorted(slices.Values(s.waits[name]))
			ms := func(of int) float64 { return float64(waits[len(waits)*of/100].Microseconds()) / 1000 }
			fmt.Printf(" %9.1f %10.1f", ms(50), ms(99))
		}
		fmt.Println()
	}
	fmt.Println()
}
