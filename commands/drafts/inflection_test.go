package drafts

import (
	"strings"
	"testing"
	"text/template"
	"time"
)

// These tests show what a language can say in its files, with the least of
// Polish, Czech, Serbian, Italian and Dutch that it takes.

// lists makes a language of a few lines: "list: line".
func lists(t *testing.T, lines ...string) *pack {
	t.Helper()
	p := &pack{language: "xx", templates: template.New(""), lines: map[string][]string{}, values: map[string]map[string]string{}}
	for _, line := range lines {
		list, entry, _ := strings.Cut(line, ": ")
		p.lines[list] = append(p.lines[list], entry)
		if key, value, ok := strings.Cut(entry, " = "); ok {
			if p.values[list] == nil {
				p.values[list] = map[string]string{}
			}
			p.values[list][key] = value
		}
	}
	var err error
	if p.check, err = loadWordlists(p); err != nil {
		t.Fatal(err)
	}
	return p
}

var (
	polishMarks  = []string{"bare: ą = a", "bare: ć = c", "bare: ę = e", "bare: ł = l", "bare: ń = n", "bare: ó = o", "bare: ś = s", "bare: ź = z", "bare: ż = z"}
	serbianTable = []string{
		"latin: а = a", "latin: б = b", "latin: в = v", "latin: г = g", "latin: д = d", "latin: ђ = đ", "latin: е = e", "latin: ж = ž",
		"latin: з = z", "latin: и = i", "latin: ј = j", "latin: к = k", "latin: л = l", "latin: љ = lj", "latin: м = m", "latin: н = n",
		"latin: њ = nj", "latin: о = o", "latin: п = p", "latin: р = r", "latin: с = s", "latin: т = t", "latin: ћ = ć", "latin: у = u",
		"latin: ф = f", "latin: х = h", "latin: ц = c", "latin: ч = č", "latin: џ = dž", "latin: ш = š",
		"bare: č = c", "bare: ć = c", "bare: đ = dj", "bare: š = s", "bare: ž = z",
	}
)

func TestPatternsKnowInflection(t *testing.T) {
	for _, c := range []struct {
		name     string
		lines    []string
		text     string
		passages string // found, with " | " between them
	}{
		{"a stem", []string{"hostile: bezczeln*"}, "To bezczelność. Bezczelni ludzie.", "bezczelność | Bezczelni"},
		{"choices within a word", []string{"hostile: zan(ie|io)db*"}, "Zaniedbali i zaniodba.", "Zaniedbali | zaniodba"},
		{"a compound", []string{"hostile: *betaler*"}, "Een wanbetalersregister. Een betaler.", "wanbetalersregister | betaler"},
		{"the end of a compound", []string{"hostile: *factuur"}, "De eindfactuur en facturen.", "eindfactuur"},
		{"either order", []string{"hostile: win* & wasz*"}, "To wasza wina. Wina jest po prostu wasza. Wina.", "wasza wina | Wina jest po prostu wasza"},
		{"too far apart", []string{"hostile: win* & wasz*"}, "Wina a b c d e f g wasza.", ""},
		{"an innocent use", []string{"hostile: ok wina czerwone*", "hostile: win*"}, "Wina czerwonego nie ma, wina jest.", "wina"},
		{"typed without marks", append(polishMarks, "hostile: żąda*"), "Zadaja za duzo.", ""},
		{"typed without marks, a longer word", append(polishMarks, "hostile: wściek*"), "Jest wsciekly.", "wsciekly"},
		{"a sentence with marks is read with them", append(polishMarks, "hostile: żądani*"), "Zadanie będzie gotowe.", ""},
		{"a phrase typed without marks", append(polishMarks, "hostile: wasz błąd"), "To wasz blad.", "wasz blad"},
		{"an elision", []string{"contractions: dell'* = di", "hostile: di errore"}, "Colpa dell’errore.", "dell’errore"},
		{"an elision in the pattern", []string{"contractions: dell'* = dell'", "hostile: colpa dell'errore"}, "Colpa dell'errore.", "Colpa dell'errore"},
		{"a sentence ends within quotation marks", []string{"hostile: to .. vada"}, "„Je to tak.“ Pak vada. »Je to.« Vada.", ""},
		{"a sentence goes on after an abbreviation", []string{"abbreviations: np", "hostile: to .. wada"}, "To np. wada.", "To np. wada"},
		{"Cyrillic", append(serbianTable, "hostile: лажов*"), "Лажови су. Lažovi su. Lazovi su.", "Лажови | Lažovi | Lazovi"},
		{"a letter of two letters", append(serbianTable, "hostile: срамоћење"), "ЗА СРАМОЋЕЊЕ, sramoćenje, sramocenje", "СРАМОЋЕЊЕ | sramoćenje"},
		{"dj for đ", append(serbianTable, "hostile: увређен*"), "Bio je uvredjen.", "uvredjen"},
	} {
		p := lists(t, c.lines...)
		r := takeApart(Facts{}, p).read(c.text)
		var found []string
		for _, m := range p.check.hostile.all(r.tokens) {
			found = append(found, r.passage(m.from, m.to))
		}
		if got := strings.Join(found, " | "); got != c.passages {
			t.Errorf("%s: found %q in %q, want %q", c.name, got, c.text, c.passages)
		}
	}
}

func TestNamesAreKnownInTheirForms(t *testing.T) {
	polish := lists(t, append(polishMarks, "names: endings = - a ą e ę i y o u owi em ie om ami ach a",
		"names: softened = t:c|ci k:c g:dz r:rz ł:l", "names: fleeting = e")...)
	dutch := lists(t, "names: endings = - s 's")
	for _, c := range []struct {
		p          *pack
		name, word string
		want       bool
	}{
		{polish, "Marta", "Marty", true},
		{polish, "Marta", "Marcie", true},
		{polish, "Marta", "Martą", true},
		{polish, "Marta", "Marta", true},
		{polish, "Marta", "Marek", false},
		{polish, "Marek", "Markowi", true},
		{polish, "Paweł", "Pawłem", true},
		{polish, "Michał", "Michala", true}, // typed without marks
		{polish, "Kowalska", "Kowalską", true},
		{polish, "Jan", "Jany", true},
		{polish, "Jan", "Janowski", false},
		{dutch, "Marta", "Marta's", true},
		{dutch, "Peter", "Peters", true},
		{dutch, "Peter", "Petra", false},
	} {
		tokens := c.p.check.tokenize(c.word)
		if got := formsOf(c.name, c.p.check.tokenize(c.name), c.p.check)[0].is(&tokens[0], c.p.check); got != c.want {
			t.Errorf("%q for %q: %v", c.word, c.name, got)
		}
	}
}

// A client's name may stand in any case.
func TestDeclinedNamesInAText(t *testing.T) {
	p := lists(t, append(polishMarks, "names: endings = - a ą ę y i ie u em owi ej ego ym", "hostile: grub*")...)
	f := Facts{Client: "Gruby Dom", Contact: "Anna Gruba"}
	r := takeApart(f, p).read("Dziękujemy Annie Grubej z Grubego Domu. Z Grubym Domem i Anną Grubą bez grubych słów.")
	var judged []string
	for _, m := range p.check.hostile.all(r.tokens) {
		judged = append(judged, r.passage(m.from, m.to))
	}
	if got := strings.Join(judged, " "); got != "grubych" {
		t.Errorf("judged %q", got)
	}
}

// Of the facts, only names cover for a name in another form.
func TestAFactThatIsNoNameCoversForNobody(t *testing.T) {
	p := lists(t, append(polishMarks, "names: endings = - a ie y", "names: softened = t:c")...)
	for text, want := range map[string]int{"Pytaliśmy o to Marcie.": 1, "Pytaliśmy o to Annie.": 0} {
		f := Facts{Contact: "Anna Lis", Deadlines: "odnowienie domeny 17 marca", Reporters: []string{"Marta", "Anna"}}
		c := takeApart(f, p).checking(text, RoleAgenda)
		c.nothingInside()
		if len(c.found) != want {
			t.Errorf("%q: %+v", text, c.found)
		}
	}
}

func TestDatesOfOtherLanguages(t *testing.T) {
	p := lists(t, append(polishMarks,
		"calendar: months = stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
		"calendar: other-months = sty/styczeń lut mar kwi maj cze lip sie wrz paź lis gru",
		"calendar: weekdays = niedziela poniedziałek wtorek środa czwartek piątek sobota",
		"calendar: other-weekdays = niedzielę poniedziałku wtorku środę czwartku piątku sobotę",
		"calendar: order = day-first", "calendar: dotted = yes", "calendar: links = del")...)
	first := day(2027, time.February, 1)
	for text, want := range map[string]bool{
		"do 1 lutego 2027 r. włącznie":   true,
		"do 1. lutego 2027":              true,
		"1. 2. 2027":                     true,
		"1.2.2027.":                      true,
		"01.02.2027":                     true,
		"w poniedziałek, 1 lutego 2027":  true,
		"do poniedzialku 1 lutego 2027":  true,
		"1 del lutego 2027":              true,
		"do 1. 2. i dłużej":              true,
		"do 1.2. i dłużej":               true,
		"do 01.02 i dłużej":              true,
		"o 01.30 i później":              false,
		"1° lutego 2027":                 true,
		"1 lut 2027":                     true,
		"2 lutego 2027":                  false,
		"1. 2027":                        false,
		"wersja 1.2 i 3":                 false,
		"w styczniu 2027":                false,
		"1. przygotujemy 2. przekażemy":  false,
		"we wtorek, 1 lutego 2027 roku!": true,
	} {
		found := datesIn(text, p)
		if got := len(found) == 1 && found[0].is(first); got != want {
			t.Errorf("%q: %+v", text, found)
		}
	}
	if found := datesIn("we wtorku, 1 lutego 2027", p); len(found) != 1 || !found[0].wrongWeekday {
		t.Errorf("a wrong weekday: %+v", found)
	}
	serbian := lists(t, append(serbianTable,
		"calendar: months = јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра", "calendar: order = day-first", "calendar: dotted = yes")...)
	for _, text := range []string{"1. фебруара 2027. године", "1. februara 2027.", "до 1. 2. 2027. године", "1.2.2027."} {
		if found := datesIn(text, serbian); len(found) != 1 || !found[0].is(first) {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

// Amounts compare however they are written.
func TestAmountsOfOtherLanguages(t *testing.T) {
	p := lists(t, "currencies: PLN = zł pln złotych", "currencies: EUR = € eur evra", "currencies: RSD = дин din rsd", "currencies: CZK = kč")
	for _, c := range []struct {
		given, text string
		ok          bool
	}{
		{"12 000 zł", "Zostało 12 000 zł.", true},
		{"12000 zł", "Zostało 12\u00a0000,00 zł.", true},
		{"12 000 zł", "Zostało 12.000 PLN.", true},
		{"12 000 zł", "Zostało 12 000 złotych.", true},
		{"12 000 zł", "Zostało 12 500 zł.", false},
		{"12 000 zł", "Zostało 12 000 €.", false},
		{"1.234,56 €", "Restano 1234,56 €.", true},
		{"1.234,56 €", "Restano 1 234,56 EUR.", true},
		{"1.234,56 €", "Restano 1.234,50 €.", false},
		{"1 200,- Kč", "Zbývá 1 200 Kč.", true},
		{"45.000 дин.", "Остало је 45.000,00 динара 45 000 дин.", true},
	} {
		d := takeApart(Facts{Owed: c.given}, p)
		d.against(Document{Kind: Talk})
		c2 := &checking{reading: takeApart(Facts{}, p).read(c.text), dossier: d, role: RoleAgenda, rule: GivenFigures}
		c2.givenFigures()
		if got := len(c2.found) == 0; got != c.ok {
			t.Errorf("%q where %q is given: %+v", c.text, c.given, c2.found)
		}
	}
}

func TestNumbersInWordsAreInflected(t *testing.T) {
	p := lists(t, "numbers: dwudziest* = 20", "numbers: trzy/trzech = 3")
	for word, want := range map[string]int{"dwudziestu": 20, "Trzech": 3, "trzynaście": 0} {
		if n, _ := p.check.numberInWords(p.check.tokenize(word)[0]); n != want {
			t.Errorf("%s is %d", word, n)
		}
	}
}

func TestLatinKeepsCapitals(t *testing.T) {
	table := lists(t, serbianTable...).check.latin
	for cyrillic, want := range map[string]string{
		"Љубав": "Ljubav", "ЉУБАВ": "LJUBAV", "Његош": "Njegoš", "џеп, Ђорђе и Acme ГмбХ": "džep, Đorđe i Acme GmbH", "5. фебруара": "5. februara", "ы": "ы",
	} {
		if got := table.replace(cyrillic); got != want {
			t.Errorf("%s: %s, want %s", cyrillic, got, want)
		}
	}
	if got := Latin("en", "Љубав"); got != "Љубав" {
		t.Errorf("English writes %s", got)
	}
}

func TestPatternsThatMakeNoSense(t *testing.T) {
	w := &wordlists{}
	for _, line := range []string{"", "..", "*", "a? b", "wor(d", "a//b", "do*g", "x & "} {
		if _, err := w.parsePatterns(line); err == nil {
			t.Errorf("%q is taken", line)
		}
	}
}
