package views

import (
	"github.com/a-h/templ"

	"groundswell/internal/domain"
)

// follow is the button that follows what a page is about, or stops following it, as its
// reader has it. page is the address of the page.
func follow(p Page, what domain.Subject, page string) templ.Component {
	if !p.Viewer.SignedIn() {
		return FollowButton(page, false)
	}
	faces := []templ.Component{FollowButton(page, false), FollowButton(page, true)}
	return ownFace(func(n *Needs) { n.Follows = what }, faces, func(r Reader) int {
		if r.Follows {
			return 1
		}
		return 0
	})
}

// bell leads to what the reader heard, with how much of it is new.
func bell() templ.Component {
	return ownPart(nil, func(r Reader) templ.Component { return newsLink(r.Viewer.Unseen, nil) })
}

// mailNote tells a reader whose mails come back that none leave any more.
func mailNote(p Page) templ.Component {
	now := p.Now
	return ownPart(nil, func(r Reader) templ.Component {
		if !r.Viewer.Bounces.Stopped(now) {
			return templ.NopComponent
		}
		return mailStopped()
	})
}

// followMember is the button on the page of somebody who speaks for the company; nobody
// follows themselves.
func followMember(p MemberPage) templ.Component {
	if domain.CheckFollowed(p.Viewer, p.Member) != nil {
		return templ.NopComponent
	}
	return follow(p.Page, domain.Subject{Part: domain.PartMember, ID: p.Member.ID}, memberURL(p.Member.ID))
}
