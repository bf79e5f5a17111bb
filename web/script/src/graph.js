// The sourcing graph: time from left to right, a lane for each outlet. The table beside it says the same.
import { scalePoint, scaleTime } from "d3-scale";
import { select } from "d3-selection";
import { linkHorizontal } from "d3-shape";

const lane = 46;
const margin = { top: 26, right: 24, bottom: 16, left: 168 };
const undatedWidth = 120;

export async function graph() {
  const place = document.querySelector("[data-graph]");
  if (!place) return;
  const answer = await fetch(place.dataset.graph, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const data = await answer.json();
  if (data.nodes.length === 0) return;
  place.hidden = false;
  const render = () => draw(place, data);
  render();
  new ResizeObserver(render).observe(place);
}

function draw(place, { nodes, edges, lanes }) {
  const width = Math.max(320, place.clientWidth);
  const height = margin.top + lanes.length * lane + margin.bottom;
  const y = scalePoint(lanes, [margin.top + lane / 2, height - margin.bottom - lane / 2]);
  const dated = nodes.filter((node) => node.day);
  const undated = nodes.some((node) => node.held && !node.day) ? undatedWidth : 0;
  const time = scaleTime()
    .domain(dated.length ? [Math.min(...dated.map((n) => Date.parse(n.day))), Math.max(...dated.map((n) => Date.parse(n.day)))] : [0, 1])
    .range([margin.left + 20, width - margin.right - undated - 20]);
  const placed = new Map();
  const taken = new Map();
  for (const node of nodes) {
    const x = node.day ? (dated.length > 1 && time.domain()[0] < time.domain()[1] ? time(Date.parse(node.day)) : time.range()[0]) : width - margin.right - undatedWidth / 2;
    const spot = `${node.lane} ${Math.round(x / 14)}`;
    const before = taken.get(spot) ?? 0;
    taken.set(spot, before + 1);
    placed.set(node.id, { x: x + before * 15, y: y(node.lane) });
  }
  // An outlet that is not held stands before the first that rests on it.
  for (const node of nodes.filter((n) => !n.held)) {
    const first = Math.min(...edges.filter((edge) => edge.to === node.id).map((edge) => placed.get(edge.from).x));
    placed.get(node.id).x = Math.max(margin.left + 10, first - 60);
  }
  const svg = select(place).selectAll("svg").data([0]).join("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height).attr("role", "group").attr("aria-label", "Who rests on whom; the table below says the same");
  svg.selectAll("*").remove();
  const rows = svg.append("g").attr("class", "lanes").selectAll("g").data(lanes).join("g");
  rows.append("line").attr("x1", margin.left).attr("x2", width - margin.right).attr("y1", (d) => y(d)).attr("y2", (d) => y(d));
  rows.append("text").attr("x", margin.left - 10).attr("y", (d) => y(d)).attr("dy", "0.35em").attr("text-anchor", "end").text((d) => (d.length > 22 ? `${d.slice(0, 21)}…` : d)).append("title").text((d) => d);
  const axis = svg.append("g").attr("class", "axis");
  if (dated.length > 1 && time.domain()[0] < time.domain()[1]) {
    const ticks = time.ticks(Math.max(2, Math.floor((width - margin.left) / 140)));
    const format = time.tickFormat(ticks.length);
    axis.selectAll("text").data(ticks).join("text").attr("x", (d) => time(d)).attr("y", 14).attr("text-anchor", "middle").text(format);
  } else if (dated.length) {
    axis.append("text").attr("x", time.range()[0]).attr("y", 14).text(dated[0].day);
  }
  if (undated) axis.append("text").attr("x", width - margin.right - undatedWidth / 2).attr("y", 14).attr("text-anchor", "middle").text("no date");
  const link = linkHorizontal().x((d) => d.x).y((d) => d.y);
  const lines = svg.append("g").selectAll("a").data(edges).join("a").attr("href", (d) => d.href).attr("class", (d) => `edge ${d.kind}`);
  const path = (d) => link({ source: placed.get(d.to), target: placed.get(d.from) });
  lines.append("path").attr("class", "reach").attr("d", path);
  lines.append("path").attr("d", path);
  lines.append("title").text((d) => d.label);
  const points = svg.append("g").selectAll("a").data(nodes).join("a").attr("href", (d) => d.href || null).attr("class", (d) => (d.held ? "node" : "node hollow"));
  points.append("circle").attr("cx", (d) => placed.get(d.id).x).attr("cy", (d) => placed.get(d.id).y).attr("r", 8);
  points.append("text").attr("x", (d) => placed.get(d.id).x).attr("y", (d) => placed.get(d.id).y).attr("dy", "0.35em").attr("text-anchor", "middle").text((d) => d.sign);
  points.append("title").text((d) => d.label);
}
