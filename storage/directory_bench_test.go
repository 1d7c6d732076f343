package storage

import (
	"fmt"
	"strconv"
	"testing"
)

// roster makes clients with names much alike and names unlike, in Latin and Cyrillic.
func roster(n int) []Known {
	first := []string{"Acme", "Globex", "Żółw", "Nordlicht", "Стефан", "Umbrella", "Hooli", "Vandelay", "Müller", "Client"}
	second := []string{"GmbH", "Ltd", "& Sons", "d.o.o.", "Studio", "Group", "Partners", "Inc"}
	all := make([]Known, n)
	for i := range all {
		all[i] = Known{
			ID:   ClientID(strconv.FormatInt(int64(i+1), 36)),
			Name: fmt.Sprintf("%s %d %s", first[i%len(first)], i, second[i/len(first)%len(second)]),
		}
		if i%5 == 0 {
			all[i].Aliases = []string{fmt.Sprintf("the %s of %d", first[i%7], i)}
		}
	}
	return all
}

// BenchmarkDirectory is what a new client, and a name that nobody knows, take.
func BenchmarkDirectory(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		d := newDirectory(roster(n))
		run := func(name string, f func(i int)) {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					f(i)
				}
			})
		}
		run("new", func(int) { newDirectory(roster(n)) })
		w := &Workspace{shared: &shared{directory: d}}
		run("learn", func(i int) {
			w.learn(Known{ID: "new", Name: "Newcomer " + strconv.Itoa(i)})
		})
		run("near", func(int) { d.Near("Akme 17 GmbH", 3) })
		run("near-unknown", func(int) { d.Near("Wayne Enterprises", 3) })
		run("prefix", func(int) { d.Prefix("akme 1", 8) })
	}
}
