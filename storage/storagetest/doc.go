// Package storagetest is the suite that every engine under a storage.Store
// passes, and the real redis-server that tests run it on. It is imported by
// tests only.
package storagetest
