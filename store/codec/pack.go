package codec

import (
	"fmt"

	"github.com/klauspost/compress/zstd"

	"hearsay/internal/limits"
)

// Packer packs bytes with zstd. It is safe for concurrent use.
type Packer struct {
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

// maxUnpacked bounds what packed bytes may come to: four bytes for each of the largest file that is taken in.
const maxUnpacked = 4 * limits.FileBytes

// NewPacker prepares a packer. Close it when done.
func NewPacker() *Packer {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderCRC(true),
		zstd.WithZeroFrames(true))
	if err != nil {
		panic(fmt.Sprintf("codec: zstd options: %v", err))
	}
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxUnpacked))
	if err != nil {
		panic(fmt.Sprintf("codec: zstd options: %v", err))
	}
	return &Packer{encoder, decoder}
}

// Pack returns the bytes packed, the same for the same.
func (p *Packer) Pack(plain []byte) []byte { return p.encoder.EncodeAll(plain, nil) }

// Unpack returns what Pack was given, or an error where the bytes are damaged.
func (p *Packer) Unpack(packed []byte) ([]byte, error) {
	plain, err := p.decoder.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack %d bytes: %w", len(packed), err)
	}
	return plain, nil
}

// Close releases the packer.
func (p *Packer) Close() { p.decoder.Close() }
