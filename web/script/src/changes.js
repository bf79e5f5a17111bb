// Tells the person of a page when more is being read, and when what the page shows has changed since. A page that is not
// seen does not listen: a browser keeps few lines open to one program.
export function changes() {
  const line = document.querySelector("[data-state]");
  const shown = Number(document.body.dataset.change);
  if (!line || !shown || !("EventSource" in globalThis)) return;
  let events = null;
  const say = (...parts) => {
    line.replaceChildren(...parts);
    line.hidden = parts.length === 0;
  };
  const tell = ({ change, work }) => {
    document.dispatchEvent(new CustomEvent("hearsay-state", { detail: { change, work } }));
    if (document.querySelector("[data-part]")) return; // the page itself tells it
    if (change > shown) {
      const again = document.createElement("a");
      again.href = location.href;
      again.textContent = "Show it as it is now";
      again.addEventListener("click", (event) => {
        event.preventDefault();
        location.reload();
      });
      say("What is held has changed. ", again);
    } else if (work) {
      const count = work.total ? ` ${work.done} of ${work.total}` : work.done ? ` ${work.done}` : "";
      say(`More is being read${work.name ? ": " + work.name : ""}${count}. This page shows what was held before.`);
    } else {
      say();
    }
  };
  const listen = () => {
    if (document.hidden) {
      events?.close();
      events = null;
      return;
    }
    if (events) return;
    events = new EventSource("/api/events");
    events.addEventListener("state", (event) => tell(JSON.parse(event.data)));
  };
  document.addEventListener("visibilitychange", listen);
  listen();
}
