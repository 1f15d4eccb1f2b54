package specs

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryProviderLoads(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			_, err := Load(name)
			require.NoError(t, err)
		})
	}
}
