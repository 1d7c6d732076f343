package browsertest

import "encoding/json"

// Say types a line where messages are written, and sends it.
func (p *Page) Say(line string) {
	p.t.Helper()
	p.Type("#composer-text", line)
	p.Key(Enter)
}

// LoseAnswer lets the page's next request of a path through, and loses its answer.
func (p *Page) LoseAnswer(path string) {
	p.t.Helper()
	asked, _ := json.Marshal(path)
	Eval[bool](p, `(() => {
		const real = window.fetch;
		window.fetch = async (...a) => {
			const r = await real(...a);
			if (a[0] !== `+string(asked)+`) return r;
			window.fetch = real;
			throw new TypeError("lost");
		};
		return true;
	})()`)
}
