package sketch_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/sketch"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/specs"
)

func TestEveryDraftOfEveryOperationLoads(t *testing.T) {
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	loader := scenario.NewLoader(specs.Names(), specs.Load, book)
	count := 0
	for _, name := range specs.Names() {
		provider, err := specs.Load(name)
		require.NoError(t, err)
		for _, operation := range provider.Operations() {
			drafts := sketch.Drafts(provider, operation)
			require.NotEmpty(t, drafts)
			for _, draft := range drafts {
				count++
				text := draft.YAML("topic", "a remark\nof two lines")
				list, err := loader.Parse("draft.yaml", text)
				if assert.NoError(t, err, "%s\n%s", operation.ID, text) {
					assert.Equal(t, name+"/topic/"+draft.Name(), list[0].Address)
				}
				for _, step := range draft.Steps {
					if step.Point {
						assert.Equal(t, operation.ID, step.Name)
					}
				}
			}
		}
	}
	t.Logf("%d drafts", count)
}

func TestADraftMakesWhatItsOperationIsAskedFor(t *testing.T) {
	provider, err := specs.Load("vinfer")
	require.NoError(t, err)
	operation, _ := provider.Operation("deleteWebhook")
	first := sketch.Drafts(provider, operation)[0]
	require.Len(t, first.Steps, 2)
	assert.Equal(t, "createWebhook", first.Steps[0].Name)
	assert.Equal(t, []sketch.Argument{{Name: "id", Value: "$webhook_id"}}, first.Steps[1].With)
	assert.Contains(t, string(first.YAML("new", "")), "body: {id: {save: webhook_id}}")
	assert.Len(t, first.Without(1).Steps, 1)
	assert.Len(t, first.Steps, 2, "the draft itself stays as it is")
}

func TestATargetFileNamesAllAccountsAndNumbersAndNoSecret(t *testing.T) {
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	for _, name := range specs.Names() {
		provider, err := specs.Load(name)
		require.NoError(t, err)
		text := string(sketch.Target(provider, book))
		for _, account := range provider.World.Accounts {
			assert.Contains(t, text, " "+account.Name+": {", name)
			for _, field := range []string{"password", "api_key"} {
				if secret := account.Fields[field]; secret != "" {
					assert.NotContains(t, text, `"`+secret+`"`)
				}
			}
		}
		for number := range provider.World.Numbers {
			assert.Contains(t, text, " "+number+": ", name)
		}
		one, err := target.Parse("target.yaml", []byte(text), target.Options{
			Names: specs.Names(), Provider: specs.Load, Book: book,
			Env: func(name string) (string, bool) { return strings.ToLower(name), true },
		})
		require.NoError(t, err, name)
		assert.Equal(t, provider.World.IDs, one.IDs)
	}
}
