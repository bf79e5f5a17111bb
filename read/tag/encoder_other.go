//go:build !amd64

package tag

func bestKernel() kernel { return kernelPlain }

func (kernel) multiplyTiles(out []int32, outStride int, a []int16, stride int, panels []int16, pairs, rows int) {
	multiplyPlain(out, outStride, a, stride, panels, pairs, rows)
}

func (kernel) affine(out []float32, sums []int32, scales, biases []float32, scale float32) {
	affinePlain(out, sums, scales, biases, scale)
}

func (kernel) gelu(row []float32) { geluPlain(row) }

func (kernel) largest(row []float32) float32 { return largestPlain(row) }

func (kernel) raise(most, row []float32) { raisePlain(most, row) }

func (kernel) quantize(out []int16, row []float32, scale float32) { quantizePlain(out, row, scale) }

func (kernel) normalize(x, y, gain, bias []float32, share float32) {
	normalizePlain(x, y, gain, bias, share)
}

func (kernel) softmax(out []int16, scores []int32, scale float32) { softmaxPlain(out, scores, scale) }
