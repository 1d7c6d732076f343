package slack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"

	sdk "github.com/slack-go/slack"

	"amicable/bot"
)

// pictureName is every file's name: what a picture is about stays out of file lists.
const pictureName = "picture.png"

// uploadAll uploads pictures and returns their file ids. When one fails, none is left behind.
func (a *Adapter) uploadAll(ctx context.Context, team string, images []bot.Image) ([]string, error) {
	var files []string
	for _, i := range images {
		id, err := a.upload(ctx, team, i.PNG)
		if id != "" {
			files = append(files, id)
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("uploading a picture: %w", err), a.discard(team, files))
		}
	}
	return files, nil
}

// upload makes a file that nobody but the bot has: it is shared with no channel,
// and people see it only where the bot shows it
// (https://docs.slack.dev/messaging/working-with-files/#uploading_files). The
// id comes with an error too when the file may exist all the same.
func (a *Adapter) upload(ctx context.Context, team string, png []byte) (string, error) {
	var slot *sdk.GetUploadURLExternalResponse
	err := a.asking(ctx, team, func(ctx context.Context, api *sdk.Client) (err error) {
		slot, err = api.GetUploadURLExternalContext(ctx, sdk.GetUploadURLExternalParameters{FileName: pictureName, FileSize: len(png)})
		return err
	})
	if err != nil {
		return "", fmt.Errorf("asking for room: %w", err)
	}
	if slot.FileID == "" || slot.UploadURL == "" {
		return "", errors.New("slack gave no room for it")
	}
	if err := a.retrying(ctx, func(ctx context.Context) error { return a.postPNG(ctx, slot.UploadURL, png) }); err != nil {
		return "", fmt.Errorf("sending it: %w", err)
	}
	err = a.asking(ctx, team, func(ctx context.Context, api *sdk.Client) error {
		_, err := api.CompleteUploadExternalContext(ctx, sdk.CompleteUploadExternalParameters{Files: []sdk.FileSummary{{ID: slot.FileID, Title: pictureName}}})
		return err
	})
	if err != nil {
		return slot.FileID, fmt.Errorf("completing it: %w", err)
	}
	return slot.FileID, nil
}

// asking calls the Web API with a workspace's token, and retries.
func (a *Adapter) asking(ctx context.Context, team string, call func(context.Context, *sdk.Client) error) error {
	return a.retrying(ctx, func(ctx context.Context) error {
		api, err := a.client(ctx, team)
		if err != nil {
			return err
		}
		return call(ctx, api)
	})
}

// postPNG sends the bytes. The address is a secret that is enough by itself:
// unlike slack-go's UploadToURL this gives it no token.
func (a *Adapter) postPNG(ctx context.Context, address string, png []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(png))
	if err != nil {
		return errors.New("the upload address is not a URL")
	}
	req.Header.Set("Content-Type", "image/png")
	return a.bare(req)
}

// discard deletes files that nobody will see. It has time of its own, for it is
// mostly called when the other ran out.
func (a *Adapter) discard(team string, files []string) error {
	ctx, cancel := context.WithTimeout(a.life, callTime)
	defer cancel()
	var problems []error
	for _, id := range files {
		err := a.asking(ctx, team, func(ctx context.Context, api *sdk.Client) error { return api.DeleteFileContext(ctx, id) })
		if err != nil && !isCode(err, "file_not_found", "file_deleted") {
			problems = append(problems, fmt.Errorf("deleting a picture: %w", err))
		}
	}
	return errors.Join(problems...)
}
