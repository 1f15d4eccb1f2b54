package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance"
)

// JUnit writes the results in the dialect that Jenkins, GitLab and Surefire's readers share. The class name of a test is
// the address of its scenario, which holds no host. What could not be judged is an error, never a skipped test; what does
// not apply, or fails as known, is skipped. A scenario takes no time of its own here: most of it is the provider's.
func JUnit(w io.Writer, results ...*conformance.Result) error {
	whole := junitSuites{Name: "ringer"}
	for _, result := range results {
		suite := junitSuiteOf(result)
		whole.Tests, whole.Failures, whole.Errors = whole.Tests+suite.Tests, whole.Failures+suite.Failures, whole.Errors+suite.Errors
		whole.Suites = append(whole.Suites, suite)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(whole); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"` // seconds
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Time    string        `xml:"time,attr"`
	Skipped *junitMessage `xml:"skipped"`
	Error   *junitMessage `xml:"error"`
	Failure *junitMessage `xml:"failure"`
	Out     *junitText    `xml:"system-out"`
}

// junitMessage says in one line what is wrong, who has to act, and then all of it.
type junitMessage struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",cdata"`
}

type junitText struct {
	Text string `xml:",cdata"`
}

func junitSuiteOf(result *conformance.Result) junitSuite {
	suite := junitSuite{
		Name: visible(result.Provider + " " + result.Target),
		Time: fmt.Sprintf("%.3f", time.Duration(result.Took).Seconds()),
		Properties: []junitProperty{
			{"verdict", word(result)}, {"exit", fmt.Sprint(result.Exit)}, {"clock", clockOf(result)},
			{"provider_time", result.Covered.String()}, {"claims", strings.Join(countedClaims(result), ", ")},
		},
	}
	for _, sc := range result.Scenarios {
		if sc.Verdict == conformance.NotSelected && sc.Reason == "" {
			continue // whoever selects knows what they leave out
		}
		suite.add(junitCaseOf(sc))
	}
	suite.rest(result)
	return suite
}

func (s *junitSuite) add(c junitCase) {
	c.Time = "0"
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

// rest adds what decides the verdict and is no scenario, so that the file and the exit code always agree.
func (s *junitSuite) rest(result *conformance.Result) {
	for _, line := range result.Unfulfilled {
		s.add(junitCase{Class: result.Provider + "/known", Name: visible(line), Failure: &junitMessage{
			Message: "take it out of known in the target", Type: string(conformance.OwnerEnvironment),
		}})
	}
	for _, line := range result.Unfired {
		s.add(junitCase{Class: result.Provider + "/faults", Name: visible(line), Failure: &junitMessage{
			Message: "it fired in no scenario", Type: string(conformance.OwnerEnvironment),
		}})
	}
	for _, line := range result.Incoherent {
		s.add(junitCase{Class: result.Provider + "/coherence", Name: visible(line), Failure: &junitMessage{
			Message: "scenarios were told what does not agree", Type: string(conformance.OwnerProvider),
		}})
	}
	if c := result.Coverage; c.Short() {
		s.add(junitCase{Class: result.Provider + "/coverage", Name: fmt.Sprintf("at least %v %% of the document", c.Wanted), Failure: &junitMessage{
			Message: coveredLine(c), Type: string(conformance.OwnerSuite), Text: visible(strings.Join(c.Missing(), "\n")),
		}})
	}
	if result.Exit != conformance.ExitConformant && s.Failures == 0 && s.Errors == 0 {
		for _, claim := range unjudged(result) {
			s.add(junitCase{Class: result.Provider + "/claims", Name: claim.ID, Error: &junitMessage{
				Message: "untested: " + visible(claim.Reason), Type: string(conformance.OwnerSuite), Text: visible(claim.Text),
			}})
		}
		if s.Errors == 0 {
			s.add(junitCase{Class: result.Provider + "/run", Name: "verdict", Error: &junitMessage{
				Message: word(result) + ": " + sentence(result), Type: string(conformance.OwnerEnvironment),
			}})
		}
	}
}

func junitCaseOf(sc conformance.ScenarioResult) junitCase {
	c := junitCase{Class: sc.Address, Name: visible(sc.Title)}
	whole := visible(alone(sc))
	switch sc.Verdict {
	case conformance.Fail:
		c.Failure = &junitMessage{Message: visible(headline(sc)), Type: string(ownerOf(sc)), Text: whole}
	case conformance.Error:
		c.Error = &junitMessage{Message: visible(headline(sc)), Type: string(ownerOf(sc)), Text: whole}
	case conformance.Inconclusive:
		c.Error = &junitMessage{Message: "inconclusive: " + visible(sc.Reason), Type: string(ownerOf(sc)), Text: whole}
	case conformance.KnownFailure:
		c.Skipped = &junitMessage{Message: "known failure: " + visible(sc.Reason), Text: whole}
	case conformance.NotApplicable, conformance.NotSelected:
		c.Skipped = &junitMessage{Message: string(sc.Verdict) + ": " + visible(sc.Reason)}
	case conformance.Pass:
		if len(sc.Failures) > 0 {
			c.Out = &junitText{whole}
		}
	}
	return c
}

// alone is one scenario as Text writes it.
func alone(sc conformance.ScenarioResult) string {
	var out strings.Builder
	t := newText(&out, Options{})
	t.scenario(sc)
	t.Flush()
	return strings.TrimSpace(out.String()) + "\n"
}

// headline is the first failure that counts, in one line, or the reason where there is none.
func headline(sc conformance.ScenarioResult) string {
	for _, f := range sc.Failures {
		if !f.Warning && f.Known == "" {
			return f.Step + ": " + f.Message
		}
	}
	return sc.Reason
}

// ownerOf is who has to act on a scenario first.
func ownerOf(sc conformance.ScenarioResult) conformance.Owner {
	for _, f := range sc.Failures {
		if !f.Warning && f.Known == "" && f.Owner != "" {
			return f.Owner
		}
	}
	return sc.Owner
}
