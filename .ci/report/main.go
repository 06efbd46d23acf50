// Report reads the output of go test -json: "failures" prints what failed and
// why, "summary" a line per package, what was left out, and the counts.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
)

// event is one line of go test -json (go doc test2json).
type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64
}

func main() {
	outputs := map[string][]string{}
	var failed, skipped, packages []string
	passed := 0
	lines := json.NewDecoder(os.Stdin)
	for lines.More() {
		var e event
		if err := lines.Decode(&e); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		name := strings.TrimSpace(e.Package + " " + e.Test)
		switch e.Action {
		case "output", "build-output":
			outputs[name] = append(outputs[name], e.Output)
		case "fail", "build-fail":
			failed = append(failed, name)
		case "skip":
			if e.Test != "" {
				skipped = append(skipped, name+": "+reason(outputs[name]))
			}
		case "pass":
			if e.Test != "" {
				passed++
			}
		}
		if e.Test == "" && (e.Action == "pass" || e.Action == "fail") {
			packages = append(packages, fmt.Sprintf("%-4s %-40s %6.1f s", e.Action, e.Package, e.Elapsed))
		}
	}
	if len(os.Args) > 1 && os.Args[1] == "failures" {
		for _, name := range failed {
			fmt.Printf("--- %s\n%s\n", name, strings.Join(outputs[name], ""))
		}
		return
	}
	sort.Strings(packages)
	fmt.Println(strings.Join(packages, "\n"))
	for _, s := range skipped {
		fmt.Println("LEFT OUT", s)
	}
	if len(skipped) == 0 {
		fmt.Println("nothing was left out")
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", passed, len(failed), len(skipped))
}

// reason is what a skipped test said before the line that it was skipped.
func reason(output []string) string {
	for i := len(output) - 1; i >= 0; i-- {
		line := strings.TrimSpace(output[i])
		if line != "" && !strings.HasPrefix(line, "--- SKIP") && !strings.HasPrefix(line, "=== ") {
			return line
		}
	}
	return "no reason given"
}
