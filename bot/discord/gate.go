package discord

import (
	"context"
	"fmt"

	sdk "github.com/bwmarrin/discordgo"

	"amicable/bot/discord/gateway"
)

// newGateway prepares the connection that Run holds.
func (a *Adapter) newGateway() (*gateway.Gateway, error) {
	holder, err := a.newName()
	if err != nil {
		return nil, err
	}
	g, err := gateway.New(gateway.Config{
		Token: a.cfg.BotToken, Application: a.cfg.ApplicationID, Shards: a.cfg.Shards,
		Intents: gateway.Guilds | gateway.GuildMessages | gateway.GuildMessageReactions | gateway.DirectMessages,
		Info:    a.gatewayInfo,
		Leases:  a.cfg.Leases, Holder: holder,
		Handle: a.event, Key: orderKey,
		Aside: func(d gateway.Dispatch) bool { return d.Type == "INTERACTION_CREATE" },
		Log:   a.cfg.Log,
	})
	if err != nil {
		return nil, fmt.Errorf("discord: %w", err)
	}
	return g, nil
}

// gatewayInfo asks where the gateway is.
func (a *Adapter) gatewayInfo(ctx context.Context) (gateway.Info, error) {
	var body []byte
	err := a.asking(ctx, func(s *sdk.Session, o sdk.RequestOption) (err error) {
		body, err = s.RequestWithBucketID("GET", sdk.EndpointGatewayBot, nil, sdk.EndpointGatewayBot, o)
		return err
	})
	if isStatus(err, 401) {
		return gateway.Info{}, fmt.Errorf("%w: check DISCORD_BOT_TOKEN", gateway.ErrRefused)
	}
	if err != nil {
		return gateway.Info{}, err
	}
	return gateway.ParseInfo(body)
}
