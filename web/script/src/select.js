// Words selected in a document get an address of their own. Without scripts it is written by hand: ?at=start-end, in bytes.
export function select() {
  const text = document.querySelector(".document[data-permalink^='/']");
  if (!text) return;
  const bar = document.createElement("p");
  bar.className = "selected";
  bar.setAttribute("role", "status");
  bar.hidden = true;
  text.after(bar);
  document.addEventListener("selectionchange", () => {
    const place = chosen(text, getSelection());
    if (!place && bar.contains(document.activeElement)) return;
    bar.hidden = !place;
    if (!place) return;
    const link = document.createElement("a");
    link.href = `${text.dataset.permalink}?at=${place[0]}-${place[1]}#at`;
    link.textContent = "Link to the selected words";
    bar.replaceChildren(link);
  });
}

// chosen is the place that is selected, in bytes of the document, or null.
function chosen(text, selection) {
  if (selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const lines = [...text.querySelectorAll("[data-at]")].filter((line) => range.intersectsNode(line));
  if (lines.length === 0) return null;
  const last = lines[lines.length - 1];
  const start = lines[0].contains(range.startContainer) ? offset(lines[0], range.startContainer, range.startOffset) : offset(lines[0], lines[0], 0);
  const end = last.contains(range.endContainer) ? offset(last, range.endContainer, range.endOffset) : offset(last, last, last.childNodes.length);
  return start < end ? [start, end] : null;
}

function offset(line, node, at) {
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(node, at);
  return Number(line.dataset.at) + new TextEncoder().encode(before.toString()).length;
}
