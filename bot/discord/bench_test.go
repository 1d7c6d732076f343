package discord

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"amicable/bot"
	"amicable/bot/bottest"
	"amicable/bot/discord/discordtest"
)

// BenchmarkCommand is what the adapter itself costs a command: verify, decode,
// render, without the handler. Slack's has the same name.
func BenchmarkCommand(b *testing.B) {
	flagged := bottest.Named(b, "flagged")
	dc := discordtest.NewServer(time.Now)
	ann := dc.AddGuild("Ours").AddMember("Ann")
	a, err := New(Config{
		BotToken: discordtest.Token, ApplicationID: discordtest.ApplicationID, PublicKey: dc.PublicKey(),
		APIURL: "https://discord.example/api/", HTTPClient: &http.Client{Transport: dc},
		Handler: bot.HandlerFunc(func(context.Context, bot.Event) (bot.Reply, error) { return flagged, nil }),
		Phrases: phrases{}, Now: time.Now,
	})
	if err != nil {
		b.Fatal(err)
	}
	mux := http.NewServeMux()
	a.Routes(mux)
	general := dc.Guilds(0, 1)[0].Channel("general")
	i := dc.Command(general, ann, "flag", discordtest.Opt("client", "Acme"), discordtest.Opt("sign", "late-payment"))
	template := dc.JSON(i)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		b.StopTimer() // Discord's part: another interaction each time, signed
		n++
		body := bytes.ReplaceAll(template, []byte(i.ID), []byte(strconv.Itoa(n)))
		r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/discord/interactions", bytes.NewReader(body))
		dc.Sign(r, body, time.Now())
		w := httptest.NewRecorder()
		b.StartTimer()
		mux.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			b.Fatal(w.Code)
		}
	}
}
