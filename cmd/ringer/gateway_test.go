package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/specs"
)

// gatewaySecrets are what the gateway's target file takes from the environment.
var gatewaySecrets = map[string]string{
	"ACME_PASSWORD":            "correct-horse",
	"ACME_OTHER_PASSWORD":      "battery-staple",
	"ACME_INACTIVE_PASSWORD":   "gone-fishing",
	"ACME_UNVERIFIED_PASSWORD": "not-yet",
}

// A deviation is one of the gateway's switches, as it lists them itself.
type deviation struct {
	Name   string   `json:"name"`
	Claims []string `json:"claims"`
}

// TestAGatewayOfAnotherHandIsJudgedByItsClaims runs the suite in real time
// against a server that shares no line with the fakes: as it is, and with each
// of its deviations switched on, which must fail exactly its claims.
func TestAGatewayOfAnotherHandIsJudgedByItsClaims(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("runs in real time, which the race detector would slow down beyond the target's waits")
	}
	binary := filepath.Join(t.TempDir(), "gateway")
	build := exec.Command("go", "build", "-o", binary, "../../testdata/gateway")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))

	t.Run("as it is", func(t *testing.T) {
		list, err := scenariosOf(indusLabs(t))
		require.NoError(t, err)
		result := judgeGateway(t, binary, list)
		assert.Empty(t, failedClaims(result))
		assert.Equal(t, conformance.ExitIncomplete, result.ExitCode())
		open := map[string]string{}
		for _, sc := range result.Scenarios {
			if sc.Verdict != conformance.Pass {
				open[sc.Address] = string(sc.Verdict) + ": " + sc.Reason
			}
		}
		assert.Equal(t, map[string]string{
			"induslabs/recent/carrier-word": "not applicable: the target lacks answered-word",
			"induslabs/tokens/expires":      "inconclusive: it waits 25h, and the target allows 10m (wait.longest)",
			"induslabs/tokens/half-an-hour": "inconclusive: it waits 29m, and the target allows 10m (wait.longest)",
		}, open)
	})

	listed, err := exec.Command(binary, "-list-deviations").Output()
	require.NoError(t, err)
	var deviations []deviation
	require.NoError(t, json.Unmarshal(listed, &deviations))
	require.GreaterOrEqual(t, len(deviations), 10)
	if !*whole {
		deviations = deviations[:2]
	}
	for _, d := range deviations {
		t.Run(d.Name, func(t *testing.T) {
			assert.Equal(t, d.Claims, failedBy(t, binary, d.Name))
		})
	}
}

// failedBy runs all scenarios against a gateway that deviates: the claims that
// it fails. Scenarios that count calls want an account to themselves, and most
// of the time is spent waiting, so several gateways share the work.
func failedBy(t *testing.T, binary, deviation string) []string {
	list, err := scenariosOf(indusLabs(t))
	require.NoError(t, err)
	const gateways = 8
	parts := make([][]*scenario.Scenario, gateways)
	for i, sc := range list {
		parts[i%gateways] = append(parts[i%gateways], sc)
	}
	failed := make([][]string, gateways)
	var wg sync.WaitGroup
	for i, part := range parts {
		wg.Go(func() { failed[i] = failedClaims(judgeGateway(t, binary, part, "-deviate", deviation)) })
	}
	wg.Wait()
	all := slices.Concat(failed...)
	slices.Sort(all)
	return slices.Compact(all)
}

// judgeGateway starts a gateway and runs scenarios against it, one at a time
// and no faster than its clock.
func judgeGateway(t *testing.T, binary string, list []*scenario.Scenario, args ...string) *conformance.Result {
	base, token := startGateway(t, binary, append(args, "-pace", pace)...)
	data, err := os.ReadFile("../../testdata/targets/acme-gateway.yaml")
	require.NoError(t, err)
	text := strings.Replace(string(data), "http://127.0.0.1:9000", base, 1)
	text = strings.Replace(text, "pace: 200", "pace: "+pace+", settle: 300ms", 1)
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	led, err := target.Parse("acme-gateway.yaml", []byte(text), target.Options{
		Names: specs.Names(), Provider: specs.Load, Book: book,
		Env: func(name string) (string, bool) {
			if name == "ACME_INACTIVE_TOKEN" {
				return token, true
			}
			secret, ok := gatewaySecrets[name]
			return secret, ok
		},
	})
	require.NoError(t, err)
	result, err := conformance.Run(context.Background(), conformance.Config{
		Provider: led.Provider, Scenarios: list, Files: scenarios.Files, Target: led,
	})
	require.NoError(t, err)
	return result
}

// pace is how much faster than real time the gateways live: a call of a minute
// and a half takes half a second.
const pace = "200"

func indusLabs(t *testing.T) *specs.Provider {
	spec, err := specs.Load("induslabs")
	require.NoError(t, err)
	return spec
}

// startGateway returns the base URL that the gateway prints, and the token of
// its inactive user.
func startGateway(t *testing.T, binary string, args ...string) (base, token string) {
	cmd := exec.Command(binary, append([]string{"-listen", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		assert.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
		assert.NoError(t, cmd.Wait())
	})
	line, err := bufio.NewReader(out).ReadBytes('\n')
	require.NoError(t, err)
	var said struct {
		Base  string `json:"base_url"`
		Token string `json:"inactive_token"`
	}
	require.NoError(t, json.Unmarshal(line, &said))
	return said.Base, said.Token
}

// failedClaims are the claims that fail a run, in order.
func failedClaims(r *conformance.Result) []string {
	var ids []string
	for _, c := range r.Claims {
		if c.Verdict == conformance.Failed {
			ids = append(ids, c.ID)
		}
	}
	return ids
}
