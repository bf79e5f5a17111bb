package web

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "the folder that the pictures of the README are written to")

// pictureBytes is how large a picture of the README may be.
const pictureBytes = 120 << 10

// TestShots makes the pictures of the README from an invented example, where it is told to by -shots.
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("asked for by -shots DIR")
	}
	ctx, _ := open(t)
	shot := func(name string, height int64, actions ...chromedp.Action) {
		var picture []byte
		run(t, ctx, append([]chromedp.Action{emulation.SetDeviceMetricsOverride(1080, height, 1, false)}, actions...)...)
		run(t, ctx, chromedp.Sleep(time.Second), chromedp.ActionFunc(func(ctx context.Context) (err error) {
			picture, err = page.CaptureScreenshot().WithFormat(page.CaptureScreenshotFormatWebp).WithQuality(80).Do(ctx)
			return err
		}))
		if len(picture) > pictureBytes {
			t.Errorf("%s has %d bytes", name, len(picture))
		}
		if err := os.WriteFile(filepath.Join(*shots, name+".webp"), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shot("story", 760, click("Port director offered to resign after crane collapse"), chromedp.WaitVisible(".graph svg"),
		click("Rell offered to resign last week"), chromedp.WaitVisible(".behind"), chromedp.MouseEvent(input.MouseMoved, 0, 0))
	shot("passages", 640, click("Passages"), click("[1] Saltmere Herald and [5] quayside-notes.txt"), chromedp.WaitVisible(".join"),
		chromedp.Evaluate(`document.querySelector(".pair.whole").previousElementSibling.scrollIntoView()`, nil))
}
