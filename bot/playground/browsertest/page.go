package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Page is an open page. Its methods fail the test when something cannot be done.
type Page struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex
	problems []string
	allowed  []*regexp.Regexp
}

// Keys that have a name and no letter.
const (
	Enter  = kb.Enter
	Escape = kb.Escape
	Tab    = kb.Tab
	Up     = kb.ArrowUp
	Down   = kb.ArrowDown
)

// listen collects what the page complains about.
func (p *Page) listen() {
	messages := chromedp.Console(p.ctx)
	go func() { // ends with the page's context
		for m, err := range messages {
			if err != nil {
				return
			}
			if text := fmt.Sprint(m); m.Type == "error" || m.Type == chromedp.ConsoleException ||
				strings.Contains(text, "Content Security Policy") || strings.Contains(text, "TrustedHTML") {
				p.mu.Lock()
				p.problems = append(p.problems, text)
				p.mu.Unlock()
			}
		}
	}()
}

// Allow says that complaints of a kind are part of the test.
func (p *Page) Allow(pattern string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.allowed = append(p.allowed, regexp.MustCompile(pattern))
}

// Problems are the complaints that were not allowed.
func (p *Page) Problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []string
next:
	for _, problem := range p.problems {
		for _, a := range p.allowed {
			if a.MatchString(problem) {
				continue next
			}
		}
		all = append(all, problem)
	}
	return all
}

func (p *Page) must(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, Patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
}

// Go opens an address in the page.
func (p *Page) Go(address string) {
	p.t.Helper()
	p.must("opening "+address, chromedp.Navigate(address))
}

// Reload loads the page again.
func (p *Page) Reload() {
	p.t.Helper()
	p.must("loading again", chromedp.Reload())
}

// Eval evaluates an expression; a promise is waited for.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, Patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("evaluating %.200s: %v", expression, err)
	}
	return v
}

// Until waits for an expression to be true. The page itself looks again and
// again, so this is prompt; a page that is loaded anew meanwhile is asked again.
func (p *Page) Until(what, expression string) {
	p.t.Helper()
	script := fmt.Sprintf(`new Promise((done) => {
		const begun = Date.now(), look = () => {
			let yes = false;
			try { yes = Boolean(%s); } catch { /* not there yet */ }
			if (yes || Date.now() - begun > 2000) done(yes); else setTimeout(look, 10);
		};
		look();
	})`, expression)
	for end := time.Now().Add(Patience); time.Now().Before(end) && p.ctx.Err() == nil; {
		ctx, cancel := context.WithTimeout(p.ctx, Patience)
		yes, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script, chromedp.EvalAwaitPromise))
		cancel()
		if err == nil && yes {
			return
		}
	}
	p.Shot(filepath.Join(os.TempDir(), "amicable-failed.png"))
	p.t.Fatalf("%s: not within %v (see amicable-failed.png in %s): %s\nThe page shows:\n%s", what, Patience, os.TempDir(), expression, p.Text("body"))
}

// find is JavaScript for the last visible element that fits a selector and has the text.
func find(selector, text string) string {
	s, _ := json.Marshal(selector)
	x, _ := json.Marshal(text)
	return fmt.Sprintf(`[...document.querySelectorAll(%s)].filter((n) => n.checkVisibility({ visibilityProperty: true }) && n.textContent.includes(%s)).at(-1)`, s, x)
}

// See waits until an element that fits the selector shows the text.
func (p *Page) See(selector, text string) {
	p.t.Helper()
	p.Until(fmt.Sprintf("%q in %s", text, selector), find(selector, text))
}

// Gone waits until no element that fits the selector shows the text.
func (p *Page) Gone(selector, text string) {
	p.t.Helper()
	p.Until(fmt.Sprintf("%q gone from %s", text, selector), "!"+find(selector, text))
}

// Text is what an element shows.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	s, _ := json.Marshal(selector)
	return Eval[string](p, fmt.Sprintf(`document.querySelector(%s)?.innerText ?? ""`, s))
}

// point brings an element to where a mouse can reach it, and returns its middle.
func (p *Page) point(selector, text string) (x, y float64) {
	p.t.Helper()
	found := find(selector, text)
	p.Until(fmt.Sprintf("%s %q within reach", selector, text), fmt.Sprintf(`(() => {
		const n = %s;
		n.scrollIntoView({ block: "nearest" });
		const r = n.getBoundingClientRect(), hit = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
		return hit && (n.contains(hit) || hit.contains(n) || hit.closest("label")?.contains(n));
	})()`, found))
	at := Eval[[]float64](p, fmt.Sprintf(`(() => { const r = %s.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`, found))
	return at[0], at[1]
}

// Click clicks the last visible element that fits the selector and shows the text.
func (p *Page) Click(selector, text string) {
	p.t.Helper()
	x, y := p.point(selector, text)
	p.must("clicking "+selector, chromedp.MouseClickXY(x, y))
}

// Hover moves the mouse there.
func (p *Page) Hover(selector, text string) {
	p.t.Helper()
	x, y := p.point(selector, text)
	p.must("pointing at "+selector, chromedp.MouseEvent("mouseMoved", x, y))
}

// Type clicks into a field and types.
func (p *Page) Type(selector, text string) {
	p.t.Helper()
	p.Click(selector, "")
	p.Key(text)
}

// Key types where the focus is.
func (p *Page) Key(keys string, options ...chromedp.KeyOption) {
	p.t.Helper()
	p.must("typing", chromedp.KeyEvent(keys, options...))
}

// Shift holds the shift key.
var Shift = chromedp.KeyModifiers(chromedp.ModifierShift)

// Shot writes a screenshot to a file.
func (p *Page) Shot(path string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, Patience)
	defer cancel()
	data, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o750)
	}
	if err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		p.t.Errorf("taking a screenshot: %v", err)
	}
}
