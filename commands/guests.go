package commands

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// GuestRoles are the ids of the roles whose members are from outside the team,
// as the workspace chose them. They come from the settings' cache.
func (b *Bot) GuestRoles(ctx context.Context, tenant string) ([]string, error) {
	settings, err := b.store.Workspace(tenant).Settings(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading guest roles: %w", err)
	}
	return rolesOf(settings[settingGuests], 0), nil
}

// maxGuestRoles bounds the setting.
const maxGuestRoles = 10

// guestRoles reads the roles that were named, by the names that the platform
// sent along, and keeps each on a line: its id and its name.
func guestRoles(rq *request, typed string) (string, error) {
	names := slices.SortedFunc(maps.Keys(rq.Roles), func(a, b string) int { // "@Client team" before "@Client"
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	rest := typed
	var kept []string
	for _, name := range names {
		if before, after, ok := strings.Cut(rest, name); ok {
			kept = append(kept, rq.Roles[name]+" "+strings.Join(strings.Fields(name), " "))
			rest = before + "," + strings.ReplaceAll(after, name, ",")
		}
	}
	if unknown := strings.Trim(rest, " ,;&+\n\t"); len(kept) == 0 || unknown != "" {
		return "", trouble("role-unknown", "Typed", shorten(first(unknown, typed), 80))
	}
	if len(kept) > maxGuestRoles {
		return "", trouble("role-many", "Max", maxGuestRoles)
	}
	return strings.Join(kept, "\n"), nil
}

// rolesOf are the ids (0) or the names (1) of kept roles.
func rolesOf(kept string, part int) []string {
	var all []string
	for line := range strings.Lines(kept) {
		id, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		all = append(all, []string{id, name}[part])
	}
	return all
}
