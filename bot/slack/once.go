package slack

import (
	"net/http"

	"amicable/bot/internal/work"
)

// once answers a delivery whose id is being or was worked on with that outcome.
// One that failed is worked on again when Slack delivers it again.
func once(o *work.Once[answer], id string, f func() answer) answer {
	ans := o.Do(id, func() (answer, bool) {
		ans := f()
		return ans, ans.status == http.StatusOK
	})
	if ans.status == 0 { // the first one panicked
		ans.status = http.StatusInternalServerError
	}
	return ans
}
