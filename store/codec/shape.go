package codec

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
)

// version is raised when the form of the bytes changes while the types do not.
const version = "1"

func shapeOf(of reflect.Type) string {
	var b strings.Builder
	b.WriteString(version)
	describe(&b, of)
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:8])
}

// describe writes what the form of a type depends on.
func describe(b *strings.Builder, of reflect.Type) {
	switch of.Kind() {
	case reflect.Struct:
		b.WriteString("{")
		for i := range of.NumField() {
			fmt.Fprintf(b, "%s ", of.Field(i).Name)
			describe(b, of.Field(i).Type)
			b.WriteString(";")
		}
		b.WriteString("}")
	case reflect.Slice:
		b.WriteString("[]")
		describe(b, of.Elem())
	case reflect.Pointer:
		b.WriteString("*")
		describe(b, of.Elem())
	default:
		b.WriteString(of.Kind().String())
		if of.Kind() == reflect.Uint8 && of.Implements(reflect.TypeFor[fmt.Stringer]()) {
			describeEnumeration(b, of)
		}
	}
}

// describeEnumeration writes the words of an enumeration, as its numbers change their meaning when the words move.
func describeEnumeration(b *strings.Builder, of reflect.Type) {
	value := reflect.New(of).Elem()
	for i := range 256 {
		value.SetUint(uint64(i))
		fmt.Fprintf(b, " %s", value.Interface().(fmt.Stringer).String())
	}
}
