package commands

import (
	"strings"

	"amicable/commands/locale"
	"amicable/commands/parse"
)

// settingMine is the language of one person. It is kept under the workspace's
// language and the person's id, and is everybody's own to set.
const settingMine = "my-language"

// speak is the printer of the language that suits a person: their own choice,
// else what the platform says of them, else the workspace's.
func (b *Bot) speak(rq *request) *locale.Printer {
	return b.words.For(rq.settings[rq.settingKey(settingMine)], rq.Actor.Locale, rq.settings[settingLanguage]).In(rq.zone)
}

// speakToAll is the printer of the language for what everybody in a channel
// reads: the workspace's, else what the platform says of the person whose doing it was.
func (b *Bot) speakToAll(rq *request) *locale.Printer {
	return b.words.For(rq.settings[settingLanguage], rq.Actor.Locale).In(rq.zone)
}

// settingKey is the key under which a setting is kept.
func (rq *request) settingKey(setting string) string {
	if setting == settingMine {
		return settingLanguage + "." + rq.Actor.ID
	}
	return setting
}

// language is the tag of a language as people name it: "polski", "po polsku".
func (rq *request) language(typed string) (tag string, ok bool) {
	if tag, ok := rq.words.Language(typed); ok {
		return tag, true
	}
	words := strings.Fields(typed)
	tag, n := rq.languageIn(words)
	return tag, n > 0 && n == len(words)
}

// languageIn is the same at the beginning of words; n is how many name it, 0 for none.
func (rq *request) languageIn(words []string) (tag string, n int) {
	if tag, n = parse.Tongue(words); n > 1 {
		return tag, n
	}
	if len(words) > 0 {
		if tag, ok := rq.words.Language(strings.Trim(words[0], ".,;")); ok {
			return tag, 1
		}
	}
	return tag, n
}

// languageTag reads the name of a language, or its tag.
func languageTag(rq *request, typed string) (string, error) {
	tag, ok := rq.language(typed)
	if !ok {
		return "", trouble("language-unknown", "Typed", shorten(typed, 40), "Known", rq.languages())
	}
	return tag, nil
}

// languages names those that can be chosen, each in itself.
func (rq *request) languages() string {
	var names []string
	for _, tag := range rq.words.Languages() {
		names = append(names, rq.words.LanguageName(tag))
	}
	return strings.Join(names, " · ")
}
