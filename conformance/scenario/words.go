package scenario

import (
	"strconv"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
	"github.com/ringer-mock/ringer/specs"
)

func (r *reader) readEvent(node *yaml.Node) *specs.Event {
	name, ok := r.file.Word(node, "an event of "+r.contract.Name, r.contract.events)
	if !ok {
		return nil
	}
	event, _ := r.contract.Event(name)
	return event
}

// readDuration reads a span of provider time, which must be more than nothing.
func (r *reader) readDuration(node *yaml.Node) (time.Duration, bool) {
	if node.Kind != yaml.ScalarNode {
		r.file.Report(node, "write 10s, 5m or 1h30m", "want a duration, got %s", source.Describe(node))
		return 0, false
	}
	d, err := time.ParseDuration(node.Value)
	if err != nil || d <= 0 {
		hint := "write 10s, 5m or 1h30m"
		if _, err := strconv.Atoi(node.Value); err == nil {
			hint = "write " + node.Value + "s for seconds"
		}
		r.file.Report(node, hint, "%q is no duration", node.Value)
		return 0, false
	}
	return d, true
}

// readCount reads an integer of at least 1.
func (r *reader) readCount(node *yaml.Node, what string) (int, bool) {
	n, err := strconv.Atoi(node.Value)
	if node.Kind != yaml.ScalarNode || node.Style != 0 || err != nil || n < 1 {
		r.file.Report(node, "", "want %s, got %s", what, source.Describe(node))
		return 0, false
	}
	return n, true
}

func (r *reader) readTimes(node *yaml.Node, kind Kind) Times {
	const what = "a number of times, 1 or more"
	if node.Kind != yaml.MappingNode {
		n, _ := r.readCount(node, what)
		return Times{n, n}
	}
	if kind != Receive {
		r.file.Report(node, "write times: 3", "a request is sent an exact number of times")
		return Times{1, 1}
	}
	fields := r.file.Known(node, "times", "at_least", "at_most")
	if len(fields) == 0 {
		r.file.Report(node, "write {at_least: 2, at_most: 4}", "times says nothing")
	}
	times := Times{1, -1}
	if field, ok := fields["at_least"]; ok {
		times.Least, _ = r.readCount(field.Value, what)
	}
	if field, ok := fields["at_most"]; ok {
		times.Most, _ = r.readCount(field.Value, what)
		if times.Most > 0 && times.Most < times.Least {
			r.file.Report(field.Value, "", "at_most %d is less than at_least %d", times.Most, times.Least)
		}
	}
	return times
}

func (r *reader) readGaps(node *yaml.Node, times Times) Gaps {
	if times.Most == 0 || times.Most == 1 {
		r.file.Report(node, "say how many with times", "gaps need more than one delivery")
	}
	if node.Kind == yaml.ScalarNode {
		_, ok := r.file.Word(node, "a way that gaps go (growing, or a list of durations)", []string{"growing"})
		return Gaps{Growing: ok}
	}
	var gaps Gaps
	for _, item := range r.file.Items(node, "growing, or a list of durations") {
		if d, ok := r.readDuration(item); ok {
			gaps.Exact = append(gaps.Exact, d)
		}
	}
	if node.Kind == yaml.SequenceNode && len(node.Content) == 0 {
		r.file.Report(node, "", "gaps lists no duration")
	}
	if times.Most > 1 && len(gaps.Exact) > times.Most-1 || times.Least == times.Most && times.Most > 1 && len(gaps.Exact) < times.Least-1 {
		r.file.Report(node, "", "%d deliveries have %d gaps, and the list has %d", times.Most, times.Most-1, len(gaps.Exact))
	}
	return gaps
}

// readInbox reads how our receiver answers each event.
func (r *reader) readInbox(node *yaml.Node) map[string][]Answer {
	inbox := map[string][]Answer{}
	for _, field := range r.file.Fields(node, "answers by event") {
		event := r.readEvent(field.Key)
		items := r.file.Items(field.Value, "a list of answers")
		if field.Value.Kind == yaml.SequenceNode && len(items) == 0 {
			r.file.Report(field.Value, "", "the list of answers is empty")
		}
		for _, item := range items {
			answer := r.readAnswer(item)
			if event != nil {
				inbox[event.Name] = append(inbox[event.Name], answer)
			}
		}
	}
	return inbox
}

func (r *reader) readAnswer(node *yaml.Node) Answer {
	if node.Kind != yaml.MappingNode {
		return Answer{Status: r.readStatus(node)}
	}
	answer := Answer{Status: 200}
	fields := r.file.Known(node, "an answer", "status", "after", "headers", "body")
	if field, ok := fields["status"]; ok {
		answer.Status = r.readStatus(field.Value)
	}
	if field, ok := fields["after"]; ok {
		answer.After, _ = r.readDuration(field.Value)
	}
	if field, ok := fields["headers"]; ok {
		answer.Headers = map[string]string{}
		for _, header := range r.file.Fields(field.Value, "headers") {
			answer.Headers[header.Key.Value], _ = r.file.Text(header.Value, "the text of a header")
		}
	}
	if field, ok := fields["body"]; ok {
		answer.Body, _ = r.file.Text(field.Value, "the text of a body")
	}
	return answer
}

func (r *reader) readStatus(node *yaml.Node) int {
	status, ok := r.readCount(node, "an HTTP status")
	if ok && (status < 200 || status > 599) {
		r.file.Report(node, "", "%d is no HTTP status to answer with", status)
	}
	return status
}
