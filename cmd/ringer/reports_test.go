package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reported runs a few scenarios against a fake of which signing in fails, and returns what was said and written.
func reported(t *testing.T, env []string, formats ...string) (got ending, files map[string]string) {
	t.Helper()
	s := serveRinger(t)
	require.Equal(t, http.StatusOK, s.world("PUT", "faults", `[{"on": {"operation": "login"}, "do": {"status": 503}}]`).status)
	folder := t.TempDir()
	var wanted []string
	for _, format := range formats {
		wanted = append(wanted, format+"="+filepath.Join(folder, format))
	}
	file := targetAt(t, s.base, "wait: {longest: 10m, pace: 600, settle: 100ms}\n")
	got = invocation{env: env, args: []string{
		"conform", "--target", file, "--run", "induslabs/login/*", "--run", "induslabs/failures/busy", "--report", strings.Join(wanted, ","),
	}}.run(t)
	files = map[string]string{}
	for _, format := range formats {
		data, err := os.ReadFile(filepath.Join(folder, format))
		require.NoError(t, err)
		files[format] = string(data)
	}
	return got, files
}

func TestAllReportsOfOneRunAgree(t *testing.T) {
	t.Parallel()
	got, files := reported(t, nil, formatNames()...)
	assert.Equal(t, exitFailed, got.code, got.out+got.err)
	assert.Contains(t, got.out, "induslabs mine: not conformant")

	var whole struct {
		Exit    int
		Results []struct {
			Verdict   string
			Scenarios []struct{ Address, Verdict, Owner string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(files["json"]), &whole))
	assert.Equal(t, got.code, whole.Exit)
	assert.Equal(t, "fail", whole.Results[0].Verdict)

	var suites struct {
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Cases    []struct {
			Class string `xml:"classname,attr"`
		} `xml:"testsuite>testcase"`
	}
	require.NoError(t, xml.Unmarshal([]byte(files["junit"]), &suites))
	count := map[string]int{}
	for _, sc := range whole.Results[0].Scenarios {
		count[sc.Verdict]++
	}
	assert.Equal(t, count["fail"], suites.Failures)
	assert.Equal(t, count["inconclusive"]+count["error"], suites.Errors)
	for _, c := range suites.Cases {
		assert.Regexp(t, `^induslabs/[a-z0-9-]+/[a-z0-9-]+$`, c.Class)
	}
	assert.Contains(t, files["md"], "❌ Indus Labs")
	assert.NotContains(t, files["md"], "✅")
}

func TestAResultFitsTheSchemaThatIsPrinted(t *testing.T) {
	t.Parallel()
	printed := ringer(t, "schema", "result")
	require.Equal(t, exitFine, printed.code)
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(printed.out))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("result.json", document))
	schema, err := compiler.Compile("result.json")
	require.NoError(t, err)

	_, failed := reported(t, nil, "json")
	file := filepath.Join(t.TempDir(), "whole.json")
	require.Equal(t, exitFine, ringer(t, "conform", "--report", "json="+file).code)
	passed, err := os.ReadFile(file)
	require.NoError(t, err)
	for _, data := range [][]byte{[]byte(failed["json"]), passed} {
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		require.NoError(t, err)
		assert.NoError(t, schema.Validate(instance))
	}
}

func TestOnGitHubEachFindingIsAnnotatedAtItsLine(t *testing.T) {
	t.Parallel()
	quiet, _ := reported(t, nil)
	assert.NotContains(t, quiet.out, "::error")
	loud, _ := reported(t, []string{"GITHUB_ACTIONS=true"})
	assert.Regexp(t, `(?m)^::error file=induslabs/login\.yaml,line=\d+,col=\d+,title=induslabs/login/signs-in%2C step 1%2C call%3A login::login answered 503`, loud.out)
	assert.Regexp(t, `(?m)^::warning file=induslabs/failures\.yaml,line=\d+,title=induslabs/failures/busy::inconclusive: `, loud.out)
}

func TestTheSummaryOfAStepIsAddedTo(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "summary.md")
	require.NoError(t, os.WriteFile(file, []byte("before\n"), 0o600))
	run := func(env ...string) string {
		got := invocation{env: env, args: []string{"conform", "--run", "induslabs/login/signs-in", "--report", "md=" + file}}.run(t)
		require.Equal(t, exitFine, got.code, got.err)
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		return string(data)
	}
	assert.True(t, strings.HasPrefix(run("GITHUB_STEP_SUMMARY="+file), "before\n## "), "what stood there is another's")
	assert.True(t, strings.HasPrefix(run(), "## "), "any other file is written anew")
}
