package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"

	"hearsay"
	"hearsay/eval"
	"hearsay/eval/stream"
)

// source is the documents that are measured, by number. An invented archive is made when it is asked for.
type source struct {
	options  stream.Options
	articles []eval.StoryArticle // of a corpus, in document order
}

func open(o options) (*source, error) {
	if o.corpus != "" {
		articles, err := eval.ReadStories(o.corpus)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(articles, func(a, b eval.StoryArticle) int {
			docA, docB := a.Document(), b.Document()
			return docA.Compare(&docB)
		})
		return &source{articles: articles}, nil
	}
	// Ten days at least, so that there are more than one window's documents; then archives grow longer, not denser.
	perDay := max(1, min(o.perDay, o.documents/10))
	s := &source{options: stream.Options{Seed: 1, Documents: o.documents, PerDay: perDay, Undated: o.undated,
		Breadth: o.breadth}}
	_, err := stream.New(s.options)
	return s, err
}

func (s *source) size() int {
	if s.articles != nil {
		return len(s.articles)
	}
	return s.options.Documents
}

// reader reads the source from the beginning or at any place. It is not safe for concurrent use, but a source may have
// several.
type reader struct {
	source *source
	stream *stream.Stream
}

func (s *source) reader() (*reader, error) {
	r := &reader{source: s}
	if s.articles != nil {
		return r, nil
	}
	var err error
	r.stream, err = stream.New(s.options)
	return r, err
}

func (r *reader) document(number int) hearsay.Document {
	if r.stream == nil {
		return r.source.articles[number].Document()
	}
	made := r.stream.Article(number)
	article := eval.StoryArticle{ID: made.ID, Outlet: made.Outlet, Title: made.Title, Text: made.Text}
	if made.Dated {
		article.Day = &made.Day
	}
	return article.Document()
}

// shelf keeps bytes by number in a file that has no name, as a store would: only where they lie is held in memory.
type shelf struct {
	file *os.File
	to   *bufio.Writer
	ends []int64
}

func newShelf() (*shelf, error) {
	file, err := os.CreateTemp("", "scale-*")
	if err != nil {
		return nil, fmt.Errorf("keep on disk: %w", err)
	}
	return &shelf{file: file, to: bufio.NewWriterSize(file, 1<<20)}, nil
}

// put keeps the bytes of the next number.
func (s *shelf) put(data []byte) error {
	if _, err := s.to.Write(data); err != nil {
		return fmt.Errorf("keep on disk: %w", err)
	}
	s.ends = append(s.ends, int64(s.size()+len(data)))
	return nil
}

func (s *shelf) size() int {
	if len(s.ends) == 0 {
		return 0
	}
	return int(s.ends[len(s.ends)-1])
}

// get returns the bytes of a number. All must have been put and flushed.
func (s *shelf) get(number int) ([]byte, error) {
	from := int64(0)
	if number > 0 {
		from = s.ends[number-1]
	}
	data := make([]byte, s.ends[number]-from)
	if _, err := s.file.ReadAt(data, from); err != nil {
		return nil, fmt.Errorf("read from disk: %w", err)
	}
	return data, nil
}

// all goes through the bytes of all numbers, in order, and says in failed what kept it from the end. The bytes are good
// until the next step.
func (s *shelf) all(failed *error) func(yield func(int, []byte) bool) {
	return func(yield func(int, []byte) bool) {
		from := bufio.NewReaderSize(io.NewSectionReader(s.file, 0, int64(s.size())), 1<<20)
		var data []byte
		at := int64(0)
		for number, end := range s.ends {
			data = slices.Grow(data[:0], int(end-at))[:end-at]
			if _, err := io.ReadFull(from, data); err != nil {
				*failed = fmt.Errorf("read from disk: %w", err)
				return
			}
			at = end
			if !yield(number, data) {
				return
			}
		}
	}
}

func (s *shelf) flush() error {
	if err := s.to.Flush(); err != nil {
		return fmt.Errorf("keep on disk: %w", err)
	}
	return nil
}

// drop removes the file.
func (s *shelf) drop() {
	s.file.Close() // its bytes are not wanted any more
	os.Remove(s.file.Name())
}
