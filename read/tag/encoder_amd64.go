package tag

import "golang.org/x/sys/cpu"

// bestKernel is the fastest kernel that the processor has.
func bestKernel() kernel {
	switch {
	case cpu.X86.HasAVX2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VNNI:
		return kernelDot
	case cpu.X86.HasAVX2:
		return kernelWide
	}
	return kernelPlain
}

//go:noescape
func multiplyWide(out *int32, outStride int, a *int16, stride int, panels *int16, pairs, rows int)

//go:noescape
func multiplyDot(out *int32, outStride int, a *int16, stride int, panels *int16, pairs, rows int)

//go:noescape
func affineWide(out *float32, sums *int32, scales, biases *float32, scale float32, n int)

//go:noescape
func geluWide(row *float32, n int, numbers *float32)

//go:noescape
func largestWide(row *float32, n int) float32

//go:noescape
func raiseWide(most, row *float32, n int)

//go:noescape
func quantizeWide(out *int16, row *float32, scale float32, n int)

//go:noescape
func normalizeWide(x, y, gain, bias *float32, share float32, n int)

//go:noescape
func softmaxWide(out *int16, scores *int32, scale float32, n int, numbers *float32)

// The functions below see to it that the assembly stays within its slices.

func (k kernel) multiplyTiles(out []int32, outStride int, a []int16, stride int, panels []int16, pairs, rows int) {
	if k == kernelPlain {
		multiplyPlain(out, outStride, a, stride, panels, pairs, rows)
		return
	}
	if pairs < 1 || rows < 1 || rows%tileRows != 0 || outStride < tileColumns || stride < 2*pairs {
		panic("tag: a product of another shape")
	}
	_, _, _ = out[(rows-1)*outStride+tileColumns-1], a[(rows-1)*stride+2*pairs-1], panels[2*tileColumns*pairs-1]
	if k == kernelDot {
		multiplyDot(&out[0], outStride, &a[0], stride, &panels[0], pairs, rows)
		return
	}
	multiplyWide(&out[0], outStride, &a[0], stride, &panels[0], pairs, rows)
}

// wide reports whether a row of n numbers is for the assembly.
func (k kernel) wide(n int) bool { return k != kernelPlain && n > 0 && n%lanes == 0 }

func (k kernel) affine(out []float32, sums []int32, scales, biases []float32, scale float32) {
	if !k.wide(len(out)) {
		affinePlain(out, sums, scales, biases, scale)
		return
	}
	n := len(out)
	sums, scales, biases = sums[:n], scales[:n], biases[:n]
	affineWide(&out[0], &sums[0], &scales[0], &biases[0], scale, n)
}

func (k kernel) gelu(row []float32) {
	if !k.wide(len(row)) {
		geluPlain(row)
		return
	}
	geluWide(&row[0], len(row), &geluNumbers[0])
}

func (k kernel) largest(row []float32) float32 {
	if !k.wide(len(row)) {
		return largestPlain(row)
	}
	return largestWide(&row[0], len(row))
}

func (k kernel) raise(most, row []float32) {
	if !k.wide(len(most)) {
		raisePlain(most, row)
		return
	}
	row = row[:len(most)]
	raiseWide(&most[0], &row[0], len(most))
}

func (k kernel) quantize(out []int16, row []float32, scale float32) {
	if !k.wide(len(out)) {
		quantizePlain(out, row, scale)
		return
	}
	row = row[:len(out)]
	quantizeWide(&out[0], &row[0], scale, len(out))
}

func (k kernel) normalize(x, y, gain, bias []float32, share float32) {
	if !k.wide(len(x)) {
		normalizePlain(x, y, gain, bias, share)
		return
	}
	n := len(x)
	y, gain, bias = y[:n], gain[:n], bias[:n]
	normalizeWide(&x[0], &y[0], &gain[0], &bias[0], share, n)
}

func (k kernel) softmax(out []int16, scores []int32, scale float32) {
	if !k.wide(len(out)) {
		softmaxPlain(out, scores, scale)
		return
	}
	scores = scores[:len(out)]
	softmaxWide(&out[0], &scores[0], scale, len(out), &softmaxNumbers[0])
}
