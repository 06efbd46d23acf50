package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"groundswell/internal/web"
)

type routesCommand struct {
	JSON bool `help:"Print JSON."`
}

// Run prints the route table.
func (c *routesCommand) Run(env *environment) error {
	if c.JSON {
		encoder := json.NewEncoder(env.out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(web.Routes())
	}
	table := tabwriter.NewWriter(env.out, 0, 4, 2, ' ', 0)
	for _, r := range web.Routes() {
		fmt.Fprintf(table, "%s\t%s\t%s\t%v\n", r.Method, r.Path, r.Action, r.Roles)
	}
	return table.Flush()
}
