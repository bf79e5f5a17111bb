package tag

import "math"

// The arithmetic of the encoder. Each operation below has a twin in the assembly of some processors, and both give the
// same bits: products of matrices are sums of whole numbers, which may be added in any order, and in all else every
// single operation rounds to float32 and the order of sums is fixed. The explicit conversions of products matter:
// without them a compiler may round a product and a sum once instead of twice, as the language allows, and some do.

const (
	tileRows    = 8  // rows of a product that are made at once
	tileColumns = 32 // columns of a product that are made at once, two panels
	panel       = 16 // columns of a factor that lie together
	lanes       = 8  // sums of a row that are kept apart
)

// kernel names the instructions that the arithmetic is done with.
type kernel uint8

const (
	kernelPlain kernel = iota // Go alone
	kernelWide                // AVX2
	kernelDot                 // AVX2, and AVX-512 with its vector neural network instructions
)

// matrix is the right factor of a product, for each of an even number of rows the columns. Columns lie in panels; a
// panel has for each pair of rows the two numbers of each of its columns.
type matrix struct {
	pairs, columns int
	cells          []int16
}

func newMatrix(rows, columns int) matrix {
	return matrix{pairs: rows / 2, columns: columns, cells: make([]int16, rows*columns)}
}

// at is the index of a cell.
func (m *matrix) at(row, column int) int {
	return ((column/panel*m.pairs+row/2)*panel+column%panel)*2 + row%2
}

// multiplyPlain makes one row of tiles after the other: the product of rows of a, stride apart, and two panels of a
// matrix. Rows are a multiple of tileRows.
func multiplyPlain(out []int32, outStride int, a []int16, stride int, panels []int16, pairs, rows int) {
	const packed = tileRows / 2
	var stripe [stripePairs * 2][packed]int64
	for row := 0; row < rows; row += tileRows {
		for r := range tileRows {
			clear(out[(row+r)*outStride:][:tileColumns])
		}
		for first := 0; first < pairs; first += stripePairs {
			n := min(stripePairs, pairs-first)
			for r := range packed {
				low, high := a[(row+2*r)*stride+2*first:][:2*n], a[(row+2*r+1)*stride+2*first:][:2*n]
				for k := range low {
					// Two sums go into one: products are added modulo 1<<64, and each sum fits 32 bits.
					stripe[k][r] = int64(low[k]) + int64(high[k])<<32
				}
			}
			for column := range tileColumns {
				cells := panels[(column/panel*pairs+first)*panel*2+column%panel*2:]
				var s0, s1, s2, s3 int64
				for k := range n {
					even, odd := int64(cells[k*panel*2]), int64(cells[k*panel*2+1])
					x, y := &stripe[2*k], &stripe[2*k+1]
					s0 += x[0]*even + y[0]*odd
					s1 += x[1]*even + y[1]*odd
					s2 += x[2]*even + y[2]*odd
					s3 += x[3]*even + y[3]*odd
				}
				for r, s := range [packed]int64{s0, s1, s2, s3} {
					at := (row+2*r)*outStride + column
					low := int32(s)
					out[at] += low
					out[at+outStride] += int32((s - int64(low)) >> 32)
				}
			}
		}
	}
}

// stripePairs is how many pairs of a row multiplyPlain lays out at once.
const stripePairs = 192

// affinePlain puts sums × scales × scale + biases into out.
func affinePlain(out []float32, sums []int32, scales, biases []float32, scale float32) {
	sums, scales, biases = sums[:len(out)], scales[:len(out)], biases[:len(out)]
	for i := range out {
		out[i] = float32(float32(sums[i])*float32(scales[i]*scale)) + biases[i]
	}
}

// geluNumbers are, for geluPlain: the bound; what makes the square of a number within it one of [-1, 1]; and a least
// squares fit of erf(x/√2)/x as a polynomial of that, from the highest power down, with an error of 6e-6.
var geluNumbers = [...]float32{
	4.8, 2 / (4.8 * 4.8), -0.0012396554229781032, 0.003928372636437416, -0.005688859615474939, 0.008619808591902256,
	-0.016956111416220665, 0.029273338615894318, -0.04371149092912674, 0.061002396047115326, -0.08121336996555328,
	0.10585055500268936, -0.14595697820186615, 0.29442495107650757,
}

// geluPlain makes each number x the part x·Φ(x) of it, where Φ is the standard normal distribution (Hendrycks and
// Gimpel 2016).
func geluPlain(row []float32) {
	for i, x := range row {
		z := max(-geluNumbers[0], min(geluNumbers[0], x))
		t := float32(float32(z*z)*geluNumbers[1]) - 1
		p := geluNumbers[2]
		for _, c := range geluNumbers[3:] {
			p = float32(p*t) + c
		}
		half := float32(0.5 * x)
		row[i] = half + float32(half*float32(z*p))
	}
}

// largestPlain is the largest magnitude in the row.
func largestPlain(row []float32) float32 {
	var most float32
	for _, x := range row {
		most = max(most, magnitude(x))
	}
	return most
}

func magnitude(x float32) float32 { return math.Float32frombits(math.Float32bits(x) &^ (1 << 31)) }

// raisePlain makes each number of most the magnitude of the row's, if that is larger.
func raisePlain(most, row []float32) {
	row = row[:len(most)]
	for i := range most {
		most[i] = max(most[i], magnitude(row[i]))
	}
}

// quantizePlain puts row × scale, rounded to the nearest whole number and halves to an even one, into out.
func quantizePlain(out []int16, row []float32, scale float32) {
	row = row[:len(out)]
	for i := range out {
		out[i] = int16(round(float32(row[i] * scale)))
	}
}

// round gives the nearest whole number, halves rounded to an even one. It needs |x| < 1<<22.
func round(x float32) int32 {
	const shift = 3 << 22 // float32 has no places behind the point here
	return int32(math.Float32bits(x+shift)) - 0x4b400000
}

// normalizePlain adds y to x and makes x normal: of mean 0 and variance 1, then × gain + bias (Ba, Kiros and Hinton
// 2016). The share is 1 through the length of x.
func normalizePlain(x, y, gain, bias []float32, share float32) {
	y, gain, bias = y[:len(x)], gain[:len(x)], bias[:len(x)]
	var sums [lanes]float32
	for i := range x {
		x[i] += y[i]
		sums[i%lanes] += x[i]
	}
	mean := float32(total(&sums) * share)
	sums = [lanes]float32{}
	for i := range x {
		x[i] -= mean
		sums[i%lanes] += float32(x[i] * x[i])
	}
	variance := float32(total(&sums)*share) + normalizeLeast
	factor := 1 / float32(math.Sqrt(float64(variance)))
	for i := range x {
		x[i] = float32(float32(x[i]*factor)*gain[i]) + bias[i]
	}
}

// normalizeLeast keeps a row of equal numbers from a division by zero.
const normalizeLeast = 1e-12

// total adds the sums in the order in which vectors are halved.
func total(sums *[lanes]float32) float32 {
	a, b, c, d := sums[0]+sums[4], sums[1]+sums[5], sums[2]+sums[6], sums[3]+sums[7]
	return (a + c) + (b + d)
}

// softmaxNumbers are, for softmaxPlain: the least exponent; what the powers and the shares are whole parts of; and a
// least squares fit of 2^f for f in [-½, ½], from the highest power down, with an error of 2e-7.
var softmaxNumbers = [...]float32{
	-126, powerParts, shareParts, 0.0013266970636323094, 0.009675459936261177, 0.05550742521882057, 0.24022121727466583,
	0.6931469440460205, 1.0000001192092896,
}

const (
	powerParts = 1 << 16
	shareParts = 1<<15 - 1
)

// softmaxPlain puts into out the part of each score in the whole, in parts of shareParts, where a score s weighs
// 2^(s×scale). It overwrites the scores.
func softmaxPlain(out []int16, scores []int32, scale float32) {
	scores = scores[:len(out)]
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	sum := int32(0)
	for i, s := range scores {
		x := max(softmaxNumbers[0], float32(float32(s-top)*scale))
		whole := round(x)
		f := x - float32(whole)
		p := softmaxNumbers[3]
		for _, c := range softmaxNumbers[4:] {
			p = float32(p*f) + c
		}
		power := math.Float32frombits(math.Float32bits(p) + uint32(whole)<<23)
		scores[i] = round(float32(power * softmaxNumbers[1]))
		sum += scores[i]
	}
	share := softmaxNumbers[2] / float32(sum)
	for i, s := range scores {
		out[i] = int16(round(float32(float32(s) * share)))
	}
}
