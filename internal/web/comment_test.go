package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// say posts a comment as a role; above is the comment it answers, 0 for none.
func (s *site) say(role domain.Role, idea, above int64, words string) int64 {
	s.t.Helper()
	d := domain.CommentDraft{Body: words, Nonce: fmt.Sprint("nonce of ", idea, above, role, words)}
	id, err := int64(0), error(nil)
	if above == 0 {
		id, err = s.app.AddComment(s.t.Context(), s.actor(role), idea, d)
	} else {
		id, err = s.app.ReplyToComment(s.t.Context(), s.actor(role), above, d)
	}
	s.must(err)
	return id
}

func commentPath(id int64, verb string) string {
	return strings.TrimSuffix(fmt.Sprintf("/comments/%d/%s", id, verb), "/")
}

// What each role may do with comments, and what it is told.
func TestComments(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.idea(domain.Customer, "A quieter fan for everyone")
		other := s.idea(domain.Engineer, "Longer cables for every desk")
		page := ideaPath(id, "") + "-a-quieter-fan-for-everyone"
		browsers := map[domain.Role]*browser{}
		for _, role := range domain.Roles {
			browsers[role] = s.as(role)
		}
		nonce := strings.Repeat("n", 26)
		for _, c := range []scenario{
			{name: "no comments", as: domain.Guest, path: page, status: 200, want: []string{"0 comments", "Sign in to comment"}},
			{name: "a guest's", as: domain.Guest, path: ideaPath(id, "comments"), form: []string{"body", "It hums."}, status: 401,
				want: []string{"You were signed out in the meantime", "It hums.</textarea>"}},
			{name: "nothing", as: domain.Engineer, path: ideaPath(id, "comments"), form: []string{"body", " "}, status: 422,
				want: []string{"Write something first"}},
			{name: "too much", as: domain.Engineer, path: ideaPath(id, "comments"), form: []string{"body",
				strings.Repeat("long ", 2001)}, status: 422, want: []string{"long long"}},
			{name: "on nothing", as: domain.Engineer, path: "/ideas/99/comments", form: []string{"body", "It hums."}, status: 404},
			{name: "one", as: domain.Engineer, path: ideaPath(id, "comments"), form: []string{"body", "It **hums**.", "nonce",
				nonce}, status: 303, to: page + "?order=newest#comment-1"},
			{name: "the same form again", as: domain.Engineer, path: ideaPath(id, "comments"),
				form: []string{"body", "It **hums**.", "nonce", nonce}, status: 303, to: page + "?order=newest#comment-1"},
			{name: "it stands", as: domain.Guest, path: page, status: 200, want: []string{"1 comment", "<strong>hums</strong>", "The engineer"}},
			{name: "its page", as: domain.Guest, path: "/comments/1", status: 200,
				want: []string{"The engineer on “A quieter fan for everyone”", "<strong>hums</strong>"}},
			{name: "a reply", as: domain.Customer, path: "/comments/1/reply", form: []string{"body", "At night most.", "nonce",
				nonce + "r"}, status: 303, to: "/comments/2"},
			{name: "the thread", as: domain.Guest, path: page, status: 200, want: []string{"2 comments", "At night most.", "Author"}},
			{name: "a guest replies", as: domain.Guest, path: "/comments/1/reply", form: []string{"body", "Mine too."},
				status: 401, want: []string{"Mine too.</textarea>"}},
			{name: "to nothing", as: domain.Customer, path: "/comments/99/reply", form: []string{"body", "Mine too."}, status: 404},
			{name: "the form of a reply", as: domain.Customer, path: "/comments/1/reply", status: 303, to: "/comments/1#reply"},

			{name: "helpful", as: domain.Customer, path: "/comments/1/helpful", form: []string{"helpful", "1"}, status: 303,
				to: "/comments/1#comment-1"},
			{name: "helpful again", as: domain.Customer, path: "/comments/1/helpful", form: []string{"helpful", "1"}, status: 303},
			{name: "one's own", as: domain.Engineer, path: "/comments/1/helpful", form: []string{"helpful", "1"}, status: 409,
				want: []string{"Others decide"}},
			{name: "a guest's help", as: domain.Guest, path: "/comments/1/helpful", form: []string{"helpful", "1"}, status: 303,
				to: "/signin?return_to=%2Fcomments%2F1"},

			{name: "edit another's", as: domain.Customer, path: "/comments/1/edit", status: 403},
			{name: "save another's", as: domain.Customer, path: "/comments/1/edit", form: []string{"body", "It sings."}, status: 403},
			{name: "edit one's own", as: domain.Engineer, path: "/comments/1/edit", status: 200, want: []string{"It **hums**.</textarea>"}},
			{name: "save it", as: domain.Engineer, path: "/comments/1/edit", form: []string{"body", "It *sings*.", "version", "0"},
				status: 303, to: "/comments/1"},
			{name: "what it said", as: domain.Guest, path: "/comments/1", status: 200, want: []string{"<em>sings</em>",
				"Earlier versions", "(taken away: *hums*)"}},
			{name: "an old version", as: domain.Engineer, path: "/comments/1/edit", form: []string{"body", "It roars.", "version",
				"0"}, status: 409, want: []string{"It *sings*.", "It roars.</textarea>"}},
			{name: "edit signed out", as: domain.Guest, path: "/comments/1/edit", form: []string{"body", "It roars.", "version",
				"0"}, status: 401, want: []string{"It roars.</textarea>"}},
			{name: "from the page, signed out", as: domain.Guest, path: ideaPath(id, "comments"),
				form: []string{"body", "It waits.", "draft", "ideas/1/comments"}, status: 303, to: "/signin?return_to=" +
					url.QueryEscape(ideaPath(id, ""))},

			{name: "extend another's idea", as: domain.Officer, path: "/comments/1/extension", form: []string{"wanted", "1"}, status: 403},
			{name: "extend one's idea", as: domain.Customer, path: "/comments/1/extension", form: []string{"wanted", "1"}, status: 303},
			{name: "the extension", as: domain.Guest, path: page, status: 200, want: []string{"Extensions", "lifted 10 Mar 2026"}},
			{name: "a moderator takes it back", as: domain.Moderator, path: "/comments/1/extension", form: []string{"wanted", "0"}, status: 303},

			{name: "a customer's official answer", as: domain.Customer, path: ideaPath(id, "comments"),
				form: []string{"body", "We build it.", "official", "1"}, status: 403},
			{name: "a moderator's", as: domain.Moderator, path: ideaPath(id, "comments"),
				form: []string{"body", "We build it.", "official", "1"}, status: 403},
			{name: "an engineer's", as: domain.Engineer, path: ideaPath(id, "comments"), form: []string{"body", "We build it.",
				"official", "1", "nonce", nonce + "o"}, status: 303},
			{name: "pinned", as: domain.Guest, path: page, status: 200, want: []string{`id="answer-3"`, "Official answer", "We build it."}},
			{name: "another's as official", as: domain.Admin, path: "/comments/2/official", form: []string{"wanted", "1"}, status: 403},
			{name: "no longer official", as: domain.Engineer, path: "/comments/3/official", form: []string{"wanted", "0"},
				status: 303, to: "/comments/3"},

			{name: "a note by a customer", as: domain.Customer, path: ideaPath(id, "notes"),
				form: []string{"body", "A repeat customer."}, status: 403},
			{name: "a note by an engineer", as: domain.Engineer, path: ideaPath(id, "notes"),
				form: []string{"body", "A repeat customer."}, status: 403},
			{name: "a note", as: domain.Moderator, path: ideaPath(id, "notes"), form: []string{"body", "A repeat customer.",
				"nonce", nonce + "t"}, status: 303},
			{name: "a note again", as: domain.Moderator, path: ideaPath(id, "notes"), form: []string{"body", "A repeat customer.",
				"nonce", nonce + "t"}, status: 303},
			{name: "an engineer reads it", as: domain.Engineer, path: page, status: 200, want: []string{"1 note", "A repeat customer."}},
			{name: "its page for an engineer", as: domain.Engineer, path: "/notes/1", status: 200, want: []string{"A repeat customer."}},
			{name: "its page for an officer", as: domain.Officer, path: "/notes/1", status: 403},
			{name: "somebody else's note", as: domain.Admin, path: "/notes/1/edit", form: []string{"body", "Mine now."}, status: 403},
			{name: "a note of nothing", as: domain.Moderator, path: "/notes/1/edit", form: []string{"body", " "}, status: 422},
			{name: "a changed note", as: domain.Moderator, path: "/notes/1/edit", form: []string{"body", "A new customer.",
				"version", "0"}, status: 303},
			{name: "its versions", as: domain.Engineer, path: "/notes/1", status: 200, want: []string{"(taken away: repeat)", "(added: new)"}},
			{name: "an old version of it", as: domain.Moderator, path: "/notes/1/edit", form: []string{"body", "No customer.", "version", "0"},
				status: 409, want: []string{"A new customer.", "No customer.</textarea>"}},

			{name: "delete another's", as: domain.Moderator, path: "/comments/1/delete", form: []string{"x", ""}, status: 403},
			{name: "delete one with replies", as: domain.Engineer, path: "/comments/1/delete", form: []string{"x", ""},
				status: 303, to: page + "#comments"},
			{name: "its place", as: domain.Guest, path: page, status: 200, want: []string{"2 comments", "Deleted by its author", "At night most."}},
			{name: "a reply to it", as: domain.Officer, path: "/comments/1/reply", form: []string{"body", "Mine too."},
				status: 409, want: []string{"no longer there", "Mine too.</textarea>"}},
			{name: "remove as a customer", as: domain.Customer, path: "/comments/3/remove", form: []string{"x", ""}, status: 403},
			{name: "remove", as: domain.Moderator, path: "/comments/3/remove", form: []string{"x", ""}, status: 303, to: "/comments/3"},
			{name: "a removed one", as: domain.Guest, path: "/comments/3", status: 404},
			{name: "for its author", as: domain.Engineer, path: "/comments/3", status: 200,
				want: []string{"A moderator removed this comment", "We build it."}},
			{name: "restore", as: domain.Moderator, path: "/comments/3/restore", form: []string{"x", ""}, status: 303},
			{name: "restored", as: domain.Guest, path: "/comments/3", status: 200, want: []string{"We build it."}},

			{name: "delete an idea that others discuss", as: domain.Customer, path: ideaPath(id, "delete"),
				form: []string{"x", ""}, status: 409, want: []string{"Others have commented"}},
			{name: "a member's comments", as: domain.Guest, path: "/members/" + itoa(s.members[domain.Engineer]), status: 200,
				want: []string{"We build it.", "A quieter fan for everyone"}},
			{name: "decline", as: domain.Engineer, path: ideaPath(other, "status"), form: []string{"status", "declined", "reason",
				"It does not fit into the case."}, status: 303},
			{name: "talk about it", as: domain.Customer, path: ideaPath(other, "comments"),
				form: []string{"body", "A pity.", "nonce", nonce + "p"}, status: 303},
		} {
			t.Run(c.name, func(t *testing.T) {
				s.forward(time.Minute)
				var a *answer
				if c.form != nil {
					a = browsers[c.as].post(c.path, c.form...)
				} else {
					a = browsers[c.as].get(c.path)
				}
				a.t = t
				a.want(c.status, c.want...)
				if c.to != "" && a.location != c.to {
					t.Errorf("it leads to %q, want %q", a.location, c.to)
				}
			})
		}
		for _, role := range []domain.Role{domain.Guest, domain.Customer, domain.Officer} {
			for _, path := range []string{page, "/", "/members/" + itoa(s.members[domain.Moderator]), "/comments/2"} {
				if strings.Contains(browsers[role].get(path).body, "repeat customer") {
					t.Errorf("%s reads a note on %s", role, path)
				}
			}
		}
		s.must(s.app.RemoveIdea(t.Context(), s.actor(domain.Moderator), id))
		for _, role := range domain.Roles {
			browsers[role].get("/comments/2").want(404)
			for _, path := range []string{"/members/" + itoa(s.members[domain.Engineer]), "/members/" + itoa(s.members[domain.Customer]), page} {
				if body := browsers[role].get(path).body; strings.Contains(body, "We build it") || strings.Contains(body, "At night most") {
					t.Errorf("%s reads a comment of a removed idea on %s", role, path)
				}
			}
		}
		wrong, err := s.db.Reader().CheckCounts(t.Context())
		if err != nil || len(wrong) > 0 {
			t.Errorf("%v, %v", wrong, err)
		}
	})
}
