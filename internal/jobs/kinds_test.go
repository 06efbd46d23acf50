package jobs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
)

// Every task of the house has a function that does it.
func TestEveryTaskIsDone(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../domain/task.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	tasks := 0
	for _, d := range file.Decls {
		method, ok := d.(*ast.FuncDecl)
		if !ok || method.Name.Name != "Kind" {
			continue
		}
		tasks++
		answer := method.Body.List[0].(*ast.ReturnStmt).Results[0].(*ast.BasicLit)
		if name, err := strconv.Unquote(answer.Value); err != nil || kinds[name].name != name {
			t.Errorf("nothing does jobs of kind %s: %v", answer.Value, err)
		}
	}
	if tasks < 10 || tasks != len(kinds) {
		t.Errorf("%d tasks, %d kinds", tasks, len(kinds))
	}
	for _, s := range schedule {
		if every(s.task.Kind()) != s.every {
			t.Errorf("%s is in the schedule twice", s.task.Kind())
		}
	}
}
