// Package search turns texts into the terms that are looked up, and ranks what was
// found: search and similar ideas, in English and German, without a model and
// without a database. The store only keeps terms and looks them up, so the hits are
// the same in the same order on both engines.
//
// A word becomes its stem (Snowball's English and German; M. F. Porter, "An
// algorithm for suffix stripping", 1980) and, in German, the stems of the parts of a
// compound: known nouns first, else the character n-grams of CharSplit (D. Tuggener,
// "Incremental Coreference Resolution for German", 2016). Documents are ranked by
// BM25F (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25
// and Beyond", 2009).
//
// The nouns of nouns_de.txt were counted in German citizens' ideas collected by
// J. Romberg and others (CIMT, licensed CC BY 4.0); see NOTICE.
package search

// Token is a term of a text.
type Token struct {
	Term   string
	Weight float64 // 1 of a whole word, partWeight of a part of a compound
}

// Doc is a candidate: what Tokens made of an idea's texts, each once.
type Doc struct {
	ID                    int64
	Title, Body, Comments []Token
	TitleText             string // for the trigrams of Similar
	Points                int64
	At                    int64 // of two alike the newer comes first
}

// Corpus is what ranking knows of all documents.
type Corpus struct {
	Docs                                   int64
	TitleLength, BodyLength, CommentLength float64          // the mean sum of weights
	Frequency                              map[string]int64 // documents that hold a term; of the query's terms at least
}

// Hit is a document that was found.
type Hit struct {
	ID    int64
	Score float64 // of Similar from 0 to about 1, of Rank for comparing the hits of one query
	Near  bool    // nothing that was typed is in it, only words that resemble it
}
