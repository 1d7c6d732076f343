package gateway_test

import (
	"testing"
	"time"

	"amicable/bot/discord/discordtest"
)

// Whatever packets come, before Hello or later, the bot stays or comes back, and leaves in time.
func FuzzPackets(f *testing.F) {
	for _, seed := range []string{
		`{"op":10,"d":{"heartbeat_interval":1}}`, `{"op":10,"d":{"heartbeat_interval":9223372036854775807}}`, `{"op":7}`, `{"op":9,"d":true}`,
		`{"op":0,"t":"READY","s":-5,"d":{"session_id":"x","resume_gateway_url":"ws://gateway.test:99"}}`, `{"op":0,"t":"RESUMED","s":3}`,
		`{"op":0,"s":9223372036854775807,"t":"X","d":null}`, `{"op":0,"s":-9223372036854775808}`, `{"op":1,"d":1}`, `{"op":11}`, "\xff", ``,
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, packet string, first bool) {
		if packet == "" || packet[0] != '{' {
			packet = "{" + packet // the fake would take it for a close
		}
		play(t, func(w *world) {
			if first {
				w.fake.Next(discordtest.Behaviour{First: []string{packet}})
			}
			p := w.start("one")
			w.until("a session", 3*time.Minute, w.connected(0))
			w.fake.Say(0, packet)
			w.say(0, 1, "after")
			pass(time.Second)
			w.until("a session", 3*time.Minute, w.connected(0))
			p.ends()
		})
	})
}
