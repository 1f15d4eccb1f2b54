package sketch

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/specs"
)

// mostClaims is how many candidates a draft lists: more are a ledger.
const mostClaims = 12

var humps = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// Name is the last part of a draft's address.
func (d Draft) Name() string {
	return strings.ToLower(humps.ReplaceAllString(d.Operation.ID, "$1-$2"))
}

// YAML is the scenario as a person would begin it. Its address is
// provider/topic/name. What follows remark, if there is any, is told first.
func (d Draft) YAML(topic, remark string) []byte {
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	schema := d.Provider.Name + ".schema.json"
	line("# yaml-language-server: $schema=./%s", schema)
	line("# An editor completes by that file: ringer schema scenario %s > %s", d.Provider.Name, schema)
	if remark != "" {
		line("# %s", strings.ReplaceAll(remark, "\n", "\n# "))
	}
	line("scenario: %s/%s/%s", d.Provider.Name, topic, d.Name())
	line("title: Say in one sentence what must hold of %s", d.Operation.ID)
	line("why: Say for whom it matters, and what breaks for them where it does not hold")
	line("steps:")
	for _, step := range d.Steps {
		d.step(line, step)
	}
	return []byte(out.String())
}

func (d Draft) step(line func(string, ...any), s Step) {
	line("  - %s: %s", s.Kind, s.Name)
	if len(s.With) > 0 {
		line("    with:")
		for _, argument := range s.With {
			line("      %s: %s", argument.Name, argument.Value)
		}
	}
	if s.Where != nil {
		line("    where: {body: %s}", nested(s.Where, "$"+s.As))
		line("    within: 10m # the provider's time: against a fake it passes at once")
	}
	if s.Status != 0 || s.Saves != nil {
		line("    expect: # the shape is checked by the document; say what a schema cannot")
	}
	if s.Status != 0 {
		line("      status: %d", s.Status)
	}
	if s.Saves != nil {
		line("      body: %s # from here on, $%s", nested(s.Saves, "{save: "+s.As+"}"), s.As)
	}
	if s.Point {
		d.proves(line)
	}
}

// proves lists claims that the step may show. Those of basis assumed, and those
// that need more than one client, are left to their own scenarios.
func (d Draft) proves(line func(string, ...any)) {
	claims := slices.DeleteFunc(slices.Clone(d.Provider.Ledger.Claims), func(c specs.Claim) bool {
		return c.Operation != d.Operation.ID || !c.Testable() || c.Assumed() || c.Test != "black-box"
	})
	if len(claims) == 0 {
		return
	}
	line("    proves: # candidates: keep only those that the step shows")
	for i, claim := range claims {
		if i == mostClaims {
			line("      # and %d more: ringer claims %s", len(claims)-i, d.Provider.Name)
			break
		}
		line("      - %s # %s", claim.ID, short(claim.Text))
	}
}

// nested writes a value at a path of members.
func nested(path []string, value string) string {
	for _, name := range slices.Backward(path) {
		value = "{" + name + ": " + value + "}"
	}
	return value
}

// short is the beginning of a text, on one line.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	const most = 90
	if letters := []rune(text); len(letters) > most {
		text = string(letters[:most-1]) + "…"
	}
	return text
}
