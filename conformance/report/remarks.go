package report

import (
	"fmt"
	"strings"

	"github.com/ringer-mock/ringer/conformance"
)

// remarksOf are what else a reader should know of a run, a line each.
func remarksOf(result *conformance.Result) []string {
	var lines []string
	if result.Interrupted {
		lines = append(lines, "The run was interrupted; this is what was known by then.")
	}
	for _, line := range result.Unfulfilled {
		lines = append(lines, fmt.Sprintf("%s: take it out of known in the target", line))
	}
	for _, line := range result.Unfired {
		lines = append(lines, line+": fired in no scenario")
	}
	for _, line := range result.Incoherent {
		lines = append(lines, "incoherent: "+line)
	}
	for _, call := range result.Running {
		lines = append(lines, "may still be running: "+call)
	}
	if result.Calls.Allowed > 0 {
		lines = append(lines, fmt.Sprintf("calls: %d used, %d allowed", result.Calls.Used, result.Calls.Allowed))
	}
	if result.Watched > 0 {
		lines = append(lines, fmt.Sprintf("what must never arrive was watched for %s after each last step", result.Watched))
	}
	if result.Shuffle != 0 {
		lines = append(lines, fmt.Sprintf("shuffled; the same order again: --shuffle-seed %d", result.Shuffle))
	}
	return lines
}

// excuses are the lines of a target that would make an incomplete run complete.
func excuses(result *conformance.Result) []string {
	var lines []string
	if len(result.Lacks) > 0 {
		lines = append(lines, "lacks: ["+strings.Join(result.Lacks, ", ")+"]")
	}
	return append(lines, longer(result)...)
}
