package storage_test

import (
	"testing"

	"github.com/redis/go-redis/v9"

	"amicable/storage/embedded"
	"amicable/storage/storagetest"
)

func TestRedis(t *testing.T) {
	server := storagetest.Redis(t)
	storagetest.Run(t, func(t *testing.T) redis.UniversalClient {
		rdb := server.Client(t)
		if err := rdb.FlushAll(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		return rdb
	})
}

func TestEmbedded(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) redis.UniversalClient {
		e, err := embedded.Memory()
		if err != nil {
			t.Fatal(err)
		}
		rdb := e.Client()
		t.Cleanup(func() {
			if err := rdb.Close(); err != nil {
				t.Error(err)
			}
			if err := e.Close(); err != nil {
				t.Error(err)
			}
		})
		return rdb
	})
}
