package negative

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/specs"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// acme is the small provider, its document with one text in place of another.
func acme(t *testing.T, was, is string) (*scenario.Loader, *specs.Provider, []*scenario.Scenario) {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"openapi.yaml", "claims.yaml", "world.yaml", "calls.yaml"} {
		data, err := os.ReadFile(filepath.Join("..", "testdata", "acme", name))
		require.NoError(t, err)
		files["acme/"+name] = &fstest.MapFile{Data: data}
	}
	document := string(files["acme/openapi.yaml"].Data)
	require.Contains(t, document, was)
	files["acme/openapi.yaml"].Data = []byte(strings.Replace(document, was, is, 1))
	provider, err := specs.LoadFrom(files, "acme")
	require.NoError(t, err)
	loader := scenario.NewLoader([]string{"acme"}, func(string) (*specs.Provider, error) { return provider, nil }, &specs.PhoneBook{})
	written, err := loader.Load(files, "acme/calls.yaml")
	require.NoError(t, err)
	return loader, provider, written
}

func TestEachScenarioBreaksOneRuleAndReadsAsIfAPersonHadWrittenIt(t *testing.T) {
	_, provider, written := acme(t, "", "")
	got, breaches, err := compose(provider, written)
	require.NoError(t, err)
	assert.Equal(t, strings.Count(string(got), "scenario: "), len(breaches))
	const file = "testdata/acme.yaml"
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
}

func found(list []*scenario.Scenario, address string) *scenario.Scenario {
	for _, sc := range list {
		if sc.Address == address {
			return sc
		}
	}
	return nil
}

func TestTheNearestNodeSaysHowARequestIsRefused(t *testing.T) {
	const limit, list = "{name: limit, in: query, schema: {type: integer, minimum: 1}}", "      operationId: listCalls\n"
	for name, tt := range map[string]struct {
		was, is, address, expect string
		documented               bool
		claims                   []string
	}{
		"nobody":               {"", "", "acme/negative/listCalls/limit/range-below", "status: {at_most: 499}", false, nil},
		"the statuses":         {"", "", "acme/negative/placeCall/number/missing", "status: 422", true, nil},
		"the operation":        {list, list + "      x-refused: {range: [401, ACM-008]}\n", "acme/negative/listCalls/limit/range-below", "status: 401", true, []string{"ACM-008"}},
		"a word for several":   {list, list + "      x-refused: {request: [401, ACM-008]}\n", "acme/negative/listCalls/limit/type", "status: 401", true, []string{"ACM-008"}},
		"another rule":         {list, list + "      x-refused: {type: [401, ACM-008]}\n", "acme/negative/listCalls/limit/range-below", "status: {at_most: 499}", false, nil},
		"the parameter":        {limit, strings.TrimSuffix(limit, "}") + ", x-refused: {range: [401, ACM-008]}}", "acme/negative/listCalls/limit/range-below", "status: 401", true, []string{"ACM-008"}},
		"more than a status":   {list, list + "      x-refused: {range: {status: 200, body: {length: 0}, claims: [ACM-008]}}\n", "acme/negative/listCalls/limit/range-below", "status: 200\nbody: {length: 0}", true, []string{"ACM-008"}},
		"only our own choice":  {"      operationId: getCall\n", "      operationId: getCall\n      x-refused: {foreign: [404, ACM-007]}\n", "acme/negative/getCall/id/foreign", "status: {at_most: 499}", false, nil},
		"nearest before far":   {limit, strings.TrimSuffix(limit, "}}") + ", x-refused: {request: [401]}}}", "acme/negative/listCalls/limit/range-below", "status: 401", true, nil},
		"a member of the body": {"callback_url: {type: string}", "callback_url: {type: string, x-refused: {type: [401]}}", "acme/negative/placeCall/callback_url/type", "status: 401", true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			all, err := Scenarios(acme(t, tt.was, tt.is))
			require.NoError(t, err)
			sc := found(all, tt.address)
			require.NotNil(t, sc)
			assert.Equal(t, tt.documented, sc.Breaks.Documented)
			step := sc.Steps[len(sc.Steps)-1]
			assert.Equal(t, tt.expect, step.Expect.String())
			var claims []string
			for _, claim := range step.Proves {
				claims = append(claims, claim.ID)
			}
			assert.Equal(t, tt.claims, claims)
		})
	}
}

func TestAWrongRefusalOfTheDocumentIsToldWithItsPlace(t *testing.T) {
	const at = "      operationId: listCalls\n"
	for _, tt := range []struct{ said, want string }{
		{"7", "listCalls: x-refused: want rules, such as {missing: [422]}"},
		{"{rang: [401]}", `listCalls: x-refused: unknown rule rang`},
		{"{range: [42]}", "listCalls: x-refused of range: want a status and claims, such as [422, ABC-001]"},
		{"{range: 401}", "listCalls: x-refused of range: want a status and claims"},
		{"{range: [401, 7]}", "listCalls: x-refused of range: 7 is no claim"},
		{"{range: [418]}", "listCalls: x-refused: range is refused with 418, a status that the document does not name for it"},
		{"{range: [401, ACM-999]}", "ACM-999 is not a claim of acme"},
	} {
		_, err := Scenarios(acme(t, at, at+"      x-refused: "+tt.said+"\n"))
		if assert.Error(t, err, tt.said) {
			assert.Contains(t, err.Error(), "negative requests of acme: ", tt.said)
			assert.Contains(t, err.Error(), tt.want, tt.said)
		}
	}
}

func TestWhatNobodyCallsWithSuccessIsLeftOut(t *testing.T) {
	loader, provider, written := acme(t, "", "")
	all, err := Scenarios(loader, provider, written[3:])
	require.NoError(t, err)
	for _, sc := range all {
		assert.Equal(t, "listCalls", sc.Breaks.Operation, "the last scenario has nothing but refusals, and this one needs nothing")
	}
}

// Every provider's x-refused loads, and every operation that takes credentials, parameters or a body has its share.
func TestEveryOperationOfEveryProviderIsBroken(t *testing.T) {
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	for _, name := range specs.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			provider, err := specs.Load(name)
			require.NoError(t, err)
			loader := scenario.NewLoader(specs.Names(), func(string) (*specs.Provider, error) { return provider, nil }, book)
			files, err := fs.Glob(scenarios.Files, name+"/*.yaml")
			require.NoError(t, err)
			written, err := loader.Load(scenarios.Files, files...)
			require.NoError(t, err)
			all, err := Scenarios(loader, provider, written)
			require.NoError(t, err)
			broken := map[string]int{}
			for _, sc := range all {
				broken[sc.Breaks.Operation]++
				last := sc.Steps[len(sc.Steps)-1]
				assert.Equal(t, sc.Breaks.Operation, last.Operation.ID, sc.Address)
			}
			for _, op := range provider.Operations() {
				if len(op.Security) > 0 || op.Body() != nil {
					assert.Greater(t, broken[op.ID], 1, op.ID)
				}
				if body := op.Body(); body != nil {
					for _, member := range body.Required {
						assert.NotNil(t, found(all, strings.Join([]string{name, Topic, op.ID, member, specs.Missing}, "/")), "%s without %s", op.ID, member)
					}
				}
			}
		})
	}
}
