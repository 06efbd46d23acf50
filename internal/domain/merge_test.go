package domain

import "testing"

// Of two votes the later one is in force, of equal ones the target's; a withdrawn one is
// none, and the target's author promotes.
func TestCarryVote(t *testing.T) {
	const early, late, begun, after = 1000, 2000, 2000, 3000
	cast := func(v Vote, changed int64) Cast { return Cast{Value: v, Day: 20_000, Changed: changed} }
	for _, c := range []struct {
		name           string
		source, target Cast
		author         bool
		value          Vote
		carries        bool
	}{
		{"on the source alone", cast(Demote, early), Cast{}, false, Demote, true},
		{"withdrawn from the source", cast(None, late), cast(Promote, early), false, None, false},
		{"withdrawn from the target, earlier", cast(Promote, late), cast(None, early), false, Promote, true},
		{"withdrawn from the target, later", cast(Promote, early), cast(None, late), false, Promote, true},
		{"withdrawn from the target while it is merged", cast(Promote, early), cast(None, after), false, None, false},
		{"the author, who withdrew while it is merged", cast(Demote, early), cast(None, after), true, None, false},
		{"later on the source", cast(Demote, late), cast(Promote, early), false, Demote, true},
		{"later on the target", cast(Demote, early), cast(Promote, late), false, Demote, false},
		{"at the same moment", cast(Demote, late), cast(Promote, late), false, Demote, false},
		{"the author, who demoted the source", cast(Demote, late), cast(Promote, early), true, Promote, false},
		{"the author, who withdrew", cast(Demote, early), cast(None, late), true, Promote, true},
		{"the author, who voted on the source alone", cast(Promote, early), Cast{}, true, Promote, true},
		{"the author, who withdrew from both", cast(None, early), cast(None, early), true, None, false},
	} {
		value, carries := CarryVote(c.source, c.target, c.author, begun)
		if carries != c.carries || carries && value != c.value {
			t.Errorf("%s: %d, %v, not %d, %v", c.name, value, carries, c.value, c.carries)
		}
	}
}

// What would happen is added up voter by voter.
func TestMergeOutlook(t *testing.T) {
	var o MergeOutlook
	o.Add(Cast{Value: Promote, Changed: 1}, Cast{}, false)
	o.Add(Cast{Value: Promote, Changed: 1}, Cast{Value: Promote, Changed: 2}, false)
	o.Add(Cast{Value: Promote, Changed: 3}, Cast{Value: Demote, Changed: 2}, false)
	o.Add(Cast{Value: Demote, Changed: 3}, Cast{Value: Promote, Changed: 2}, true)
	want := MergeOutlook{Votes: Tally{3, 1}, Both: 3, Change: Tally{2, -1}}
	if o != want {
		t.Errorf("%+v, not %+v", o, want)
	}
}

func TestCheckMerge(t *testing.T) {
	idea := func(id int64, s Status) Idea { return Idea{ID: id, Status: s} }
	hidden := idea(2, StatusNew)
	hidden.Removed = true
	for _, c := range []struct {
		name           string
		source, target Idea
		want           string
	}{
		{"two open ones", idea(1, StatusInProgress), idea(2, StatusUnderReview), ""},
		{"itself", idea(1, StatusNew), idea(1, StatusNew), "error.invalid"},
		{"one that is merged", idea(1, StatusMerged), idea(2, StatusNew), "error.merged_before"},
		{"into a merged one", idea(1, StatusNew), idea(2, StatusMerged), "error.merge_into_merged"},
		{"a closed one", idea(1, StatusDeclined), idea(2, StatusNew), "error.merge_closed"},
		{"into a closed one", idea(1, StatusNew), idea(2, StatusShipped), "error.merge_target"},
		{"into a hidden one", idea(1, StatusNew), hidden, "error.not_found"},
	} {
		got := ""
		if err, is := CheckMerge(&c.source, &c.target).(*Error); is && err != nil {
			got = err.Key
		}
		if got != c.want {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
}
