package domain

import "time"

// Located is a page that search engines may find.
type Located struct {
	Path    string
	Changed time.Time // of its own words
}

// SitemapPart is how many ids a part of the site's map spans; it has at most so many
// pages. sitemaps.org allows 50,000.
const SitemapPart = 10_000

// SitemapTags is how many tags the map names at most.
const SitemapTags = 1000
