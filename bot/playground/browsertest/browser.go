package browsertest

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Patience bounds each wait for the page.
const Patience = 20 * time.Second

// names are what Chromium is called, on Debian and elsewhere.
var names = []string{"chromium", "chromium-browser", "google-chrome"}

// Browser is a running Chromium.
type Browser struct{ ctx context.Context }

// Start starts a Chromium for the test. Without one the test is skipped;
// AMICABLE_TEST_REQUIRE_SERVERS=1 makes that a failure.
func Start(t testing.TB) *Browser {
	t.Helper()
	path := ""
	for _, name := range names {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("AMICABLE_TEST_REQUIRE_SERVERS") == "1" {
			t.Fatal("Chromium is not installed, and AMICABLE_TEST_REQUIRE_SERVERS asks for it")
		}
		t.Skip("Chromium is not installed; apt-get install chromium to run this")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		// Nothing but the page under test is to be reached.
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true), chromedp.Flag("no-pings", true),
		chromedp.Flag("hide-scrollbars", false), chromedp.Flag("lang", "en-GB"),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses root otherwise
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting Chromium: %v", err)
	}
	return &Browser{ctx}
}

// Look is how somebody looks at the page.
type Look struct {
	Width, Height int64 // CSS pixels; 1280×800 when zero
	Dark          bool
	Touch         bool
	Scale         float64 // device pixels for each CSS pixel; 1 when zero
	// Clipboard lets the page write to the clipboard, and the test read it.
	Clipboard bool
	// Lax switches the page's Content-Security-Policy off, for tools that are put into it.
	Lax bool
}

// Open opens an address in a profile of its own: no cookie, nothing stored.
func (b *Browser) Open(t testing.TB, address string, l Look) *Page {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	p := &Page{t: t, ctx: ctx}
	p.listen()
	p.Look(l)
	if l.Clipboard {
		p.must("allowing the clipboard", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			c := chromedp.FromContext(ctx)
			for _, name := range []string{"clipboard-write", "clipboard-read"} {
				if _, err := cdp.Call(ctx, c.Browser, browser.SetPermission, browser.SetPermissionParams{
					Permission: &browser.PermissionDescriptor{Name: name}, Setting: "granted", BrowserContextID: c.BrowserContextID,
				}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	if l.Lax {
		p.must("lifting the policy", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: true})
			return err
		}))
	}
	p.Go(address)
	t.Cleanup(func() {
		for _, problem := range p.Problems() {
			t.Errorf("the page complained: %s", problem)
		}
	})
	return p
}

// Look changes how the page is looked at.
func (p *Page) Look(l Look) {
	p.t.Helper()
	if l.Width == 0 {
		l.Width, l.Height = 1280, 800
	}
	if l.Scale == 0 {
		l.Scale = 1
	}
	viewport := []chromedp.EmulateViewportOption{chromedp.EmulateScale(l.Scale)}
	if l.Touch {
		viewport = append(viewport, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	scheme := "light"
	if l.Dark {
		scheme = "dark"
	}
	p.must("looking", chromedp.EmulateViewport(l.Width, l.Height, viewport...))
	p.must("choosing colours", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			// What moves would be caught half-way by a screenshot.
			{Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return err
	}))
}
