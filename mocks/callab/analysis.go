package callab

import "github.com/ringer-mock/ringer/mocks/call"

// What a completed call is found to be. Of a call of the world it is what the
// page shows, of any other it is made from the seed.

func (v view) latency() int {
	switch {
	case !v.state.Completed():
		return 0
	case v.order.Past != nil:
		return v.order.Past.Latency
	}
	return v.box.Faker("latency", v.call.Ordinal).Number(80, 320)
}

// rating is 0 until the call is completed, since it cannot be null (CLB-081).
func (v view) rating() int {
	switch {
	case !v.state.Completed():
		return 0
	case v.order.Past != nil:
		return v.order.Past.Rating
	}
	return v.box.Faker("rating", v.call.Ordinal).Number(1, 5)
}

func (v view) feedback() *string {
	switch {
	case !v.state.Completed():
		return nil
	case v.order.Past != nil:
		return &v.order.Past.Feedback
	}
	return text(opinions[v.rating()].feedback)
}

func (v view) sentiment() string {
	switch {
	case !v.state.Completed():
		return ""
	case v.order.Past != nil:
		return v.order.Past.Sentiment
	}
	return opinions[v.rating()].sentiment
}

func (v view) outcomes() map[string]any {
	switch {
	case v.order.Past != nil:
		return v.order.Past.Outcomes
	case v.state.Analysis != call.Ready:
		return nil
	}
	return map[string]any{
		"follow_up_required":    v.rating() < 4,
		"customer_satisfaction": opinions[v.rating()].satisfaction,
		"result":                v.speech().Outcome,
	}
}

// opinions are what follows from a rating, by the rating.
var opinions = [...]struct{ feedback, sentiment, satisfaction string }{
	1: {"Hard to understand", "negative", "low"},
	2: {"Took too long", "negative", "low"},
	3: {"Fine", "neutral", "medium"},
	4: {"Friendly and quick", "positive", "high"},
	5: {"Very helpful", "positive", "high"},
}

func (v view) taskStatus() string {
	switch {
	case !v.state.Ended():
		return ""
	case !v.state.Completed():
		return "failed"
	}
	return "completed"
}

func (v view) taskFeedback() string {
	switch {
	case !v.state.Ended():
		return ""
	case !v.state.Completed():
		return "The called party was not reached"
	case v.order.Past != nil:
		return v.order.Past.TaskFeedback
	}
	return v.speech().Summary
}
