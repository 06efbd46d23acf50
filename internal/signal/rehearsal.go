package signal

import (
	"slices"

	"groundswell/internal/domain"
)

// Rehearsal is what other lists and thresholds would have done with posts that are there.
type Rehearsal struct {
	Of     int64 // posts that were looked at
	Listed int64
	Held   int64 // of the listed ones
	Wrong  int64 // of the listed ones, for people let them stand
	Posts  []Rehearsed
}

// Rehearsed is a post that would have been listed.
type Rehearsed struct {
	domain.CasePost
	Now   []domain.Finding // what would have been found
	Holds bool
	Wrong bool
}

// Rehearsed posts that are shown, the newest first.
const rehearsedMax = 50

// Rehearse asks again about posts what depends on the lists, and takes the rest as it was
// found.
func Rehearse(posts []domain.CasePost, lists domain.WatchLists, records domain.Records, settings domain.Settings) Rehearsal {
	r := Rehearsal{Of: int64(len(posts))}
	for _, p := range posts {
		found := slices.DeleteFunc(slices.Clone(p.Found), func(f domain.Finding) bool {
			return f.Signal == domain.SignalHosts || f.Signal == domain.SignalWords || f.Signal == domain.SignalTogether
		})
		found = append(Listed(p.Title+"\n"+p.Text, lists), found...)
		found = domain.WithTogether(found, domain.Weight(settings.Number(domain.SignalList)))
		if len(found) == 0 || found[len(found)-1].Signal != domain.SignalTogether {
			continue
		}
		one := Rehearsed{CasePost: p, Now: found, Wrong: p.Verdict == domain.FinePost || p.Verdict == domain.Undecided && p.Case == 0}
		one.Holds = len(records.Holding(found, settings.Number(domain.SignalHoldDecisions), settings.Number(domain.SignalHoldPercent))) > 0
		r.add(one)
	}
	return r
}

func (r *Rehearsal) add(one Rehearsed) {
	r.Listed++
	if one.Holds {
		r.Held++
	}
	if one.Wrong {
		r.Wrong++
	}
	if len(r.Posts) < rehearsedMax {
		r.Posts = append(r.Posts, one)
	}
}
