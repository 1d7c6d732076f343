package scoring

import "slices"

// Share is a portfolio's real figure: so few of so many clients make such a
// part of the trouble (S1: a fifth of them probably makes most of it).
type Share struct {
	Clients, Of int
	Part        float64 // 0 to 1
}

// Pareto finds the smallest number of clients that together make at least
// target (0 to 1) of all points. Points below 0 count as 0. Without any
// trouble, no client makes any: Clients and Part are 0.
func Pareto(points []float64, target float64) Share {
	sorted := make([]float64, 0, len(points))
	var total float64
	for _, p := range points {
		if p > 0 {
			sorted = append(sorted, p)
			total += p
		}
	}
	share := Share{Of: len(points)}
	slices.Sort(sorted)
	var sum float64
	for _, p := range slices.Backward(sorted) {
		if sum >= target*total {
			break
		}
		sum += p
		share.Clients++
		share.Part = min(1, sum/total)
	}
	return share
}
