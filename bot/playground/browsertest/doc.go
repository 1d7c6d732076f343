// Package browsertest looks at a page as a person does: in a real Chromium
// without a window, with a real mouse and keyboard. Tests use it; it imports
// chromedp and the standard library.
//
// Nothing here sleeps: every step waits until the page is as it should be, and
// fails the test when that takes too long. What the page complains about in the
// console (errors, exceptions, violations of its Content-Security-Policy) is
// collected and fails the test at its end.
package browsertest
