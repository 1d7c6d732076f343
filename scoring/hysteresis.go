package scoring

// Alert is what a change of a client's assessment means for the team.
type Alert struct {
	// Raise tells to alert now.
	Raise bool
	// Level is to be kept with the client and handed in next time: the verdict
	// up to which crossings are known and not alerted again.
	Level Verdict
	// Parting tells that the client just brought the team to Part ways or
	// beyond (to be recorded in Ledger.Partings), whether or not it is alerted.
	Parting bool
}

// Alert compares the assessments just before and just after an entry, both at
// the same moment, given the level kept from last time (Healthy at first).
//
// There is one alert per upward crossing. A crossing counts anew only once the
// verdict has been below the level and the points have fallen AlertFall (15 %)
// below its threshold, so that a client who hovers around a threshold does not
// ring at every turn. What was never told counts as not crossed yet: as long as
// the level is below the verdict, the next entry alerts.
//
// What a person overrode stays quiet, save for the tier rules: an override to
// Watch must not hush up physical abuse.
func (p Policy) Alert(level Verdict, before, after Assessment) Alert {
	level = p.rearm(level, before) // points may have faded since the last entry
	was, is := loudest(before), loudest(after)
	a := Alert{Level: level}
	if is > level { // also when it did not rise just now: then an earlier alert got lost
		a.Level = is
		a.Raise = is >= p.AlertFrom
		a.Parting = is >= PartWays && was < PartWays && level < PartWays
	}
	a.Level = p.rearm(a.Level, after) // or an entry was taken back
	return a
}

func loudest(a Assessment) Verdict { return max(a.Verdict, a.Tiers) }

// rearm lowers the level as far as verdict and points have clearly fallen below it.
func (p Policy) rearm(level Verdict, a Assessment) Verdict {
	for level > Healthy && loudest(a) < level && a.Points < (1-p.AlertFall)*p.Thresholds.Of(level) {
		level--
	}
	return level
}
