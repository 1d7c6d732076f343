package scoring

// Tier says how an incident of a sign is judged beside its points. Higher is graver.
type Tier int

// The tiers (playbook §1).
const (
	// Pattern signs only add points, which fade.
	Pattern Tier = iota
	// RedFlag: one incident within the look-back means at least Part ways.
	RedFlag
	// TwoStrike: the first incident means at least Talk, with a warning to
	// give; a second one within the look-back means Part ways now.
	TwoStrike
	// Immediate: one incident within the look-back means Part ways now.
	Immediate
)

// String returns the tier's stable code.
func (t Tier) String() string {
	switch t {
	case RedFlag:
		return "red-flag"
	case TwoStrike:
		return "two-strike"
	case Immediate:
		return "immediate"
	default:
		return "pattern"
	}
}

// The signs every workspace starts with.
const (
	PhysicalAbuse       SignID = "physical-abuse"
	VerbalAbuse         SignID = "verbal-abuse"
	Dishonesty          SignID = "dishonesty"
	LegalRisk           SignID = "legal-risk"
	UnreasonableDemands SignID = "unreasonable-demands"
	AlwaysOn            SignID = "always-on"
	WithholdsInput      SignID = "withholds-input"
	MissedMeetings      SignID = "missed-meetings"
	ScopeCreep          SignID = "scope-creep"
	LatePayment         SignID = "late-payment"
	InvoiceDispute      SignID = "invoice-dispute"
	Indecision          SignID = "indecision"
	Unresponsive        SignID = "unresponsive"
	IgnoresAdvice       SignID = "ignores-advice"
	PlaysCompetitors    SignID = "plays-competitors"
	Tension             SignID = "tension"
	Morale              SignID = "morale"
	Unprofitable        SignID = "unprofitable"
)

// PickerEmoji is the reaction that asks which sign is meant. It is no sign's own.
const PickerEmoji = "🚩"

// Sign is something clients do that can be flagged. Names, descriptions and
// advice in the users' languages are kept with the commands.
type Sign struct {
	ID SignID
	// Emoji is the reaction that flags this sign: one code point without skin
	// tone or variation selector, distinct per sign.
	Emoji string
	// Points is what one fresh incident of normal severity weighs.
	Points float64
	// Grace is taken off the sign's points: first offences that are forgiven.
	Grace float64
	Tier  Tier
	// Sources are the playbook's codes, such as "S3.5".
	Sources []string
	// MoneyMends tells that a better price or scope could make the client worth
	// it (S2). Where it cannot (abuse, lies, legal risk), nothing is renegotiated.
	MoneyMends bool
	// Exempt holds the profile values for which the sign counts for nothing;
	// empty fields exempt nobody.
	Exempt Profile
}

// exempts tells whether the sign counts for nothing with such a client.
func (s *Sign) exempts(p Profile) bool {
	return (s.Exempt.Billing != "" && s.Exempt.Billing == p.Billing) ||
		(s.Exempt.Hours != "" && s.Exempt.Hours == p.Hours)
}

// The profile values that exempt signs.
const (
	Hourly        = "hourly" // Profile.Billing
	RoundTheClock = "24/7"   // Profile.Hours
)

// defaultSigns returns the playbook's signs (§1), gravest first. The points are
// calibrated together with the thresholds by testdata/cases.json.
//
// S3.4 also exempts unreasonable demands that come at night where
// round-the-clock service was sold. A tally does not know the hour of each
// incident, and a demand can be unreasonable at any hour, so the sign keeps
// counting; CautionNightDemands then asks people to take back those that were
// unreasonable for their hour only.
func defaultSigns() []Sign {
	return []Sign{
		{ID: PhysicalAbuse, Emoji: "🥊", Points: 40, Tier: Immediate, Sources: []string{"S3.1"}},
		{ID: VerbalAbuse, Emoji: "🤬", Points: 10, Tier: TwoStrike, Sources: []string{"S3.2", "S4"}},
		{ID: Dishonesty, Emoji: "🤥", Points: 20, Tier: RedFlag, Sources: []string{"S3.3"}},
		{ID: LegalRisk, Emoji: "🚨", Points: 20, Tier: RedFlag, Sources: []string{"S3.10"}},
		{ID: UnreasonableDemands, Emoji: "🤯", Points: 8, MoneyMends: true, Sources: []string{"S3.4", "S2"}},
		{ID: AlwaysOn, Emoji: "🌙", Points: 4, MoneyMends: true, Sources: []string{"S0.1", "S1", "S2"}, Exempt: Profile{Hours: RoundTheClock}},
		{ID: WithholdsInput, Emoji: "🤐", Points: 4, MoneyMends: true, Sources: []string{"S0.2"}},
		{ID: MissedMeetings, Emoji: "🪑", Points: 5, Grace: 4, MoneyMends: true, Sources: []string{"S2.2"}},
		{ID: ScopeCreep, Emoji: "📈", Points: 5, MoneyMends: true, Sources: []string{"S0.3", "S2.1"}},
		{ID: LatePayment, Emoji: "💸", Points: 9, Grace: 8, MoneyMends: true, Sources: []string{"S1", "S2.3", "S3.5"}},
		{ID: InvoiceDispute, Emoji: "🧾", Points: 21, MoneyMends: true, Sources: []string{"S3.6"}},
		{ID: Indecision, Emoji: "🌀", Points: 4, MoneyMends: true, Sources: []string{"S1", "S3.7"}, Exempt: Profile{Billing: Hourly}},
		{ID: Unresponsive, Emoji: "👻", Points: 5, MoneyMends: true, Sources: []string{"S2.4", "S2"}},
		{ID: IgnoresAdvice, Emoji: "🙉", Points: 7, MoneyMends: true, Sources: []string{"S2.5", "S3.8"}},
		{ID: PlaysCompetitors, Emoji: "🃏", Points: 13, MoneyMends: true, Sources: []string{"S3.9"}},
		{ID: Tension, Emoji: "🧊", Points: 4, MoneyMends: true, Sources: []string{"S0.4"}},
		{ID: Morale, Emoji: "🥀", Points: 4, MoneyMends: true, Sources: []string{"S0.3"}},
		{ID: Unprofitable, Emoji: "📉", Points: 14, MoneyMends: true, Sources: []string{"S4", "S2", "S3"}},
	}
}
