package domain

import "testing"

// Who may do what, written out by hand beside the table in policy.go: g guest,
// m member, e engineer, o officer, d moderator, a admin.
var mayDo = map[Action]string{
	Read: "gmeoda", SignIn: "gmeoda",
	OwnAccount: "meoda", SubmitIdea: "meoda", EditIdea: "meoda", DeleteIdea: "meoda", ReopenIdea: "meoda", CastVote: "meoda",
	PostComment: "meoda", EditComment: "meoda", DeleteComment: "meoda", RemoveComment: "da", ExtendIdea: "meoda",
	AnswerOfficially: "ea", NoteVisit: "meoda", Follow: "meoda", ReadNotes: "eda", WriteNotes: "da",
	SetStatus: "eda", DecideIdea: "ea", ArchiveIdea: "da", RemoveIdea: "da", MergeIdeas: "da", MoveIdea: "da",
	Moderate: "da", ProposeMerge: "meoda", FlagPost: "meoda", Suspend: "da",
	RateProduct: "meoda", MarkHelpful: "meoda", WatchProducts: "eoda", ReplyReview: "ea", ReleaseRevision: "ea", EditThemes: "ea",
	VerifyOwner: "eda", LabelRating: "da", ExcludeRatings: "da", OverrideRule: "da", ManageProducts: "a",
	SeeQueues: "eoda", WorkQueue: "ea", VoteForOthers: "eoda", EditReasons: "ea", ManageQueues: "a",
	TeachSearch:  "da",
	ManagePeople: "a", ManageSpaces: "a", ManageTags: "da", ManageSettings: "a", WatchJobs: "a", ReadAudit: "a", ImportData: "a",
}

var roleLetters = map[Role]rune{Guest: 'g', Customer: 'm', Engineer: 'e', Officer: 'o', Moderator: 'd', Admin: 'a'}

func TestPolicy(t *testing.T) {
	if len(mayDo) != len(Actions()) {
		t.Errorf("the table has %d actions, this test knows %d", len(Actions()), len(mayDo))
	}
	for action, letters := range mayDo {
		for role, letter := range roleLetters {
			want := false
			for _, l := range letters {
				want = want || l == letter
			}
			err := Allow(Actor{Role: role, ID: 1}, action)
			if (err == nil) != want {
				t.Errorf("%s, %s: %v", role, action, err)
			}
			if role == Guest && !want && KindOf(err) != SignInFirst {
				t.Errorf("a guest who asks for %s is told %v instead of to sign in", action, err)
			}
		}
	}
	if Allow(Actor{Role: Admin}, "invented") == nil {
		t.Error("an action without a row was allowed")
	}
}

func TestOwnIdea(t *testing.T) {
	author, other := Actor{ID: 1, Role: Customer}, Actor{ID: 2, Role: Admin}
	fresh := Idea{Author: MemberRef{ID: 1}, Status: StatusNew}
	taken, voted := fresh, fresh
	taken.Status, voted.OthersVoted = StatusUnderReview, true
	for _, c := range []struct {
		name  string
		who   Actor
		check func(Actor, *Idea) error
		idea  Idea
		want  Kind
	}{
		{"edit one's new idea", author, CheckEdit, fresh, 0},
		{"edit another's", other, CheckEdit, fresh, Forbidden},
		{"edit once taken up", author, CheckEdit, taken, Conflict},
		{"edit once others voted", author, CheckEdit, voted, Conflict},
		{"delete one's new idea", author, CheckDelete, fresh, 0},
		{"delete once others voted", author, CheckDelete, voted, Conflict},
		{"delete another's", other, CheckDelete, fresh, Forbidden},
	} {
		if got := KindOf(c.check(c.who, &c.idea)); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestCheckVote(t *testing.T) {
	author, other := Actor{ID: 1}, Actor{ID: 2}
	for _, s := range Statuses {
		for _, v := range []Vote{Promote, None, Demote} {
			idea := Idea{Author: MemberRef{ID: 1}, Status: s}
			if got := CheckVote(other, &idea, v) == nil; got == s.Closed() {
				t.Errorf("%d on %s: %v", v, s, got)
			}
			if got := CheckVote(author, &idea, v) == nil; got != (!s.Closed() && v != Demote) {
				t.Errorf("the author's %d on %s: %v", v, s, got)
			}
		}
	}
}
