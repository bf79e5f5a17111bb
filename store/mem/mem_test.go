package mem_test

import (
	"testing"

	"hearsay/store"
	"hearsay/store/mem"
	"hearsay/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(testing.TB) store.Store { return mem.New() })
}
