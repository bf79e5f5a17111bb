package intake

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
)

// number is the ending of the path of the n-th article of a file.
func number(n int) string { return "#" + strconv.Itoa(n) }

// lineReader reads lines that are not blank, without ever holding more of a line than its bound.
type lineReader struct {
	r       *bufio.Reader
	most    int  // bytes of one line
	line    int  // number of the line read last, blank ones counted
	count   int  // of those that are not blank
	tooLong bool // the line read last is longer than most, and was not kept
	kept    []byte
}

// next is the next line without the white space around it. It is valid until the next call. At the end it is io.EOF;
// another error comes in place of the line that it broke.
func (l *lineReader) next() ([]byte, error) {
	for {
		l.kept, l.tooLong = l.kept[:0], false
		piece, err := l.r.ReadSlice('\n')
		for err == bufio.ErrBufferFull {
			l.keep(piece)
			piece, err = l.r.ReadSlice('\n')
		}
		l.keep(piece)
		l.line++
		line := bytes.TrimSpace(l.kept)
		if err != nil && err != io.EOF {
			l.count++
			return nil, err
		}
		if len(line) > 0 || l.tooLong {
			l.count++
			return line, nil
		}
		if err == io.EOF {
			return nil, io.EOF
		}
	}
}

func (l *lineReader) keep(piece []byte) {
	if l.tooLong || len(l.kept)+len(piece) > l.most {
		l.tooLong, l.kept = true, l.kept[:0]
		return
	}
	l.kept = append(l.kept, piece...)
}
