package views

// SetupPage is what an installation still lacks.
type SetupPage struct {
	Page
	Steps []SetupStep
}

// StepPage is one step of the first run.
type StepPage struct {
	Page
	Step       string // its name in the catalogues
	N          int    // which it is, from 1
	Back, Next string // addresses; Back is "" for the first
	Form       Form
	Sender     string // address that the operator named; "" for none
	Mails      bool   // there is a server for them
	Inviting   Inviting
}

// SetupStep is one thing to do: its name in the catalogues, where it is done, and whether
// it is.
type SetupStep struct {
	Name string
	URL  string
	Done bool
}

// open counts the steps that are not done.
func (p SetupPage) open() (n int64) {
	for _, s := range p.Steps {
		if !s.Done {
			n++
		}
	}
	return n
}
