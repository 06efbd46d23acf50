package views

import (
	"encoding/xml"
	"strings"
	"time"

	"groundswell/internal/domain"
)

// The maps of the site for search engines (sitemaps.org 0.9): an index that leads to
// one of the pages that are always there, and to parts with ideas and products.
type (
	sitemapIndex struct {
		XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Maps    []sitemapEntry `xml:"sitemap"`
	}
	sitemapPart struct {
		XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []sitemapEntry `xml:"url"`
	}
	sitemapEntry struct {
		Address string `xml:"loc"`
		Changed string `xml:"lastmod,omitempty"`
	}
)

// SitemapIndex lists the maps of a site with so many parts of ideas and of products.
func SitemapIndex(base string, ideas, products int64) ([]byte, error) {
	index := sitemapIndex{Maps: []sitemapEntry{{Address: base + sitemapOfPages}}}
	for part := range ideas {
		index.Maps = append(index.Maps, sitemapEntry{Address: base + sitemapURL("ideas", part)})
	}
	for part := range products {
		index.Maps = append(index.Maps, sitemapEntry{Address: base + sitemapURL("products", part)})
	}
	return document(index)
}

// Sitemap is one part: pages with the time when their own words changed last.
func Sitemap(base string, places []domain.Located) ([]byte, error) {
	part := sitemapPart{URLs: make([]sitemapEntry, len(places))}
	for i, p := range places {
		part.URLs[i] = sitemapEntry{Address: base + p.Path}
		if !p.Changed.IsZero() {
			part.URLs[i].Changed = p.Changed.UTC().Format(time.RFC3339)
		}
	}
	return document(part)
}

// SitemapPages is the part with the pages that are always there and those of spaces
// and tags.
func SitemapPages(base string, spaces []domain.Space, tags []domain.Tag) ([]byte, error) {
	var part sitemapPart
	for _, path := range []string{homeURL, productsURL, spacesURL, shippedURL, decisionsURL, ratingsURL, FairnessURL} {
		part.URLs = append(part.URLs, sitemapEntry{Address: base + path})
	}
	for _, page := range domain.LegalPages {
		part.URLs = append(part.URLs, sitemapEntry{Address: base + page.Path()})
	}
	for _, s := range spaces {
		part.URLs = append(part.URLs, sitemapEntry{Address: base + spaceURL(s.Slug)})
	}
	for _, t := range tags {
		part.URLs = append(part.URLs, sitemapEntry{Address: base + tagURL(t.Slug)})
	}
	return document(part)
}

func document(content any) ([]byte, error) {
	out, err := xml.Marshal(content)
	return append([]byte(xml.Header), out...), err
}

// Robots tells crawlers what not to ask for, and where the map of the site is.
func Robots(base string) []byte {
	var out strings.Builder
	out.WriteString("User-agent: *\n")
	for _, path := range unreadURLs {
		out.WriteString("Disallow: " + path + "\n")
	}
	out.WriteString("\nSitemap: " + base + siteMapURL + "\n")
	return []byte(out.String())
}
