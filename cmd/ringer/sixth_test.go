package main

import (
	"context"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
	"github.com/ringer-mock/ringer/testdata/sixth"
)

const sixthName = "sixth"

// sixthFiles is where its data lies, in the folder of its name.
var sixthFiles = os.DirFS("../../testdata")

func sixthSpec(t testing.TB) *specs.Provider {
	spec, err := specs.LoadFrom(sixthFiles, sixthName)
	require.NoError(t, err)
	return spec
}

// serveSixth serves a provider that the program does not know, on a frozen
// clock, with a control port.
func serveSixth(t testing.TB, p engine.Provider) engine.Addresses {
	book, err := mocks.PhoneBook()
	require.NoError(t, err)
	fake, err := engine.New(engine.Options{Providers: []engine.Provider{p}, Book: book, Seed: 1, Clock: engine.Mode{Kind: engine.Frozen}, Strict: true})
	require.NoError(t, err)
	listen := func() net.Listener {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		return l
	}
	listeners := engine.Listeners{Control: listen(), Providers: map[string]net.Listener{sixthName: listen()}}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- fake.Serve(ctx, listeners) }()
	t.Cleanup(func() {
		cancel()
		assert.NoError(t, <-done)
	})
	return listeners.Addresses()
}

// judgeSixth runs its scenarios against it.
func judgeSixth(t testing.TB, p engine.Provider) *conformance.Result {
	at := serveSixth(t, p)
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	loader := scenario.NewLoader([]string{sixthName}, func(string) (*specs.Provider, error) { return p.Spec, nil }, book)
	list, err := loader.Load(sixthFiles, sixthName+"/scenarios.yaml")
	require.NoError(t, err)
	result, err := conformance.Run(t.Context(), conformance.Config{
		Provider:  p.Spec,
		Scenarios: list,
		Files:     sixthFiles,
		Target:    target.BuiltIn(p.Spec, book, at.Providers[sixthName], at.Control),
	})
	require.NoError(t, err)
	return result
}

func TestASixthProviderIsServedAndJudgedAsItStands(t *testing.T) {
	t.Parallel()
	result := judgeSixth(t, sixth.Provider(sixthSpec(t)))
	assert.Equal(t, conformance.ExitConformant, result.ExitCode())
	for _, sc := range result.Scenarios {
		assert.Equal(t, conformance.Pass, sc.Verdict, "%s: %s %+v", sc.Address, sc.Reason, sc.Failures)
	}
	for _, claim := range result.Claims {
		assert.Equal(t, conformance.Verified, claim.Verdict, "%s: %s", claim.ID, claim.Text)
	}
	assert.True(t, result.Virtual)
	assert.Greater(t, time.Duration(result.Covered), 2*time.Hour)
}

func TestADeviationOfASixthProviderFailsItsClaimAlone(t *testing.T) {
	t.Parallel()
	told := func(change func(*engine.Callback)) func(*engine.Provider) {
		return func(p *engine.Provider) {
			render := p.Callbacks.Render
			p.Callbacks.Render = func(m *engine.Moment) []engine.Callback {
				owed := render(m)
				for i := range owed {
					change(&owed[i])
				}
				return owed
			}
		}
	}
	for name, deviation := range map[string]struct {
		plant func(*engine.Provider)
		claim string
	}{
		"nothing is signed":             {told(func(c *engine.Callback) { c.Key = "" }), "SIX-012"},
		"every address is tried thrice": {told(func(c *engine.Callback) { c.Policy = nil }), "SIX-008"},
		"hooks are called over http":    {told(func(c *engine.Callback) { c.Refuse = "" }), "SIX-014"},
		"there is nothing to hear": {func(p *engine.Provider) {
			p.Operations["getAudio"] = func(*engine.Request) (engine.Reply, error) {
				return engine.Reply{}, &engine.Failure{Kind: engine.NotFound}
			}
		}, "SIX-006"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := sixth.Provider(sixthSpec(t))
			deviation.plant(&p)
			result := judgeSixth(t, p)
			assert.Equal(t, conformance.ExitFailure, result.ExitCode())
			assert.Equal(t, []string{deviation.claim}, failedClaims(result))
		})
	}
}
