package commands

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Roles are the ids of the roles whose members are from outside the team, and
// of those whose members are the team's own, as the workspace chose them. They
// come from the settings' cache.
func (b *Bot) Roles(ctx context.Context, tenant string) (guests, team []string, err error) {
	settings, err := b.store.Workspace(tenant).Settings(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("reading guest roles: %w", err)
	}
	return rolesOf(settings[settingGuests], 0), rolesOf(settings[settingTeam], 0), nil
}

// maxRoles bounds each of the two settings.
const maxRoles = 10

// namedRoles reads the roles that were named, by the names that the platform
// sent along, and keeps each on a line: its id and its name.
func namedRoles(rq *request, typed string) (string, error) {
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
	if len(kept) > maxRoles {
		return "", trouble("role-many", "Max", maxRoles)
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
