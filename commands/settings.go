package commands

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"amicable/bot"
	"amicable/commands/drafts"
	"amicable/commands/parse"
	"amicable/storage"
)

// The workspace's settings, by the key under which they are kept.
const (
	settingAlerts   = "alerts-channel" // where alerts go; "" is the flagger's direct messages
	settingDraft    = "auto-draft"     // "on": an alert at Part ways brings the draft with it
	settingZone     = "timezone"
	settingFirm     = "firm" // how drafts name us
	settingCooling  = "cooling-off"
	settingOpen     = "everyone-may-change" // "on": not only admins
	settingLanguage = "language"
	settingChannel  = "channel."       // + channel id: the client whose channel it is
	settingTrade    = "profession"     // what our letters must hold, unless a client's profile says otherwise
	settingModel    = "language-model" // "on": drafts are also worded by it, where there is one
	settingGuests   = "guest-role"
	settingTeam     = "team-role"
)

// setting is a choice that a workspace can make with /amicable settings.
type setting struct {
	key   string
	check func(rq *request, typed string) (string, error)
}

var settingsTable = []setting{
	{settingFirm, nil},
	{settingTrade, oneOf(drafts.Professions()...)},
	{settingAlerts, alertsChannel},
	{settingDraft, onOff},
	{settingModel, onOff},
	{settingZone, zoneName},
	{settingCooling, coolingOff},
	{settingLanguage, languageTag},
	{settingMine, languageTag},
	{settingOpen, onOff},
	{settingGuests, namedRoles},
	{settingTeam, namedRoles},
}

// settingNames are all of them; a platform may have no use for some.
func settingNames() []string { return keysOf(settingsTable) }

func keysOf(some []setting) []string {
	names := make([]string, len(some))
	for i, s := range some {
		names[i] = s.key
	}
	return names
}

// offered are the settings that mean something here: on the person's platform,
// and with or without a language model.
func (b *Bot) offered(rq *request) []setting {
	return slices.DeleteFunc(slices.Clone(settingsTable), func(s setting) bool {
		roles := s.key == settingGuests || s.key == settingTeam
		return roles && !rq.idiom().roles && rq.settings[s.key] == "" || s.key == settingModel && b.wording == nil
	})
}

var settingsCommand = command{
	name: "settings", umbrella: true, records: true,
	options: []option{
		{name: "setting", choices: settingNames()},
		{name: "value", words: "setting-value", suggest: true, max: maxFact},
	},
	split: splitSetting,
	run: func(b *Bot, ctx context.Context, rq *request, line parse.Line) (bot.Reply, error) {
		key, value := strings.ToLower(line.Options["setting"]), line.Options["value"]
		if key == "" {
			return b.showSettings(rq), nil
		}
		if !rq.mayChange() && key != settingMine {
			return bot.Reply{}, trouble("admins-only")
		}
		choices := b.offered(rq)
		i := slices.IndexFunc(choices, func(s setting) bool { return s.key == key })
		if i < 0 {
			return bot.Reply{}, trouble("setting-unknown", "Key", shorten(key, 40), "Known", strings.Join(keysOf(choices), ", "))
		}
		if value == "" {
			return say(b.settingLine(rq, key)), nil
		}
		if slices.Contains(clearing, value) {
			value = ""
		}
		if len([]rune(value)) > maxFact {
			return bot.Reply{}, trouble("fact-too-long", "Key", key, "Max", maxFact)
		}
		if check := choices[i].check; check != nil && value != "" {
			var err error
			if value, err = check(rq, value); err != nil {
				return bot.Reply{}, err
			}
		}
		if key == settingAlerts && value != "" {
			if err := b.reaches(ctx, rq, value); err != nil {
				return bot.Reply{}, err
			}
		}
		if err := rq.ws.Set(ctx, rq.settingKey(key), value, rq.actor()); err != nil {
			return bot.Reply{}, err
		}
		if key == settingAlerts && value != "" {
			if err := b.scheduleDigest(ctx, rq); err != nil {
				return bot.Reply{}, err
			}
		}
		rq.settings = maps.Clone(rq.settings)
		if rq.settings == nil {
			rq.settings = storage.Settings{}
		}
		rq.settings[rq.settingKey(key)] = value
		rq.p = b.speak(rq)
		reply := b.showSettings(rq)
		reply.Blocks = append([]bot.Block{bot.Text{Line: rq.p.L("settings.saved")}}, reply.Blocks...)
		return reply, nil
	},
}

// splitSetting reads "key=value" and "key value".
func splitSetting(text string) map[string]string {
	key, value, ok := strings.Cut(text, "=")
	if !ok || strings.ContainsAny(strings.TrimSpace(key), " \t") {
		key, value = cutWord(text)
	}
	return map[string]string{"setting": strings.TrimSpace(key), "value": parse.Unquote(value)}
}

func (b *Bot) showSettings(rq *request) bot.Reply {
	reply := bot.Reply{Title: rq.p.S("settings.title")}
	var list bot.List
	for _, s := range b.offered(rq) {
		list.Items = append(list.Items, bot.Item{Line: b.settingLine(rq, s.key), Detail: b.aboutSetting(rq, s.key)})
	}
	reply.Blocks = append(reply.Blocks, list, bot.Note{Line: rq.p.L("settings.how")})
	return reply
}

// aboutSetting says what a setting does; of the language model, what goes where.
func (b *Bot) aboutSetting(rq *request, key string) bot.Line {
	var host, model string
	if b.wording != nil {
		host, model = b.wording.Where()
	}
	return rq.p.L(rq.here("settings.about."+key), "Known", rq.languages(), "Trades", strings.Join(drafts.Professions(), ", "), "Host", host, "Model", model)
}

// settingLine says what a setting is now.
func (b *Bot) settingLine(rq *request, key string) bot.Line {
	shown := rq.settings[rq.settingKey(key)]
	if key == settingGuests || key == settingTeam {
		shown = strings.Join(rolesOf(shown, 1), ", ")
	}
	if id, name := cutWord(shown); key == settingAlerts && name != "" {
		shown = name
	} else if shown == "" {
		shown = rq.p.N("settings.default."+key, coolingDays(rq.settings), "Zone", rq.zone.String(), "Language", rq.words.LanguageName(rq.p.Language()))
	} else if key == settingAlerts {
		shown = id
	} else {
		shown = rq.settingShown(key, shown)
	}
	return rq.p.L("settings.item", "Key", key, "Value", shown)
}

// settingShown words a value that was chosen.
func (rq *request) settingShown(key, value string) string {
	switch key {
	case settingCooling:
		if n, err := strconv.Atoi(value); err == nil {
			return rq.p.N("span.days", n)
		}
	case settingLanguage, settingMine:
		return rq.words.LanguageName(value)
	case settingDraft, settingOpen:
		return rq.valueShown(value)
	}
	return value
}

func onOff(_ *request, typed string) (string, error) {
	switch value, _ := parse.Value(typed, "on", "off"); value {
	case "on":
		return "on", nil
	case "off":
		return "", nil
	}
	return "", trouble("fact-one-of", "Typed", shorten(typed, 40), "Known", "on, off")
}

// reaches asks the platform, where it can tell, whether alerts can go to a channel.
func (b *Bot) reaches(ctx context.Context, rq *request, channel string) error {
	s, _ := b.sender(rq.Platform)
	r, ok := s.(bot.Reacher)
	if !ok {
		return nil
	}
	id, _ := cutWord(channel)
	err := r.Reach(ctx, bot.Target{Platform: rq.Platform, Workspace: rq.Workspace, Channel: id})
	switch {
	case errors.Is(err, bot.ErrExposed):
		return trouble("channel-exposed")
	case errors.Is(err, bot.ErrNotMember):
		return trouble("channel-not-member")
	case errors.Is(err, bot.ErrNotThere):
		return trouble("channel-unfit")
	}
	return err
}

// alertsChannel takes "here" or a channel that the platform named, and keeps
// its id and its name. Where the platform said that people from outside may
// read, it is refused: alerts are not for them.
func alertsChannel(rq *request, typed string) (string, error) {
	id, name, err := rq.channel(typed)
	if err != nil {
		return "", err
	}
	if id == rq.Channel.ID && rq.Channel.Exposed && !rq.Channel.Unchecked {
		return "", trouble("channel-exposed")
	}
	if id == rq.Channel.ID && rq.Channel.Direct {
		return "", nil // which is what happens without a channel
	}
	return strings.TrimSpace(id + " " + name), nil
}

func zoneName(_ *request, typed string) (string, error) {
	loc, err := time.LoadLocation(typed)
	if err != nil || typed == "Local" {
		return "", trouble("zone-unknown", "Typed", shorten(typed, 40))
	}
	return loc.String(), nil
}

// defaultCooling is how many days a cooling-off takes (S1: a few).
const defaultCooling = 3

func coolingOff(_ *request, typed string) (string, error) {
	word, _ := cutWord(typed)
	n, err := strconv.Atoi(word)
	if err != nil || n < 0 || n > 30 {
		return "", trouble("fact-cooling", "Typed", shorten(typed, 40))
	}
	return strconv.Itoa(n), nil
}

func coolingDays(s storage.Settings) int {
	if n, err := strconv.Atoi(s[settingCooling]); err == nil {
		return n
	}
	return defaultCooling
}
