// Two documents side by side: they scroll together so that what they share stays level, and lines join it. One above the
// other, in a narrow window, nothing scrolls by itself and nothing is joined; the numbers of the passages lead across.
const wide = matchMedia("(min-width: 46.01rem)");
const gap = 56; // between the columns, in pixels

export function sides() {
  const pair = document.querySelector(".pair.whole");
  if (!pair) return;
  const both = [...pair.querySelectorAll(":scope > .side")];
  const joins = pair.insertBefore(make("svg", { class: "joins", "aria-hidden": "true" }), both[1]);
  pair.classList.add("joined");
  for (const side of both) side.querySelector(".strip").append(make("rect", { class: "view", y: 1, height: 18 }));

  let leader = both[0];
  for (const side of both) {
    for (const kind of ["pointerenter", "focusin", "touchstart"]) {
      side.addEventListener(kind, () => { leader = side; }, { passive: true });
    }
    side.addEventListener("scroll", () => {
      if (leader === side) follow(side, both[1 - both.indexOf(side)], both.indexOf(side));
      draw();
    }, { passive: true });
    side.querySelector(".strip").addEventListener("click", (event) => {
      if (event.target.closest("a")) return;
      const box = event.currentTarget.getBoundingClientRect();
      side.scrollTop = ((event.clientX - box.left) / box.width) * side.scrollHeight - side.clientHeight / 2;
    });
  }

  // runs are the passages as both sides show them, from the top of each text.
  function runs() {
    const found = [];
    for (let number = 1; ; number++) {
      const places = both.map((side, i) => stretch(side, `a.shared[href="#${"ba"[i]}${number}"]`));
      if (!places[0] || !places[1]) return found;
      found.push({ number, places });
    }
  }

  function stretch(side, selector) {
    const parts = side.querySelectorAll(selector);
    if (parts.length === 0) return null;
    const top = side.getBoundingClientRect().top - side.scrollTop;
    return { from: parts[0].getBoundingClientRect().top - top, to: parts[parts.length - 1].getBoundingClientRect().bottom - top };
  }

  // follow scrolls the other side to where a line across the middle (at the ends, the top or bottom) meets the same passage.
  function follow(side, other, at) {
    const range = side.scrollHeight - side.clientHeight;
    if (range <= 0) return;
    const share = side.scrollTop / range;
    const knots = [[0, 0]];
    for (const { places } of runs().sort((x, y) => x.places[at].from - y.places[at].from)) {
      for (const edge of ["from", "to"]) {
        const [x, y] = knots[knots.length - 1];
        const knot = [places[at][edge], places[1 - at][edge]];
        if (knot[0] > x && knot[1] > y) knots.push(knot); // what stands in another order there is passed over
      }
    }
    knots.push([side.scrollHeight, other.scrollHeight]);
    const line = side.scrollTop + share * side.clientHeight;
    let i = 1;
    while (i < knots.length - 1 && knots[i][0] < line) i++;
    const [[x0, y0], [x1, y1]] = [knots[i - 1], knots[i]];
    other.scrollTop = y0 + ((line - x0) / Math.max(1, x1 - x0)) * (y1 - y0) - share * other.clientHeight;
  }

  function draw() {
    for (const side of both) {
      const view = side.querySelector(".view");
      view.setAttribute("x", (1000 * side.scrollTop) / side.scrollHeight);
      view.setAttribute("width", (1000 * side.clientHeight) / side.scrollHeight);
    }
    joins.replaceChildren();
    if (!wide.matches) return;
    const box = joins.getBoundingClientRect();
    const seen = both.map((side) => ({
      top: side.querySelector(".head").getBoundingClientRect().bottom - box.top,
      bottom: side.getBoundingClientRect().bottom - box.top,
      shift: side.getBoundingClientRect().top - side.scrollTop - box.top,
    }));
    for (const { number, places } of runs()) {
      const ends = places.map(({ from, to }, i) => [from, to].map((y) => y + seen[i].shift));
      const shown = ends.map(([from, to], i) => to > seen[i].top && from < seen[i].bottom);
      if (!shown[0] && !shown[1]) continue;
      const [[a0, a1], [b0, b1]] = ends.map((end, i) => end.map((y) => Math.min(seen[i].bottom - 1, Math.max(seen[i].top + 1, y))));
      const middle = gap / 2;
      const group = make("g", { class: "join" });
      group.append(
        make("path", { class: "band", d: `M0,${a0}C${middle},${a0} ${middle},${b0} ${gap},${b0}L${gap},${b1}C${middle},${b1} ${middle},${a1} 0,${a1}Z` }),
        make("path", { d: `M0,${a0}C${middle},${a0} ${middle},${b0} ${gap},${b0}M0,${a1}C${middle},${a1} ${middle},${b1} ${gap},${b1}` }),
      );
      const label = make("text", { x: middle, y: (a0 + a1 + b0 + b1) / 4, dy: "0.35em" });
      label.textContent = number;
      group.append(label);
      group.addEventListener("click", () => {
        both.forEach((side, i) => { side.scrollTop = places[i].from - side.clientHeight / 4; });
      });
      joins.append(group);
    }
  }

  new ResizeObserver(draw).observe(pair);
  wide.addEventListener("change", draw);
  draw();
}

function make(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
