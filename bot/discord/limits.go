package discord

import "amicable/bot"

// Discord's limits. Where they count characters, we count UTF-16 units: its
// clients do, and its servers, which may count code points, never get more.
const (
	// https://docs.discord.com/developers/components/reference: of one message, those inside others included.
	maxComponents = 40
	maxRowButtons = 5
	// maxText bounds the texts of a message's components together
	// (https://github.com/discord/discord-api-docs/pull/8562); see weigh for what counts.
	maxText = 4_000
	maxLine = maxText - 100 // of one line of text, so that a number or a tick fits before it
	// https://docs.discord.com/developers/components/reference#button
	maxButtonLabel = 80
	maxButtonURL   = 512
	// https://docs.discord.com/developers/components/reference#anatomy-of-a-component-custom-id;
	// counted in bytes, the strictest reading.
	maxCustomID = 100
	// https://docs.discord.com/developers/components/reference#string-select
	maxOptions     = 25
	maxOptionText  = 100 // of its label, its value and its description
	maxPlaceholder = 150
	// https://docs.discord.com/developers/components/reference#media-gallery
	maxImageAlt = 1_024
	// https://docs.discord.com/developers/reference#uploading-files
	maxFile  = 10 << 20
	maxFiles = 10
	// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
	maxModalTitle      = 45
	maxModalComponents = 5
	// https://docs.discord.com/developers/components/reference#label
	maxLabel     = 45
	maxLabelHint = 100
	// https://docs.discord.com/developers/components/reference#text-input
	maxInputText = 4_000

	// maxMessages bounds the messages that one reply may take; what is longer is
	// shortened, and says so. No reply of ours comes near; hostile ones do.
	maxMessages = 5
)

// weigh counts what a text takes of maxText: its characters, but at least half
// its bytes. A message's components together must stay within some 10,000 bytes,
// about which only an error 500 tells (https://github.com/discord/discord-api-docs/issues/8554);
// so they stay within 8,000 and what Discord adds to each.
func weigh(s string) int { return max(bot.Length(s), (len(s)+1)/2) }
