package storage_test

import (
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"amicable/storage"
)

func TestDial(t *testing.T) {
	for address, want := range map[string]string{
		"redis://localhost":                        "localhost:6379/0",
		"redis://user:p%40ss@db.example:7000/3":    "db.example:7000/3",
		"rediss://db.example":                      "db.example:6379/0 tls",
		"unix:///run/redis.sock?db=2":              "/run/redis.sock/2",
		"redis+sentinel://:pw@s1:1,s2,s3:3/main/4": "FailoverClient/4",
		"rediss+sentinel://s1/main":                "FailoverClient/0 tls",
		"redis://a:1,b:2,c":                        "cluster a:1 b:2 c:6379",
		"rediss://u:p@a:1,rediss://u:p@b:2":        "cluster a:1 b:2 tls",
		"redis://localhost:1\n":                    "localhost:1/0",
	} {
		rdb, err := storage.Dial(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		var got string
		switch c := rdb.(type) {
		case *redis.Client:
			o := c.Options()
			got = o.Addr + "/" + string(rune('0'+o.DB))
			if o.TLSConfig != nil {
				got += " tls"
			}
			if o.MaxRetries != 0 {
				t.Errorf("%s: retries by itself", address)
			}
		case *redis.ClusterClient:
			o := c.Options()
			got = "cluster " + strings.Join(o.Addrs, " ")
			if o.TLSConfig != nil {
				got += " tls"
			}
			if o.ClusterStateReloadInterval.Seconds() != 1 {
				t.Errorf("%s: reloads its state every %v", address, o.ClusterStateReloadInterval)
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
		if err := rdb.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestDialNeverPrintsThePassword(t *testing.T) {
	const secret = "hunter2"
	for _, address := range []string{
		"hunter2", "redis://:hunter2", "redis://u:hunter2@host:notaport", "redis://u:hunter2%zz@host", "http://u:hunter2@host",
		"redis://u:hunter2@host/notadb", "redis://u:hunter2@host?what=1", "redis://u:hunter2@a:1,redis://u:hunter2@b:x",
		"redis+sentinel://u:hunter2@", "redis+sentinel://u:hunter2%zz@a/main", "redis+sentinel://u:hunter2@a/main/db",
		"redis://u:hunter2@a:1,unix://b", "redis://u:hunter2@host/ \x7f", "",
	} {
		rdb, err := storage.Dial(address)
		if err == nil {
			_ = rdb.Close()
			t.Errorf("%q is fine?", address)
			continue
		}
		if strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), "REDIS_URL") {
			t.Errorf("%q: %v", address, err)
		}
	}
}
