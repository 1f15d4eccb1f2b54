package engine

import "net/http"

// metrics are whatever the process has for Prometheus.
func (p *controlPort) metrics(*Request) (Reply, error) {
	if p.Metrics == nil {
		return Reply{}, refuse(http.StatusNotFound, "ringer serve has them", "this fake has no metrics")
	}
	return Reply{Body: streamed(p.Metrics.ServeHTTP)}, nil
}
