package domain

import (
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Actor is who asks: a member signed in by a session, a guest with ID 0, or the
// installation itself.
type Actor struct {
	ID         int64
	Name       string
	Role       Role
	Language   string // "en", "de" or "" for the browser's wish
	Theme      ColorTheme
	SingleKeys bool
	Created    time.Time
	SessionID  int64   // of the session that signed the member in
	Drafts     bool    // something that the member typed has not been sent
	Visit      Visit   // which the member is on
	Bounces    Bounces // of mails to the member
	Unseen     int64   // notifications that the member has not seen, UnseenMost at most
	Agreed     int64   // newest version of the terms that the member agreed to; 0: none
	// System is set where no session stands behind the actor because the
	// installation acts itself: the command line, or the demo in a member's name.
	System bool
}

// Nobody is the guest.
var Nobody = Actor{Role: Guest}

// SignedIn reports whether the actor has an account.
func (a Actor) SignedIn() bool { return a.ID != 0 }

// Alike is somebody of no name who is shown what a shows, but for what is a's own.
// Every member of the same role and preferences has the same.
func (a Actor) Alike() Actor {
	return Actor{ID: nobodys, Role: a.Role, Language: a.Language, Theme: a.Theme, SingleKeys: a.SingleKeys}
}

// nobodys is an id that no account has.
const nobodys = -1

// System is the installation in its own name: an admin's rights and no account.
var System = Actor{Role: Admin, Name: "system", System: true}

// ColorTheme is light, dark, or empty for whatever the device prefers.
type ColorTheme string

// The themes a person can choose.
const (
	ThemeAuto  ColorTheme = ""
	ThemeLight ColorTheme = "light"
	ThemeDark  ColorTheme = "dark"
)

// ParseTheme accepts a theme's name; anything else is the device's choice.
func ParseTheme(s string) ColorTheme {
	switch t := ColorTheme(s); t {
	case ThemeLight, ThemeDark:
		return t
	}
	return ThemeAuto
}

// Member is an account as its owner and the admins see it.
type Member struct {
	ID         int64
	Name       string
	Email      string // empty for imported authors
	NewEmail   string // asked for and not yet confirmed
	Role       Role
	Language   string
	Theme      ColorTheme
	SingleKeys bool
	Created    time.Time
	Confirmed  time.Time // zero until the address is confirmed
	Suspended  time.Time // zero unless suspended
	Password   string    // argon2id hash; empty when nobody can sign in
	Stamp      int64     // raised by everything that ends all sessions
	Version    int64
}

// CanSignIn reports whether the account is one that a person holds.
func (m Member) CanSignIn() bool {
	return m.Password != "" && m.Suspended.IsZero() && !m.Confirmed.IsZero()
}

// Former reports whether the account was erased: nobody of that name is there.
func (m Member) Former() bool { return m.Name == "" }

// MemberFilter asks for one page of accounts, newest first.
type MemberFilter struct {
	Role  Role // empty: every role
	After Cursor
	Limit int
}

// MemberRef is what others see of a person.
type MemberRef struct {
	ID   int64
	Name string // empty for a former member
	Role Role
	// Named is a name that an import gives: it stands for nobody's account.
	Named bool
}

// NameOnly is the name of somebody who has no account.
func (m MemberRef) NameOnly() string {
	if m.Named || m.ID == 0 {
		return m.Name
	}
	return ""
}

// Initials are the first letters of the first and last word of the name.
func (m MemberRef) Initials() string {
	words := strings.Fields(m.Name)
	if len(words) == 0 {
		return "–"
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	if len(words) == 1 {
		return string(unicode.ToUpper(first))
	}
	last, _ := utf8.DecodeRuneInString(words[len(words)-1])
	return string(unicode.ToUpper(first)) + string(unicode.ToUpper(last))
}

// Tint numbers the quiet colour behind the initials, 1–6.
func (m MemberRef) Tint() int { return int(m.ID%6) + 1 }

// MemberAct is a kind of decision about a member.
type MemberAct string

// The kinds.
const (
	SuspendMember   MemberAct = "suspension"
	ReinstateMember MemberAct = "reinstatement"
	GiveRole        MemberAct = "role"
	SilenceMember   MemberAct = "silence"
	UnsilenceMember MemberAct = "voice"
	RemovePosts     MemberAct = "removal"
	RestorePosts    MemberAct = "return"
)

// CheckSuspend refuses to suspend or reinstate oneself, and staff for anybody but an
// admin.
func CheckSuspend(who Actor, m Member) error {
	switch {
	case m.ID == who.ID:
		return Refuse(Conflict, "error.suspend_self")
	case m.Role.Staff() && who.Role != Admin:
		return Refuse(Forbidden, "error.suspend_staff")
	}
	return nil
}

// MemberDecision is what somebody decided about a member. It is for staff alone; the
// audit log names nothing but ids.
type MemberDecision struct {
	Act    MemberAct
	By     MemberRef // with the role at that time; ID 0: the installation itself
	Given  Role      // by GiveRole
	Reason string    // "": reinstating needs none
	At     time.Time
}

// MemberTotals is what a decision about a member is about.
type MemberTotals struct {
	Ratings int64 // that pages show, of every revision
	Ideas   int64 // not removed
}

// Limits of names, addresses and passwords, in characters.
const (
	NameMin     = 2
	NameMax     = 60
	EmailMax    = 254 // RFC 5321 §4.5.3.1.3, less the angle brackets
	PasswordMin = 10
	PasswordMax = 128
)

// ReservedNames are words for those who run a community, in both languages. Nobody
// else is called by them alone, or by several of them together.
var ReservedNames = []string{
	"Admin", "Admins", "Administrator", "Administratorin", "Administration", "Verwaltung", "Moderator", "Moderatorin",
	"Moderators", "Moderation", "Mod", "Mods",
	"Engineer", "Engineering", "Entwicklung", "Entwickler", "Entwicklerin", "Officer", "Aufsicht", "Team", "Staff",
	"Support", "Official", "Offiziell", "System",
	"Groundswell",
}

// CheckName notes what is wrong with a display name.
func CheckName(p *Problems, field, name string) {
	switch n, bad := Seen(name), badLetters(name); {
	case bad != "":
		p.Add(field, bad, nil)
	case n < NameMin:
		p.Add(field, "error.name_short", Args{"Min": NameMin})
	case n > NameMax:
		p.Add(field, "error.name_long", Args{"Max": NameMax})
	}
}

// CheckEmail notes what is wrong with a normalised address. Only mail itself
// can tell whether a mailbox exists; this catches what cannot be one.
func CheckEmail(p *Problems, field, email string) {
	if email == "" {
		p.Add(field, "error.email_empty", nil)
		return
	}
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > EmailMax {
		p.Add(field, "error.email_form", nil)
		return
	}
	host := email[strings.LastIndexByte(email, '@')+1:]
	last := host[strings.LastIndexByte(host, '.')+1:]
	switch {
	case strings.ContainsFunc(host, notOfHost) || last == "" || strings.Trim(last, "0123456789") == "":
		p.Add(field, "error.email_form", nil) // an address in brackets, or numbers, or letters that no name server knows
	case !strings.Contains(strings.Trim(host, "."), "."):
		p.Add(field, "error.email_dot", nil)
	}
}

// notOfHost reports what no host has in its name once that is normal.
func notOfHost(r rune) bool {
	return r != '.' && r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
}

// CheckPassword notes what is wrong with a new password. The owner's own name
// and address are the first things anybody tries.
func CheckPassword(p *Problems, field, password string, own ...string) {
	switch n := utf8.RuneCountInString(password); {
	case n < PasswordMin:
		p.Add(field, "error.password_short", Args{"Min": PasswordMin})
	case n > PasswordMax:
		p.Add(field, "error.password_long", Args{"Max": PasswordMax})
	case commonPassword(password) || containsAny(strings.ToLower(password), own):
		p.Add(field, "error.password_common", nil)
	}
}

func containsAny(s string, parts []string) bool {
	for _, part := range parts {
		part, _, _ = strings.Cut(strings.ToLower(part), "@")
		if len(part) >= 4 && strings.Contains(s, part) {
			return true
		}
	}
	return false
}
