package parse

import "regexp"

// phrase is a way of saying something. Its pattern fits the whole of what was
// said; it may have the groups name, kind and note.
type phrase struct {
	pattern *regexp.Regexp
	command string
	verb    string // of a draft or remedy, unless the group kind names it
	trust   trust  // in the name
	records bool   // not for questions; a day may stand before or after it
	lead    bool   // the verb goes before the client
}

// kinds are the words for kinds of drafts.
var kinds = map[string]string{
	"separation": "separation", "parting": "separation", "goodbye": "separation", "farewell": "separation", "break-up": "separation",
	"breakup": "separation", "termination": "separation", "exit": "separation", "ending": "separation", "separating": "separation", "offboarding": "separation",
	"talk": "talk", "conversation": "talk", "discussion": "talk", "chat": "talk",
	"warning": "warning", "renegotiation": "renegotiate", "renegotiate": "renegotiate", "renegotiating": "renegotiate", "price increase": "renegotiate",
	"new terms": "renegotiate", "price": "renegotiate", "clause": "clause", "exit clause": "clause", "intake": "intake",
}

const (
	name    = ` (?P<name>.+)`
	named   = ` (?P<name>.+?)(?: (?:nicely|politely|kindly|gently|properly|well|decently|best|now|without drama|on good terms))*`
	kind    = `(?P<kind>separation|parting|goodbye|farewell|break-?up|termination|exit clause|exit|ending|separating|offboarding|talk|conversation|discussion|chat|warning|renegotiation|renegotiat(?:e|ing)|price increase|new terms|price|clause|intake)`
	letter  = `(?: (?:message|letter|e-?mail|mail|note|text|script|agenda|draft|talk|questions|questionnaire))*`
	how     = `(?:help(?: me| us)?(?: to)?|how (?:do|can|could|should|would|shall|must) (?:i|we|one|you)(?: best)?|how to|what is the best way to|what's the best way to|it's time to|it is time to|i think we should|we should)`
	lately  = `(?: (?:doing|going|looking|faring|behaving|getting on|getting along|holding up))?(?: (?:now|lately|today|these days|at the moment|right now|so far|this (?:week|month|quarter|year)|recently|then))?`
	subject = `(?:(?:we|i|we've|i've|we have|i have|today we|today i|note that we|note that i)(?: (?:just|already|now|finally|also|recently))? )?(?:just |finally |already )?`
	frank   = `(?:(?:frank|open|honest|good|long|short|quick|serious|clear|first|second|nice|difficult|little|constructive) )*`
	fees    = `(?:price|prices|rate|rates|fee|fees|hourly rate)`
	great   = `(?:(?:really|very|so|just|absolutely|truly|super|quite|always) )*(?:great|excellent|wonderful|lovely|fantastic|brilliant|amazing|good|nice|awesome|helpful|kind|generous|a pleasure(?: to work with)?|a joy(?: to work with)?|a dream|perfect|patient|understanding|superb|terrific|a delight)(?: (?:again|client|to (?:us|work with)))*`
)

// say makes a phrase.
func say(command, pattern string, more ...func(*phrase)) phrase {
	p := phrase{command: command, pattern: regexp.MustCompile(`(?i)^(?:` + pattern + `)$`)}
	for _, f := range more {
		f(&p)
	}
	return p
}

func verb(v string) func(*phrase) { return func(p *phrase) { p.verb = v } }
func trusting(t trust) func(*phrase) {
	return func(p *phrase) { p.trust = t }
}
func records(p *phrase) { p.records = true }
func lead(p *phrase)    { p.lead = true }

// phrases are tried in this order; the first that fits, name included, is meant.
var phrases = []phrase{
	// Without a client.
	say("undo", `undo(?: (?:that|this|it|please|the last(?: one| flag| entry| thing)?|my last(?: one| flag| entry| thing)?|last(?: one| flag| entry)?|what i did|my (?:flag|entry)))?|(?:take|took) (?:that|it|this|my last (?:one|flag|entry)|the last (?:one|flag|entry)) back|take back (?:that|it|this|my last(?: one| flag| entry)?|the last(?: one| flag| entry)?)|(?:scratch|revert|unflag) (?:that|it|this)|i take (?:that|it) back|(?:remove|delete) (?:my|the) last(?: one| flag| entry)?`),
	say("help", `help(?: me| us)?|what can (?:you|i|we) do(?: here| with you| for (?:me|us))?|what do you do|how does (?:this|it) work|how do you work|how do (?:i|we) use (?:this|you|it)|(?:the |list |show (?:me )?(?:the |your )?)?commands|what are (?:the|your) commands|who are you|what are you|hi|hello|hey|hi there|hello there|good (?:morning|afternoon|evening)`),
	say("signs", `(?:(?:list|show(?: me)?) )?(?:all )?(?:the |of the )?signs|(?:what|which) signs (?:are there|do you know|can (?:i|we) flag|exist)|what (?:can|may|could|should) (?:i|we) flag|what are the signs`),
	say("clients", `(?:(?:list|show(?: me| us)?) )?(?:all )?(?:of )?(?:the |our |my )?(?:client list|clients)|(?:list|show(?: me)?) (?:all )?clients|(?:which|what) clients (?:do we have|are there|do you know)|who are (?:our|the|my) clients`),
	say("assess", `how are (?:(?:all|all of|all the) )?(?:our |the |my |your )?clients`+lately+`|how are (?:things|we)`+lately+`|(?:how is|how's) (?:everything|everyone|everybody|business)`+lately),
	say("assess", `(?:who|which (?:client|one|of them)|what client)(?: is|'s| are| was) (?:the |our )?(?:worst|most difficult|hardest|most troublesome|biggest problem|most trouble|in trouble|trouble|a problem|a bad client|difficult|problematic|at risk)(?: client| clients| one| of all)?`+lately),
	say("assess", `(?:who|which (?:client|clients|one|ones)) should (?:we|i) (?:drop|fire|let go(?: of)?|leave|part (?:ways )?with|worry about|be worried about|talk to(?: first)?|watch|keep|end it with|look at)(?: first| next)?|(?:who|which clients?|which one) (?:makes|causes|gives(?: us)?|is giving us|make|cause|give us) (?:us )?(?:the )?most (?:trouble|problems|work|grief)|(?:which|what) clients are (?:bad|the worst|in trouble|a problem|trouble|difficult|problematic|at risk)`),
	say("assess", `(?:(?:show(?: me)?|give me) )?(?:the |an |our )?(?:portfolio|overview|ranking|league table)(?: of (?:our |the |all )?clients)?|rank (?:all )?(?:our |the |my )?clients|assess(?: (?:all|everyone|everybody|all clients|our clients|the clients|all our clients))?`),

	// Ending it and talking about it.
	say("draft", how+` (?:end (?:it|things|this|the (?:relationship|contract|collaboration|cooperation|engagement))|part(?: ways| company)?|break up|separate|split(?: up)?|say goodbye|stop working|finish|let go|quit working|leave|get rid|be done) ?(?:with|from|to|of)?`+named, verb("separation"), lead, trusting(likely)),
	say("draft", how+` (?:fire|drop|let|leave|release|offboard|lose|terminate|dismiss) (?P<name>.+?)(?: go| off| as a client| nicely| politely| kindly)*`, verb("separation"), lead, trusting(likely)),
	say("draft", how+` (?:talk|speak) (?:to|with)`+named, verb("talk"), lead, trusting(likely)),
	say("draft", `(?:help(?: me| us)?(?: to)? (?:have|prepare|plan)|prepare(?: me)?(?: for)?|plan) (?:a |an |the |my |our )?`+frank+`(?:talk|conversation|discussion|chat) (?:with|for)`+name, verb("talk"), lead, trusting(likely)),
	say("draft", `what (?:do|should|can|could|shall) (?:i|we) (?:say|tell) to`+name, verb("talk"), lead, trusting(likely)),
	say("draft", `(?:`+how+` )?warn`+name, verb("warning"), lead, trusting(likely)),
	say("draft", how+` (?:renegotiate|reprice)(?: with)?`+name, verb("renegotiate"), lead, trusting(likely)),
	say("draft", how+` (?:raise|increase) (?:the |our )?`+fees+` (?:for|with|of|at)`+name, verb("renegotiate"), lead, trusting(likely)),
	say("draft", `renegotiate with`+name, verb("renegotiate"), lead, trusting(likely)),
	say("draft", `draft(?: me| us)? (?:a |an |the |our |some )?(?:(?:short|friendly|polite|kind|nice|frank|honest|open|new|good|formal|first|final) )*`+kind+letter+`(?: (?:for|to|with|about))`+name, lead, trusting(anyName)),
	say("draft", `(?:`+how+` )?(?:draft|write|prepare|compose|make|create|give me|show me|get me|do|i need|we need|need)(?: me| us)? (?:a |an |the |my |our |some )?(?:(?:short|friendly|polite|kind|nice|frank|honest|open|new|good|formal|first|final) )*`+kind+letter+`(?: (?:for|to|with|about|from))`+name, lead, trusting(likely)),
	say("draft", `(?:draft|write|prepare|compose|make|create|give me|show me|get me|i need|we need)(?: me| us)? (?:a |an |the |our |some )?`+kind+letter, lead),
	say("draft", `(?:draft|write|prepare|compose)(?: me| us)? (?:a |an |the |some )?(?:message|letter|e-?mail|mail|note|text|draft|reply|something)? ?(?:for|to)`+name, lead, trusting(likely)),

	// How somebody is doing.
	say("assess", `(?:how(?:'s| is| are| was)) (?:it going|things going|things|everything going|everything|it|life|business|the relationship|work|the work|working|our relationship|the collaboration)(?: going| looking)? (?:with|at|for)(?: (?P<name>.+?))`+lately, trusting(likely)),
	say("assess", `how(?:'s| is| are) (?P<name>.+?)`+lately, trusting(likely)),
	say("assess", `(?:how bad|how good|how healthy|how risky|how difficult|how far gone|how worried should (?:we|i) be about) ?(?:is|are)? (?P<name>.+?)`+lately, trusting(likely)),
	say("assess", `(?:where|how) (?:do we|do i|are we|are things) (?:stand |at )?(?:with|on)`+name, trusting(likely)),
	say("assess", `(?:what about|how about|what's up with|what is up with|what is going on with|what's going on with|what do you think (?:of|about)|what do we do (?:about|with)|what should (?:we|i) do (?:about|with)|any (?:problems?|trouble|issues?|news) with|thoughts on|opinion on)`+name, trusting(likely)),
	say("assess", `(?:(?:what's|what is|show(?: me)?|give me|tell me) )?(?:the |a |an |your )?(?:status|state|verdict|assessment|score|points|standing|situation|health|figures|numbers|report|overview) (?:of|on|for|with|about)`+name, trusting(likely)),
	say("assess", `(?:what's|what is|show(?: me)?) (?P<name>.+?)'s? (?:status|state|verdict|assessment|score|points|standing|situation|health)`, trusting(likely)),
	say("assess", `should (?:we|i) (?:keep(?: on)?(?: working with)?|drop|fire|let go(?: of)?|leave|part (?:ways )?with|end it with|stop working with|continue(?: working)? with|stay with|go on with|worry about|be worried about|quit|carry on with|work with|give up on|renew|renew with)(?: on)?`+name, trusting(likely)),
	say("assess", `(?:is|are) (?P<name>.+?) (?:still )?(?:ok|okay|fine|healthy|worth it|worth keeping|worth the trouble|a problem|trouble|a good client|a bad client|good|bad|at risk|worth our time|still worth it|all right|alright)`, trusting(likely)),
	say("assess", `(?:check(?: up)?(?: on)?|evaluate|rate|judge|tell me about|what about|show(?: me)?|look at|tell me how)(?: (?P<name>.+?))(?: (?:is|are) (?:doing|going))?`, trusting(likely)),
	say("assess", `(?:do you know|let me know|i wonder|i want to know|i'd like to know|tell us) how (?P<name>.+?) (?:is|are) (?:doing|going|behaving)`, trusting(likely)),
	say("assess", `assess`+name, trusting(anyName)),

	// The log.
	say("history", `(?:(?:what's|what is|show(?: me| us)?|give me|get me|list|see|open|read) )?(?:the |a |all |full |whole )*(?:history|log|timeline|story|records?|incidents|flags) (?:of|for|with|on|about|from|at)`+name, trusting(likely)),
	say("history", `(?:(?:what's|what is|show(?: me| us)?|give me|see|open) )?(?P<name>.+?)'s? (?:history|log|timeline|story|record|flags|incidents)`, trusting(likely)),
	say("history", `what (?:happened|has happened|went wrong|was it) (?:with|at)`+name, trusting(likely)),
	say("history", `what (?:has|have|did) (?P<name>.+?) (?:done|do|been up to)`, trusting(knownOnly)),
	say("history", `history`+name, trusting(anyName)),

	// What was tried.
	say("did", subject+`(?:talked|spoke|spoken|had a word|sat down)(?: openly| honestly| frankly| seriously| at length)? (?:to|with)`+name, verb("talk"), records, trusting(likely)),
	say("did", subject+`had (?:a |an |the |our |that )?`+frank+`(?:talk|conversation|discussion|chat) with`+name, verb("talk"), records, trusting(likely)),
	say("did", subject+`(?:raised|increased|put up|upped) (?:the |our |their )?`+fees+` (?:for|with|of|to|at)`+name, verb("price"), records, trusting(likely)),
	say("did", subject+`(?:raised|increased|put up|upped) (?P<name>.+?)'s? `+fees, verb("price"), records, trusting(likely)),
	say("did", subject+`(?:sent|gave|given|issued) (?P<name>.+?) (?:a |the |our |another |their )?`+frank+`(?:written |formal |final |last |verbal )?warning`, verb("warning"), records, trusting(likely)),
	say("did", subject+`(?:sent|gave|given|issued) (?:a |the |our |another )?`+frank+`(?:written |formal |final |last |verbal )?warning to`+name, verb("warning"), records, trusting(likely)),
	say("did", subject+`warned`+name, verb("warning"), records, trusting(likely)),
	say("did", subject+`set (?:a |some |our |the )?(?:clear |new |firm |strict )?(?:boundary|boundaries|limits|a limit|office hours|ground rules) (?:with|for|to)`+name, verb("boundary"), records, trusting(likely)),
	say("did", subject+`(?:agreed(?: on| to)?|renegotiated|re-?scoped|redefined|settled|fixed) (?:the |a |on )?(?:new |smaller |narrower |clear )?scope (?:with|for)`+name, verb("scope"), records, trusting(likely)),
	say("did", `(?:record|log|note)(?: down)? (?:a |the |our |that we had a |that i had a )?`+frank+`(?:talk|conversation|discussion) with`+name, verb("talk"), records, trusting(likely)),

	// Something good.
	say("praise", `(?:praise|compliment|commend|kudos (?:to|for)|props (?:to|for)|shout-?out to|well done|bravo|thumbs up (?:to|for)|(?:add|record|give) (?:a |some )?praise (?:to|for))(?: (?P<name>.+?))(?: (?:for|because) (?P<note>.+))?`, records, trusting(likely)),
	say("praise", `(?P<name>.+?) (?P<note>(?:was|were|is|are|has been|have been) `+great+`)`, records, trusting(knownOnly)),
	say("praise", `(?P<name>.+?) (?P<note>(?:has |have |just )?(?:paid|pays) (?:us )?(?:early|on time|in advance|ahead of time|promptly|right away|at once|in full|quickly))`, records, trusting(knownOnly)),
}
