package signal

import (
	"slices"
	"strings"

	"groundswell/internal/domain"
)

// TidyLists writes the entries of lists in the one way in which they are compared, each
// once and in order, and notes what is wrong with them.
func TidyLists(p *domain.Problems, lists domain.WatchLists) domain.WatchLists {
	return domain.WatchLists{Words: tidy(p, "words", lists.Words, tidyPhrase), Hosts: tidy(p, "hosts", lists.Hosts, tidyHost)}
}

func tidy(p *domain.Problems, field string, entries []string, one func(string) string) []string {
	var kept []string
	for _, typed := range entries {
		typed = strings.TrimSpace(typed)
		if typed == "" {
			continue
		}
		entry := one(typed)
		if entry == "" || domain.Seen(entry) > domain.WatchedEntryMax {
			p.Add(field, "error.watched_entry", domain.Args{"Entry": typed, "Max": domain.WatchedEntryMax})
			return nil
		}
		kept = append(kept, entry)
	}
	slices.Sort(kept)
	kept = slices.Compact(kept)
	if len(kept) > domain.WatchedMax {
		p.Add(field, "error.watched_many", domain.Args{"Max": domain.WatchedMax})
	}
	return kept
}

func tidyPhrase(typed string) string {
	typed, open := strings.CutSuffix(typed, "*")
	words, _ := apart(typed)
	phrase := strings.Join(words, " ")
	if open && phrase != "" {
		phrase += "*"
	}
	return phrase
}

// tidyHost takes a host alone or an address of it.
func tidyHost(typed string) string {
	if !strings.Contains(typed, "://") {
		typed = "http://" + typed
	}
	return hostOf(typed)
}
