// Two documents side by side scroll together, by the share of each that is past. A passage followed in one comes into view in the other.
export function sides() {
  const pair = [...document.querySelectorAll(".pair.whole > .side")];
  let leader = null;
  for (const side of pair) {
    for (const kind of ["pointerenter", "focusin", "touchstart"]) {
      side.addEventListener(kind, () => { leader = side; }, { passive: true });
    }
    side.addEventListener("scroll", () => {
      if (leader !== side) return;
      const share = side.scrollTop / Math.max(1, side.scrollHeight - side.clientHeight);
      for (const other of pair) {
        if (other !== side) other.scrollTop = share * (other.scrollHeight - other.clientHeight);
      }
    }, { passive: true });
  }
}
