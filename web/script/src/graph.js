// The sourcing graph: time from left to right, a lane for each outlet. The table beside it says the same.
import { scaleUtc } from "d3-scale";
import { select } from "d3-selection";
import { linkHorizontal } from "d3-shape";

const radius = 8;
const row = 19; // between points of one lane that would cover one another
const right = 16;
const day = 864e5; // milliseconds

export async function graph() {
  const place = document.querySelector("[data-graph]");
  if (!place) return;
  const answer = await fetch(place.dataset.graph, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const data = await answer.json();
  if (data.nodes.length === 0) return;
  place.hidden = false;
  let width = 0;
  new ResizeObserver(() => {
    if (place.clientWidth === width) return;
    width = place.clientWidth;
    draw(place, data);
  }).observe(place);
}

function draw(place, data) {
  const { edges } = data;
  const width = Math.max(320, place.clientWidth);
  const narrow = width < 620;
  const svg = select(place).selectAll("svg").data([0]).join("svg").attr("role", "group").attr("aria-label", "Who rests on whom; the table below says the same");
  svg.selectAll("*").remove();
  svg.append("defs").append("marker").attr("id", "arrow").attr("viewBox", "0 0 8 8").attr("refX", 7).attr("refY", 4).attr("markerWidth", 7).attr("markerHeight", 7).attr("markerUnits", "userSpaceOnUse").attr("orient", "auto").append("path").attr("d", "M0,0L8,4L0,8Z");

  const dense = edges.length > 60;
  // Names of lanes stand left of them or, where there is no room, above.
  const names = svg.append("g").attr("class", "names").selectAll("text").data(data.lanes).join("text");
  names.text((d) => d).append("title").text((d) => d);
  const most = narrow ? width - 20 : 230;
  names.each(function (name) {
    for (let n = name.length - 1; this.getComputedTextLength() > most && n > 3; n--) this.firstChild.data = `${name.slice(0, n)}…`;
  });
  const left = narrow ? 6 : Math.max(60, ...names.nodes().map((node) => node.getComputedTextLength())) + 18;

  const columns = across(data, left, width - right);
  const lanes = stack(data, columns.x, narrow ? 20 : 0);
  const height = lanes.bottom + 6;
  svg.attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height);
  names.attr("x", narrow ? 2 : left - 14).attr("y", (d) => (narrow ? lanes.of.get(d).top + 12 : lanes.of.get(d).y)).attr("dy", narrow ? null : "0.35em").attr("text-anchor", narrow ? "start" : "end");
  const ground = svg.append("g").attr("class", "ground");
  ground.selectAll("line").data(data.lanes).join("line").attr("x1", left).attr("x2", width - right).attr("y1", (d) => lanes.of.get(d).y).attr("y2", (d) => lanes.of.get(d).y);
  const axis = svg.append("g").attr("class", "axis");
  for (const { x, text, line } of columns.heads) {
    if (line) axis.append("line").attr("x1", x).attr("x2", x).attr("y1", 22).attr("y2", height - 6);
    const label = axis.append("text").attr("x", x).attr("y", 14).attr("text-anchor", "middle").text(text);
    const half = label.node().getComputedTextLength() / 2;
    label.attr("x", Math.min(width - half - 2, Math.max(half + 2, x)));
  }

  const at = (id) => ({ x: columns.x.get(id), y: lanes.y.get(id) });
  const count = new Map(); // of lines between the same two
  for (const edge of edges) {
    const pair = [edge.from, edge.to].sort().join(" ");
    edge.turn = count.get(pair) ?? 0;
    count.set(pair, edge.turn + 1);
  }
  const path = (edge) => line(at(edge.to), at(edge.from), edge.turn);
  const label = new Map(data.nodes.map((node) => [node.id, node.label]));
  const lines = svg.append("g").attr("class", dense ? "edges dense" : "edges").selectAll("a").data(edges).join("a").attr("href", (d) => d.href).attr("class", (d) => `edge ${d.kind}`).attr("aria-label", (d) => `${label.get(d.from)} rests on ${label.get(d.to)}: ${d.label}`);
  lines.append("path").attr("class", "reach").attr("d", path);
  lines.append("path").attr("class", "line").attr("d", path);
  lines.append("title").text((d) => `${label.get(d.from)}\nrests on ${label.get(d.to)}\n${d.label}`);
  const points = svg.append("g").selectAll("a").data(data.nodes).join("a").attr("href", (d) => d.href || null).attr("class", (d) => (d.held ? "node" : "node hollow")).attr("transform", (d) => `translate(${at(d.id).x},${at(d.id).y})`);
  points.append("circle").attr("r", radius);
  points.append("text").attr("dy", "0.35em").attr("text-anchor", "middle").text((d) => d.sign);
  points.append("title").text((d) => d.label);

  names.raise();

  // Of many lines, those of one point stand out while the pointer or the focus is on it.
  const show = (id) => lines.classed("other", (d) => id !== null && d.from !== id && d.to !== id);
  points.on("pointerenter focus", (_, d) => show(d.id)).on("pointerleave blur", () => show(null));
}

// across gives every point its place from left to right: what is not held, then by date, then what has no date, there by
// how many documents stand between it and those that rest on nothing.
function across({ nodes, edges }, left, end) {
  const x = new Map();
  const heads = [];
  const dated = nodes.filter((node) => node.day);
  const undated = nodes.filter((node) => node.held && !node.day);
  const absent = nodes.filter((node) => !node.held);
  const begin = left + radius + 6;
  let from = begin;
  if (absent.length) {
    for (const node of absent) x.set(node.id, begin + 12);
    heads.push({ x: begin + 12, text: "not held" });
    from = begin + Math.min(90, (end - begin) / 4);
  }
  let until = end - radius - 6;
  if (undated.length) {
    const depth = depths(undated, edges);
    const deepest = Math.max(...depth.values());
    const width = dated.length ? Math.min((until - from) * 0.4, 90 + 40 * deepest) : until - from;
    const start = until - width + (dated.length ? 40 : 24);
    const step = Math.min(240, deepest ? (until - start) / deepest : 0);
    for (const node of undated) x.set(node.id, start + step * depth.get(node.id));
    heads.push({ x: start + (step * deepest) / 2, text: "no date" });
    until -= width;
  }
  if (dated.length) {
    const days = dated.map((node) => Date.parse(node.day));
    const [first, last] = [Math.min(...days), Math.max(...days)];
    const time = scaleUtc().domain([first, last]).range([from + 10, until - 10]);
    for (const node of dated) x.set(node.id, first < last ? time(Date.parse(node.day)) : (from + until) / 2);
    if (first < last) {
      const most = Math.max(2, Math.floor((until - from) / 110));
      const ticks = time.ticks(most).filter((tick) => last - first < day || tick % day === 0);
      const format = dayFormat(first, last);
      for (const tick of ticks) heads.push({ x: time(tick), text: format(tick), line: true });
    } else {
      heads.push({ x: (from + until) / 2, text: dated[0].day.slice(0, 10), line: true });
    }
  }
  return { x, heads };
}

// dayFormat writes the ticks of an axis as a newsroom writes dates.
function dayFormat(first, last) {
  const days = (last - first) / day;
  const parts = { timeZone: "UTC", day: "numeric", month: "short" };
  if (days < 1) Object.assign(parts, { hour: "2-digit", minute: "2-digit" });
  if (days > 300 || new Date(first).getUTCFullYear() !== new Date(last).getUTCFullYear()) Object.assign(parts, { year: "numeric" });
  const format = new Intl.DateTimeFormat("en-GB", parts);
  return (tick) => format.format(tick);
}

// depths counts for each of nodes the longest way to one that rests on none of them; a way that returns to itself ends.
// Where nobody knows who was first, neither stands behind the other.
function depths(nodes, edges) {
  const on = new Map(nodes.map((node) => [node.id, []]));
  for (const edge of edges) if (edge.kind !== "same" && on.has(edge.from) && on.has(edge.to)) on.get(edge.from).push(edge.to);
  const depth = new Map();
  const open = new Set();
  const of = (id) => {
    if (depth.has(id)) return depth.get(id);
    if (open.has(id)) return 0;
    open.add(id);
    const found = Math.max(0, ...on.get(id).map((to) => of(to) + 1));
    open.delete(id);
    depth.set(id, found);
    return found;
  };
  nodes.forEach((node) => of(node.id));
  return depth;
}

// stack gives every lane and point its height. Points of a lane that would cover one another stand in rows; one that is
// pushed along rather than down would stand at another date.
function stack({ nodes, lanes }, x, head) {
  const y = new Map();
  const of = new Map();
  let top = 30;
  for (const lane of lanes) {
    const here = nodes.filter((node) => node.lane === lane).sort((a, b) => x.get(a.id) - x.get(b.id));
    const rows = []; // the last x of each
    const at = here.map((node) => {
      let n = rows.findIndex((last) => x.get(node.id) - last >= 2 * radius + 2);
      if (n < 0) n = rows.push(0) - 1;
      rows[n] = x.get(node.id);
      return n;
    });
    const middle = top + head + radius + 6;
    here.forEach((node, i) => y.set(node.id, middle + row * at[i]));
    of.set(lane, { top, y: middle });
    top = middle + row * Math.max(0, rows.length - 1) + radius + 6;
  }
  return { y, of, bottom: top };
}

// line leads from what is rested on to what rests on it; several between the same two part.
function line(source, target, turn) {
  const dx = target.x - source.x;
  const part = turn * 7;
  if (Math.abs(dx) < 3 * radius) {
    const bend = 26 + part * 2 + Math.min(60, Math.abs(target.y - source.y) / 5);
    return `M${source.x + radius},${source.y}C${source.x + bend},${source.y} ${target.x + bend},${target.y} ${target.x + radius + 1},${target.y}`;
  }
  const side = Math.sign(dx) * (radius + 1);
  if (source.y === target.y) {
    const rise = source.y - 12 - part - Math.min(16, Math.abs(dx) / 12);
    return `M${source.x + side / 2},${source.y - radius}C${source.x + dx / 4},${rise} ${target.x - dx / 4},${rise} ${target.x - side / 2},${target.y - radius}`;
  }
  return linkHorizontal()({ source: [source.x + side, source.y + part], target: [target.x - side, target.y + part / 2] });
}
