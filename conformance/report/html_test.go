package report

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
)

func pageOf(t *testing.T, results ...*conformance.Result) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, HTML(&out, results...))
	return out.String()
}

// element is what a page opens, with its attributes.
type element struct {
	name  string
	attrs map[string]string
}

// elements reads a page as strictly as XML is read: all is closed in order, and every attribute is quoted.
func elements(t *testing.T, page string) []element {
	t.Helper()
	empty := []string{"meta", "link", "br", "img", "input", "hr"}
	decoder := xml.NewDecoder(strings.NewReader(page))
	decoder.Entity = xml.HTMLEntity
	var all []element
	var open []string
	for {
		token, err := decoder.RawToken()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			one := element{token.Name.Local, map[string]string{}}
			for _, a := range token.Attr {
				require.NotContains(t, one.attrs, a.Name.Local, "twice in %s", one.name)
				one.attrs[a.Name.Local] = a.Value
			}
			all = append(all, one)
			if !slices.Contains(empty, one.name) {
				open = append(open, one.name)
			}
		case xml.EndElement:
			require.NotEmpty(t, open)
			require.Equal(t, open[len(open)-1], token.Name.Local)
			open = open[:len(open)-1]
		}
	}
	require.Empty(t, open)
	return all
}

func TestThePageIsWellFormedAndEveryLinkOfItLeadsSomewhere(t *testing.T) {
	for name, results := range map[string][]*conformance.Result{
		"failing": {failing()}, "passing": {passing()}, "twice the same provider": {failing(), passing()}, "hostile": {hostile()}, "none": nil,
	} {
		t.Run(name, func(t *testing.T) {
			all := elements(t, pageOf(t, results...))
			ids := map[string]bool{}
			for _, e := range all {
				if id, ok := e.attrs["id"]; ok {
					assert.False(t, ids[id], "two are called %s", id)
					ids[id] = true
				}
			}
			for _, e := range all {
				if to, within := strings.CutPrefix(e.attrs["href"], "#"); within {
					assert.True(t, ids[to], "%s leads to %s, which is not there", e.name, to)
				}
			}
		})
	}
}

func TestThePageLoadsAndRunsNothingThatIsNotInIt(t *testing.T) {
	page := pageOf(t, hostile())
	for _, e := range elements(t, page) {
		assert.NotContains(t, []string{"img", "iframe", "object", "embed", "base", "form"}, e.name)
		for name, value := range e.attrs {
			assert.False(t, strings.HasPrefix(name, "on"), "%s of %s", name, e.name)
			assert.NotEqual(t, "src", name)
			assert.NotEqual(t, "style", name)
			assert.NotContains(t, strings.ToLower(value), "javascript:")
		}
		if e.name == "link" {
			assert.Equal(t, "data:,", e.attrs["href"])
		}
	}
	assert.Equal(t, 1, strings.Count(page, "<script>"))
}

func TestNothingThatWasNotJudgedLooksLikeASuccess(t *testing.T) {
	for verdict, want := range map[conformance.Verdict]string{
		conformance.Pass: "good", conformance.Verified: "good",
		conformance.Fail: "bad", conformance.Failed: "bad", conformance.Error: "bad",
		conformance.Inconclusive: "unsure", conformance.Untested: "unsure", conformance.Warned: "unsure", conformance.KnownFailure: "unsure",
		conformance.NotApplicable: "quiet", conformance.NotSelected: "quiet", conformance.Overruled: "quiet", conformance.NotTestable: "quiet",
	} {
		assert.Equal(t, want, tone(verdict), verdict)
		assert.Equal(t, want == "good", mark(verdict) == "✅", verdict)
	}
	result := passing()
	result.Verdict, result.Exit = conformance.Inconclusive, conformance.ExitIncomplete
	assert.Equal(t, "1 of 2 providers incomplete", (&page{Sheets: []*sheet{sheetOf(passing(), nil), sheetOf(result, nil)}}).Headline())
	assert.Equal(t, "unsure", (&page{Sheets: []*sheet{sheetOf(result, nil), sheetOf(passing(), nil)}}).Tone())
}
