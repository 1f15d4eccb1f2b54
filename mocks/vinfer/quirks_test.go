package vinfer

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ringer-mock/ringer/mocks/engine"
)

func TestWebhooksAreReachedOverHTTPSAndNearbyOverHTTP(t *testing.T) {
	for address, want := range map[string]bool{
		"https://crm.example.com/hooks":   true,
		"https://203.0.113.7/hooks":       true,
		"http://crm.example.com/hooks":    false,
		"http://203.0.113.7/hooks":        false,
		"http://[2001:db8::1]/hooks":      false,
		"http://169.254.169.254/metadata": false,
		"http://127.0.0.1:7070/hooks":     true,
		"http://[::1]:7070/hooks":         true,
		"http://192.168.1.20/hooks":       true,
		"http://localhost:7070":           true,
		"http://app.localhost:7070":       true,
		"http://receiver:8080/hooks":      true,
		"ftp://receiver/hooks":            false,
		"https://":                        false,
		"//receiver/hooks":                false,
		"receiver":                        false,
	} {
		assert.Equal(t, want, reachable(address), address)
	}
}

func TestTheNameOfARecordingChoosesThePersona(t *testing.T) {
	for address, want := range map[string]string{
		"https://recordings.example.com/interview-001500.wav":   "interview-001500",
		"https://recordings.example.com/a/001202.mp3?token=a.b": "001202",
		"https://recordings.example.com/interview":              "interview",
	} {
		assert.Equal(t, want, fileOf(address))
	}
}

func TestACallAndItsJobNameOneAnother(t *testing.T) {
	assert.Equal(t, "job_3x7q9m2k8wvt", jobOf("cal_3x7q9m2k8wvt"))
	assert.Equal(t, "cal_3x7q9m2k8wvt", callOf(jobOf("cal_3x7q9m2k8wvt")))
}

func TestAStatusThatAFaultAsksForHasItsCode(t *testing.T) {
	for status, want := range map[int]string{
		400: "invalid_request",
		401: "unauthorized",
		403: "forbidden",
		404: "not_found",
		429: "rate_limited",
		500: "server_error",
		503: "unavailable",
		418: "server_error",
	} {
		reply := fail(&engine.Failure{Kind: engine.Broken, Status: status})
		assert.Equal(t, status, reply.Status)
		assert.Equal(t, want, reply.Body.(failure).Error.Code)
	}
}
