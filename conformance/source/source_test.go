package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAProblemPointsAtItsCharacter(t *testing.T) {
	f := Parse("a.yaml", []byte("ä: {b: ü, c: 1}\r\nd: 2\r\n"))
	require.NoError(t, f.Problems().Err())
	f.Report(f.Documents[0].Content[1].Content[2], "what to do", "what is %s", "wrong")
	assert.Equal(t, "a.yaml:1:11: what is wrong\n"+
		"  1 | ä: {b: ü, c: 1}\n"+
		"                ^\n"+
		"  hint: what to do", f.Problems().Error())
}

func TestALongLineIsCutAroundItsColumn(t *testing.T) {
	line := strings.Repeat("a", 500) + "X" + strings.Repeat("b", 500)
	text, caret, _ := strings.Cut(Excerpt(line, 7, 501), "\n")
	assert.Len(t, text, len("  7 | ")+widest)
	assert.Equal(t, byte('X'), text[strings.Index(caret, "^")])

	text, caret, _ = strings.Cut(Excerpt(line, 7, 1001), "\n")
	assert.Equal(t, byte('b'), text[strings.Index(caret, "^")])
}

func TestAnExcerptCannotMoveTheCursor(t *testing.T) {
	assert.Equal(t, "  1 | a ?[31mb\n      ^", Excerpt("a\t\x1b[31mb", 1, 1))
}

func TestProblemsStandInTheOrderOfTheFileAndOnce(t *testing.T) {
	f := Parse("a.yaml", []byte("a: 1\nb: 2\n"))
	f.ReportAt(2, 1, "", "second")
	f.ReportAt(1, 4, "", "first, further right")
	f.ReportAt(1, 1, "", "first")
	f.ReportAt(1, 1, "", "first")
	var got []string
	for _, p := range f.Problems() {
		got = append(got, p.Message)
	}
	assert.Equal(t, []string{"first", "first, further right", "second"}, got)
}

func TestWhatIsNotOurYAMLIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "the file is empty",
		"# a\n---\n# b\n":                  "the file is empty",
		"a: \xff":                          "the file is not UTF-8 text",
		"a:\n\tb: 1":                       "a tab stands here, and YAML does not indent with tabs",
		"a: 1 \t# spaced":                  "a tab stands here, and YAML does not indent with tabs",
		"a: [1":                            "this is not YAML: did not find expected ',' or ']' while parsing a flow sequence",
		"a: {b: 1, b: 2}":                  "b stands here twice, first on line 1",
		"a: &x 1":                          "&x is an anchor, which this format does not use",
		"a: !!str 1":                       "!!str is a tag, which this format does not use",
		"? [a]\n: 1":                       "a key must be a word",
		"a: *x":                            "this is not YAML: unknown anchor 'x' referenced",
		strings.Repeat("[", 50_000):        "this is not YAML: ",
		strings.Repeat("a: {", 20_000):     "this is not YAML: ",
		strings.Repeat("- ", 20_000) + "a": "this is not YAML: ",
	} {
		problems := Parse("a.yaml", []byte(text)).Problems()
		require.NotEmpty(t, problems, "%.40q", text)
		assert.Contains(t, problems[0].Message, want, "%.40q", text)
	}
}

func TestEmptyDocumentsAreLeftOut(t *testing.T) {
	f := Parse("a.yaml", []byte("---\na: 1\n---\n---\nb: 2\n---\n"))
	require.NoError(t, f.Problems().Err())
	assert.Len(t, f.Documents, 2)
}

func TestWhatFollowsFromARefusedNodeIsNotTold(t *testing.T) {
	f := Parse("a.yaml", []byte("a: !!int 5\n"))
	f.Text(f.Documents[0].Content[1], "a text")
	assert.Len(t, f.Problems(), 1)
}

func TestATextIsNotWhatYAMLReadsAsSomethingElse(t *testing.T) {
	for text, want := range map[string]string{
		"+919999999999": "want a number, got the number +919999999999", "012": "want a number, got the number 012",
		"true": "want a number, got the boolean true", "~": "want a number, got nothing", `""`: "want a number, got nothing",
		"[a]": "want a number, got a list", "{a: b}": "want a number, got a mapping",
	} {
		f := Parse("a.yaml", []byte("a: "+text))
		_, ok := f.Text(f.Documents[0].Content[1], "a number")
		assert.False(t, ok)
		assert.Equal(t, want, f.Problems()[0].Message)
	}
	f := Parse("a.yaml", []byte(`a: "012"`))
	got, ok := f.Text(f.Documents[0].Content[1], "a number")
	assert.True(t, ok)
	assert.Equal(t, "012", got)
}
