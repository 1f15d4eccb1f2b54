package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// cannotBegin are operations of which no draft passes, and why. Each draft says so itself.
var cannotBegin = map[string]string{
	"intellicall downloadRecording": "the name of the file is known from another reply only",
}

func TestADraftOfEveryOperationLoadsAndPassesAgainstOurFake(t *testing.T) {
	t.Parallel()
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	for _, name := range mocks.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			schema := printedSchema(t, "scenario", name)
			ours, stop, err := serveOurselves(t.Context(), name, defaultSeed, engine.Chaos{})
			require.NoError(t, err)
			defer stop()
			against := target.BuiltIn(ours.spec, book, ours.Providers[name], ours.Control)
			loader := scenario.NewLoader(specs.Names(), specs.Load, book)
			for _, operation := range ours.spec.Operations() {
				written := ringer(t, "new", operation.ID, "--provider", name)
				require.Equal(t, exitFine, written.code, written.err)
				list, err := loader.Parse("draft.yaml", []byte(written.out))
				require.NoError(t, err, operation.ID)
				assert.NoError(t, schema.Validate(yamlValue(t, written.out)), operation.ID)
				result, err := conformance.Run(t.Context(), conformance.Config{Provider: ours.spec, Scenarios: list, Target: against})
				require.NoError(t, err)
				why, known := cannotBegin[name+" "+operation.ID]
				if known {
					assert.NotEqual(t, conformance.Pass, result.Scenarios[0].Verdict, "%s passes, although %s", operation.ID, why)
					assert.Contains(t, written.out, "# It does not pass against our fake as it is: ", operation.ID)
					continue
				}
				assert.Equal(t, conformance.Pass, result.Scenarios[0].Verdict, "%s: %s\n%s", operation.ID, reasonOf(result.Scenarios[0]), written.out)
				assert.Contains(t, written.out, "- call: "+operation.ID)
			}
		})
	}
}

func TestADraftHasTheCallbacksThatItsOperationLeadsTo(t *testing.T) {
	t.Parallel()
	got := ringer(t, "new", "createClick2Call").out
	assert.Contains(t, got, "callback_url: $inbox.url")
	assert.Contains(t, got, "customer_number: $numbers.answers")
	assert.Contains(t, got, "- receive: call.completed")
	assert.Contains(t, got, "- receive: transcript.ready")
	assert.NotContains(t, got, "- receive: call.failed", "it does not come where the call is answered")
	assert.Contains(t, got, "- IND-015 # ")
}

func TestAnOperationThatNobodyOrSeveralHaveIsToldSo(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"new createClick2Cal":                    `no operation is called "createClick2Cal"; did you mean createClick2Call?`,
		"new listRecentCalls --provider vinfer":  `no operation is called "listRecentCalls"`,
		"new createCall":                         `vinfer, callab: each has an operation createCall; say whose with --provider vinfer`,
		"new createCall --provider vinfr":        `--provider: unknown provider "vinfr"; did you mean vinfer?`,
		"conform --init":                         `--init wants one provider, as in ringer conform --init ` + mocks.Names()[0] + `: there are ` + strings.Join(mocks.Names(), ", "),
		"conform --init induslab":                `unknown provider "induslab"; did you mean induslabs?`,
		"conform --init induslabs --target x":    `--init writes a target file, and --target reads one: give one of them`,
		"conform induslabs --output report.html": `--output goes with --init; a report is written by --report html=FILE`,
	} {
		assert.Equal(t, wrong(want), ringer(t, strings.Fields(line)...), line)
	}
}

func TestANewFileIsWrittenOnceAndNotOver(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "first-steps.yaml")
	for _, args := range [][]string{{"new", "login"}, {"conform", "--init", "induslabs"}} {
		args = append(args, "-o", file)
		require.Equal(t, ending{}, ringer(t, args...))
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, wrong("--output "+file+": the file is there already; name another, or remove it"), ringer(t, args...))
		again, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, string(content), string(again))
		if args[0] == "new" {
			assert.Contains(t, string(content), "scenario: induslabs/first-steps/login\n", "the address goes by the file")
		}
		assert.Equal(t, exitFine, ringer(t, "validate", file).code)
		require.NoError(t, os.Remove(file))
	}
}

func TestATargetFileToFillInLoadsOnceItsVariablesAreSet(t *testing.T) {
	t.Parallel()
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	named := regexp.MustCompile(`\$env\.(MAIN_[A-Z_]+)`)
	for _, name := range mocks.Names() {
		text := ringer(t, "conform", "--init", name).out
		assert.NoError(t, printedSchema(t, "target", name).Validate(yamlValue(t, text)), name)
		for _, key := range []string{"target", "provider", "base_url", "accounts", "numbers", "ids", "inbox", "wait", "lacks", "known", "safety", "# control"} {
			assert.Regexp(t, `(?m)^`+key+`: *`, text, "%s has no %s", name, key)
		}
		load := func(text string, env func(string) (string, bool)) (*target.Target, error) {
			return target.Parse("target.yaml", []byte(text), target.Options{Names: specs.Names(), Provider: specs.Load, Book: book, Env: env})
		}
		set := func(string) (string, bool) { return "canary", true }
		one, err := load(text, set)
		require.NoError(t, err, name)
		assert.NotEmpty(t, one.Secrets(), "%s: no credential comes from the environment", name)
		require.NotNil(t, one.Safety)
		assert.Empty(t, one.Safety.MayDial, "nobody is called before it is filled in")
		_, err = load(text, func(string) (string, bool) { return "", false })
		assert.ErrorContains(t, err, named.FindStringSubmatch(text)[1])

		commented := regexp.MustCompile(`(?m)^(\s*)# ([a-z_-]+: .*)$`)
		filled := regexp.MustCompile(`(?m)^(lacks|known): \[\]\n`).ReplaceAllString(text, "")
		filled = commented.ReplaceAllStringFunc(filled, func(line string) string {
			if regexp.MustCompile(`^\s*# (yaml-language-server|An editor|[A-Z])`).MatchString(line) {
				return line
			}
			return commented.ReplaceAllString(line, "$1$2")
		})
		_, err = load(filled, set)
		assert.NoError(t, err, "%s, with all that is commented out", name)
	}
}
