package mail_test

import (
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
)

func TestOneMailboxIsOneAddress(t *testing.T) {
	for want, all := range map[string][]string{
		"ada@example.org":             {"ada@example.org", " Ada@Example.ORG\n", "ADA@ＥＸＡＭＰＬＥ.org", "ada@example。org"},
		"ada@xn--mller-kva.example":   {"ada@müller.example", "ada@MÜLLER.example", "ada@mu\u0308ller.example", "Ada@XN--MLLER-KVA.example"},
		"j\u00f6rg@example.org":       {"jörg@example.org", "jo\u0308rg@example.org", "JÖRG@example.org", "JO\u0308RG@EXAMPLE.ORG"},
		"ada@xn--strae-oqa.example":   {"ada@straße.example"},
		"ada@my_host.example.org":     {"Ada@my_host.example.org"},
		"a@b@example.org":             {"a@b@example.org"},
		"nobody":                      {"Nobody"},
		"":                            {"", " "},
		"x@[127.0.0.1]":               {"x@[127.0.0.1]"},
		"ada@xn--mller-kva.xn--jxalp": {"ada@Müller.xn--jxalp"},
	} {
		for _, typed := range all {
			got := mail.NormalAddress(typed)
			if got != want {
				t.Errorf("%+q became %+q, want %+q", typed, got, want)
			}
			if again := mail.NormalAddress(got); again != got {
				t.Errorf("%+q becomes %+q the second time", got, again)
			}
		}
	}
}

func TestAddressesThatNoMailReaches(t *testing.T) {
	for typed, want := range map[string]bool{
		"ada@example.org": true, "ada@müller.example": true, "jörg@example.org": true, "ada@my_host.example.org": true,
		"ada+list@example.co": true,
		"x@[127.0.0.1]":       false, "x@[IPv6:::1]": false, "x@127.0.0.1": false, "x@10.1": false, "x@example.123": false, "x@localhost": false,
		"x@example.org.": false, "x@.example.org": false, "x@exa..mple.org": false, "x@exa mple.org": false,
		"Ada <ada@example.org>": false, "x": false, "@example.org": false, "x@": false,
	} {
		var p domain.Problems
		domain.CheckEmail(&p, "email", mail.NormalAddress(typed))
		if got := p.Err() == nil; got != want {
			t.Errorf("%+q is taken: %v", typed, got)
		}
	}
}
