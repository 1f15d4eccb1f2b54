package report

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/ringer-mock/ringer/conformance"
)

//go:embed html
var pageFiles embed.FS

// HTML writes the results as one page that needs nothing else: it works offline, in light and dark, on a phone and with a
// keyboard, and its own policy forbids it to load or run anything that is not in it.
func HTML(w io.Writer, results ...*conformance.Result) error {
	pages, err := template.New("page").Funcs(template.FuncMap{
		"tone": tone, "visible": visible, "address": webAddress, "link": link, "add": func(a, b int) int { return a + b },
	}).ParseFS(pageFiles, "html/*.gohtml")
	if err != nil {
		return err
	}
	style, err := pageFiles.ReadFile("html/style.css")
	if err != nil {
		return err
	}
	script, err := pageFiles.ReadFile("html/reveal.js")
	if err != nil {
		return err
	}
	page := &page{Style: template.CSS(style), Script: template.JS(script), Version: Version}
	page.Policy = fmt.Sprintf("default-src 'none'; img-src data:; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'", digest(style), digest(script))
	for i, result := range results {
		sheet := sheetOf(result, results[:i])
		sheet.Single = len(results) == 1
		for _, part := range sheetParts() {
			var out bytes.Buffer
			if !part.present(result) {
				continue
			}
			if err := pages.ExecuteTemplate(&out, part.name, sheet); err != nil {
				return err
			}
			sheet.Parts = append(sheet.Parts, sheetPart{ID: sheet.Part(part.name), Title: part.title, Body: template.HTML(out.String())})
		}
		page.Sheets = append(page.Sheets, sheet)
	}
	out := bufio.NewWriter(w)
	if err := pages.ExecuteTemplate(out, "page.gohtml", page); err != nil {
		return err
	}
	return out.Flush()
}

// link leads to an anchor of the page, which is made of our own addresses and ids and needs no escape to be read.
func link(anchor string) template.URL { return template.URL("#" + anchor) }

// digest is how a policy names the one style and the one script that it allows.
func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// A part of a sheet is one template of its own: what it is called in links, its heading, and when there is one.
type part struct {
	name, title string
	present     func(*conformance.Result) bool
}

func sheetParts() []part {
	always := func(*conformance.Result) bool { return true }
	return []part{
		{"attention", "To act on", func(r *conformance.Result) bool {
			return len(findings(r)) > 0 || len(remarksOf(r)) > 0 || len(excuses(r)) > 0
		}},
		{"claims", "Claims", func(r *conformance.Result) bool { return len(r.Claims) > 0 }},
		{"seen", "Operations and events", always},
		{"breaches", "Requests that break a rule", func(r *conformance.Result) bool { return breached(r) > 0 || r.Withheld > 0 }},
		{"coverage", "Coverage", func(r *conformance.Result) bool { return r.Coverage != nil }},
		{"scenarios", "Scenarios", always},
	}
}

// page is what the outermost template shows.
type page struct {
	Style   template.CSS
	Script  template.JS
	Policy  string
	Version int
	Sheets  []*sheet
}

// Title is the verdict in the fewest words, for the tab of a browser.
func (p *page) Title() string {
	if len(p.Sheets) == 1 {
		return visible(p.Sheets[0].Title) + ": " + p.Sheets[0].Word()
	}
	return "Ringer: " + p.Headline()
}

// Headline is the verdict on several results together.
func (p *page) Headline() string {
	count := map[conformance.Verdict]int{}
	for _, s := range p.Sheets {
		count[s.Verdict]++
	}
	of := fmt.Sprintf(" of %d providers", len(p.Sheets))
	switch {
	case len(p.Sheets) == 0:
		return "Nothing was judged"
	case count[conformance.Fail] > 0:
		return fmt.Sprint(count[conformance.Fail]) + of + " not conformant"
	case count[conformance.Error] > 0:
		return fmt.Sprint(count[conformance.Error]) + of + " could not be judged"
	case count[conformance.Inconclusive] > 0:
		return fmt.Sprint(count[conformance.Inconclusive]) + of + " incomplete"
	}
	return fmt.Sprintf("%s, all conformant", many(len(p.Sheets), "provider"))
}

// Tone is that of the gravest sheet.
func (p *page) Tone() string {
	worst := "good"
	for _, s := range p.Sheets {
		switch one := tone(s.Verdict); {
		case one == "bad", worst == "good":
			worst = one
		}
	}
	if len(p.Sheets) == 0 {
		return "unsure"
	}
	return worst
}

// tone is how a verdict looks: good for what holds alone, bad for what does not, unsure for what was left open, and quiet
// for what asks nothing of anyone.
func tone(verdict conformance.Verdict) string {
	switch verdict {
	case conformance.Pass, conformance.Verified:
		return "good"
	case conformance.Fail, conformance.Failed, conformance.Error:
		return "bad"
	case conformance.Inconclusive, conformance.Warned, conformance.KnownFailure, conformance.Untested:
		return "unsure"
	}
	return "quiet"
}
