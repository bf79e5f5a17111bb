// Files that are dropped on the page Add are chosen, and what is chosen is listed. The page of what is being added follows it, as
// it does without scripts by loading itself anew.
export function add() {
  const form = document.querySelector("form[data-add]");
  if (form) choose(form);
  if (document.querySelector("[data-part]") && !document.querySelector("[data-done]")) follow();
}

function choose(form) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-chosen]");
  const most = Number(form.dataset.most);
  const show = () => {
    const files = [...input.files];
    list.replaceChildren(
      ...files.map((file) => {
        const line = document.createElement("li");
        line.textContent = file.name;
        return line;
      }),
    );
    const size = files.reduce((sum, file) => sum + file.size, 0);
    input.setCustomValidity(size > most ? "These are too large to be added at a time. Add them in parts." : "");
  };
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  input.addEventListener("change", show);
  form.querySelector("[data-drop]").hidden = false;
  document.addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    const all = new DataTransfer();
    for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
    input.files = all.files;
    show();
  });
  show();
}

const pause = 1500; // milliseconds; events come sooner where something is told

function follow() {
  let asking = false;
  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const now = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (now.querySelector("[data-done]")) {
        location.reload();
        return;
      }
      const parts = now.querySelectorAll("[data-part]");
      document.querySelectorAll("[data-part]").forEach((part, i) => part.replaceChildren(...parts[i].childNodes));
    } catch {
      // the program may have ended; the next try tells
    } finally {
      asking = false;
    }
  };
  document.addEventListener("hearsay-state", ask);
  setInterval(ask, pause);
}
