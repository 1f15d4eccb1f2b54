package main

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ringer-mock/ringer/mocks/engine"
)

func TestAServerThatServedNeverBlamesTheCommandLine(t *testing.T) {
	t.Parallel()
	assert.NoError(t, ended(nil))
	for want, err := range map[int]error{
		exitFailed:      errors.Join(nil, fmt.Errorf("%w: 3 had not been answered", engine.ErrUndelivered)),
		exitEnvironment: errors.New("serve the control port on 127.0.0.1:4100: accept: too many open files"),
	} {
		var e *exit
		assert.ErrorAs(t, ended(err), &e)
		assert.Equal(t, want, e.code, err)
		assert.Equal(t, err, e.err)
	}
}
