package commands

import (
	"context"
	"strings"
	"time"

	"amicable/bot"
)

// suggestDays offers days by what they are called and their dates. Typed is one
// of them, or its beginning, or any other day.
func suggestDays(rq *request, typed string, read func(string, time.Time, *time.Location) (time.Time, error), days ...string) []bot.Option {
	offer := func(text string) (bot.Option, bool) {
		at, err := read(text, rq.now, rq.zone)
		label := capital(rq.p.Ago(at, rq.now)) + ": " + rq.p.Date(at)
		return bot.Option{Label: label, Value: text}, err == nil && len([]rune(text)) <= maxSuggestion
	}
	if o, ok := offer(typed); ok {
		return []bot.Option{o}
	}
	var options []bot.Option
	for _, text := range days {
		o, ok := offer(text)
		fits := strings.HasPrefix(text, strings.ToLower(typed)) || strings.HasPrefix(strings.ToLower(o.Label), strings.ToLower(typed))
		if ok && fits {
			options = append(options, o)
		}
	}
	return options
}

// suggestValue offers what a setting, or what /client does, can take.
func (b *Bot) suggestValue(ctx context.Context, rq *request, typed string) ([]bot.Option, error) {
	switch {
	case rq.Command == clientCommand.name && rq.Options["action"] == "merge":
		return b.suggestClients(ctx, rq, typed)
	case rq.Command == clientCommand.name && (rq.Options["action"] == "set" || rq.Options["action"] == ""):
		if strings.ContainsAny(typed, "=:") {
			return nil, nil // the value is theirs
		}
		var keys []string
		for _, k := range profileNames() {
			keys = append(keys, k+"=")
		}
		return suggestWords(typed, keys), nil
	case rq.Command == settingsCommand.name:
		return suggestWords(typed, b.settingValues(rq, rq.Options["setting"])), nil
	}
	return nil, nil
}

// settingValues are what a setting is mostly set to.
func (b *Bot) settingValues(rq *request, key string) []string {
	switch key {
	case settingAlerts:
		return []string{"here", "-"}
	case settingDraft, settingOpen:
		return []string{"on", "off"}
	case settingZone:
		return zones
	case settingCooling:
		return []string{"0", "1", "2", "3", "5", "7", "14"}
	case settingFirm:
		return []string{first(rq.settings[settingFirm], "-")}
	}
	return nil
}

// zones are time zones that many teams work in; every other IANA name can be typed.
var zones = []string{
	"Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Madrid", "Europe/Paris", "Europe/Brussels",
	"Europe/Amsterdam", "Europe/Berlin", "Europe/Zurich", "Europe/Vienna", "Europe/Rome", "Europe/Prague",
	"Europe/Warsaw", "Europe/Belgrade", "Europe/Zagreb", "Europe/Budapest", "Europe/Copenhagen", "Europe/Oslo",
	"Europe/Stockholm", "Europe/Helsinki", "Europe/Vilnius", "Europe/Bucharest", "Europe/Sofia", "Europe/Athens",
	"Europe/Kyiv", "Europe/Istanbul", "UTC",
	"America/New_York", "America/Toronto", "America/Chicago", "America/Denver", "America/Los_Angeles",
	"America/Vancouver", "America/Mexico_City", "America/Bogota", "America/Sao_Paulo", "America/Argentina/Buenos_Aires",
	"Africa/Lagos", "Africa/Cairo", "Africa/Nairobi", "Africa/Johannesburg",
	"Asia/Dubai", "Asia/Jerusalem", "Asia/Karachi", "Asia/Kolkata", "Asia/Bangkok", "Asia/Singapore", "Asia/Hong_Kong",
	"Asia/Shanghai", "Asia/Tokyo", "Asia/Seoul", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland",
}
