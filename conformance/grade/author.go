package grade

import "net/url"

// Asked changes the parameters of one operation on their way, so that the fake answers another question than the one
// that was asked, and repairs the reply where it repeats them. repair may be nil.
func Asked(name, operation string, change func(url.Values) bool, repair func(x *Passing, was url.Values)) Tampering {
	return Tampering{
		Name:  name,
		reach: reach{operation: operation},
		Before: func(x *Passing) {
			if !x.Is(operation) {
				return
			}
			query := x.Request.URL.Query()
			was := x.Request.URL.Query()
			if change(query) {
				x.Request.URL.RawQuery = query.Encode()
				x.Altered = true
				x.Was = was
			}
		},
		After: func(x *Passing) bool {
			if x.Altered && repair != nil {
				repair(x, x.Was)
			}
			return x.Altered
		},
	}
}

// Sent changes the members of one operation's body on their way, and repairs the reply. repair may be nil.
func Sent(name, operation string, change func(body map[string]any) bool, repair func(x *Passing, was map[string]any)) Tampering {
	return Tampering{
		Name:  name,
		reach: reach{operation: operation},
		Before: func(x *Passing) {
			if !x.Is(operation) || x.SentBody == nil {
				return
			}
			x.WasSent, _ = Decoded(x.Sent).(map[string]any)
			x.Altered = change(x.SentBody)
		},
		After: func(x *Passing) bool {
			if x.Altered && repair != nil {
				repair(x, x.WasSent)
			}
			return x.Altered
		},
	}
}

// Replied changes good replies of one operation.
func Replied(name, operation string, change func(x *Passing, body map[string]any) bool) Tampering {
	return Tampering{Name: name, reach: reach{operation: operation}, After: func(x *Passing) bool {
		body, ok := x.Body.(map[string]any)
		return ok && x.Is(operation) && x.Status < 300 && change(x, body)
	}}
}

// Told changes callbacks of one event; "" is every event.
func Told(name, event string, change func(body map[string]any) bool) Tampering {
	return Tampering{Name: name, reach: reach{event: event}, Push: func(_ *Proxy, one Pushed) ([]Pushed, bool) {
		body, ok := one.Body.(map[string]any)
		if !ok || event != "" && one.Event != event || !change(body) {
			return nil, false
		}
		return []Pushed{one}, true
	}}
}
