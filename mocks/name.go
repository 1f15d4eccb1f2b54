package mocks

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// sandboxName makes a name for the sandbox of a test: readable, fit for a
// credential, and another one for every other test, since what is cut or
// replaced shows in eight digits at the end. The same test has the same name
// in every run, and so the same ids.
func sandboxName(test string) string {
	const longest, digits = 40, 8
	var name strings.Builder
	for _, c := range strings.ToLower(strings.TrimPrefix(test, "Test")) {
		if name.Len() == longest-digits-1 {
			break
		}
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			c = '-'
		}
		name.WriteRune(c)
	}
	sum := fnv.New32a()
	sum.Write([]byte(test))
	return fmt.Sprintf("%s-%08x", strings.Trim(name.String(), "-"), sum.Sum32())
}
