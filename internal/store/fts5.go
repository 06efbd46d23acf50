//go:build !sqlite_fts5 && !fts5

package store

// Full-text search needs SQLite's FTS5, which the driver compiles in only when
// it is asked to. Without the tag the next line does not compile, and its name
// says what to do.
var _ = build_with_the_tag_sqlite_fts5_as_make_build_does
