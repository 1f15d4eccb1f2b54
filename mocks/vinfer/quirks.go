package vinfer

import (
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

// recordingOpen is how long the address of a recording opens. Each reply signs
// a new one (VIN-020, VIN-093).
const recordingOpen = time.Hour

// startedAt is when the call was ordered, which counts as the beginning of the
// dialling: it never lies in the future, and never changes (VIN-017, VIN-022).
// It is what from and to filter by, in whole seconds as it is shown, so that a
// call lies in a window that begins or ends with it (VIN-003, VIN-004).
func startedAt(c engine.Subject) time.Time { return c.Timeline.Start().Truncate(time.Second) }

// jobStatus is the word for the transcription job of the call, "" where there
// is none: a call that runs, was not connected or was not recorded has not been
// processed (VIN-019, VIN-092, VIN-101).
func (v view) jobStatus() string {
	if !v.state.Completed() || v.state.Recording != call.Ready {
		return ""
	}
	switch v.state.Transcript {
	case call.Ready:
		return "completed"
	case call.Failed:
		return "failed"
	default:
		return "processing"
	}
}

// jobOf is the id of the transcription job of a call. It says which call that
// is, so that nothing has to be stored.
func jobOf(callID string) string { return "job_" + strings.TrimPrefix(callID, "cal_") }

// callOf is the call that a job would belong to.
func callOf(jobID string) string { return "cal_" + strings.TrimPrefix(jobID, "job_") }

// reachable tells whether a webhook may have this address. It is https; where
// nobody else listens, on this machine and in its own network, http will do, so
// that a developer can be called back (VIN-055, VIN-103).
func reachable(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && nearby(u.Hostname())
}

func nearby(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate()
	}
	return !strings.Contains(host, ".") || strings.HasSuffix(host, ".localhost")
}

// eventOf is the name of what happened to a call, if it is told: that it has
// ended, well or not, since there is no event for a failed call (VIN-061);
// after that its outcome (VIN-062, VIN-113); a transcript, but not that there
// will be none (VIN-115).
func eventOf(e call.Event) (name string, told bool) {
	switch e.Kind {
	case call.Escalated:
		return "call.escalated", true
	case call.Ended:
		return "call.completed", true
	case call.DispositionSet:
		return "call.disposition_set", true
	case call.TranscriptReady:
		return "call.transcription_ready", true
	case call.JobDone:
		return "transcription.completed", true
	default:
		return "", false
	}
}
