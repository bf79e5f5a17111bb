// Keys for lists: j and k go on and back, o opens, / goes to the search box. Without scripts everything is there, too.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
  let here = null;
  const go = (step) => {
    const list = rows();
    if (list.length === 0) return;
    const at = list.indexOf(here);
    const next = list[at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + step))];
    here?.classList.remove("here");
    here = next;
    here.classList.add("here");
    here.scrollIntoView({ block: "nearest" });
    (here.matches("[data-open]") ? here : here.querySelector("[data-open]"))?.focus({ preventScroll: true });
  };
  const open = () => here?.querySelector("[data-open]")?.click();
  const keys = { j: () => go(1), k: () => go(-1), o: open, "/": () => document.getElementById("q")?.focus() };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  // A link to a claim opens it.
  const show = () => {
    const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener("hashchange", show);
  show();
  // Printed, everything is open.
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
  // Two documents side by side scroll together, by the share of each that is past.
  const sides = [...document.querySelectorAll(".pair.whole > .side")];
  let leader = null;
  for (const side of sides) {
    for (const kind of ["pointerenter", "focusin", "touchstart"]) side.addEventListener(kind, () => { leader = side; }, { passive: true });
    side.addEventListener("scroll", () => {
      if (leader !== side) return;
      const share = side.scrollTop / Math.max(1, side.scrollHeight - side.clientHeight);
      for (const other of sides) if (other !== side) other.scrollTop = share * (other.scrollHeight - other.clientHeight);
    }, { passive: true });
  }
})();
