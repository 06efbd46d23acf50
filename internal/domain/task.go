package domain

// SendLink mails a link to a member, or to an applicant. The link's token is made
// when the mail is sent, so that no secret waits in the table. Nobody gets a mail
// when there is neither, or when the account's stamp was raised since.
type SendLink struct {
	Member    int64    `json:"member"`
	Applicant int64    `json:"applicant,omitempty"`
	Link      LinkKind `json:"kind"`
	Email     string   `json:"email"`
	Stamp     int64    `json:"stamp,omitempty"` // of the account when this was asked for
	// ReturnTo is the page that was wanted, to which the link leads back; "" for none.
	ReturnTo string `json:"return_to,omitempty"`
}

// SendInvitation mails somebody an invitation, whose link is made when the mail is sent.
type SendInvitation struct {
	Invitation int64 `json:"invitation"`
}

// SendNotice mails an address a plain notice: the mail's name in the catalogues.
type SendNotice struct {
	Member int64  `json:"member"`
	Email  string `json:"email"`
	Notice string `json:"notice"`
}

// The notices.
const (
	NoticeAlreadyMember   = "already_member"
	NoticePasswordChanged = "password_changed"
	NoticeEmailChanged    = "email_changed"
	NoticeLettersStopped  = "letters_stopped"
)

// WatchNews is what the two-star rule says of a product, as it was when it said
// so.
type WatchNews struct {
	Product int64       `json:"product"`
	Notice  WatchNotice `json:"notice"`
	N       int64       `json:"n"`
	Sum     int64       `json:"sum"`
	Ends    int64       `json:"ends"` // unix milliseconds
}

// WatchNotice is what a mail says of a product.
type WatchNotice string

// The three mails of a watch.
const (
	WatchBegan WatchNotice = "watch_began"
	WatchEnds  WatchNotice = "watch_ends"
	WatchOver  WatchNotice = "watch_withdrawn"
)

// TellWatch promises a letter about a product to everybody on the staff whom it
// concerns and whose id is behind After.
type TellWatch struct {
	WatchNews
	After int64 `json:"after"`
}

// SendWatch mails a member of staff what the rule says of a product.
type SendWatch struct {
	WatchNews
	Member int64 `json:"member"`
}

// Reweigh applies changed settings to the products behind an id.
type Reweigh struct {
	After int64 `json:"after"`
}

// Regain counts what a product's current revision regained.
type Regain struct {
	Product int64 `json:"product"`
}

// Rematch looks for a product's themes in its ratings behind a place.
type Rematch struct {
	Product int64  `json:"product"`
	After   Cursor `json:"after"`
}

// RenderTexts renders texts anew that an older renderer rendered, those of a kind
// behind an id.
type RenderTexts struct {
	Texts TextKind `json:"texts"`
	After int64    `json:"after"`
}

// IndexTexts makes terms of texts: those with some ids, or all of a kind behind an id and
// of the kinds after it.
type IndexTexts struct {
	Of    SearchKind `json:"of"`
	After int64      `json:"after,omitempty"`
	IDs   []int64    `json:"ids,omitempty"`
}

// SendReturned mails whoever declined an idea that the rule took it up again.
type SendReturned struct {
	Idea     int64 `json:"idea"`
	Wanted   int64 `json:"wanted"`
	Promotes int64 `json:"promotes"` // at the decision
	Member   int64 `json:"member"`
}

// TellEvent tells people of an event, from where it is told already.
type TellEvent struct {
	Event int64 `json:"event"`
}

// SendMorning mails an engineer of a queue what is new, due and late on a day.
type SendMorning struct {
	Queue  int64 `json:"queue"`
	Member int64 `json:"member"`
	Day    int64 `json:"day"` // as domain.Day counts, in the queue's time zone
}

// SendAudit mails an admin the head of the audit log on a day.
type SendAudit struct {
	Member int64 `json:"member"`
	Day    int64 `json:"day"` // as Day counts, in UTC
}

// Rerank puts a queue's open items behind an id into their order.
type Rerank struct {
	Queue int64 `json:"queue"`
	After int64 `json:"after"`
}

// RouteIdeas routes the ideas behind a place that have a rule's points already.
type RouteIdeas struct {
	Rule  int64  `json:"rule"`
	After Cursor `json:"after"`
}

// CountNets adds up anew what ideas won in the Periods, after days that turned. Step is
// how many of the days that left are done, After the idea behind which this goes on.
type CountNets struct {
	From  int64 `json:"from"` // the day as of which all were counted; 0: never
	To    int64 `json:"to"`
	Step  int   `json:"step"`
	After int64 `json:"after"`
}

// MergeVotes carries over the next votes of a merge, or takes the next ones back.
type MergeVotes struct {
	Merge int64 `json:"merge"`
}

// HoldVotes brings votes of a group to what its accounts are: held or counted.
type HoldVotes struct {
	Group int64 `json:"group"`
}

// SendRestriction mails whom a restriction concerns what was done and how to object, or
// that it is lifted.
type SendRestriction struct {
	Restriction int64 `json:"restriction"`
	Lifted      bool  `json:"lifted,omitempty"`
	Answered    bool  `json:"answered,omitempty"` // the objection to it is decided
}

// EndRestriction lifts a restriction whose end has come.
type EndRestriction struct {
	Restriction int64 `json:"restriction"`
}

// SettleRemoval removes the next posts of a removal, those of a part behind an id, or brings
// the next ones back when it was taken back.
type SettleRemoval struct {
	Removal int64 `json:"removal"`
	Part    Part  `json:"part"`
	After   int64 `json:"after,omitempty"`
}

// ReturnPost shows a post again that a rule hid and its author mended.
type ReturnPost struct {
	Restriction int64 `json:"restriction"`
}

// SendReport mails who reported a post: the link that confirms the address, the receipt,
// or the outcome.
type SendReport struct {
	Report int64      `json:"report"`
	Mail   ReportMail `json:"mail"`
}

// SendErasure mails an author what was decided about their wish to delete an idea.
type SendErasure struct {
	Row    int64 `json:"row"`    // of the desk
	Undone bool  `json:"undone"` // what the author read is taken back
}

// EraseTexts does what follows when an account was erased, step by step.
type EraseTexts struct {
	Member int64 `json:"member"`
	Texts  bool  `json:"texts"` // what the member wrote goes too
	Step   int   `json:"step"`
	After  int64 `json:"after"` // id behind which the step goes on
}

// The clock's work.
type (
	// TurnDay notices that a day began.
	TurnDay struct{}
	// TellAdmins promises the admins' daily mail.
	TellAdmins struct{}
	// Mornings promises the morning's mails to the engineers of queues.
	Mornings struct{}
	// WakeItems lets late items rise and brings parked ones back.
	WakeItems struct{}
	// AskTopRoutes asks the rules of a time.
	AskTopRoutes struct{}
	// RerankAll reads anew what priorities are made of.
	RerankAll struct{}
	// KeepWatch ends watches and overrides whose time has come.
	KeepWatch struct{}
	// CountFigures counts the community's numbers for the feed.
	CountFigures struct{}
	// FindVoteGroups looks for accounts that vote as one.
	FindVoteGroups struct{}
	// FindBombs looks for days on which a product was rated as it is not otherwise.
	FindBombs struct{}
	// ArchiveStale archives ideas that nobody votes on any more.
	ArchiveStale struct{}
	// CountAnswers counts how ideas were answered, for the ledger.
	CountAnswers struct{}
	// CountFairness counts how the community was moderated.
	CountFairness struct{}
	// CountTerms counts the terms of what was written since.
	CountTerms struct{}
	// KeepMissed writes down what was searched for and not found.
	KeepMissed struct{}
	// Sweep forgets sessions, links and limits that ran out.
	Sweep struct{}
	// SendLetters sends mails about what people follow.
	SendLetters struct{}
	// Mend brings back what a clock ahead of its time wrote.
	Mend struct{}
)

// Kind and Lane make each of them a Task.
func (SendLink) Kind() string        { return "send_link" }
func (SendInvitation) Kind() string  { return "send_invitation" }
func (SendNotice) Kind() string      { return "send_notice" }
func (TellWatch) Kind() string       { return "tell_watch" }
func (SendWatch) Kind() string       { return "send_watch" }
func (Reweigh) Kind() string         { return "reweigh" }
func (Regain) Kind() string          { return "regain" }
func (Rematch) Kind() string         { return "rematch" }
func (RenderTexts) Kind() string     { return "render_texts" }
func (SendReturned) Kind() string    { return "send_returned" }
func (SendAudit) Kind() string       { return "send_audit" }
func (TellAdmins) Kind() string      { return "tell_admins" }
func (SendMorning) Kind() string     { return "send_morning" }
func (TellEvent) Kind() string       { return "tell_event" }
func (SendLetters) Kind() string     { return "send_letters" }
func (Mornings) Kind() string        { return "mornings" }
func (Rerank) Kind() string          { return "rerank" }
func (RouteIdeas) Kind() string      { return "route_ideas" }
func (CountNets) Kind() string       { return "count_nets" }
func (SendReport) Kind() string      { return "send_report" }
func (SendErasure) Kind() string     { return "send_erasure" }
func (ReturnPost) Kind() string      { return "return_post" }
func (TurnDay) Kind() string         { return "turn_day" }
func (EraseTexts) Kind() string      { return "erase_texts" }
func (MergeVotes) Kind() string      { return "merge_votes" }
func (SendRestriction) Kind() string { return "send_restriction" }
func (WakeItems) Kind() string       { return "wake_items" }
func (AskTopRoutes) Kind() string    { return "route_top" }
func (RerankAll) Kind() string       { return "rerank_all" }
func (KeepWatch) Kind() string       { return "watch" }
func (CountFigures) Kind() string    { return "figures" }
func (CountAnswers) Kind() string    { return "answers" }
func (CountFairness) Kind() string   { return "fairness" }
func (IndexTexts) Kind() string      { return "index_texts" }
func (CountTerms) Kind() string      { return "count_terms" }
func (KeepMissed) Kind() string      { return "keep_missed" }
func (Sweep) Kind() string           { return "sweep" }
func (Mend) Kind() string            { return "mend" }

func (SendLink) Lane() Lane        { return MailLane }
func (SendInvitation) Lane() Lane  { return MailLane }
func (SendNotice) Lane() Lane      { return MailLane }
func (TellWatch) Lane() Lane       { return BulkLane }
func (SendWatch) Lane() Lane       { return LettersLane }
func (Reweigh) Lane() Lane         { return BulkLane }
func (Regain) Lane() Lane          { return BulkLane }
func (Rematch) Lane() Lane         { return BulkLane }
func (RenderTexts) Lane() Lane     { return BulkLane }
func (SendReturned) Lane() Lane    { return LettersLane }
func (SendAudit) Lane() Lane       { return LettersLane }
func (TellAdmins) Lane() Lane      { return ClockLane }
func (SendMorning) Lane() Lane     { return LettersLane }
func (TellEvent) Lane() Lane       { return BulkLane }
func (SendLetters) Lane() Lane     { return NewsLane }
func (Mornings) Lane() Lane        { return ClockLane }
func (Rerank) Lane() Lane          { return BulkLane }
func (RouteIdeas) Lane() Lane      { return BulkLane }
func (CountNets) Lane() Lane       { return BulkLane }
func (SendReport) Lane() Lane      { return MailLane }
func (SendErasure) Lane() Lane     { return LettersLane }
func (ReturnPost) Lane() Lane      { return BulkLane }
func (TurnDay) Lane() Lane         { return ClockLane }
func (EraseTexts) Lane() Lane      { return BulkLane }
func (MergeVotes) Lane() Lane      { return BulkLane }
func (SendRestriction) Lane() Lane { return LettersLane }
func (WakeItems) Lane() Lane       { return ClockLane }
func (AskTopRoutes) Lane() Lane    { return ClockLane }
func (RerankAll) Lane() Lane       { return ClockLane }
func (KeepWatch) Lane() Lane       { return ClockLane }
func (CountFigures) Lane() Lane    { return ClockLane }
func (CountAnswers) Lane() Lane    { return ClockLane }
func (CountFairness) Lane() Lane   { return ClockLane }
func (IndexTexts) Lane() Lane      { return BulkLane }
func (CountTerms) Lane() Lane      { return ClockLane }
func (KeepMissed) Lane() Lane      { return ClockLane }
func (Sweep) Lane() Lane           { return ClockLane }
func (Mend) Lane() Lane            { return ClockLane }

func (HoldVotes) Kind() string      { return "hold_votes" }
func (FindVoteGroups) Kind() string { return "find_vote_groups" }
func (FindBombs) Kind() string      { return "find_bombs" }
func (ArchiveStale) Kind() string   { return "archive_stale" }

func (HoldVotes) Lane() Lane      { return BulkLane }
func (FindVoteGroups) Lane() Lane { return BulkLane }
func (FindBombs) Lane() Lane      { return BulkLane }
func (ArchiveStale) Lane() Lane   { return BulkLane }

func (EndRestriction) Kind() string { return "end_restriction" }
func (SettleRemoval) Kind() string  { return "settle_removal" }

func (EndRestriction) Lane() Lane { return ClockLane }
func (SettleRemoval) Lane() Lane  { return BulkLane }
