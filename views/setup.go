package views

// SetupPage is what an installation still lacks.
type SetupPage struct {
	Page
	Steps []SetupStep
	Form  Form // of the mail on trial
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
