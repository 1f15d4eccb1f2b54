package mocks

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// A goroutine is what a stack tells of one.
type goroutine struct {
	doing string  // such as "chan receive"
	waits []frame // innermost first, the runtime's and the like left out
	began frame   // the go statement
}

// A frame is one function and the line it is in.
type frame struct{ function, at string }

func (f frame) String() string { return f.function + " (" + f.at + ")" }

// stacks are those of all goroutines, that of the asking one first, or just
// that one.
func stacks(all bool) []string {
	text := make([]byte, 64<<10)
	for {
		n := runtime.Stack(text, all)
		if n < len(text) {
			return strings.Split(strings.TrimSpace(string(text[:n])), "\n\n")
		}
		text = make([]byte, 2*len(text))
	}
}

// bubbleOf is the number of the bubble that a goroutine is in; "": none.
func bubbleOf(stack string) string {
	head, _, _ := strings.Cut(stack, "\n")
	_, after, in := strings.Cut(head, "synctest bubble ")
	if !in {
		return ""
	}
	return strings.TrimRight(after, "]:")
}

// newGoroutine reads a stack: a line that says what it does, then two lines
// for each frame.
func newGoroutine(stack string) goroutine {
	lines := strings.Split(stack, "\n")
	_, doing, _ := strings.Cut(lines[0], "[")
	doing, _, _ = strings.Cut(doing, ",")
	doing, _, _ = strings.Cut(doing, " (durable)")
	g := goroutine{doing: strings.TrimRight(doing, "]:")}
	for i := 1; i+1 < len(lines); i += 2 {
		f := frame{function: lines[i], at: place(lines[i+1])}
		if by, ok := strings.CutPrefix(f.function, "created by "); ok {
			f.function, _, _ = strings.Cut(by, " in goroutine ")
			g.began = f
			break
		}
		if end := strings.LastIndexByte(f.function, '('); end > 0 {
			f.function = f.function[:end]
		}
		if !startsWith(f.function, "runtime.", "internal/", "sync.", "time.") {
			g.waits = append(g.waits, f)
		}
	}
	return g
}

// place is file and line, as an editor opens it from its folder.
func place(line string) string {
	at, _, _ := strings.Cut(strings.TrimSpace(line), " +0x")
	return filepath.Base(at)
}

// String names it by the go statement that began it and by what it waits for.
func (g goroutine) String() string {
	who := "the goroutine started by " + g.began.String()
	if strings.HasSuffix(g.began.function, ".testingSynctestTest") {
		who = "the test itself"
	}
	where := ""
	if len(g.waits) > 0 {
		where = " in " + g.waits[0].String()
	}
	return who + ": " + g.doing + where
}

// ours tells whether it serves the fake or carries a request, and so has
// nothing of a test's in it.
func (g goroutine) ours() bool {
	for _, f := range g.waits {
		if !startsWith(f.function, "net/http.", "net.", "bufio.", "io.", "github.com/ringer-mock/ringer/mocks.", "github.com/ringer-mock/ringer/mocks/engine.") {
			return false
		}
	}
	return true
}

func startsWith(function string, packages ...string) bool {
	return slices.ContainsFunc(packages, func(p string) bool { return strings.HasPrefix(function, p) })
}

// isDeadlock tells whether a panic is that of a bubble in which all wait for
// ever.
func isDeadlock(broken any) bool {
	err, ok := broken.(error)
	return ok && strings.HasPrefix(err.Error(), "deadlock: ")
}
