package main

import (
	"regexp"
	"runtime/debug"
	"time"
)

// document is a list of what a program was made of, as SPDX 2.3 writes it.
type document struct {
	Version      string         `json:"spdxVersion"`
	Licence      string         `json:"dataLicense"`
	ID           string         `json:"SPDXID"`
	Name         string         `json:"name"`
	Namespace    string         `json:"documentNamespace"`
	Comment      string         `json:"comment"`
	Creation     creation       `json:"creationInfo"`
	Packages     []element      `json:"packages"`
	Relations    []relation     `json:"relationships"`
	LicenceTexts []licenceEntry `json:"hasExtractedLicensingInfos"`
}

type creation struct {
	Created  string   `json:"created"`
	Creators []string `json:"creators"`
}

type element struct {
	ID        string      `json:"SPDXID"`
	Name      string      `json:"name"`
	Version   string      `json:"versionInfo"`
	From      string      `json:"downloadLocation"`
	Analyzed  bool        `json:"filesAnalyzed"`
	Concluded string      `json:"licenseConcluded"`
	Declared  string      `json:"licenseDeclared"`
	Copyright string      `json:"copyrightText"`
	Comment   string      `json:"comment,omitempty"`
	Refs      []reference `json:"externalRefs,omitempty"`
}

type reference struct {
	Category string `json:"referenceCategory"`
	Type     string `json:"referenceType"`
	Locator  string `json:"referenceLocator"`
}

type relation struct {
	From string `json:"spdxElementId"`
	Kind string `json:"relationshipType"`
	To   string `json:"relatedSpdxElement"`
}

type licenceEntry struct {
	ID   string `json:"licenseId"`
	Name string `json:"name"`
	Text string `json:"extractedText"`
}

// unsafe are the letters that no identifier of SPDX has.
var unsafe = regexp.MustCompile(`[^A-Za-z0-9.-]+`)

const none = "NOASSERTION"

// describe lists the modules that a program says it was built of, with their licences.
func describe(version string, made time.Time, info *debug.BuildInfo, needs string, texts map[string]string) document {
	const program = "SPDXRef-groundswell"
	d := document{
		Version: "SPDX-2.3", Licence: "CC0-1.0", ID: "SPDXRef-DOCUMENT", Name: "groundswell-" + version,
		Namespace: "https://spdx.org/spdxdocs/groundswell-" + version,
		Comment:   "Built with " + info.GoVersion + "; needs " + needs + ".",
		Creation:  creation{made.Format(time.RFC3339), []string{"Tool: groundswell-make-release"}},
		Packages: []element{{
			ID: program, Name: "groundswell", Version: version, From: none, Concluded: none, Declared: none, Copyright: none,
		}},
		Relations: []relation{{"SPDXRef-DOCUMENT", "DESCRIBES", program}},
	}
	for _, m := range info.Deps {
		name := unsafe.ReplaceAllString(m.Path+"-"+m.Version, "-")
		licence := "LicenseRef-" + name
		d.Packages = append(d.Packages, element{
			ID: "SPDXRef-" + name, Name: m.Path, Version: m.Version, From: "https://" + m.Path, Concluded: none, Declared: licence,
			Copyright: none, Comment: "go.sum: " + m.Sum,
			Refs: []reference{{"PACKAGE-MANAGER", "purl", "pkg:golang/" + m.Path + "@" + m.Version}},
		})
		d.Relations = append(d.Relations, relation{program, "DEPENDS_ON", "SPDXRef-" + name})
		d.LicenceTexts = append(d.LicenceTexts, licenceEntry{licence, m.Path, texts[m.Path+"@"+m.Version]})
	}
	return d
}
