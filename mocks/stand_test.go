package mocks_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// A stand stands in for a test that may fail without failing the one that
// looks on.
type stand struct {
	testing.TB
	name     string
	said     []string
	cleanups []func()
}

// watch runs a test to its end and returns what it failed with, "" if it did
// not.
func watch(t testing.TB, name string, test func(testing.TB)) string {
	s := &stand{TB: t, name: name}
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer func() {
			for _, clean := range slices.Backward(s.cleanups) {
				clean()
			}
		}()
		test(s)
	}()
	<-over
	return strings.Join(s.said, "\n")
}

func (s *stand) Name() string             { return s.name }
func (s *stand) Helper()                  {}
func (s *stand) Context() context.Context { return context.Background() }
func (s *stand) Cleanup(f func())         { s.cleanups = append(s.cleanups, f) }
func (s *stand) Failed() bool             { return len(s.said) > 0 }

func (s *stand) Errorf(format string, args ...any) {
	s.said = append(s.said, fmt.Sprintf(format, args...))
}

func (s *stand) Fatalf(format string, args ...any) {
	s.Errorf(format, args...)
	runtime.Goexit()
}

// alone runs tests in a process of their own, which is told so by a variable.
func alone(t *testing.T, tests, variable string) (printed string, err error) {
	t.Helper()
	if !strings.Contains(variable, "=") {
		variable += "=yes"
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^("+tests+")$", "-test.v", "-test.count=1", "-test.parallel=200", "-test.timeout=1m")
	cmd.Env = append(os.Environ(), variable)
	text, err := cmd.CombinedOutput()
	return string(text), err
}
