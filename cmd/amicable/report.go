package main

import (
	"io"
	"strconv"

	"amicable/storage"
)

// describe says what a rebuild found.
func describe(w io.Writer, tenant string, r storage.RebuildReport, dry bool) {
	did := "corrected"
	if dry {
		did = "would be corrected"
	}
	say(w, "%s: %s, %s, %s %s", tenant, count(r.Clients, "client", "clients"), count(r.Entries, "entry", "entries"),
		count(len(r.Differences), "difference", "differences"), did)
	for _, d := range r.Differences {
		say(w, "  client %s, %s: %s, by the log %s", d.Client, d.Field, d.Kept, d.Want)
	}
	for _, d := range r.Damaged {
		say(w, "  client %s stays as it is: %v", d.Client, d.Err)
	}
}

// describeImport says what an import brought in.
func describeImport(w io.Writer, r storage.ImportReport) {
	say(w, "Imported %s, %s, %s.", count(r.Tenants, "workspace", "workspaces"),
		count(r.Clients, "client", "clients"), count(r.Entries, "entry", "entries"))
}

// count puts a number before its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
