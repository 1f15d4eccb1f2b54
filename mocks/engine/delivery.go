package engine

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// A Delivery is one callback on its way to one address, with all attempts. It
// is a copy.
type Delivery struct {
	ID       string // unique within the sandbox
	Provider string
	Subject  string // the id of the call or job
	Event    string // its name in the document
	URL      string
	Address  string // the registration it is owed to
	Account  string
	Header   http.Header // of the latest attempt, as far as the provider gave it
	Body     []byte      // not to be modified
	DueAt    time.Time   // the instant of its event
	NextAt   time.Time   // of the next attempt, while it waits for one
	State    DeliveryState
	Reason   string // why it was refused or not sent, with a hint
	Attempts []Attempt
	Faults   []int    // those that shaped it, by their place in the list, from 1
	Chaos    []Choice // the behaviours that were chosen for it
}

// An Attempt is one try to deliver.
type Attempt struct {
	N      int           `json:"n"` // from 1
	At     time.Time     `json:"at"`
	Took   time.Duration `json:"took,omitzero"`   // provider time
	Status int           `json:"status,omitzero"` // 0: no answer
	Error  string        `json:"error,omitzero"`  // why there is no answer, or why it does not count; "": it counts
}

// A DeliveryState is how far a delivery has come.
type DeliveryState string

// The states of a delivery. The last six are final.
const (
	Waiting   DeliveryState = "waiting"   // for an earlier one of the same subject and address, or for its next attempt
	Sending   DeliveryState = "sending"   // an attempt is under way
	Delivered DeliveryState = "delivered" // the receiver answered as the policy wants
	Failed    DeliveryState = "failed"    // all attempts failed
	Refused   DeliveryState = "refused"   // the address may not be dialled; see Reason
	Cancelled DeliveryState = "cancelled" // its address was removed
	Unfit     DeliveryState = "unfit"     // it breaks the document, so it was not sent; see Reason
	Withheld  DeliveryState = "withheld"  // a fault kept it back; see Reason
)

// known tells whether there is such a state.
func (s DeliveryState) known() bool {
	switch s {
	case Waiting, Sending, Delivered, Failed, Refused, Cancelled, Unfit, Withheld:
		return true
	}
	return false
}

// Final tells whether nothing will change any more.
func (s DeliveryState) Final() bool { return s != Waiting && s != Sending }

// delivery is a Delivery at work. What an attempt sends is never changed; the
// rest is guarded by the sandbox's lock.
type delivery struct {
	number   uint32
	slot     uint32
	provider *Provider
	subject  string
	account  string
	due      int64
	callback Callback
	policy   *Policy
	body     []byte

	lane      *lane
	state     DeliveryState
	reason    string
	wake      int64    // when the schedule has something for it
	pending   *Attempt // an attempt whose end lies in the future
	cancelled bool
	attempts  []Attempt
	header    http.Header

	arranged arranged      // by faults and chaos, for all of it
	picks    []pick        // of chaos, until it is filed
	attempt  arranged      // by faults, for the attempt that is next or under way
	asked    int           // the attempt for which faults have been asked
	faults   []int         // those of single attempts
	twin     *delivery     // is sent together with it; nil: none, or it has been
	ahead    bool          // it is told before its event
	heard    chan struct{} // closed when the first attempt is over; nil: nobody waits
}

// hear wakes who waits for the first attempt.
func (d *delivery) hear() {
	if d.heard != nil {
		close(d.heard)
		d.heard = nil
	}
}

func (d *delivery) id() string {
	return string(strconv.AppendUint(append(make([]byte, 0, 11), 'd'), uint64(d.number), 10))
}

func (d *delivery) address() string {
	if d.callback.Address != "" {
		return d.callback.Address
	}
	return d.callback.URL
}

// copy is what others may see.
func (d *delivery) copy() Delivery { return d.view().own() }

// own is a copy that shares nothing with the delivery at work but its body.
func (d Delivery) own() Delivery {
	d.Header, d.Attempts = d.Header.Clone(), slices.Clone(d.Attempts)
	return d
}

// view is a copy that shares header and attempts, of which none is changed once
// it is there.
func (d *delivery) view() Delivery {
	told := Delivery{
		ID:       d.id(),
		Provider: d.provider.Spec.Name,
		Subject:  d.subject,
		Event:    d.callback.Event,
		URL:      d.callback.URL,
		Address:  d.address(),
		Account:  d.account,
		Header:   d.header,
		Body:     d.body,
		DueAt:    instant(d.due),
		State:    d.state,
		Reason:   d.reason,
		Attempts: d.attempts[:len(d.attempts):len(d.attempts)],
		Faults:   slices.Concat(d.arranged.Faults, d.faults),
		Chaos:    d.arranged.Choices,
	}
	if d.state == Waiting && d.wake != 0 {
		told.NextAt = instant(d.wake)
	}
	return told
}

// succeeds tells whether a receiver's answer counts as received.
func (p *Policy) succeeds(status int) bool {
	if p.Accepts == (Statuses{}) {
		return status >= 200 && status <= 299
	}
	return status >= p.Accepts.From && status <= p.Accepts.To
}

// again is how long to wait after so many failed attempts, and whether there
// is another one at all.
func (p *Policy) again(failed int) (time.Duration, bool) {
	if failed >= p.Attempts {
		return 0, false
	}
	if len(p.Pauses) == 0 {
		return 0, true
	}
	return max(p.Pauses[min(failed, len(p.Pauses))-1], 0), true
}

// timeout is the policy's, or one that nobody outlasts by accident.
func (p *Policy) timeout() time.Duration {
	if p.Timeout <= 0 {
		return 30 * time.Second
	}
	return p.Timeout
}

// written is a body as it is sent: bytes stay as they are, else JSON in which
// an ampersand is an ampersand.
func written(body any) ([]byte, error) {
	if raw, ok := body.([]byte); ok {
		return raw, nil
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}
