package conformance

import (
	"fmt"
	"testing"

	"github.com/ringer-mock/ringer/conformance/scenario"
)

// BenchmarkThreeSteps is a scenario of three steps in virtual time, sandbox and signing in included. The fake runs in
// the same process, so half of the time is not the runner's.
func BenchmarkThreeSteps(b *testing.B) {
	_, c := config(b, 0)
	told := c.Scenarios[0]
	const each = 200
	var many []*scenario.Scenario
	for i := range each {
		copied := *told
		copied.Address = fmt.Sprintf("acme/calls/told-%d", i)
		copied.Never = nil
		many = append(many, &copied)
	}
	c.Scenarios = many
	for b.Loop() {
		if result := mustRun(b, c); result.Scenarios[0].Verdict != Pass {
			b.Fatal(result.Scenarios[0])
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*each)/1000, "ms/scenario")
}
