package discord

import (
	"strconv"
	"time"
)

// discordEpoch is where Discord's ids begin to count, in Unix milliseconds
// (https://docs.discord.com/developers/reference#snowflakes).
const discordEpoch = 1_420_070_400_000

// snowflakeTime is when something with that id was made; the zero time when it is no id.
func snowflakeTime(id string) time.Time {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(int64(n>>22) + discordEpoch).UTC()
}

// shardOf is the shard that a guild's events come from
// (https://docs.discord.com/developers/events/gateway#sharding-sharding-formula).
func shardOf(guild string, shards int) int {
	n, err := strconv.ParseUint(guild, 10, 64)
	if err != nil || shards < 1 {
		return 0
	}
	return int(n >> 22 % uint64(shards))
}

// permalink is where a message can be read, "" when it is not known where it is.
func permalink(guild, channel, message string) string {
	if guild == "" || channel == "" || message == "" {
		return ""
	}
	return "https://discord.com/channels/" + guild + "/" + channel + "/" + message
}
