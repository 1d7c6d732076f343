package parse

import "testing"

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
