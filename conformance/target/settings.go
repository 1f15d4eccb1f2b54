package target

import (
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// defaultWait holds where the file does not say otherwise.
func defaultWait() Wait {
	return Wait{Longest: 10 * time.Minute, Pace: 1, Settle: 5 * time.Second}
}

// readURL reads an address without anything after its path.
func (r *reader) readURL(node *yaml.Node) string {
	text, ok := r.text(node, "a URL")
	if !ok {
		return ""
	}
	parsed, err := url.Parse(text)
	switch {
	case err != nil, parsed.Scheme != "http" && parsed.Scheme != "https", parsed.Hostname() == "":
		r.file.Report(node, "write http://127.0.0.1:9000", "this is not the URL of a server")
	case parsed.RawQuery != "" || parsed.Fragment != "" || parsed.User != nil:
		r.file.Report(node, "", "the URL of a server has no user, query or fragment")
	default:
		return strings.TrimRight(text, "/")
	}
	return ""
}

func hostOf(base string) string {
	parsed, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return strings.ToLower(parsed.Hostname())
}

func (r *reader) readInbox(node *yaml.Node) {
	fields := r.file.Known(node, "inbox", "listen", "url")
	inbox := &r.target.Inbox
	if field, ok := fields["listen"]; ok {
		inbox.Listen = r.readListen(field.Value)
	} else if node.Kind == yaml.MappingNode {
		r.file.Report(node, "write listen: 127.0.0.1:7070", "the inbox does not say where to listen")
	}
	if field, ok := fields["url"]; ok {
		inbox.URL = r.readURL(field.Value)
	} else if host, port, err := net.SplitHostPort(inbox.Listen); err == nil && port != "0" {
		if host == "" || host == "0.0.0.0" || host == "::" {
			host = "127.0.0.1"
		}
		inbox.URL = "http://" + net.JoinHostPort(host, port)
	}
}

func (r *reader) readListen(node *yaml.Node) string {
	text, ok := r.text(node, "an address to listen on")
	if !ok {
		return ""
	}
	_, port, err := net.SplitHostPort(text)
	if number, bad := strconv.Atoi(port); err != nil || bad != nil || number < 0 || number > 65535 {
		r.file.Report(node, "write 127.0.0.1:7070", "%s is no address to listen on", text)
		return ""
	}
	return text
}

func (r *reader) readWait(node *yaml.Node) {
	fields := r.file.Known(node, "wait", "longest", "pace", "settle")
	if field, ok := fields["longest"]; ok {
		r.target.Wait.Longest = r.readDuration(field.Value, 1)
	}
	if field, ok := fields["settle"]; ok {
		r.target.Wait.Settle = r.readDuration(field.Value, 0)
	}
	if field, ok := fields["pace"]; ok {
		pace, err := strconv.ParseFloat(field.Value.Value, 64)
		if err != nil || field.Value.Kind != yaml.ScalarNode || !(pace > 0 && pace <= 1e6) {
			r.file.Report(field.Value, "write 200 if provider time runs 200 times as fast as real time", "want a pace above 0, got %s", source.Describe(field.Value))
			return
		}
		r.target.Wait.Pace = pace
	}
}

func (r *reader) readDuration(node *yaml.Node, least time.Duration) time.Duration {
	d, err := time.ParseDuration(node.Value)
	if node.Kind != yaml.ScalarNode || err != nil || d < least {
		r.file.Report(node, "write 10s, 5m or 1h30m", "want a duration, got %s", source.Describe(node))
		return 0
	}
	return d
}

func (r *reader) readSafety(node *yaml.Node) {
	safety := &Safety{}
	r.target.Safety = safety
	fields := r.file.Known(node, "safety", "may_dial", "max_calls")
	if node.Kind != yaml.MappingNode {
		return
	}
	if field, ok := fields["may_dial"]; ok {
		for _, item := range r.file.Items(field.Value, "a list of numbers, * standing for any text") {
			if glob, ok := r.text(item, "a number in quotes"); ok {
				safety.MayDial = append(safety.MayDial, glob)
			}
		}
	} else {
		r.file.Report(node, "", "safety does not say whom the runner may_dial")
	}
	field, ok := fields["max_calls"]
	if !ok {
		r.file.Report(node, "", "safety does not say how many calls the runner may place: max_calls is missing")
		return
	}
	n, err := strconv.Atoi(field.Value.Value)
	if err != nil || field.Value.Kind != yaml.ScalarNode || field.Value.Style != 0 || n < 0 {
		r.file.Report(field.Value, "", "want a number of calls, got %s", source.Describe(field.Value))
		return
	}
	safety.MaxCalls = n
}
