package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/source"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/specs"
)

// TestEverySnippetGetsTheDocumentedAnswer runs what a reader of a provider's
// documentation would type, in each language it is documented in, with nothing
// changed but base URL and key.
func TestEverySnippetGetsTheDocumentedAnswer(t *testing.T) {
	t.Parallel()
	for _, provider := range mocks.Names() {
		wants, err := filepath.Glob("../../testdata/snippets/" + provider + "/*.want.yaml")
		require.NoError(t, err)
		require.NotEmpty(t, wants, "%s has no snippets", provider)
		for _, want := range wants {
			files, err := filepath.Glob(strings.TrimSuffix(want, "want.yaml") + "*")
			require.NoError(t, err)
			require.Greater(t, len(files), 1, "%s is what no snippet answers", want)
			for _, file := range files {
				if file != want {
					t.Run(provider+"/"+filepath.Base(file), func(t *testing.T) { runSnippet(t, provider, file, want) })
				}
			}
		}
	}
}

func runSnippet(t *testing.T, provider, file, want string) {
	spec, err := specs.Load(provider)
	require.NoError(t, err)
	fake := mocks.Start(t, provider)
	cmd := interpreter(t, file)
	main, _ := spec.World.Account("main")
	cmd.Env = append(os.Environ(), "BASE_URL="+fake.URL(provider), "API_KEY="+main.Fields["api_key"])
	var printed, complained bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &complained
	require.NoError(t, cmd.Run(), "%s\n%s", &complained, &printed)
	got, err := match.Decode(printed.Bytes())
	require.NoError(t, err, printed.String())
	for _, m := range wantedBody(t, want).Match(got, true, match.NewEnv(func(string) (any, bool) { return nil, false })).Mismatches {
		assert.Fail(t, "another answer than documented", "%s:%d: %s: want %s, got %s", want, m.Line, m.Path, m.Want, m.Got)
	}
}

// interpreter runs a snippet, or skips where there is nothing to run it with.
func interpreter(t *testing.T, file string) *exec.Cmd {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	code, err := os.ReadFile(file)
	require.NoError(t, err)
	var cmd *exec.Cmd
	switch filepath.Ext(file) {
	case ".sh":
		needs(t, "curl", "--version")
		cmd = exec.CommandContext(ctx, "sh")
	case ".js":
		needs(t, "node", "--version")
		cmd = exec.CommandContext(ctx, "node", "--input-type=module")
	case ".py":
		needs(t, "python3", "-c", "import requests")
		cmd = exec.CommandContext(ctx, "python3", "-")
	default:
		t.Fatalf("%s: what runs it?", file)
	}
	cmd.Stdin = bytes.NewReader(code)
	return cmd
}

// needs skips a test on a machine that lacks what a snippet is written for.
// Continuous integration installs it, and says so by an environment variable.
func needs(t *testing.T, name string, args ...string) {
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
		t.Skipf("this machine cannot run %s %s", name, strings.Join(args, " "))
	}
}

// wantedBody is the pattern of a snippet's answer.
func wantedBody(t *testing.T, path string) *match.Pattern {
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	file := source.Parse(path, data)
	require.Empty(t, file.Problems())
	var body *yaml.Node
	for i, node := range file.Documents[0].Content {
		if node.Value == "body" && i%2 == 0 {
			body = file.Documents[0].Content[i+1]
		}
	}
	require.NotNil(t, body, "%s has no body", path)
	return match.Compile(file, body, match.Schema{})
}
