package engine

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEveryOperationIsServedUnderEachBase(t *testing.T) {
	b := newBench(t, func(o *Options) { o.Providers[0].Spec.Bases = []string{"/v1", ""} })
	placed := b.main("POST", "/v1/pages", `{"to": "123456"}`)
	assert.Equal(t, 201, placed.Code, placed.Body.String())
	for path, status := range map[string]int{
		"/pages":       200,
		"/v1/pages":    200,
		"/v2/pages":    404,
		"/v1/v1/pages": 404,
		"/v1":          404,
	} {
		assert.Equal(t, status, b.main("GET", path, "").Code, path)
	}
	refused := b.main("DELETE", "/v1/pages", "")
	assert.Equal(t, 405, refused.Code)
	assert.Equal(t, "GET, POST", refused.Header().Get("Allow"))
}

func TestAProviderHearsOfWhichOperationFailed(t *testing.T) {
	var asked []string
	b := newBench(t, func(o *Options) {
		render := o.Providers[0].Fail
		o.Providers[0].Fail = func(f *Failure) Reply {
			name := ""
			if f.Operation != nil {
				name = f.Operation.Method + " " + f.Operation.Path
			}
			asked = append(asked, name)
			return render(f)
		}
	})
	b.main("POST", "/pages", `{}`)
	b.ask("GET", "/pages", "")
	b.main("GET", "/nowhere", "")
	assert.Equal(t, []string{"POST /pages", "GET /pages", ""}, asked)
}

func TestAnAddressThatTheProviderRefusesIsNeverCalled(t *testing.T) {
	provider := acme(Policy{Attempts: 3})
	render := provider.Callbacks.Render
	provider.Callbacks.Render = func(m *Moment) []Callback {
		owed := render(m)
		for i := range owed {
			owed[i].Refuse = "it has to be https"
		}
		return owed
	}
	heard := &recorder{}
	box, ok := newFake(t, provider, frozen(), transport(heard.receive)).Sandboxes().Get(DefaultSandbox)
	assert.True(t, ok)
	order(t, box, box.fake.providers[0], placing("http://a.test/hook"))
	advance(t, box, Advance{To: "idle"})
	assert.Empty(t, heard.arrivals())
	for _, d := range box.Deliveries(nil) {
		assert.Equal(t, Refused, d.State)
		assert.Equal(t, "it has to be https", d.Reason)
	}
	assert.NotEmpty(t, box.Deliveries(nil))
}
