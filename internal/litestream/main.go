// Litestream is the core of Litestream with folders to copy to, for the drill of the tests.
// It is a module of its own: what it needs is no part of Groundswell.
//
//	litestream replicate FILE FOLDER   copies until it is ended, and prints a line after each round
//	litestream restore FOLDER FILE
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/benbjohnson/litestream"
	"github.com/benbjohnson/litestream/file"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "litestream replicate FILE FOLDER, or litestream restore FOLDER FILE")
		os.Exit(2)
	}
	do := map[string]func(ctx context.Context, from, to string) error{"replicate": replicate, "restore": restore}[os.Args[1]]
	if err := do(context.Background(), os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// round is how often what was written is copied.
const round = 100 * time.Millisecond

func replicate(ctx context.Context, path, folder string) error {
	db := litestream.NewDB(path)
	db.Replica = litestream.NewReplicaWithClient(db, file.NewReplicaClient(folder))
	store := litestream.NewStore([]*litestream.DB{db}, litestream.DefaultCompactionLevels)
	if err := store.Open(ctx); err != nil {
		return err
	}
	for {
		if err := db.SyncAndWait(ctx); err != nil {
			return err
		}
		fmt.Println("copied")
		time.Sleep(round)
	}
}

func restore(ctx context.Context, folder, path string) error {
	options := litestream.NewRestoreOptions()
	options.OutputPath = path
	return litestream.NewReplicaWithClient(nil, file.NewReplicaClient(folder)).Restore(ctx, options)
}
