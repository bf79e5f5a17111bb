package stream

import "math/bits"

// Salts keep apart what is drawn for different ends from the same numbers.
const (
	saltPlan = iota + 1
	saltDoc
	saltTitle
	saltSentence
	saltName
	saltWord
	saltBeat
	saltPhrase
	saltQuote
	saltFurniture
	saltOutlet
	saltAgency
)

// source is a sequence of random numbers that any number begins at no cost: SplitMix64 (Steele, Lea and Flood 2014).
type source struct{ state uint64 }

func (s *source) next() uint64 {
	s.state += 0x9e3779b97f4a7c15
	return finish(s.state)
}

func finish(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// mix makes one number of two.
func mix(a, b uint64) uint64 { return finish(finish(a+0x9e3779b97f4a7c15) ^ b*0xd1342543de82ef95) }

// below is a number below n.
func (s *source) below(n int) int { return int(s.next() >> 32 * uint64(n) >> 32) }

// happens is true so many times in 1024.
func (s *source) happens(share uint64) bool { return s.next()>>54 < share }

// ranked is a number below 2^n − 1 that is the less probable the greater it is, as words are by Zipf's law.
func (s *source) ranked(n int) int {
	octave := s.below(n)
	return 1<<octave - 1 + s.below(1<<octave)
}

// halves is 0 half of the time, 1 a quarter of the time and so on, to 20.
func (s *source) halves() int { return min(20, bits.TrailingZeros64(s.next())) }
