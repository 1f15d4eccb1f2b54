package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
)

// A browser is a headless Chromium with one page, spoken to in its own protocol.
type browser struct {
	t       *testing.T
	conn    *websocket.Conn
	last    int
	session string
	heard   []pageEvent // what the page said and asked for by itself
}

// pageEvent is an event of the protocol.
type pageEvent struct {
	Method string
	Params json.RawMessage
}

// openBrowser starts Chromium, from RINGER_CHROMIUM or the path, and stops it with the test.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	binary := os.Getenv("RINGER_CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if binary == "" {
			binary, _ = exec.LookPath(name)
		}
	}
	if binary == "" {
		t.Skip("no Chromium: .ci/run installs one, and RINGER_CHROMIUM names one")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	// Not the test's own folder: what Chromium has started writes here for a moment after it has ended, which is no failure.
	profile, err := os.MkdirTemp("", "ringer-browser-")
	require.NoError(t, err)
	cmd := exec.CommandContext(ctx, binary, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--user-data-dir="+profile, "--remote-debugging-port=0", "about:blank")
	require.NoError(t, cmd.Start())
	b := &browser{t: t}
	t.Cleanup(func() {
		if b.conn != nil {
			b.conn.CloseNow()
		}
		cancel()
		cmd.Wait()
		os.RemoveAll(profile)
	})
	// The port is written to the profile; there is no other way to learn it.
	var port string
	require.Eventually(t, func() bool {
		data, err := os.ReadFile(filepath.Join(profile, "DevToolsActivePort"))
		port = strings.ReplaceAll(strings.TrimSpace(string(data)), "\n", "")
		return err == nil && strings.Contains(port, "/")
	}, time.Minute, 20*time.Millisecond, "chromium does not say where it listens")
	conn, _, err := websocket.Dial(ctx, "ws://127.0.0.1:"+port, nil)
	require.NoError(t, err)
	conn.SetReadLimit(64 << 20)
	b.conn = conn
	target := b.do("Target.createTarget", map[string]any{"url": "about:blank"})["targetId"]
	b.session = b.do("Target.attachToTarget", map[string]any{"targetId": target, "flatten": true})["sessionId"].(string)
	for _, domain := range []string{"Page", "Runtime", "Network", "Log", "Accessibility"} {
		b.do(domain+".enable", nil)
	}
	return b
}

// do sends a command and returns its result. Events that come meanwhile are kept.
func (b *browser) do(method string, params map[string]any) map[string]any {
	b.t.Helper()
	b.last++
	message := map[string]any{"id": b.last, "method": method}
	if params != nil {
		message["params"] = params
	}
	if b.session != "" {
		message["sessionId"] = b.session
	}
	data, err := json.Marshal(message)
	require.NoError(b.t, err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	require.NoError(b.t, b.conn.Write(ctx, websocket.MessageText, data))
	for {
		_, data, err := b.conn.Read(ctx)
		require.NoError(b.t, err)
		var got struct {
			ID     int
			Result map[string]any
			Error  *struct{ Message string }
			pageEvent
		}
		require.NoError(b.t, json.Unmarshal(data, &got))
		if got.ID != b.last {
			b.heard = append(b.heard, got.pageEvent)
			continue
		}
		require.Nil(b.t, got.Error, "%s: %+v", method, got.Error)
		return got.Result
	}
}

// open shows a file, and returns when it is loaded.
func (b *browser) open(file string) {
	b.t.Helper()
	b.heard = nil
	b.do("Page.navigate", map[string]any{"url": (&url.URL{Scheme: "file", Path: file}).String()})
	b.until(`document.readyState === "complete"`)
}

// until waits for a condition of the page.
func (b *browser) until(condition string) {
	b.t.Helper()
	require.Eventually(b.t, func() bool { return b.value(condition) == true }, 20*time.Second, 20*time.Millisecond, condition)
}

// value is what an expression is in the page.
func (b *browser) value(expression string) any {
	b.t.Helper()
	got := b.do("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true})
	require.NotContains(b.t, got, "exceptionDetails", expression)
	return got["result"].(map[string]any)["value"]
}

// press types one key, as a person does.
func (b *browser) press(key string) {
	b.t.Helper()
	code := map[string]int{"Tab": 9, "Enter": 13}[key]
	text := map[string]string{"Enter": "\r"}[key]
	b.do("Input.dispatchKeyEvent", map[string]any{"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text})
	b.do("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": code})
}

// screen chooses the size and the colours.
func (b *browser) screen(width, height int, scheme string) {
	b.t.Helper()
	b.do("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})
	b.do("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]any{{"name": "prefers-color-scheme", "value": scheme}}})
}

// picture saves all of the page.
func (b *browser) picture(file string) {
	b.t.Helper()
	got := b.do("Page.captureScreenshot", map[string]any{"format": "png", "captureBeyondViewport": true})
	data, err := base64.StdEncoding.DecodeString(got["data"].(string))
	require.NoError(b.t, err)
	require.NoError(b.t, os.WriteFile(file, data, 0o644))
}
