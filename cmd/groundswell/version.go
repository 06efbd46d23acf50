package main

import (
	"fmt"
	"runtime"

	"github.com/mattn/go-sqlite3"
)

// version is set by the Makefile.
var version = "dev"

type versionCommand struct{}

// Run prints what this binary is made of.
func (versionCommand) Run(env *environment) error {
	lite, _, _ := sqlite3.Version()
	fmt.Fprintf(env.out, "groundswell %s, %s, SQLite %s\n", version, runtime.Version(), lite)
	return nil
}
