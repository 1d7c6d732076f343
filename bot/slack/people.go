package slack

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	sdk "github.com/slack-go/slack"

	"amicable/bot"
)

// person is what users.info says about somebody, as far as it matters here.
type person struct {
	actor bot.Actor
	// nobody is a bot, an app or a deleted account: it is not answered.
	nobody bool
}

// who looks a person up. An error means that it could not be found out whether
// they belong to the team.
func (a *Adapter) who(ctx context.Context, team, user string) (person, error) {
	return a.people.Get(ctx, team+"/"+user, func() (person, error) {
		ctx, cancel := context.WithTimeout(a.life, lookupTime)
		defer cancel()
		api, err := a.client(ctx, team)
		if err != nil {
			return person{}, err
		}
		u, err := api.GetUserInfoContext(ctx, user)
		if isCode(err, "user_not_found", "user_not_visible") {
			// Slack shows us everybody in the team, so this is somebody else.
			return person{actor: bot.Actor{ID: user, Guest: true}}, nil
		}
		if err != nil {
			return person{}, fmt.Errorf("looking up a person: %w", err)
		}
		return personOf(u, team, user), nil
	})
}

func personOf(u *sdk.User, team, id string) person {
	// In an organisation a person's team may be another of its workspaces; the
	// list of those they belong to decides then.
	outside := u.TeamID != "" && u.TeamID != team && !slices.Contains(u.Enterprise.Teams, team)
	return person{
		nobody: u.Deleted || u.IsBot || u.IsWorkflowBot || u.IsConnectorBot || id == "USLACKBOT",
		actor: bot.Actor{
			ID:       id,
			Name:     cmp.Or(strings.TrimSpace(u.Profile.DisplayName), u.RealName, u.Profile.RealName, u.Name),
			Locale:   u.Locale,
			TimeZone: u.TZ,
			Admin:    u.IsAdmin || u.IsOwner || u.IsPrimaryOwner,
			Guest:    outside || u.IsRestricted || u.IsUltraRestricted || u.IsStranger,
		},
	}
}

// audience is who may read a channel.
type audience struct {
	name    string
	exposed bool
	direct  bool
}

func directID(channel string) bool { return strings.HasPrefix(channel, "D") }

// where describes a channel, asking Slack if need be; what cannot be found out counts as exposed.
func (a *Adapter) where(ctx context.Context, team, channel string) bot.Channel {
	got, err := a.channels.Get(ctx, team+"/"+channel, func() (audience, error) {
		ctx, cancel := context.WithTimeout(a.life, lookupTime)
		defer cancel()
		c, err := a.lookUp(ctx, team, channel)
		if err != nil {
			return audience{}, err
		}
		return audienceOf(c), nil
	})
	if err != nil {
		a.cfg.Log.Warn("slack: channel unknown, taken as exposed", "workspace", team, "channel", channel, "error", err)
		return bot.Channel{ID: channel, Exposed: true}
	}
	return bot.Channel{ID: channel, Name: got.name, Direct: got.direct, Exposed: got.exposed}
}

// lookUp asks Slack about a channel.
func (a *Adapter) lookUp(ctx context.Context, team, channel string) (*sdk.Channel, error) {
	api, err := a.client(ctx, team)
	if err != nil {
		return nil, err
	}
	c, err := api.GetConversationInfoContext(ctx, &sdk.GetConversationInfoInput{ChannelID: channel})
	if err != nil {
		return nil, fmt.Errorf("looking up a channel: %w", err)
	}
	return c, nil
}

func audienceOf(c *sdk.Channel) audience {
	// Sharing among the workspaces of one organisation (is_org_shared) stays
	// inside; Slack sets is_shared for it too.
	outside := c.IsExtShared || c.IsPendingExtShared || len(c.PendingShared) > 0 || (c.IsShared && !c.IsOrgShared)
	return audience{name: c.Name, exposed: outside}
}

// whereCached describes a channel without asking Slack: slash commands and
// buttons answer privately, so that what is not known may count as exposed.
// named is the name in the payload, which is a generic one in private places.
func (a *Adapter) whereCached(team, channel, named string) bot.Channel {
	switch named {
	case "directmessage", "privategroup", "mpdm":
		named = ""
	}
	if got, ok := a.channels.Peek(team + "/" + channel); ok {
		return bot.Channel{ID: channel, Name: cmp.Or(got.name, named), Direct: got.direct, Exposed: got.exposed}
	}
	return bot.Channel{ID: channel, Name: named, Exposed: true, Unchecked: true}
}

// private describes a direct conversation with the bot, and remembers that it is one.
func (a *Adapter) private(team, channel string) bot.Channel {
	a.channels.Put(team+"/"+channel, audience{direct: true})
	return bot.Channel{ID: channel, Direct: true}
}

// self is what auth.test says of the bot in a workspace.
type self struct {
	user string
	url  string // "https://acme.slack.com/"
}

func (a *Adapter) me(ctx context.Context, team string) (self, error) {
	return a.selves.Get(ctx, team, func() (self, error) {
		ctx, cancel := context.WithTimeout(a.life, lookupTime)
		defer cancel()
		api, err := a.client(ctx, team)
		if err != nil {
			return self{}, err
		}
		t, err := api.AuthTestContext(ctx)
		if err != nil {
			return self{}, fmt.Errorf("asking Slack who we are: %w", err)
		}
		return self{user: t.UserID, url: t.URL}, nil
	})
}

// permalink is where a message can be read, "" when the workspace's address is
// not known. It is how Slack forms them, and saves a call to chat.getPermalink.
func permalink(home, channel, ts string) string {
	if !strings.HasPrefix(home, "https://") || channel == "" || ts == "" {
		return ""
	}
	return strings.TrimSuffix(home, "/") + "/archives/" + channel + "/p" + strings.ReplaceAll(ts, ".", "")
}
