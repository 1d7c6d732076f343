package slack

import "net/http"

type stateKey []byte

func newStateKey(secret string) stateKey { return stateKey(secret) }

func (a *Adapter) install(w http.ResponseWriter, r *http.Request)   {}
func (a *Adapter) installed(w http.ResponseWriter, r *http.Request) {}
