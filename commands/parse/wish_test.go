package parse

import (
	"fmt"
	"strings"
	"testing"
)

func TestWishes(t *testing.T) {
	for said, want := range map[string]Wish{
		"say it more warmly":                  {Tone: "warm"},
		"could you make it a bit warmer?":     {Tone: "warm"},
		"shorter please":                      {Shorter: true},
		"less formal":                         {Tone: "plain"},
		"in Polish":                           {Language: "pl"},
		"translate it into Dutch":             {Language: "nl"},
		"shorter and more formal, in Italian": {Tone: "formal", Shorter: true, Language: "it"},
		"napisz to cieplej":                   {Tone: "warm"},
		"krócej i po czesku":                  {Shorter: true, Language: "cs"},
		"proszę bardziej formalnie":           {Tone: "formal"},
		"più breve":                           {Shorter: true},
		"lo scriva in modo più cordiale":      {Tone: "warm"},
		"in inglese":                          {Language: "en"},
		"топлије":                             {Tone: "warm"},
		"напишите то краће":                   {Shorter: true},
		"na engleskom":                        {Language: "en"},
		"iets korter":                         {Shorter: true},
		"maak het vriendelijker":              {Tone: "warm"},
		"in het Tsjechisch":                   {Language: "cs"},
		"napište to stručněji":                {Shorter: true},
		"laskaveji":                           {Tone: "warm"},
		"polsky":                              {Language: "pl"},
	} {
		if got, ok := WishOf(Context{}, said); !ok || got != want {
			t.Errorf("%q: %+v, %v, want %+v", said, got, ok, want)
		}
	}
	for _, said := range []string{
		"", "a warmer jacket", "flag Acme for late payment", "say it to Acme", "it", "make it", "formal complaint about Acme",
		"the shorter invoice was late", "in Polish law", "krócej trwało", "and", "?", "in",
	} {
		if got, ok := WishOf(Context{}, said); ok {
			t.Errorf("%q: %+v", said, got)
		}
	}
}

func TestTongue(t *testing.T) {
	for typed, want := range map[string]string{
		"in Polish": "pl 2", "po polsku": "pl 2", "Po Polsku, proszę": "pl 2", "polsky": "pl 1", "in italiano": "it 2", "na srpskom": "sr-Latn 2", "на српском": "sr 2", "po serbsku": "sr 2",
		"in het Engels please": "en 3", "na angielski": "en 2", "česky": "cs 1", "на пољском": "pl 2", "nizozemsky": "nl 1", "in Serbian": "sr 2",
		"": " 0", "in": " 0", "po": " 0", "in Klingon": " 0", "please in Polish": " 0", "polskyy": " 0",
	} {
		tag, n := Tongue(strings.Fields(typed))
		if got := fmt.Sprint(tag, " ", n); got != want {
			t.Errorf("%q is %s, want %s", typed, got, want)
		}
	}
}
