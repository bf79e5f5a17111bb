// Command peers writes the planted passages that `hearsay eval reuse` measures, so that programs of others can be
// measured on them with peers.py.
//
//	go run ./train/peers -corpus PATH/stories/allsides-dev.jsonl.gz -seed 1 -count 1000 > planted.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"hearsay/eval"
)

func main() {
	corpus := flag.String("corpus", "", "story corpus whose articles are planted in")
	seed := flag.Uint64("seed", 1, "seed of the planting")
	count := flag.Int("count", 1000, "passages of each kind")
	flag.Parse()
	if err := write(*corpus, *seed, *count); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func write(corpus string, seed uint64, count int) error {
	pairs, err := eval.PlantedPairs(corpus, seed, count)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	for _, pair := range pairs {
		if err := encoder.Encode(pair); err != nil {
			return err
		}
	}
	return out.Flush()
}
