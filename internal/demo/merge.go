package demo

import "fmt"

// proposals are merges that somebody thinks of and nobody has decided.
var proposals = []struct {
	source, target, by, note string
	ago                      float64 // days
}{
	{
		"Ask before restarting. Always.", "Say what an update changes before it is installed", "Lena Ortmann",
		"Both want no surprises from an update. Asking first could be the last step of saying what changes.", 1.2,
	},
	{
		"A hardware key that mutes speakers for good", "A microphone key with a light one can see in daylight", "Jonas Weidling",
		"One row of keys with lights would answer both, if the speakers may share it.", 2.6,
	},
}

// proposeMerges leaves the moderators something to decide.
func (d *demo) proposeMerges() error {
	for _, p := range proposals {
		who, err := d.named(p.by)
		if err != nil {
			return err
		}
		source, target := d.ideas[p.source], d.ideas[p.target]
		if err := d.at(d.ago(p.ago)).ProposeMerge(d.ctx, who, source, target, p.note); err != nil {
			return fmt.Errorf("to merge %q: %w", p.source, err)
		}
	}
	return nil
}
