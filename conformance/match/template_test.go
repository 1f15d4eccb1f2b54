package match

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/source"
)

func TestATemplateIsFilledIn(t *testing.T) {
	for template, want := range map[string]string{
		`{to: $numbers.busy, n: $count, list: [$list, "$$x"], text: "a-$id-b", deep: {nothing: $nothing}}`: `{"to": "919999000486", "n": 3, "list": [[1, "a"], "$x"], "text": "a-call_1-b", "deep": {"nothing": null}}`,
		`$id.wav`:   `"call_1.wav"`,
		`{some: 1}`: `{"some": 1}`,
	} {
		t.Run(template, func(t *testing.T) {
			file := source.Parse("template.yaml", []byte(template))
			compiled := CompileTemplate(file, file.Documents[0], Schema{})
			require.NoError(t, file.Problems().Err())
			got, err := compiled.Resolve(env())
			require.NoError(t, err)
			assert.True(t, Equal(decode(t, want), got), "%v", got)
		})
	}
}

func TestATemplateWithoutAValueIsAnError(t *testing.T) {
	file := source.Parse("template.yaml", []byte(`{a: ["x$ids.agent"]}`))
	_, err := CompileTemplate(file, file.Documents[0], Schema{}).Resolve(env())
	require.EqualError(t, err, "$ids.agent has no value")
}

func TestUsesPointAtTheirNames(t *testing.T) {
	p := compile(t, "a: 'x$id y$count'\nb: {matches: '(?P<c>.)$dotted'}\nc: {save: d}\n", Schema{})
	assert.Equal(t, []Use{
		{"id", false, 1, 6}, {"count", false, 1, 11}, {"dotted", false, 2, 23}, {"c", true, 2, 14}, {"d", true, 3, 11},
	}, p.Uses())
}
