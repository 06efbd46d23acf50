package domain

// Action is something a person asks to do. Every route names one.
type Action string

// The actions, grouped as the policy table below.
const (
	Read   Action = "read"
	SignIn Action = "sign in"

	OwnAccount Action = "own account"
	SubmitIdea Action = "submit idea"
	EditIdea   Action = "edit idea"
	DeleteIdea Action = "delete idea"
	CastVote   Action = "vote"

	SetStatus   Action = "set status" // DecideIdea or ArchiveIdea, as the status asks
	DecideIdea  Action = "decide idea"
	ArchiveIdea Action = "archive idea"
	RemoveIdea  Action = "remove idea"
	Suspend     Action = "suspend"

	RateProduct     Action = "rate product"
	MarkHelpful     Action = "mark helpful"
	WatchProducts   Action = "watch products" // withdrawn ones, countdowns, unanswered ratings
	ReplyReview     Action = "reply to review"
	ReleaseRevision Action = "release revision"
	EditThemes      Action = "edit themes"
	VerifyOwner     Action = "verify owner"
	LabelRating     Action = "label rating"
	ExcludeWindow   Action = "exclude window"
	OverrideRule    Action = "override rule"

	ManageProducts Action = "manage products"
	ManagePeople   Action = "manage people"
	ManageSpaces   Action = "manage spaces"
	ManageTags     Action = "manage tags"
	ManageSettings Action = "manage settings"
	WatchJobs      Action = "watch jobs"
	ImportData     Action = "import"
)

// rule says which roles may do an action and, where it depends on the object,
// what state the object must be in.
type rule struct {
	roles []Role
	when  func(Actor, *Idea) error
}

var (
	everyone = Roles
	members  = AccountRoles
	admins   = []Role{Admin}
	staff    = []Role{Engineer, Moderator, Officer, Admin}
)

// policy is the one table of who may do what (product.md §1). An action that is
// not in it is refused to everybody.
var policy = map[Action]rule{
	Read:   {roles: everyone},
	SignIn: {roles: everyone},

	OwnAccount: {roles: members},
	SubmitIdea: {roles: members},
	EditIdea:   {roles: members, when: ownNewAndAlone},
	DeleteIdea: {roles: members, when: ownAndAlone},
	CastVote:   {roles: members},

	SetStatus:   {roles: []Role{Engineer, Moderator, Admin}},
	DecideIdea:  {roles: []Role{Engineer, Admin}},
	ArchiveIdea: {roles: []Role{Moderator, Admin}},
	RemoveIdea:  {roles: []Role{Moderator, Admin}},
	Suspend:     {roles: []Role{Moderator, Admin}},

	RateProduct:     {roles: members},
	MarkHelpful:     {roles: members},
	WatchProducts:   {roles: staff},
	ReplyReview:     {roles: []Role{Engineer, Admin}},
	ReleaseRevision: {roles: []Role{Engineer, Admin}},
	EditThemes:      {roles: []Role{Engineer, Admin}},
	VerifyOwner:     {roles: []Role{Engineer, Moderator, Admin}},
	LabelRating:     {roles: []Role{Moderator, Admin}},
	ExcludeWindow:   {roles: []Role{Moderator, Admin}},
	OverrideRule:    {roles: []Role{Moderator, Admin}},

	ManageProducts: {roles: admins},
	ManagePeople:   {roles: admins},
	ManageSpaces:   {roles: admins},
	ManageTags:     {roles: admins},
	ManageSettings: {roles: admins},
	WatchJobs:      {roles: admins},
	ImportData:     {roles: admins},
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
func May(r Role, a Action) bool {
	for _, role := range policy[a].roles {
		if role == r {
			return true
		}
	}
	return false
}

// Allow refuses what the actor may not do: SignInFirst for a guest whom an
// account could help, Forbidden for a role that never may, and the reason of
// the object's state otherwise. idea is nil where the action has no object.
func Allow(who Actor, a Action, idea *Idea) error {
	if !May(who.Role, a) {
		if who.Role == Guest {
			return Refuse(SignInFirst, "error.sign_in_first")
		}
		return Refuse(Forbidden, "error.forbidden")
	}
	if when := policy[a].when; when != nil && idea != nil {
		return when(who, idea)
	}
	return nil
}

func ownNewAndAlone(who Actor, idea *Idea) error {
	if idea.Author.ID != who.ID {
		return Refuse(Forbidden, "error.not_yours")
	}
	if idea.Status != StatusNew {
		return Refuse(Conflict, "error.idea_not_new")
	}
	return alone(idea)
}

func ownAndAlone(who Actor, idea *Idea) error {
	if idea.Author.ID != who.ID {
		return Refuse(Forbidden, "error.not_yours")
	}
	return alone(idea)
}

// alone holds while nobody but the author has voted: what others promoted must
// not change under them.
func alone(idea *Idea) error {
	if idea.OthersVoted {
		return Refuse(Conflict, "error.idea_not_alone")
	}
	return nil
}
