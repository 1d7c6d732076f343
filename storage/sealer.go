package storage

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// Sealer encrypts notes and tokens with AES-256-GCM under a random nonce, with
// the tenant as additional data, so that text copied from one workspace's keys
// to another's does not open there. It adds 28 bytes. A nil Sealer opens nothing.
type Sealer struct{ aead cipher.AEAD }

// minSecret is the least length of a passphrase in bytes. HKDF does not slow
// guessing down, so a passphrase must be long; a random key is better.
const minSecret = 16

// NewSealer makes a Sealer from 32 random bytes in base64, or from a passphrase
// of at least 16 bytes. Errors do not quote the secret.
func NewSealer(secret string) (*Sealer, error) {
	raw, err := base64.StdEncoding.DecodeString(secret)
	if err != nil || len(raw) != 32 {
		if len(secret) < minSecret {
			return nil, fmt.Errorf("encryption key is too short: give 32 random bytes in base64, or a passphrase of at least %d characters", minSecret)
		}
		raw = []byte(secret)
	}
	key, err := hkdf.Key(sha256.New, raw, nil, "amicable notes and tokens, v1", 32)
	if err != nil {
		return nil, fmt.Errorf("deriving encryption key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("making cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("making cipher: %w", err)
	}
	return &Sealer{aead}, nil
}

// Seal encrypts for a tenant.
func (s *Sealer) Seal(text []byte, tenant string) []byte {
	return s.aead.Seal(nil, nil, text, []byte(tenant))
}

// Open decrypts; ErrKey when it was sealed with another key, for another
// tenant, or was changed, which cannot be told apart.
func (s *Sealer) Open(sealed []byte, tenant string) ([]byte, error) {
	if s == nil {
		return nil, fmt.Errorf("no encryption key is set: %w", ErrKey)
	}
	text, err := s.aead.Open(nil, nil, sealed, []byte(tenant))
	if err != nil {
		return nil, ErrKey
	}
	return text, nil
}

// String keeps key material out of logs.
func (s *Sealer) String() string { return "Sealer" }

// GoString keeps key material out of %#v.
func (s *Sealer) GoString() string { return "Sealer" }

const canary = "amicable"

// CheckKey tells at start whether the encryption key is the one this store was
// written with: ErrKey if another one was, or one is missing. A store without
// a key remembers the first it is given.
func (s *Store) CheckKey(ctx context.Context) error {
	return s.do(ctx, "checking the encryption key", true, func(ctx context.Context) error {
		sealed, err := s.rdb.Get(ctx, canaryKey).Result()
		switch {
		case errors.Is(err, redis.Nil) && s.o.Sealer == nil:
			return nil
		case errors.Is(err, redis.Nil):
			ok, err := s.rdb.SetNX(ctx, canaryKey, s.o.Sealer.Seal([]byte(canary), ""), 0).Result()
			if err != nil || ok {
				return err
			}
			if sealed, err = s.rdb.Get(ctx, canaryKey).Result(); err != nil {
				return err
			}
		case err != nil:
			return err
		}
		if _, err := s.o.Sealer.Open([]byte(sealed), ""); err != nil {
			return &CorruptError{Key: canaryKey, Kind: ErrKey}
		}
		return nil
	})
}
