package target_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/specs"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const (
	broken  = "../../testdata/broken/targets"
	samples = "../../testdata/targets"
)

// options know the variables that the samples name.
func options(t testing.TB) target.Options {
	t.Helper()
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	environment := map[string]string{"GATEWAY_PASSWORD": "secret", "GATEWAY_OTHER_PASSWORD": "secret and longer", "GATEWAY_INACTIVE_TOKEN": "secret", "EMPTY": ""}
	loaded := map[string]*specs.Provider{}
	load := func(name string) (*specs.Provider, error) {
		if loaded[name] == nil {
			provider, err := specs.Load(name)
			if err != nil {
				return nil, err
			}
			loaded[name] = provider
		}
		return loaded[name], nil
	}
	return target.Options{
		Names: []string{"induslabs"}, Provider: load, Book: book,
		Env: func(name string) (string, bool) { value, ok := environment[name]; return value, ok },
	}
}

func sample(t testing.TB, name string) *target.Target {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(samples, name))
	require.NoError(t, err)
	parsed, err := target.Parse(name, data, options(t))
	require.NoError(t, err)
	return parsed
}

func TestABrokenTargetIsExplained(t *testing.T) {
	paths, err := filepath.Glob(broken + "/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	options := options(t)
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			_, err = target.Parse(name+".yaml", data, options)
			require.Error(t, err)
			golden := strings.TrimSuffix(path, ".yaml") + ".txt"
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(err.Error()+"\n"), 0o644))
			}
			want, readErr := os.ReadFile(golden)
			require.NoError(t, readErr)
			assert.Equal(t, string(want), err.Error()+"\n")
		})
	}
}

func TestATargetIsReadWhole(t *testing.T) {
	got := sample(t, "gateway.yaml")
	assert.Equal(t, "gateway", got.Name)
	assert.Equal(t, "https://gateway.example/voice", got.BaseURL)
	account, ok := got.Account("other")
	require.True(t, ok)
	assert.Equal(t, map[string]string{"email": "other@example.com", "password": "secret and longer"}, account.Fields)
	assert.Equal(t, "919810054321", got.Numbers["busy"])
	assert.Equal(t, map[string]string{"voice_agent": "AGT_1"}, got.IDs)
	assert.Equal(t, target.Inbox{Listen: "0.0.0.0:7070", URL: "https://hooks.example/ringer"}, got.Inbox)
	assert.Equal(t, target.Wait{Longest: 2 * time.Minute, Pace: 1.5, Settle: 3 * time.Second}, got.Wait)
	assert.Equal(t, &target.Safety{MayDial: []string{"91981*", "918888888888"}, MaxCalls: 20}, got.Safety)
	assert.Len(t, got.Known, 2)
	for word, lacked := range map[string]bool{"no-recording": true, "unverified": true, "busy": false} {
		assert.Equal(t, lacked, got.LacksWord(word), word)
	}
	assert.Equal(t, []string{"secret and longer", "secret"}, got.Secrets(), "each once, the longest first, so that masking one leaves no rest of another")
}

func TestWhatATargetDoesNotSay(t *testing.T) {
	got := sample(t, "minimal.yaml")
	assert.Equal(t, target.Wait{Longest: 10 * time.Minute, Pace: 1, Settle: 5 * time.Second}, got.Wait)
	assert.Empty(t, got.Inbox)
	assert.Nil(t, got.Safety)
	assert.Empty(t, got.Secrets())
}

func TestTheInboxIsToldWhereItListens(t *testing.T) {
	minimal, err := os.ReadFile(filepath.Join(samples, "minimal.yaml"))
	require.NoError(t, err)
	options := options(t)
	for listen, url := range map[string]string{
		"127.0.0.1:7070": "http://127.0.0.1:7070", "0.0.0.0:7070": "http://127.0.0.1:7070", ":7070": "http://127.0.0.1:7070",
		"receiver:80": "http://receiver:80", "[::1]:7070": "http://[::1]:7070", "127.0.0.1:0": "",
	} {
		parsed, err := target.Parse("t.yaml", append([]byte("inbox: {listen: '"+listen+"'}\n"), minimal...), options)
		require.NoError(t, err)
		assert.Equal(t, url, parsed.Inbox.URL, listen)
	}
}

func TestSafetyIsDemandedBeyondThisMachine(t *testing.T) {
	minimal, err := os.ReadFile(filepath.Join(samples, "minimal.yaml"))
	require.NoError(t, err)
	options := options(t)
	for base, demanded := range map[string]bool{
		"http://localhost:9000": false, "http://gateway.localhost": false, "http://127.8.8.8": false, "http://[::1]:9000": false,
		"http://10.0.0.1": true, "http://gateway": true, "https://localhost.example": true, "http://0.0.0.0:9000": true, "http://[::]:9000": true, "http://127.0.0.1.example": true,
	} {
		_, err := target.Parse("t.yaml", []byte(strings.Replace(string(minimal), "http://127.0.0.1:9000", base, 1)), options)
		if demanded {
			assert.ErrorContains(t, err, "safety is missing", base)
		} else {
			assert.NoError(t, err, base)
		}
	}
}

func TestTheBuiltInTargetIsTheWorld(t *testing.T) {
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	for _, name := range specs.Names() {
		provider, err := specs.Load(name)
		require.NoError(t, err)
		got := target.BuiltIn(provider, book, "http://127.0.0.1:4101/", "http://127.0.0.1:4100")
		assert.Equal(t, "http://127.0.0.1:4101", got.BaseURL)
		assert.Len(t, got.Accounts, len(provider.World.Accounts))
		for _, persona := range book.Personas {
			assert.True(t, strings.HasSuffix(got.Numbers[persona.Name], persona.Code), "%s: %s", name, persona.Name)
			assert.NotEmpty(t, got.Numbers[persona.Name])
		}
		for name, number := range provider.World.Numbers {
			assert.Equal(t, number, got.Numbers[name])
		}
		assert.Zero(t, got.Wait.Longest, "virtual time has no bound")
	}
}
