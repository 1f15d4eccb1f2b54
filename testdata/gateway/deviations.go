package main

import (
	"fmt"
	"strings"
)

// deviation is one rule broken on purpose, everything else left as it is.
type deviation struct {
	Name   string   `json:"name"`
	Claims []string `json:"claims"` // what a judge must report as failed, and nothing more
	What   string   `json:"what"`
}

func deviationTable() []deviation {
	return []deviation{
		{"refresh-token-opaque", []string{"IND-010"}, "the refresh token is no JWT"},
		{"bad-login-401", []string{"IND-011"}, "a wrong password is answered with 401"},
		{"inactive-logs-in", []string{"IND-013"}, "an inactive user can log in"},
		{"unverified-logs-in", []string{"IND-014"}, "an unverified user can log in"},
		{"missing-token-403", []string{"IND-032", "IND-038", "IND-070"}, "a request without Authorization is answered with 403"},
		{"did-optional", []string{"IND-017", "IND-033"}, "a phone-number agent needs no did"},
		{"created-201", []string{"IND-025"}, "an accepted create is answered with HTTP 201"},
		{"callback-url-unchecked", []string{"IND-034"}, "a callback_url that is no URL is accepted"},
		{"other-users-calls-listed", []string{"IND-039"}, "the list shows the calls of every user"},
		{"status-filter-ignores-case", []string{"IND-040"}, "the status filter ignores letter case"},
		{"did-filter-exact", []string{"IND-044"}, "the did filter wants the whole number"},
		{"agent-filter-minds-case", []string{"IND-045"}, "the agent_number filter minds letter case"},
		{"date-from-exclusive", []string{"IND-046"}, "a call created at date_from is left out"},
		{"date-to-exclusive", []string{"IND-047"}, "a call created at date_to is left out"},
		{"limit-201-accepted", []string{"IND-049"}, "a limit of 201 is accepted"},
		{"page-0-accepted", []string{"IND-051"}, "page 0 is read as page 1"},
		{"bad-date-ignored", []string{"IND-052"}, "a date that cannot be read is ignored"},
		{"has-more-off-by-one", []string{"IND-057"}, "has_more is true on a last page that is exactly full"},
		{"filters-without-nulls", []string{"IND-058", "IND-059"}, "filters leaves out what was not given"},
		{"duration-as-number", []string{"IND-062"}, "the list gives durations as numbers"},
		{"timestamps-with-fraction", []string{"IND-067"}, "the list gives created_at and updated_at with milliseconds"},
		{"other-users-call-404", []string{"IND-071"}, "the transcript of another user's call is answered with 404"},
		{"numbers-unmasked", []string{"IND-074"}, "the poll shows the numbers in full"},
		{"recording-null-while-pending", []string{"IND-077"}, "the poll gives a null recording while the transcript is pending"},
		{"poll-says-transcript-ready", []string{"IND-079"}, "the poll uses the callback's message for a ready transcript"},
		{"transcript-times-in-snake-case", []string{"IND-081", "IND-083"}, "the poll names the transcript's times created_at and updated_at"},
		{"transcript-times-with-offset", []string{"IND-083"}, "the poll ends the transcript's times with +00:00"},
		{"failed-transcript-500", []string{"IND-004", "IND-084"}, "the poll of a failed transcript carries status_code 500 and an error"},
		{"callbacks-silent", []string{"IND-088", "IND-093", "IND-094", "IND-095", "IND-096", "IND-097"}, "no callback is sent"},
		{"callback-to-last-url", []string{"IND-089"}, "a call without callback_url reports to the user's previous one"},
		{"completed-before-stored", []string{"IND-093"}, "call.completed comes 35 s before the list shows the call as completed"},
		{"call-failed-silent", []string{"IND-094"}, "call.failed is never sent"},
		{"disabled-never-sent", []string{"IND-097"}, "transcript.disabled is never sent"},
		{"completed-says-pending", []string{"IND-099"}, "call.completed says that the transcript is pending"},
		{"transcript-failed-says-200", []string{"IND-103"}, "transcript.failed carries status_code 200"},
		{"transcript-failed-without-error", []string{"IND-104"}, "transcript.failed has a null top-level error"},
		{"ready-before-completed", []string{"IND-107"}, "transcript.ready is sent before call.completed"},
		{"failed-transcript-fails-call", []string{"IND-108"}, "a failed transcript turns the call's status to failed"},
	}
}

func parseDeviations(names string) (map[string]bool, error) {
	known := map[string]bool{}
	for _, d := range deviationTable() {
		known[d.Name] = true
	}
	on := map[string]bool{}
	for name := range strings.SplitSeq(names, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if !known[name] {
			return nil, fmt.Errorf("-deviate %s: no such deviation; -list-deviations names them", name)
		}
		on[name] = true
	}
	return on, nil
}
