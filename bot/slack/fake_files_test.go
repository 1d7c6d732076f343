package slack

import (
	"encoding/json"
	"fmt"
	"slices"
)

// file is the life of a file: room is made, bytes come, it is completed, deleted.
func (f *fakeSlack) file(c call, res object) {
	f.mu.Lock()
	defer f.mu.Unlock()
	step := func(id, from, to string) {
		if f.files[id] != from {
			res["ok"], res["error"] = false, "file_not_found"
			return
		}
		f.files[id] = to
	}
	switch c.method {
	case "files.getUploadURLExternal":
		id := fmt.Sprintf("F%08d", len(f.files)+1)
		f.files[id] = "room"
		res["file_id"], res["upload_url"] = id, "https://files.slack.example/upload/"+id+"?ticket=very-secret"
	case "upload":
		step(c.str("file"), "room", "bytes")
	case "files.completeUploadExternal":
		var files []struct{ ID string }
		_ = json.Unmarshal([]byte(c.str("files")), &files)
		for _, file := range files {
			step(file.ID, "bytes", "complete")
		}
	case "files.delete":
		step(c.str("file"), "complete", "deleted")
	}
}

// shows tells whether Slack has every file that a call's images show.
func (f *fakeSlack) shows(c call) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, id := range c.files() {
		if f.files[id] != "complete" {
			return false
		}
	}
	return true
}

// kept lists the files that are still there.
func (f *fakeSlack) kept() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var ids []string
	for id, state := range f.files {
		if state == "complete" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
