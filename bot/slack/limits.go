package slack

// Slack's limits, in UTF-16 units where they count characters (the strictest reading).
const (
	// https://docs.slack.dev/reference/block-kit/blocks/
	maxBlocks     = 50
	maxViewBlocks = 100
	// maxMessageText bounds the characters of all blocks of a message together:
	// about 10,000 are safe, 11,341 were rejected with msg_blocks_too_long.
	maxMessageText = 10_000
	maxRows        = maxMessageText / 2 // of those for buttons and menus
	// https://docs.slack.dev/reference/block-kit/blocks/section-block/
	maxSection = 3_000
	// https://docs.slack.dev/reference/block-kit/blocks/actions-block/
	maxActionElements = 25
	// https://docs.slack.dev/reference/block-kit/blocks/image-block/: of the title and of the alt text.
	maxImageText = 2_000
	// https://docs.slack.dev/reference/block-kit/block-elements/button-element/
	maxButtonLabel = 75
	maxButtonValue = 2_000
	maxActionID    = 255
	maxURL         = 3_000
	// https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object/
	maxConfirmTitle  = 100
	maxConfirmText   = 300
	maxConfirmButton = 30
	// https://docs.slack.dev/reference/block-kit/composition-objects/option-object/
	maxOptionText  = 75
	maxOptionValue = 150
	// https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element/
	maxOptions     = 100
	maxPlaceholder = 150
	// https://docs.slack.dev/reference/block-kit/blocks/input-block/
	maxInputLabel = 2_000
	maxInputHint  = 2_000
	// https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element/
	maxInputText = 3_000
	// https://docs.slack.dev/reference/views/modal-views/
	maxViewTitle    = 24
	maxViewMetadata = 3_000
	// https://docs.slack.dev/reference/methods/chat.postMessage/#truncating: best
	// within 4,000; escaping makes a character five at most.
	maxFallback = 800
	// https://docs.slack.dev/reference/app-manifest/
	maxCommandDescription = 2_000
	maxCommandHint        = 1_000
	// https://docs.slack.dev/apis/events-api/using-socket-mode/: answers of 20 KB and more are dropped.
	maxSocketAnswer = 20_000
)
