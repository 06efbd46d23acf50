package domain

// SetupSteps are the steps of the first run, in their order; each can be skipped.
var SetupSteps = []string{"name", "language", "space", "mail", "people"}
