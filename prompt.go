package hearsay

// PromptRule is one rule by which a desk wants its copy looked at again before it is published.
type PromptRule struct {
	Name  string
	On    bool
	Least int    // its threshold, in what the rule counts; 0 where it has none
	Text  string // what the desk reads, the same wherever the rule matches
}

// Prompt is a place where a rule asks an editor to look again. It is no grade, and says nothing of what is true.
type Prompt struct {
	Rule  string
	Text  string // of the rule
	Claim ClaimID
	Refs  []Ref // the words it rests on, those it asks about first
}

// In reports whether the prompt rests on words of the document.
func (p *Prompt) In(doc DocID) bool {
	for _, ref := range p.Refs {
		if ref.Doc == doc {
			return true
		}
	}
	return false
}
