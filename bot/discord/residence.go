package discord

import (
	"context"
	"net/http"
)

// InWorkspace tells whether the bot is in a guild, by asking Discord now. See bot.Resident.
func (a *Adapter) InWorkspace(ctx context.Context, guildID string) (bool, error) {
	if !a.work.Enter() {
		return false, errShuttingDown
	}
	defer a.work.Leave()
	a.guilds.Drop(guildID)
	_, err := a.guild(ctx, guildID)
	if isCode(err, codeUnknownGuild, codeMissingAccess) || isStatus(err, http.StatusNotFound) {
		return false, nil
	}
	return err == nil, err
}
