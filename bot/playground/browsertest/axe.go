package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// axeFolder is where `make axe` puts axe-core, below the system's temporary folder.
const axeFolder = "amicable-axe"

// Axe returns axe-core's source, the checker of accessibility. Where it was not
// brought (it takes node's npm), the test is skipped.
func Axe(t testing.TB) string {
	t.Helper()
	path := filepath.Join(os.TempDir(), axeFolder, "node_modules", "axe-core", "axe.min.js")
	src, err := os.ReadFile(path)
	if err != nil {
		t.Skip("axe-core is not there; `make axe` brings it when node is installed")
	}
	return string(src)
}

// Accessible has axe look at the page as it is, by the rules of WCAG 2.2 AA and
// good practice. The page must be opened Lax: axe is put into it.
func (p *Page) Accessible(axe, what string) {
	p.t.Helper()
	if !Eval[bool](p, `typeof window.axe === "object"`) {
		Eval[bool](p, axe+"\n;true")
	}
	found := Eval[[]string](p, `axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
		.then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.target.join(" ") + " (" + n.failureSummary.replace(/\s+/g, " ") + ")")))`)
	if len(found) > 0 {
		p.t.Errorf("%s: %s", what, fmt.Sprintf("%d violations\n  %s", len(found), strings.Join(found, "\n  ")))
	}
}
