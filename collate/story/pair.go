package story

// weigh is how surely two documents report one event, in 65536ths, from the cosine of their words. It is the same for
// (a, b) and (b, a).
func (c *Clusterer) weigh(a, b *Features, cosine int64) int64 {
	days, known := gap(a.Published, b.Published)
	if !known {
		return cosine * c.params.undated / one
	}
	return cosine * c.kernel.at(days) / one
}
