package extract

import (
	"errors"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/read/extract/pdf"
)

// pdf reads the text layer of a PDF file. What the file says of its title and date is not taken: it is mostly that of
// the program that made it and of the day on which it was printed.
func (e *Extractor) pdf(raw []byte) article {
	text, err := e.pdfs.Text(raw)
	switch {
	case errors.Is(err, pdf.ErrEncrypted):
		return skipped(hearsay.SkipProtected, "PDF: %v; print it into a new PDF, or save its text", err)
	case errors.Is(err, pdf.ErrNoText), errors.Is(err, pdf.ErrNoLetters):
		return skipped(hearsay.SkipNoText, "PDF: %v; it needs text recognition (OCR)", err)
	case errors.Is(err, pdf.ErrTooLarge):
		return skipped(hearsay.SkipTooLarge, "PDF: more than %d pages, or more than %d MB unpacked; split it",
			limits.PDFPages, limits.PDFWork>>20)
	case err != nil:
		return skipped(hearsay.SkipMalformed, "PDF: %v", err)
	}
	return article{body: text}
}
