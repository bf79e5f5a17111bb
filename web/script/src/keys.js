// Keys for lists: j and k go on and back, o opens, / goes to the search box. Without scripts everything is there, too.
export function keys() {
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
  const opener = (row) => (row.matches("[data-open]") ? row : row.querySelector("[data-open]"));
  let here = null;
  const go = (step) => {
    const list = rows();
    if (list.length === 0) return;
    const at = list.indexOf(here);
    const first = step > 0 ? 0 : list.length - 1;
    const next = list[at < 0 ? first : Math.min(list.length - 1, Math.max(0, at + step))];
    here?.classList.remove("here");
    here = next;
    here.classList.add("here");
    here.scrollIntoView({ block: "nearest" });
    opener(here)?.focus({ preventScroll: true });
  };
  const acts = {
    j: () => go(1),
    k: () => go(-1),
    o: () => here && opener(here)?.click(),
    "/": () => document.getElementById("q")?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
