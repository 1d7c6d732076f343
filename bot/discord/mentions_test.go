package discord

import (
	"testing"

	"amicable/bot/discord/discordtest"
)

// Whoever knows the id of a channel may write it: its name is for those who may
// look into it.
func TestNamesOfChannelsAreForThoseWhoMayLook(t *testing.T) {
	story(t, func(w *world) {
		board := w.g.AddRole("Board", 0)
		hidden := w.g.AddChannel("layoffs-of-ben", &discordtest.Overwrite{ID: w.g.ID, Deny: look},
			&discordtest.Overwrite{ID: board.ID, Allow: look}, &discordtest.Overwrite{ID: w.a.self(), Kind: 1, Allow: look})
		thread := w.g.AddThread(hidden, "how-many")
		private := w.g.AddThread(w.g.Channel("general"), "between-two")
		w.g.Change(func() { private.Kind = channelPrivateThread })
		open := w.g.AddThread(w.g.Channel("general"), "lunch")
		eve := w.g.AddMember("Eve", "Board")
		asked := func(who *discordtest.Member, c *discordtest.Channel, want string) {
			t.Helper()
			w.do(w.dc.Command(w.g.Channel("general"), who, "assess", discordtest.Opt("client", c.Mention())))
			e := w.last()
			if got := e.Options["client"]; got != "#"+want || e.Channels["#"+want] != c.ID {
				t.Errorf("%s is %q for %s, %v", c.Name, got, who.User.GlobalName, e.Channels)
			}
		}
		for range 2 { // looked up, and then remembered
			asked(w.ann, w.g.Channel("general"), "general")
			asked(w.ann, hidden, hidden.ID)
			asked(w.ann, thread, thread.ID)
			asked(w.ann, private, private.ID)
			asked(w.ann, open, "lunch")
			asked(eve, hidden, "layoffs-of-ben")
			asked(eve, thread, "how-many")
		}
		w.wrote(w.g.Channel("general"), w.ann, "<@"+w.a.self()+"> assess "+hidden.Mention())
		if e := w.last(); e.Text != "assess #"+hidden.ID {
			t.Errorf("said %q", e.Text)
		}
		w.wrote(w.dc.DirectChannel(w.ann.User), w.ann, "assess "+hidden.Mention())
		if e := w.last(); e.Text != "assess #"+hidden.ID {
			t.Errorf("said %q", e.Text)
		}
	})
}
