package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"amicable/bot/slack"
	"amicable/storage"
)

// slackConfig fills in what the settings say about Slack.
func slackConfig(s Settings, store *opened, c slack.Config) slack.Config {
	c.BotToken = s.SlackBotToken.Reveal()
	c.AppToken = s.SlackAppToken.Reveal()
	c.SigningSecret = s.SlackSigningSecret.Reveal()
	c.APIURL = s.SlackAPIURL
	if s.SlackClientID != "" {
		c.ClientID, c.ClientSecret, c.BaseURL = s.SlackClientID, s.SlackClientSecret.Reveal(), s.BaseURL
		c.Installations = installations{store.Store, s.SlackBotToken}
	}
	return c
}

// installations keeps what workspaces granted in the store, sealed there when
// an encryption key is set. The token of the settings serves workspaces that
// have none of their own.
type installations struct {
	store *storage.Store
	own   Secret
}

// tenantOf names a Slack workspace in the store.
func tenantOf(team string) string { return "slack:" + team }

// granted is an installation as it is stored.
type granted struct {
	Token     string   `json:"token"`
	BotUser   string   `json:"bot_user"`
	Installer string   `json:"installer"`
	TeamName  string   `json:"team_name"`
	Scopes    []string `json:"scopes"`
}

// Token returns the bot token for a team.
func (i installations) Token(ctx context.Context, team string) (string, error) {
	text, err := i.store.Token(ctx, tenantOf(team))
	if errors.Is(err, storage.ErrNotFound) && i.own.Set() {
		return i.own.Reveal(), nil
	}
	if err != nil {
		return "", fmt.Errorf("reading the token of a workspace: %w", err)
	}
	var g granted
	if err := json.Unmarshal(text, &g); err != nil {
		return "", errors.New("reading the token of a workspace: it is stored in a form this version does not know")
	}
	return g.Token, nil
}

// Save keeps an installation; installing again replaces it.
func (i installations) Save(ctx context.Context, in slack.Installation) error {
	text, err := json.Marshal(granted{
		Token: in.BotToken, BotUser: in.BotUser, Installer: in.Installer, TeamName: in.TeamName, Scopes: in.Scopes,
	})
	if err != nil {
		return errors.New("keeping the token of a workspace: it cannot be written down")
	}
	if err := i.store.SaveToken(ctx, tenantOf(in.Team), text); err != nil {
		return fmt.Errorf("keeping the token of a workspace: %w", err)
	}
	return nil
}

// Remove forgets an installation.
func (i installations) Remove(ctx context.Context, team string) error {
	if err := i.store.RemoveToken(ctx, tenantOf(team)); err != nil {
		return fmt.Errorf("forgetting the token of a workspace: %w", err)
	}
	return nil
}
