package bot

import (
	"math"
	"strconv"
	"strings"
)

// meterCells is the width of a meter's bar, in characters.
const meterCells = 16

// Drawn is the meter for platforms that have none: a bar of characters, and
// behind it the marks, or Alt where there are none.
func (m Meter) Drawn() string {
	share := m.Value / m.Max
	if math.IsNaN(share) || m.Max <= 0 {
		share = 0
	}
	full := int(math.Round(min(max(share, 0), 1) * meterCells))
	bar := strings.Repeat("▓", full) + strings.Repeat("░", meterCells-full)
	var marks []string
	for _, k := range m.Marks {
		mark := k.Label
		if !math.IsNaN(k.At) && !math.IsInf(k.At, 0) {
			mark += " " + strconv.FormatFloat(math.Round(k.At*10)/10, 'f', -1, 64)
		}
		marks = append(marks, mark)
	}
	words := strings.Join(marks, " · ")
	if words == "" {
		words = m.Alt
	}
	return strings.TrimSpace(bar + "  " + words)
}
