package report

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
)

// breaching is a run that sent four requests that break a rule, two of them answered as nobody documents.
func breaching() *conformance.Result {
	result := passing()
	for _, b := range []conformance.BreachResult{
		{Operation: "placeCall", Member: "number", Rule: "missing", Documented: true, Status: 422},
		{Operation: "listCalls", Member: "limit|", Rule: "range", Status: 200},
		{Operation: "placeCall", Rule: "media-type", Status: 400},
		{Operation: "getCall", Member: "id", Rule: "foreign", Documented: true},
	} {
		result.Scenarios = append(result.Scenarios, conformance.ScenarioResult{
			Address: "acme/negative/" + b.Rule, Title: "It is refused", File: "acme/negative.yaml", Line: 1, Verdict: conformance.Pass, Breaks: &b,
		})
		if !b.Documented {
			result.Undocumented = append(result.Undocumented, b)
		}
	}
	result.Withheld = 7
	return result
}

const summed = "equests that break a rule: 3 sent, 2 of them answered as nobody documents, 7 withheld since somebody could be called"

func TestAnswersThatNobodyDocumentsAreListedInEveryReport(t *testing.T) {
	var short, long, markdown, page, whole bytes.Buffer
	require.NoError(t, Text(&short, breaching(), Options{}))
	require.NoError(t, Text(&long, breaching(), Options{Verbose: true}))
	require.NoError(t, Markdown(&markdown, breaching()))
	require.NoError(t, HTML(&page, breaching()))
	require.NoError(t, JSON(&whole, breaching()))

	assert.Contains(t, short.String(), "\nr"+summed+" (-v lists them)\n")
	assert.NotContains(t, short.String(), "answered 200")
	assert.Contains(t, long.String(), "\nr"+summed+"\n  listCalls limit| range: answered 200\n  placeCall media-type: answered 400\n")
	assert.Contains(t, markdown.String(), "\nR"+summed+".\n")
	assert.Contains(t, markdown.String(), "| `listCalls` | `limit\\|` | range | 200 |\n| `placeCall` | the request | media-type | 400 |\n")
	assert.Contains(t, page.String(), "<h2>Requests that break a rule</h2>")
	assert.Contains(t, page.String(), "R"+summed+".</p>")
	assert.Contains(t, page.String(), `<tr><th scope="row">listCalls</th><td>limit|</td><td>range</td><td class="number">200</td></tr>`)

	instance, err := jsonschema.UnmarshalJSON(&whole)
	require.NoError(t, err)
	assert.NoError(t, compiled(t).Validate(instance))
	listed := first(instance.(map[string]any), "results")["undocumented"].([]any)
	assert.Len(t, listed, 2)
}

func TestARunThatBreaksNoRuleSaysNothingOfIt(t *testing.T) {
	var text, markdown, page bytes.Buffer
	require.NoError(t, Text(&text, passing(), Options{Verbose: true}))
	require.NoError(t, Markdown(&markdown, passing()))
	require.NoError(t, HTML(&page, passing()))
	for _, report := range []string{text.String(), markdown.String(), page.String()} {
		assert.NotContains(t, report, "break a rule")
	}
}
