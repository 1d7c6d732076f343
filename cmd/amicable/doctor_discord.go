package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"amicable/bot/discord"
)

// discordAPI asks Discord as the bot.
type discordAPI struct {
	base  string // "https://discord.com/api/v10"
	token Secret
}

// errRefusedToken is a 401 of Discord's.
var errRefusedToken = errors.New("the token is refused")

// discord asks Discord whether token, id and key belong together, and whether events can arrive.
func (e *exam) discord(ctx context.Context, settings Settings) {
	if !settings.discordConfigured() {
		e.ok("discord", "is not configured")
		return
	}
	base := strings.TrimSuffix(cmp.Or(settings.DiscordAPIURL, discord.DefaultAPIURL), "/") + "/v10"
	api := discordAPI{base, settings.DiscordBotToken}
	var me struct {
		ID, Username string
	}
	date, err := api.get(ctx, "/users/@me", &me)
	switch {
	case errors.Is(err, errRefusedToken):
		e.bad("discord", "refuses DISCORD_BOT_TOKEN. Make a new one in the developer portal: Bot, Reset Token.")
		return
	case err != nil:
		e.bad("discord", "cannot be reached at %s (%v). Check the network and any proxy.", base, err)
		return
	}
	e.ok("discord", "DISCORD_BOT_TOKEN belongs to %s", word(me.Username))
	if !date.IsZero() {
		e.clock("Discord", date)
	}
	e.application(ctx, api, settings)
	e.commands(ctx, api, settings)
	e.gateway(ctx, api)
}

// application compares the settings with what Discord knows of the application.
func (e *exam) application(ctx context.Context, api discordAPI, settings Settings) {
	var app struct {
		ID, Name     string
		VerifyKey    string `json:"verify_key"`
		Interactions string `json:"interactions_endpoint_url"`
	}
	if _, err := api.get(ctx, "/applications/@me", &app); err != nil {
		e.bad("discord", "does not say which application the token belongs to (%v). Try again.", err)
		return
	}
	if app.ID != settings.DiscordApplicationID {
		e.bad("discord", "DISCORD_APPLICATION_ID is not the application of the token, which is %s (%s). Set that, or take the token of the other one.", word(app.ID), word(app.Name))
		return
	}
	e.ok("discord", "DISCORD_APPLICATION_ID is %s", word(app.Name))
	key := settings.DiscordPublicKey
	switch {
	case key != "" && !strings.EqualFold(key, app.VerifyKey):
		e.bad("discord", "DISCORD_PUBLIC_KEY is not the application's. Copy it again: %s", wherePublicKey)
	case key == "" && app.Interactions != "":
		e.bad("discord", "sends commands to %s, and nothing here takes them without DISCORD_PUBLIC_KEY. Set it, or empty Interactions Endpoint URL under General Information.", word(app.Interactions))
	case app.Interactions != "":
		e.ok("discord", "DISCORD_PUBLIC_KEY fits; commands are sent to %s", word(app.Interactions))
	case key != "":
		e.ok("discord", "DISCORD_PUBLIC_KEY fits; commands come over the gateway until Interactions Endpoint URL is set under General Information")
	}
}

// commands looks whether the commands are where people look for them.
func (e *exam) commands(ctx context.Context, api discordAPI, settings Settings) {
	path, where := "/applications/"+settings.DiscordApplicationID, "in all servers"
	if g := settings.DiscordGuildID; g != "" {
		var guild struct{ Name string }
		if _, err := api.get(ctx, "/guilds/"+g, &guild); err != nil {
			e.bad("discord", "the bot is not in the server that DISCORD_GUILD_ID names (%v). Invite it: amicable manifest discord prints the link.", err)
			return
		}
		path, where = path+"/guilds/"+g, "in "+word(guild.Name)
	}
	var registered []struct{ Name string }
	_, err := api.get(ctx, path+"/commands", &registered)
	switch {
	case err != nil:
		e.bad("discord", "does not say which commands are registered (%v). Try again.", err)
	case len(registered) == 0:
		e.warn("discord", "no commands are registered %s yet. The bot registers them when it starts.", where)
	default:
		e.ok("discord", "%s registered %s", count(len(registered), "command is", "commands are"), where)
	}
}

// gateway looks whether events can arrive, without beginning a session.
func (e *exam) gateway(ctx context.Context, api discordAPI) {
	var g struct {
		URL    string
		Shards int
		Limit  struct{ Remaining int } `json:"session_start_limit"`
	}
	if _, err := api.get(ctx, "/gateway/bot", &g); err != nil {
		e.bad("discord", "does not say where its gateway is (%v). Try again.", err)
		return
	}
	if err := hello(ctx, g.URL); err != nil {
		e.bad("discord", "its gateway cannot be reached (%v). Let this machine open WebSockets to %s.", err, word(g.URL))
		return
	}
	if g.Limit.Remaining == 0 {
		e.bad("discord", "lets the bot begin no more sessions today: it was started too often. Wait, and look into the log why.")
		return
	}
	e.ok("discord", "its gateway answers; %s recommended, %s left today", count(g.Shards, "shard is", "shards are"), count(g.Limit.Remaining, "session", "sessions"))
}

// hello connects to a gateway and waits for its first word.
func hello(ctx context.Context, gateway string) error {
	ctx, cancel := context.WithTimeout(ctx, examTime)
	defer cancel()
	u, err := url.Parse(gateway)
	if err != nil {
		return errors.New("its address is no URL")
	}
	u.RawQuery = url.Values{"v": {"10"}, "encoding": {"json"}}.Encode()
	conn, res, err := websocket.DefaultDialer.DialContext(ctx, u.String(), nil)
	if err != nil {
		return fmt.Errorf("connecting: %w", err)
	}
	_ = res.Body.Close()
	defer func() { _ = conn.Close() }()
	conn.SetReadLimit(1 << 16)
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetReadDeadline(deadline); err != nil {
			return fmt.Errorf("waiting: %w", err)
		}
	}
	var first struct{ Op int }
	if err := conn.ReadJSON(&first); err != nil {
		return fmt.Errorf("waiting: %w", err)
	}
	const opHello = 10
	if first.Op != opHello {
		return errors.New("something else answers there")
	}
	return nil
}

// get asks for something and returns the server's time.
func (a discordAPI) get(ctx context.Context, path string, into any) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, examTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.base+path, nil)
	if err != nil {
		return time.Time{}, errors.New("the address is no URL")
	}
	req.Header.Set("Authorization", "Bot "+strings.TrimPrefix(a.token.Reveal(), "Bot "))
	req.Header.Set("User-Agent", "DiscordBot (https://github.com/bwmarrin/discordgo, amicable doctor)")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return time.Time{}, err // it names the address, which is no secret
	}
	defer func() { _ = res.Body.Close() }()
	switch {
	case res.StatusCode == http.StatusUnauthorized:
		return time.Time{}, errRefusedToken
	case res.StatusCode != http.StatusOK:
		return time.Time{}, fmt.Errorf("it answers %s", word(res.Status))
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(into); err != nil {
		return time.Time{}, errors.New("it answers something else than JSON")
	}
	date, err := http.ParseTime(res.Header.Get("Date"))
	if err != nil {
		date = time.Time{}
	}
	return date, nil
}
