package storage

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Settings of the connections, all below callTimeout. The Store repeats what is
// safe to repeat itself (see Store.do), so the client must not: no MaxRetries.
const (
	poolSize      = 64
	dialTimeout   = time.Second
	readTimeout   = 1800 * time.Millisecond
	poolTimeout   = 1500 * time.Millisecond
	clusterReload = time.Second // go-redis' 60 s would mean a minute of errors after a master dies
)

// Dial makes a client for a Redis address; it connects with the first use.
//
//	redis://[user:password@]host[:port][/db]   rediss:// with TLS
//	unix:///path/to/socket[?db=n]
//	redis+sentinel://[user:password@]host[:port][,host…]/master-name[/db]   rediss+sentinel:// with TLS
//	redis://[user:password@]host:port,host:port,…   a cluster's nodes (or several such URLs with commas between)
//
// Errors never quote the address's password.
func Dial(address string) (redis.UniversalClient, error) {
	address = strings.TrimSpace(address)
	scheme, _, ok := strings.Cut(address, "://")
	if !ok {
		return nil, errors.New("REDIS_URL has no scheme: give redis://, rediss://, unix:// or redis+sentinel://")
	}
	switch scheme {
	case "redis", "rediss":
		if strings.Contains(address, ",") {
			return dialCluster(scheme, address)
		}
		return dialOne(address)
	case "unix":
		return dialOne(address)
	case "redis+sentinel", "rediss+sentinel":
		return dialSentinel(scheme, address)
	}
	return nil, fmt.Errorf("REDIS_URL has the scheme %q: give redis://, rediss://, unix:// or redis+sentinel://", scheme)
}

func dialOne(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseURL(address)
	if err != nil {
		return nil, badAddress(err)
	}
	o.MaxRetries = -1
	o.PoolSize, o.PoolTimeout = poolSize, poolTimeout
	o.DialTimeout, o.DialerRetries = dialTimeout, 1
	o.ReadTimeout, o.WriteTimeout = readTimeout, readTimeout
	o.ContextTimeoutEnabled = true
	o.DisableIdentity = true // CLIENT SETINFO came with Redis 7.2; 7.0 answers each with an error
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewClient(o), nil
}

func dialCluster(scheme, address string) (redis.UniversalClient, error) {
	var nodes []string
	var user *url.Userinfo
	for i, part := range strings.Split(address, ",") {
		part = strings.TrimSpace(part)
		if !strings.Contains(part, "://") {
			part = scheme + "://" + part
		}
		u, err := url.Parse(part)
		if err != nil {
			return nil, badAddress(err)
		}
		if u.Scheme != scheme {
			return nil, fmt.Errorf("REDIS_URL mixes %s:// and %s://: a cluster's nodes need the same", scheme, u.Scheme)
		}
		if u.Hostname() == "" || strings.Trim(u.Path, "/") != "" {
			return nil, fmt.Errorf("REDIS_URL: node %d of the cluster must be host:port, without a database", i+1)
		}
		nodes = append(nodes, hostPort(u, "6379"))
		if user == nil {
			user = u.User
		}
	}
	o := &redis.ClusterOptions{
		Addrs: nodes, ClusterStateReloadInterval: clusterReload,
		PoolSize: poolSize, PoolTimeout: poolTimeout, DialTimeout: dialTimeout, DialerRetries: 1, DisableIdentity: true,
		ReadTimeout: readTimeout, WriteTimeout: readTimeout, ContextTimeoutEnabled: true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
	o.Username, o.Password = userPassword(user)
	if scheme == "rediss" {
		o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	return redis.NewClusterClient(o), nil
}

func dialSentinel(scheme, address string) (redis.UniversalClient, error) {
	// A list of hosts is no host to net/url, so it is taken out first.
	_, rest, _ := strings.Cut(address, "://")
	authority, path, _ := strings.Cut(rest, "/")
	at := strings.LastIndex(authority, "@") + 1
	hosts := strings.Split(authority[at:], ",")
	u, err := url.Parse("redis://" + authority[:at] + "sentinel/" + path)
	if err != nil {
		return nil, badAddress(err)
	}
	master, db, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if master == "" || authority[at:] == "" {
		return nil, errors.New("REDIS_URL lacks the sentinels or the master's name: redis+sentinel://host:26379,host:26379/master-name")
	}
	o := &redis.FailoverOptions{
		MasterName: master, MaxRetries: -1,
		PoolSize: poolSize, PoolTimeout: poolTimeout, DialTimeout: dialTimeout, DialerRetries: 1, DisableIdentity: true,
		ReadTimeout: readTimeout, WriteTimeout: readTimeout, ContextTimeoutEnabled: true,
	}
	for _, h := range hosts {
		o.SentinelAddrs = append(o.SentinelAddrs, hostPort(&url.URL{Host: strings.TrimSpace(h)}, "26379"))
	}
	if db != "" {
		if _, err := fmt.Sscanf(db, "%d", &o.DB); err != nil {
			return nil, errors.New("REDIS_URL: the database after the master's name must be a number")
		}
	}
	o.Username, o.Password = userPassword(u.User)
	if p := u.Query().Get("sentinel_password"); p != "" {
		o.SentinelUsername, o.SentinelPassword = u.Query().Get("sentinel_username"), p
	}
	if scheme == "rediss+sentinel" {
		o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	return redis.NewFailoverClient(o), nil
}

func hostPort(u *url.URL, port string) string {
	if p := u.Port(); p != "" {
		port = p
	}
	return net.JoinHostPort(u.Hostname(), port)
}

func userPassword(u *url.Userinfo) (user, password string) {
	if u == nil {
		return "", ""
	}
	password, _ = u.Password()
	return u.Username(), password
}

// badAddress drops what an error quotes of the address: it may be the password.
func badAddress(err error) error {
	var quoted *url.Error
	if errors.As(err, &quoted) {
		// The cause of a *url.Error may quote the part that it could not read.
		return errors.New("REDIS_URL cannot be read as an address; a password's special characters must be %-encoded")
	}
	return errors.New("REDIS_URL cannot be used: check the scheme, the port, the database number and the options after the question mark")
}
