package domain

import "slices"

// Action is something a person asks to do. Every route names one.
type Action string

// The actions, grouped as the policy table below.
const (
	Read   Action = "read"
	SignIn Action = "sign in"

	OwnAccount   Action = "own account"
	SubmitIdea   Action = "submit idea"
	EditIdea     Action = "edit idea"
	DeleteIdea   Action = "delete idea"
	ReopenIdea   Action = "reopen idea"
	CastVote     Action = "vote"
	FlagPost     Action = "flag"
	ProposeMerge Action = "propose merge"

	SetStatus   Action = "set status" // DecideIdea or ArchiveIdea, as the status asks
	DecideIdea  Action = "decide idea"
	ArchiveIdea Action = "archive idea"
	RemoveIdea  Action = "remove idea"
	MergeIdeas  Action = "merge ideas"
	MoveIdea    Action = "move idea" // to another space
	Moderate    Action = "moderate"  // read the desk of the moderators
	Suspend     Action = "suspend"

	PostComment      Action = "comment"
	EditComment      Action = "edit comment"
	DeleteComment    Action = "delete comment"
	RemoveComment    Action = "remove comment" // and restore
	ExtendIdea       Action = "extend idea"
	AnswerOfficially Action = "answer officially"
	NoteVisit        Action = "note visit"
	Follow           Action = "follow"
	ReadNotes        Action = "read notes"
	WriteNotes       Action = "write notes"

	RateProduct     Action = "rate product"
	MarkHelpful     Action = "mark helpful"
	WatchProducts   Action = "watch products" // withdrawn ones, countdowns, unanswered ratings
	ReplyReview     Action = "reply to review"
	ReleaseRevision Action = "release revision"
	EditThemes      Action = "edit themes"
	VerifyOwner     Action = "verify owner"
	LabelRating     Action = "label rating"
	ExcludeRatings  Action = "exclude ratings"
	OverrideRule    Action = "override rule"

	SeeQueues     Action = "see queues"
	WorkQueue     Action = "work queue"
	VoteForOthers Action = "vote for others"
	EditReasons   Action = "edit reasons" // the chips that people tick

	TeachSearch Action = "teach search" // synonyms, and what nobody found

	ManageQueues   Action = "manage queues"
	ManageProducts Action = "manage products"
	ManagePeople   Action = "manage people"
	ManageSpaces   Action = "manage spaces"
	ManageTags     Action = "manage tags"
	ManageSettings Action = "manage settings"
	WatchJobs      Action = "watch jobs"
	ReadAudit      Action = "read audit"
	ImportData     Action = "import"
)

var (
	everyone = Roles
	members  = AccountRoles
	admins   = []Role{Admin}
	staff    = []Role{Engineer, Moderator, Officer, Admin}
)

// policy is the one table of who may do what (product.md §1). An action that is
// not in it is refused to everybody. What the state of a thing forbids stands
// beside its noun: CheckEdit, CheckDelete, CheckVote, CheckExtend.
var policy = map[Action][]Role{
	Read:   everyone,
	SignIn: everyone,

	OwnAccount:   members,
	SubmitIdea:   members,
	EditIdea:     members,
	DeleteIdea:   members,
	ReopenIdea:   members,
	CastVote:     members,
	FlagPost:     members,
	ProposeMerge: members,

	SetStatus:   {Engineer, Moderator, Admin},
	DecideIdea:  {Engineer, Admin},
	ArchiveIdea: {Moderator, Admin},
	RemoveIdea:  {Moderator, Admin},
	MergeIdeas:  {Moderator, Admin},
	MoveIdea:    {Moderator, Admin},
	Moderate:    {Moderator, Admin},
	Suspend:     {Moderator, Admin},

	PostComment:      members,
	EditComment:      members,
	DeleteComment:    members,
	RemoveComment:    {Moderator, Admin},
	ExtendIdea:       members,
	AnswerOfficially: {Engineer, Admin},
	NoteVisit:        members,
	Follow:           members,
	ReadNotes:        {Engineer, Moderator, Admin},
	WriteNotes:       {Moderator, Admin},

	RateProduct:     members,
	MarkHelpful:     members,
	WatchProducts:   staff,
	ReplyReview:     {Engineer, Admin},
	ReleaseRevision: {Engineer, Admin},
	EditThemes:      {Engineer, Admin},
	VerifyOwner:     {Engineer, Moderator, Admin},
	LabelRating:     {Moderator, Admin},
	ExcludeRatings:  {Moderator, Admin},
	OverrideRule:    {Moderator, Admin},

	SeeQueues:     staff,
	WorkQueue:     {Engineer, Admin},
	VoteForOthers: staff,
	EditReasons:   {Engineer, Admin},

	TeachSearch: {Moderator, Admin},

	ManageQueues:   admins,
	ManageProducts: admins,
	ManagePeople:   admins,
	ManageSpaces:   admins,
	ManageTags:     {Moderator, Admin},
	ManageSettings: admins,
	WatchJobs:      admins,
	ReadAudit:      admins,
	ImportData:     admins,
}

// Actions lists every action in the policy table, in no particular order.
func Actions() []Action {
	all := make([]Action, 0, len(policy))
	for a := range policy {
		all = append(all, a)
	}
	return all
}

// Known reports whether the policy table has a row for the action.
func Known(a Action) bool {
	_, ok := policy[a]
	return ok
}

// May reports whether the role may do the action on some object.
func May(r Role, a Action) bool { return slices.Contains(policy[a], r) }

// Allow refuses what the actor's role may not do: SignInFirst for a guest, whom an
// account could help, Forbidden for everybody else.
func Allow(who Actor, a Action) error {
	switch {
	case May(who.Role, a):
		return nil
	case who.Role == Guest:
		return Refuse(SignInFirst, "error.sign_in_first")
	}
	return Refuse(Forbidden, "error.forbidden")
}
