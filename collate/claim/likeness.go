package claim

// Likenesses calls visit with how surely two propositions tell one event, in 1024ths of a logit, for each pair that is
// worth a look: the indexes of their readings and in these, and whether the score, which Join goes on from, is enough to
// join them if nothing else stands against it. What a rule joins has the ceiling.
func (j *Joiner) Likenesses(story Story, visit func(docA, a, docB, b int, score int32, same bool)) {
	candidates := j.candidates(story)
	scores := map[[2]int]int32{}
	var pairs [][2]int
	enter := func(a, b int, score int32) {
		pair := [2]int{min(a, b), max(a, b)}
		if held, ok := scores[pair]; !ok {
			pairs = append(pairs, pair)
		} else {
			score = max(score, held)
		}
		scores[pair] = score
	}
	for _, p := range j.compare(story, candidates).judge() {
		enter(p.a, p.b, p.score)
	}
	for _, link := range j.links(story, candidates) {
		enter(link.a, link.b, ceiling)
	}
	for _, pair := range pairs {
		x, y, score := &candidates[pair[0]], &candidates[pair[1]], scores[pair]
		visit(x.doc, x.index, y.doc, y.index, score, score >= least)
	}
}
