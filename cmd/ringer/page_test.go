package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var pictures = flag.String("pictures", "", "folder to write pictures of the HTML report to")

// reportPage writes the HTML report of a run that fails, and that of one that passes for several providers.
func reportPages(t *testing.T) map[string]string {
	t.Helper()
	folder := t.TempDir()
	pages := map[string]string{"failing": filepath.Join(folder, "failing.html"), "passing": filepath.Join(folder, "passing.html")}
	_, files := reported(t, nil, "html")
	require.NoError(t, os.WriteFile(pages["failing"], []byte(files["html"]), 0o600))
	got := ringer(t, "conform", "--run", "*/callbacks/*", "--run", "*/login/*", "--report", "html="+pages["passing"])
	require.Equal(t, exitFine, got.code, got.err)
	return pages
}

func TestAReaderGetsFromTheVerdictToTheExchangeByKeyboard(t *testing.T) {
	b := openBrowser(t)
	b.screen(1280, 900, "light")
	b.open(reportPages(t)["failing"])

	b.tabTo(`.skip`)
	b.enter(`main`)
	b.tabTo(`.broken a.claim`)
	claim := b.value(`document.activeElement.textContent`)
	b.enter(`.claims > li`)
	assert.Contains(t, b.value(`document.activeElement.textContent`), claim)
	b.tabTo(`.claims > li a[href^="#"]`)
	scenario := b.value(`document.activeElement.textContent`)
	b.enter(`details.scenario[open] > summary`)
	assert.Equal(t, scenario, b.value(`document.activeElement.parentElement.id`))
	b.tabTo(`.problem a[href*=":"][href^="#"]`)
	b.enter(`details.exchange[open] > summary`)
	assert.Contains(t, b.value(`document.activeElement.parentElement.textContent`), "503")
	b.tabTo(`.exchange a[href^="#"]`)
	b.enter(`details.scenario[open] > summary`)
	assert.Equal(t, scenario, b.value(`document.activeElement.parentElement.id`), "and back")
}

func TestAReaderGetsFromTheVerdictToTheExchangeByPointer(t *testing.T) {
	b := openBrowser(t)
	b.screen(360, 740, "dark")
	b.open(reportPages(t)["failing"])
	for _, step := range []struct{ click, shows string }{
		{`.broken a.claim`, `.claims > li:target`},
		{`.claims > li:target a[href^="#"]`, `details.scenario[open]:target`},
		{`details.scenario:target .panels .seen a`, `details.exchange[open]:target`},
		{`details.exchange:target a`, `details.scenario[open]:target`},
	} {
		b.do("Runtime.evaluate", map[string]any{"expression": fmt.Sprintf(
			`(e => e.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, view: window})))(document.querySelector(%q))`, step.click)})
		b.until(fmt.Sprintf(`document.querySelector(%q) !== null`, step.shows))
		b.until(fmt.Sprintf(`(r => r.top >= 0 && r.top < innerHeight)(document.querySelector(%q).getBoundingClientRect())`, step.shows))
	}
}

func TestThePageNeedsNothingElseAndFitsAPhone(t *testing.T) {
	b := openBrowser(t)
	for name, page := range reportPages(t) {
		for _, width := range []int{360, 1280} {
			b.screen(width, 800, "dark")
			b.open(page)
			b.value(`document.querySelectorAll("details").forEach(d => { d.open = true })`)
			assert.LessOrEqual(t, b.value(`document.documentElement.scrollWidth`), float64(width), "%s is wider than %d pixels", name, width)
			assert.Equal(t, []string{}, b.strings(`[...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)`), "ids that are not unique")
			assert.Equal(t, []string{}, b.strings(`[...document.querySelectorAll("a[href^='#']")].map(a => decodeURIComponent(a.getAttribute("href").slice(1))).filter(id => !document.getElementById(id))`), "links that lead nowhere")
			assert.Equal(t, []string{}, b.nameless(), "without a name that a screen reader could say")
		}
		for _, event := range b.heard {
			switch event.Method {
			case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded":
				t.Errorf("%s: %s %s", name, event.Method, event.Params)
			case "Network.requestWillBeSent":
				assert.Regexp(t, `"url":"(file:|data:,)`, string(event.Params))
			}
		}
	}
}

func TestThePageIsReadableInLightAndDark(t *testing.T) {
	b := openBrowser(t)
	page := reportPages(t)["failing"]
	for _, scheme := range []string{"light", "dark"} {
		b.screen(1280, 900, scheme)
		b.open(page)
		b.value(`document.querySelectorAll("details").forEach(d => { d.open = true })`)
		assert.Equal(t, []string{}, b.strings(faint), "text of less than 4.5 to 1 in %s", scheme)
	}
}

// faint lists the texts whose contrast with what is behind them is less than WCAG asks for.
const faint = `(() => {
  const parse = c => (c.match(/[\d.]+/g) || []).map(Number);
  const light = c => { const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b };
  const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) { return c } } return [255, 255, 255] };
  const found = new Set();
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim() !== "" && n.textContent.trim() !== "·");
    if (!own || e.tagName === "SCRIPT" || e.tagName === "STYLE" || e.tagName === "title") { continue }
    const style = getComputedStyle(e), ink = light(parse(e instanceof SVGElement ? style.fill : style.color)), paper = light(behind(e));
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 4.5) { found.add(e.tagName + "." + (e.getAttribute("class") || "") + " " + ratio.toFixed(2)) }
  }
  return [...found];
})()`

func TestThePageIsValid(t *testing.T) {
	tidy, err := exec.LookPath("tidy")
	if err != nil {
		t.Skip("tidy is not installed; .ci/run installs it")
	}
	for name, page := range reportPages(t) {
		said, _ := exec.Command(tidy, "-quiet", "-errors", "-utf8", page).CombinedOutput()
		for _, line := range strings.Split(strings.TrimSpace(string(said)), "\n") {
			if !strings.HasSuffix(line, `<a> proprietary attribute "href"`) { // of SVG 2, which tidy does not know
				assert.Empty(t, line, name)
			}
		}
	}
}

// Whoever changes how the page looks, looks at it: go test ./cmd/ringer -run TestPictures -pictures FOLDER
func TestPicturesOfThePage(t *testing.T) {
	if *pictures == "" {
		t.Skip("no -pictures FOLDER")
	}
	b := openBrowser(t)
	for name, page := range reportPages(t) {
		for kind, size := range map[string][2]int{"wide": {1280, 900}, "phone": {360, 740}} {
			for _, scheme := range []string{"light", "dark"} {
				b.screen(size[0], size[1], scheme)
				b.open(page)
				b.picture(filepath.Join(*pictures, name+"-"+kind+"-"+scheme+".png"))
			}
		}
	}
}

// tabTo presses the tabulator until something of a kind has the focus, which must be seen.
func (b *browser) tabTo(selector string) {
	b.t.Helper()
	for range 300 {
		b.press("Tab")
		if b.value(fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) == true {
			assert.NotEqual(b.t, "none", b.value(`getComputedStyle(document.activeElement).outlineStyle`), "the focus on %s is not seen", selector)
			return
		}
	}
	require.Fail(b.t, "the keyboard does not get there", selector)
}

// enter follows a link, and returns when what it leads to has the focus.
func (b *browser) enter(selector string) {
	b.t.Helper()
	b.press("Enter")
	b.until(fmt.Sprintf(`document.activeElement.matches(%q)`, selector))
}

// strings is the value of an expression that is a list of them.
func (b *browser) strings(expression string) []string {
	b.t.Helper()
	list := []string{}
	for _, one := range b.value(expression).([]any) {
		list = append(list, one.(string))
	}
	return list
}

// nameless are the parts of the page that a person can go to and that have no accessible name.
func (b *browser) nameless() []string {
	b.t.Helper()
	data, err := json.Marshal(b.do("Accessibility.getFullAXTree", nil))
	require.NoError(b.t, err)
	var tree struct {
		Nodes []struct {
			Ignored    bool
			Role, Name struct{ Value any }
		}
	}
	require.NoError(b.t, json.Unmarshal(data, &tree))
	require.NotEmpty(b.t, tree.Nodes)
	list := []string{}
	for _, node := range tree.Nodes {
		switch node.Role.Value {
		case "link", "button", "DisclosureTriangle", "region", "navigation", "heading", "article":
			if name, _ := node.Name.Value.(string); !node.Ignored && strings.TrimSpace(name) == "" {
				list = append(list, fmt.Sprint(node.Role.Value))
			}
		}
	}
	return list
}
