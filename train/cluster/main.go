// Command cluster sorts the words of unlabelled news text into classes by the words they stand beside.
//
// It begins with JSON lines of articles (a field "text"; gzip or plain) and ends with the file of classes that
// train/label builds into its model. Words with like neighbours share classes: positive pointwise mutual information with the words
// one and two places away, the leading subspace by subspace iteration, spherical k-means at several sizes.
//
//	go run ./train/cluster -out classes.tsv articles.jsonl.gz ...
package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/read/sentence"
	"hearsay/read/tag"
)

// places are the neighbours that make up a word's context.
var places = [...]int{-2, -1, 1, 2}

func main() {
	out := flag.String("out", "", "file to write")
	least := flag.Int("least", 40, "least number of occurrences of a word")
	contexts := flag.Int("contexts", 2000, "number of frequent words that count as neighbours")
	dims := flag.Int("dims", 80, "dimensions of the subspace")
	rounds := flag.Int("rounds", 12, "rounds of k-means")
	seed := flag.Uint64("seed", 1, "seed")
	flag.Parse()
	if *out == "" || flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	rng := rand.New(rand.NewPCG(*seed, 7))
	texts, err := readTexts(flag.Args())
	if err != nil {
		log.Fatal(err)
	}
	words, sequences := vocabulary(texts, *least)
	log.Printf("%d articles, %d words", len(texts), len(words))
	m := mutualInformation(sequences, len(words), min(*contexts, len(words)))
	vectors := m.subspace(*dims, 4, rng)
	var classes [][]int
	for _, size := range []int{1024, 256, 64} {
		classes = append(classes, kMeans(vectors, size, *rounds, rng))
		log.Printf("%d classes", size)
	}
	file, err := os.Create(*out)
	if err != nil {
		log.Fatal(err)
	}
	w := bufio.NewWriter(file)
	for i, word := range words {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\n", word, classes[0][i], classes[1][i], classes[2][i])
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
	if err := file.Close(); err != nil {
		log.Fatal(err)
	}
}

func readTexts(paths []string) ([]string, error) {
	var texts []string
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("read articles: %w", err)
		}
		var from io.Reader = file
		if strings.HasSuffix(path, ".gz") {
			if from, err = gzip.NewReader(file); err != nil {
				return nil, fmt.Errorf("read articles: %s: %w", path, err)
			}
		}
		lines := bufio.NewScanner(from)
		lines.Buffer(nil, limits.RecordBytes)
		for lines.Scan() {
			var article struct {
				Text string `json:"text"`
			}
			if err := json.Unmarshal(lines.Bytes(), &article); err != nil {
				return nil, fmt.Errorf("read articles: %s: %w", path, err)
			}
			texts = append(texts, article.Text)
		}
		if err := lines.Err(); err != nil {
			return nil, fmt.Errorf("read articles: %s: %w", path, err)
		}
		file.Close()
	}
	return texts, nil
}

// vocabulary returns the words that occur at least so often, the most frequent first, and the texts as sentences of
// their indexes, -1 for rarer words.
func vocabulary(texts []string, least int) ([]string, [][]int32) {
	splitter := sentence.New()
	ids := map[string]int32{}
	var names []string
	var counts []int
	var sequences [][]int32
	for _, text := range texts {
		sentences, _ := splitter.Split(&hearsay.Document{Text: text})
		for _, s := range sentences {
			sequence := make([]int32, len(s.Tokens))
			for i, token := range s.Tokens {
				word := tag.ClassKey(token.Span.Of(text))
				id, ok := ids[word]
				if !ok {
					id = int32(len(names))
					ids[word] = id
					names = append(names, word)
					counts = append(counts, 0)
				}
				counts[id]++
				sequence[i] = id
			}
			sequences = append(sequences, sequence)
		}
	}
	order := make([]int, len(names))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(names[a], names[b]))
	})
	rank := make([]int32, len(names))
	var words []string
	for place, id := range order {
		rank[id] = -1
		if counts[id] >= least {
			rank[id] = int32(place)
			words = append(words, names[id])
		}
	}
	for _, sequence := range sequences {
		for i, id := range sequence {
			sequence[i] = rank[id]
		}
	}
	return words, sequences
}

// matrix is sparse, row by row.
type matrix struct {
	ends    []int
	columns []int32
	values  []float32
	width   int
}

// mutualInformation counts the neighbours of each word and weighs them by positive pointwise mutual information.
func mutualInformation(sequences [][]int32, words, contexts int) *matrix {
	m := &matrix{width: contexts * len(places)}
	var rows []map[int32]float32
	for range words {
		rows = append(rows, map[int32]float32{})
	}
	for _, sequence := range sequences {
		for i, word := range sequence {
			if word < 0 {
				continue
			}
			for p, place := range places {
				if k := i + place; k >= 0 && k < len(sequence) && sequence[k] >= 0 && int(sequence[k]) < contexts {
					rows[word][int32(p*contexts)+sequence[k]]++
				}
			}
		}
	}
	total := 0.0
	rowSums, columnSums := make([]float64, words), make([]float64, m.width)
	for word, row := range rows {
		for column, n := range row {
			rowSums[word] += float64(n)
			columnSums[column] += float64(n)
			total += float64(n)
		}
	}
	smooth := 0.0
	for i, n := range columnSums {
		columnSums[i] = math.Pow(n, 0.75)
		smooth += columnSums[i]
	}
	for word, row := range rows {
		columns := make([]int32, 0, len(row))
		for column := range row {
			columns = append(columns, column)
		}
		slices.Sort(columns)
		for _, column := range columns {
			n := float64(row[column])
			if v := math.Log(n * smooth / (rowSums[word] * columnSums[column])); v > 0 {
				m.columns = append(m.columns, column)
				m.values = append(m.values, float32(v))
			}
		}
		m.ends = append(m.ends, len(m.columns))
		rows[word] = nil
	}
	return m
}

// subspace returns each row's place in the leading subspace of the matrix, at unit length.
func (m *matrix) subspace(dims, rounds int, rng *rand.Rand) [][]float32 {
	basis := make([][]float32, dims) // dims × width
	for d := range basis {
		basis[d] = make([]float32, m.width)
		for i := range basis[d] {
			basis[d][i] = float32(rng.NormFloat64())
		}
	}
	turned := transpose(basis, m.width)
	var vectors [][]float32
	for round := range rounds + 1 {
		vectors = make([][]float32, len(m.ends))
		start := 0
		for row, end := range m.ends {
			v := make([]float32, dims)
			for k := start; k < end; k++ {
				x := m.values[k]
				for d, b := range turned[m.columns[k]] {
					v[d] += x * b
				}
			}
			vectors[row] = v
			start = end
		}
		if round == rounds {
			break
		}
		next := make([][]float32, m.width)
		for i := range next {
			next[i] = make([]float32, dims)
		}
		start = 0
		for row, end := range m.ends {
			for k := start; k < end; k++ {
				x := m.values[k]
				for d, b := range vectors[row] {
					next[m.columns[k]][d] += x * b
				}
			}
			start = end
		}
		basis = transpose(next, dims)
		orthonormal(basis)
		turned = transpose(basis, m.width)
	}
	for _, v := range vectors {
		unit(v)
	}
	return vectors
}

func transpose(rows [][]float32, width int) [][]float32 {
	turned := make([][]float32, width)
	for i := range turned {
		turned[i] = make([]float32, len(rows))
		for k := range rows {
			turned[i][k] = rows[k][i]
		}
	}
	return turned
}

func orthonormal(rows [][]float32) {
	for i, row := range rows {
		for range 2 {
			for _, other := range rows[:i] {
				along := dot(row, other)
				for k := range row {
					row[k] -= along * other[k]
				}
			}
		}
		unit(row)
	}
}

func dot(a, b []float32) float32 {
	sum := float32(0)
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func unit(v []float32) {
	if length := float32(math.Sqrt(float64(dot(v, v)))); length > 0 {
		for i := range v {
			v[i] /= length
		}
	}
}

// kMeans parts the vectors, all of unit length, into classes by their angles.
func kMeans(vectors [][]float32, size, rounds int, rng *rand.Rand) []int {
	size = min(size, len(vectors))
	centres := make([][]float32, size)
	for i, pick := range rng.Perm(len(vectors))[:size] {
		centres[i] = slices.Clone(vectors[pick])
	}
	class := make([]int, len(vectors))
	for range rounds {
		for i, v := range vectors {
			best := float32(math.Inf(-1))
			for c, centre := range centres {
				if d := dot(v, centre); d > best {
					best, class[i] = d, c
				}
			}
		}
		for _, centre := range centres {
			clear(centre)
		}
		for i, v := range vectors {
			for d, x := range v {
				centres[class[i]][d] += x
			}
		}
		for _, centre := range centres {
			unit(centre)
		}
	}
	return class
}
