package app

import (
	"unicode/utf8"

	"groundswell/internal/domain"
	"groundswell/internal/markdown"
	"groundswell/internal/text"
)

// CheckImportedBody reports whether a body of a file, in the file's format, can be
// imported. It is a small part of the work of preparing the row.
func CheckImportedBody(source string, format domain.TextFormat) error {
	_, err := importedBody(source, format)
	return err
}

// importedBody is the Markdown of a body that came in a file.
func importedBody(source string, format domain.TextFormat) (string, error) {
	body, err := markdown.FromFile(source, format)
	if err != nil {
		return "", domain.BadField("body", "import.html", domain.Args{"Error": err.Error()})
	}
	body = text.Body(body) // what the format spelled out is cleaned too
	if n := utf8.RuneCountInString(body); n > domain.ImportedBodyMax {
		return "", domain.BadField("body", "error.body_long", domain.Args{"Max": domain.ImportedBodyMax, "Over": n - domain.ImportedBodyMax})
	}
	return body, nil
}
