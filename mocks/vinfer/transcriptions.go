package vinfer

import (
	"math"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/brianvoe/gofakeit/v6"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

const kindJob = "job"

// A task is what a transcription job was asked for.
type task struct {
	AudioURL  string
	Language  string
	Speakers  int
	Features  []string
	Scorecard string
	Metadata  map[string]any
}

// heardFor is how long every recording of a job is: nothing is fetched.
const heardFor = 48 * time.Second

func createTranscription(r *engine.Request) (engine.Reply, error) {
	t := &task{
		AudioURL:  r.Text("audio_url"),
		Language:  r.Text("language"),
		Speakers:  r.Int("speakers"),
		Scorecard: r.Text("qa_scorecard_id"),
		Metadata:  r.Object("metadata"),
	}
	for _, feature := range r.Items("features") {
		t.Features = append(t.Features, feature.(string))
	}
	if t.wants("qa_scoring") && t.Scorecard == "" {
		return engine.Reply{}, invalid("qa_scorecard_id", "is required for qa_scoring")
	}
	persona := r.Sandbox.Persona(fileOf(t.AudioURL))
	return creating(r, http.StatusAccepted, func(tx *engine.Tx) (any, error) {
		placed := tx.Place(engine.Placing{
			Kind:  kindJob,
			ID:    jobID,
			Order: &engine.Order{Account: workspace(r), Base: r.Base, Details: t},
			Plan:  call.Plan{Customer: persona, Job: true},
		})
		if placed.ID == "" {
			return nil, nil // the sandbox is full
		}
		return job{JobID: placed.ID, Status: "queued", Metadata: t.Metadata}, nil
	})
}

func (t *task) wants(feature string) bool { return slices.Contains(t.Features, feature) }

// fileOf is the name of the recording without its ending. Its last six
// characters choose the persona, as those of a number do.
func fileOf(audioURL string) string {
	u, err := url.Parse(audioURL)
	if err != nil {
		return ""
	}
	name := path.Base(u.Path)
	return strings.TrimSuffix(name, path.Ext(name))
}

func jobID(f *gofakeit.Faker) string { return "job_" + engine.Letters(f, alphabet, 12) }

// getTranscription finds jobs that were ordered, and those that calls have (VIN-019).
func getTranscription(r *engine.Request) (engine.Reply, error) {
	id, now := r.Text("job_id"), r.Now()
	if found, known := r.Find(kindJob, id); known && found.Order.Account == workspace(r) {
		return good(jobView(r.Sandbox, found, now)), nil
	}
	v, err := find(r, callOf(id))
	if err != nil || jobOf(v.call.ID) != id || v.jobStatus() == "" {
		return engine.Reply{}, &engine.Failure{Kind: engine.NotFound}
	}
	j := job{JobID: id, Status: v.jobStatus()}
	if j.Status == "completed" {
		j.Transcript = segments(v.box, v.call, v.state.Answered())
	}
	return good(j), nil
}

// jobView is a job that was ordered, as it stands at an instant.
func jobView(box *engine.Sandbox, of engine.Subject, now time.Time) job {
	t, state := of.Order.Details.(*task), of.State(now)
	j := job{JobID: of.ID, Status: "queued", Metadata: t.Metadata}
	switch {
	case state.Completed():
		j.Status = "completed"
	case state.Ended():
		j.Status = "failed"
	case state.Phase > call.PhaseQueued:
		j.Status = "processing"
	}
	if j.Status != "completed" {
		return j
	}
	said := box.Speech(of, heardFor)
	dice := box.Faker("insight", of.Ordinal)
	j.Transcript = segments(box, of, heardFor)
	if t.wants("summary") {
		j.Summary = said.Summary
	}
	if t.wants("sentiment") {
		agent, customer := hundredths(dice.Float64Range(0, 1)), hundredths(dice.Float64Range(-1, 1))
		j.Sentiment = &sentiment{Overall: hundredths((agent + customer) / 2), Speakers: speakers{agent, customer}}
	}
	if t.wants("intent") {
		j.Intent = said.Outcome
	}
	if t.wants("qa_scoring") {
		j.QAScoring = &scoring{ScorecardID: t.Scorecard, Score: math.Round(dice.Float64Range(50, 100))}
	}
	return j
}

// segments are what was said, with the moments at which it was (VIN-079).
func segments(box *engine.Sandbox, of engine.Subject, length time.Duration) []segment {
	said := box.Speech(of, length).Turns
	dice := box.Faker("confidence", of.Ordinal)
	list := make([]segment, 0, len(said))
	for _, turn := range said {
		list = append(list, segment{
			Speaker:    turn.Role,
			Start:      hundredths(turn.Start.Seconds()),
			End:        hundredths(turn.End.Seconds()),
			Confidence: hundredths(dice.Float64Range(0.85, 0.99)),
			Text:       turn.Text,
		})
	}
	return list
}

func hundredths(x float64) float64 { return math.Round(x*100) / 100 }
