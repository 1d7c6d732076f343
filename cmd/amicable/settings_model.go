package main

// What a cost or a price may be, in the operator's currency. Costs are counted in
// millionths, so anything below one would be no limit at all.
const (
	leastMoney = 0.01
	mostMoney  = 1e6
)

// checkModel refuses limits of the language model that would limit nothing.
func (s Settings) checkModel() error {
	wrong := func(name, advice string) error { return &settingError{name, advice} }
	money := func(amount float64) bool { return amount == 0 || amount > 0 && amount <= mostMoney } // NaN is none
	switch {
	case s.ModelTokens < 1:
		return wrong("AMICABLE_MODEL_TOKENS", "must be 1 or more: how many tokens of the language model a workspace may use in a day. Without OPENAI_MODEL there is none.")
	case !money(s.ModelCost) || s.ModelCost > 0 && s.ModelCost < leastMoney:
		return wrong("AMICABLE_MODEL_COST", "must be an amount from 0.01 to 1000000, such as 2.50: what a workspace may spend on the language model in a day. Leave it out for no limit.")
	case !money(s.ModelPromptPrice):
		return wrong("AMICABLE_MODEL_PROMPT_PRICE", priceAdvice)
	case !money(s.ModelAnswerPrice):
		return wrong("AMICABLE_MODEL_ANSWER_PRICE", priceAdvice)
	case s.ModelCost > 0 && s.ModelPromptPrice == 0:
		return wrong("AMICABLE_MODEL_PROMPT_PRICE", "is missing. AMICABLE_MODEL_COST needs the price of a million tokens asked, as the model's provider lists it for input.")
	case s.ModelCost > 0 && s.ModelAnswerPrice == 0:
		return wrong("AMICABLE_MODEL_ANSWER_PRICE", "is missing. AMICABLE_MODEL_COST needs the price of a million tokens answered, as the model's provider lists it for output.")
	}
	return nil
}

const priceAdvice = "must be an amount up to 1000000, such as 0.15: the price of a million tokens, in the currency of AMICABLE_MODEL_COST."
