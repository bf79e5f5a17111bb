package reuse

import (
	"slices"

	"hearsay/internal/letter"
)

// density says how closely a text is marked, in chars. Every run of at least gram+window−1 chars that stands in two
// texts holds a mark of both.
type density struct{ gram, window int }

// Within one pair of documents the marks lie close. An index over an archive takes fewer, of longer grams.
var (
	dense  = density{gram: 20, window: 13}
	sparse = density{gram: 25, window: 24}
)

// mark is a winnowed gram: its hash in the upper bits, where it begins in the stream in the lower ones.
type mark uint64

const atBits = 22 // of a text of limits.TextBytes

func (m mark) hash() uint64 { return uint64(m) >> atBits }

func (m mark) at() int { return int(m & (1<<atBits - 1)) }

// base is the base of the rolling hash, an odd number with well-spread bits.
const base = 0x9e3779b97f4a7c15

// winnow returns the marks of a stream: in each window of consecutive grams the one with the least hash, the last such
// on a tie (Schleimer, Wilkerson and Aiken 2003). Marks that are stored rest on it: it is frozen.
func winnow(chars []byte, d density) []mark {
	if len(chars) < d.gram {
		return nil
	}
	power := uint64(1)
	rolling := uint64(0)
	for _, c := range chars[:d.gram-1] {
		power *= base
		rolling = rolling*base + uint64(c)
	}
	// In the list the places count down, so that the last of equal grams is the least number.
	const places = 1<<atBits - 1
	grams := make([]mark, len(chars)-d.gram+1)
	for i := range grams {
		rolling = rolling*base + uint64(chars[i+d.gram-1])
		grams[i] = mark(letter.Mix(rolling)&^places) | mark(places-i)
		rolling -= uint64(chars[i]) * power
	}
	// The least of each window by the least from its beginning to the end of a block and on from there to its own end
	// (van Herk 1992): no branch hangs on the hashes.
	marks := make([]mark, 0, len(grams)*9/4/(d.window+1)+1)
	var rest [64]mark // the least from each gram of a block to the block's end
	window := min(d.window, len(grams))
	last := mark(0)
	for from := 0; from+window <= len(grams); from += window {
		block := grams[from : from+window]
		low := ^mark(0)
		for i := window - 1; i >= 0; i-- {
			low = min(low, block[i])
			rest[i] = low
		}
		low = ^mark(0)
		for i, next := range grams[from+window-1 : min(from+2*window-1, len(grams))] {
			if i > 0 {
				low = min(low, next)
			}
			if least := min(rest[i], low); least != last {
				last = least
				marks = append(marks, least^places)
			}
		}
	}
	return marks
}

// radixSort sorts numbers in place by American flag sort (McIlroy, Bostic and McIlroy 1993), from the bits at shift and
// the seven above it downwards. Bits above those must be equal.
func radixSort[T ~uint64](numbers []T, shift int) {
	const few = 48
	if len(numbers) <= few {
		insertionSort(numbers)
		return
	}
	if shift < 0 {
		slices.Sort(numbers)
		return
	}
	var ends, next [256]int
	for _, number := range numbers {
		ends[byte(number>>shift)]++
	}
	sum := 0
	for digit, count := range ends {
		next[digit] = sum
		sum += count
		ends[digit] = sum
	}
	for digit := range ends {
		for next[digit] < ends[digit] {
			number := numbers[next[digit]]
			for d := byte(number >> shift); int(d) != digit; d = byte(number >> shift) {
				numbers[next[d]], number = number, numbers[next[d]]
				next[d]++
			}
			numbers[next[digit]] = number
			next[digit]++
		}
	}
	from := 0
	for _, end := range ends {
		if end-from > 1 {
			radixSort(numbers[from:end], shift-8)
		}
		from = end
	}
}

func insertionSort[T ~uint64](numbers []T) {
	for i := 1; i < len(numbers); i++ {
		number := numbers[i]
		k := i
		for ; k > 0 && numbers[k-1] > number; k-- {
			numbers[k] = numbers[k-1]
		}
		numbers[k] = number
	}
}
