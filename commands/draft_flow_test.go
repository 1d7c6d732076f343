package commands_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"amicable/bot"
	"amicable/commands"
	"amicable/commands/drafts"
	"amicable/scoring"
)

// scribe is a language model that words drafts as a test tells it to.
type scribe struct {
	words  func(drafts.Order) (drafts.Document, error)
	sign   scoring.SignID
	orders []drafts.Order
	read   []string // texts it was asked to find a sign in
}

func (s *scribe) Word(_ context.Context, _ string, o drafts.Order) (drafts.Document, error) {
	s.orders = append(s.orders, o)
	return s.words(o)
}

func (s *scribe) Sign(_ context.Context, _, text string, _ []commands.SignBrief) (scoring.SignID, error) {
	s.read = append(s.read, text)
	return s.sign, nil
}

func (s *scribe) Where() (host, model string) { return "models.example", "Quill" }

// warmer says the same with a friendly word at the end of the first part.
func warmer(o drafts.Order) (drafts.Document, error) {
	part := o.Draft.Parts[0]
	part.Text += "\n\nWith warm regards."
	return o.Draft.Reword(o.Facts, []drafts.Part{part}), nil
}

func (tm *team) submit(who string, r bot.Reply, fields map[string]string) bot.Reply {
	tm.t.Helper()
	form, ok := r.Form()
	if !ok {
		tm.t.Fatalf("no form in:\n%s", show(r))
	}
	e := tm.event(who, bot.KindForm)
	e.Action, e.Value, e.Fields = form.ID, form.State, map[string]string{}
	for _, f := range form.Fields {
		e.Fields[f.ID] = f.Value
	}
	for id, v := range fields {
		e.Fields[id] = v
	}
	return tm.handle(e)
}

func (tm *team) afterwards(r bot.Reply) bot.Reply {
	tm.t.Helper()
	if r.Later == nil {
		tm.t.Fatalf("nothing follows:\n%s", show(r))
	}
	next, err := r.Later(context.Background())
	if err != nil {
		tm.t.Fatal(err)
	}
	inBounds(tm.t, next)
	return next
}

// field is the form's text for a part.
func field(t *testing.T, r bot.Reply, id string) string {
	t.Helper()
	form, _ := r.Form()
	for _, f := range form.Fields {
		if f.ID == id {
			return f.Value
		}
	}
	t.Fatalf("no field %q in %+v", id, form)
	return ""
}

func TestAnEditedDraftIsCheckedAndKept(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", `/client Acme set contact="Ms Vogel"`)
	tm.says("ben", "/flag Acme late-payment they always pay at the very last moment")
	first := tm.says("ana", "/draft Acme talk")
	tm.wants(first, "From the template.")

	form := tm.press("ana", first, "Edit")
	opening := field(t, form, drafts.RoleOpening)
	bad := tm.submit("ana", form, map[string]string{drafts.RoleOpening: opening + " Ben told us that you are a liar."})
	tm.wants(bad, "things to look at", "D4", "D13", "Edited: Ana.")
	tm.wants(tm.press("ana", bad, "Mark as ready"), "Acme: not ready yet", "D4")

	good := tm.submit("ana", tm.press("ana", bad, "Edit"), map[string]string{drafts.RoleOpening: opening})
	tm.lacks(good, "D4", "D13")
	list := tm.press("ben", good, "Versions")
	tm.wants(list, "Versions of the draft for Acme", "1 · ", "3 · ", "things to look at", "Edited: Ana.")

	tm.later(91)
	if r := tm.press("ana", good, "Edit"); !strings.Contains(show(r), "not kept any more") {
		t.Errorf("after 91 days:\n%s", show(r))
	}
}

func TestADraftWithPlaceholdersIsNotReady(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	tm.wants(tm.press("ana", tm.says("ana", "/draft Acme separation"), "Mark as ready"), "not ready yet", "[")
}

func TestDraftsOfEveryKind(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	for _, kind := range drafts.Kinds() {
		r := tm.says("ana", "/draft Acme "+string(kind))
		tm.wants(r, "Acme", "From the template.")
		if kind == drafts.Clause || kind == drafts.Separation {
			tm.wants(r, "legal advice")
		}
	}
	tm.wants(tm.says("ana", "/draft intake"), "What to ask a new client")
	tm.wants(tm.says("ana", "/draft clause"), "An exit clause: a draft")
	if _, asks := tm.says("ana", "/draft separation").Form(); !asks {
		t.Error("a separation from nobody should ask from whom")
	}
	tm.wants(tm.says("ana", "/draft Acme"), "Nothing on record calls for a draft")
}

func TestTheModelsWordsFollow(t *testing.T) {
	model := &scribe{words: warmer}
	tm := newTeam(t, func(c *commands.Config) { c.Wording = model })
	tm.says("ana", `/client Acme set contact="Ms Vogel"`)
	tm.says("ben", "/flag Acme late-payment paid after the third reminder again")
	if r := tm.says("ana", "/draft Acme talk"); r.Later != nil || len(model.orders) != 0 {
		t.Error("the model is asked although nobody switched it on")
	}
	tm.wants(tm.says("ana", "/amicable settings language-model on"), "Quill at models.example", "never who reported")

	first := tm.says("ana", "/draft Acme talk")
	tm.wants(first, "From the template.")
	better := tm.afterwards(first)
	tm.wants(better, "Worded by Quill and checked.", "With warm regards.")
	o := model.orders[0]
	if len(o.Notes) != 0 || o.Wish != "" {
		t.Errorf("the order tells notes: %+v", o.Notes)
	}
	if !strings.Contains(strings.Join(o.Facts.Reporters, "|"), "Ben") {
		t.Error("the check does not know who reported")
	}

	form := tm.press("ana", better, "Other words")
	tm.wants(form, "Quill at models.example")
	asked := tm.submit("ana", form, map[string]string{"wish": "shorter", "notes": "yes"})
	tm.wants(asked, "With warm regards.") // what is there stays until something better is
	tm.afterwards(asked)
	o = model.orders[1]
	if o.Wish != "shorter" || strings.Join(o.Notes, "|") != "paid after the third reminder again" {
		t.Errorf("ordered %q with notes %q", o.Wish, o.Notes)
	}
}

func TestADraftKeepsItsWordsWhenTheModelFails(t *testing.T) {
	for err, says := range map[error]string{
		commands.ErrWordingFixed:    "every word counts",
		commands.ErrWordingRefused:  "did not pass the check",
		commands.ErrWordingDeclined: "declined",
		commands.ErrWordingUnread:   "could not be read",
		commands.ErrWordingSpent:    "used up",
		commands.ErrWordingDenied:   "refuses the key",
		errors.New("no connection"): "did not answer in time",
	} {
		model := &scribe{words: func(drafts.Order) (drafts.Document, error) { return drafts.Document{}, err }}
		tm := newTeam(t, func(c *commands.Config) { c.Wording = model })
		tm.says("ana", "/client Acme add")
		tm.says("ana", "/amicable settings language-model on")
		first := tm.says("ana", "/draft Acme talk")
		stays := tm.afterwards(first)
		tm.wants(stays, says, "From the template.")
		tm.lacks(stays, "Worded by")
	}
}

func TestWithoutAModelTonesAndLanguagesStillWork(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	first := tm.says("ana", "/draft Acme separation")
	formal := tm.submit("ana", tm.press("ana", first, "Other words"), map[string]string{"tone": "formal"})
	if show(formal) == show(first) {
		t.Error("the formal draft is the plain one")
	}
	tm.wants(tm.says("ana", "/amicable settings language-model on"), "There is no setting")
}

func TestSayingHowADraftShouldSound(t *testing.T) {
	model := &scribe{words: warmer}
	tm := newTeam(t, func(c *commands.Config) { c.Wording = model })
	tm.wants(tm.says("ana", "say it more warmly"), "I do not know which draft you mean")
	tm.says("ana", `/client Acme set contact="Ms Vogel"`)
	plain := tm.says("ana", "/draft Acme separation")
	warm := tm.says("ana", "say it more warmly")
	if show(warm) == show(plain) {
		t.Error("the warm draft is the plain one")
	}
	tm.wants(warm, "Parting with Acme", "From the template.")
	tm.wants(tm.says("ana", "shorter, please"), "needs a language model")
	tm.wants(tm.says("ben", "shorter, please"), "I do not know which draft you mean")

	tm.says("ana", "/amicable settings language-model on")
	tm.afterwards(tm.says("ana", "shorter, please"))
	if o := model.orders[0]; o.Wish != "shorter, please" || o.Facts.Tone != drafts.Warm {
		t.Errorf("ordered %q in tone %q", o.Wish, o.Facts.Tone)
	}
}

func TestTheModelSuggestsASignAndChoosesNone(t *testing.T) {
	model := &scribe{sign: scoring.LatePayment}
	tm := newTeam(t, func(c *commands.Config) { c.Wording = model })
	tm.says("ana", "/client Acme add")
	tm.says("ana", "/amicable settings language-model on")
	e := tm.event("ana", bot.KindReactionAdded)
	e.Channel = bot.Channel{ID: "C7", Name: "acme"}
	e.Emoji, e.Message = scoring.PickerEmoji, &bot.Message{ID: "m1", Text: "the invoice is still open", At: tm.now}
	ask := tm.handle(e)
	suggested := tm.afterwards(ask)
	tm.wants(suggested, "It reads like this one:", "Late payment")
	if len(model.read) != 1 || model.read[0] != "the invoice is still open" {
		t.Errorf("it read %q", model.read)
	}
	tm.wants(tm.says("ana", "/assess Acme"), "0 points")
	tm.wants(tm.press("ana", suggested, "💸 Late payment"), "Flagged Acme: late payment")
}

// A person's own words do not hide who reported from the check.
func TestWritingANameDoesNotMakeItAWord(t *testing.T) {
	tm := newTeam(t)
	tm.says("ben", "/flag Acme tension")
	first := tm.says("ana", "/draft Acme clause")
	form := tm.press("ana", first, "Edit")
	bad := tm.submit("ana", form, map[string]string{drafts.RoleClause: field(t, form, drafts.RoleClause) + " Ben reported it."})
	tm.wants(bad, "D13")
	tm.wants(tm.press("ana", bad, "Mark as ready"), "not ready yet", "D13")
	again := tm.submit("ana", tm.press("ana", bad, "Edit"), nil)
	tm.wants(again, "D13")
}

// Buttons mean the version they were shown with, also when older ones are gone.
func TestAButtonMeansItsVersion(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", `/client Acme set contact="Ms Vogel"`)
	first := tm.says("ana", "/draft Acme talk")
	tm.later(60)
	edit := func(from bot.Reply, mark string) bot.Reply {
		form := tm.press("ana", from, "Edit")
		return tm.submit("ana", form, map[string]string{drafts.RoleAgenda: field(t, form, drafts.RoleAgenda) + "\n" + mark})
	}
	second := edit(first, "Marked as the second.")
	third := edit(second, "Marked as the third.")
	tm.later(31)
	shown := tm.press("ana", second, "Edit")
	if text := field(t, shown, drafts.RoleAgenda); !strings.Contains(text, "second") || strings.Contains(text, "third") {
		t.Errorf("the second version is %q", text)
	}
	tm.wants(tm.press("ana", third, "Versions"), "2 · ", "3 · ")
	tm.wants(tm.press("ana", first, "Edit"), "not kept any more")
}

func TestAnEmptiedPartIsAskedFor(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	form := tm.press("ana", tm.says("ana", "/draft Acme clause"), "Edit")
	if r := tm.submit("ana", form, map[string]string{drafts.RoleClause: "  "}); r.FieldErrors[drafts.RoleClause] == "" {
		t.Errorf("nothing is said about it:\n%s", show(r))
	}
}

// What cannot be done as a whole is not done by half.
func TestAWishThatNeedsAModelChangesNothing(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", "/client Acme add")
	tm.says("ana", "/draft Acme talk")
	tm.wants(tm.says("ana", "shorter, in Dutch"), "needs a language model")
	tm.lacks(tm.says("ana", "make it warmer"), "Versions of", "Geachte", "Beste")
}

// ready fills in what a draft leaves open, and marks it as ready.
func (tm *team) ready(who string, r bot.Reply) bot.Reply {
	tm.t.Helper()
	return tm.press(who, tm.filled(who, r, nil), "Mark as ready")
}

// filled is a draft with a value for each placeholder, and other words where they are given.
func (tm *team) filled(who string, r bot.Reply, words map[string]string) bot.Reply {
	tm.t.Helper()
	form := tm.press(who, r, "Edit")
	fields := map[string]string{}
	f, _ := form.Form()
	for _, part := range f.Fields {
		text := strings.NewReplacer("[your name]", "Zoe", "[e-mail or postal address]", "our office").Replace(part.Value)
		for was, is := range words {
			text = strings.ReplaceAll(text, was, is)
		}
		fields[part.ID] = text
	}
	return tm.submit(who, form, fields)
}

// known is a client of whom a separation has nothing left open.
const known = `/client Acme set service=websites contact="Ms Vogel" notice=30 open-work=none prepaid=none owed=none`

// A note is quoted or it is not; whatever its length, it names nobody.
func TestAShortNoteNamesNobody(t *testing.T) {
	for _, note := range []string{"the September invoice", "for October", "Acme", "Ms", "late", "last day"} {
		tm := newTeam(t)
		tm.says("ana", "/amicable settings firm Brightwater")
		tm.says("ana", known)
		tm.says("ben", "/flag Acme scope-creep "+note)
		draft := tm.says("ana", "/draft Acme separation")
		edited := tm.filled("ana", draft, map[string]string{"Our last day": "The last day"})
		tm.lacks(edited, "D13", "thing to look at")
		tm.wants(tm.press("ana", edited, "Mark as ready"), "Marked as ready.")
	}
}

// A note of three words is quoted where all of them stand.
func TestAShortNoteIsNotQuoted(t *testing.T) {
	tm := newTeam(t)
	tm.says("ana", known)
	tm.says("ben", "/flag Acme scope-creep ignores every deadline")
	bad := tm.filled("ana", tm.says("ana", "/draft Acme separation"), map[string]string{"Thank you": "Our file says: ignores every deadline. Thank you"})
	tm.wants(bad, "D13: This quotes an internal note.", "“ignores every deadline”")
}
