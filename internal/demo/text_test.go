package demo

import (
	"reflect"
	"strings"
	"testing"
)

func TestContentIsReadAsItIsWritten(t *testing.T) {
	const text = `# A title: with a colon
key: value: more

First line
goes on.

- one
- two goes
on

> somebody, 3
An answer.
Its second line.

# Another

Words: not a field.
`
	got, err := parse("file", text, []string{"key"})
	if err != nil {
		t.Fatal(err)
	}
	want := []entry{
		{at: "file:1", title: "A title: with a colon", fields: map[string]string{"key": "value: more"},
			text:    "First line goes on.\n\n- one\n- two goes on",
			answers: []entry{{at: "file:11", title: "somebody, 3", text: "An answer. Its second line."}}},
		{at: "file:15", title: "Another", fields: map[string]string{}, text: "Words: not a field."},
	}
	for i := range got {
		got[i].text = got[i].words()
		for n := range got[i].answers {
			got[i].answers[n].text = got[i].answers[n].words()
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	for name, text := range map[string]string{
		"text before a title": "Hello.\n", "an unknown field": "# A\ncolour: red\n", "no field": "# A\nkey\n",
	} {
		if got, err := parse("file", text, []string{"key"}); err == nil || !strings.HasPrefix(err.Error(), "file:") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
