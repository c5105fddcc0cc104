// Reloads the page when the server has another one, and finds back to where the reader was.
(() => {
  "use strict";
  const KEY = "stackaudit-live";
  const live = document.querySelector(".live");
  const status = live.querySelector("[role=status]");
  const say = (text) => { if (status.textContent !== text) status.textContent = text; };

  // What can be folded, by its id, else by its number inside the nearest part that has one.
  const folded = () => {
    const counts = new Map();
    return Array.from(document.querySelectorAll("details"), (part) => {
      if (part.id) return [part.id, part];
      const above = part.parentElement.closest("[id]")?.id ?? "";
      counts.set(above, (counts.get(above) ?? 0) + 1);
      return [`${above} ${counts.get(above)}`, part];
    });
  };
  // The last part with an id that begins above the middle of the window, and where it stands in it.
  const place = () => {
    let found = null;
    for (const part of document.querySelectorAll("main [id]:not(svg *)")) {
      if (!part.getClientRects().length) continue;
      const { top } = part.getBoundingClientRect();
      if (top > innerHeight / 2) break;
      found = { id: part.id, top };
    }
    return scrollY ? found : null;
  };
  const fields = () => Array.from(document.querySelectorAll("[data-filter] [name]"));

  const keep = () => {
    const open = folded().map(([name, part]) => [name, part.open]);
    const filter = fields().map((field) => [field.name, field.value, field.checked === true]);
    try { sessionStorage.setItem(KEY, JSON.stringify({ open, filter, place: place() })); } catch { /* no room, or not allowed */ }
  };
  const restore = () => {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(KEY)); } catch { return; }
    if (!kept) return;
    const given = fields();
    kept.filter.forEach(([name, value, checked]) => {
      const boxes = given.filter((field) => field.name === name && (field.type !== "checkbox" || field.value === value));
      for (const field of boxes) {
        if (field.type === "checkbox") field.checked = checked; else field.value = value;
      }
    });
    given[0]?.dispatchEvent(new Event("input", { bubbles: true }));
    const open = new Map(kept.open);
    for (const [name, part] of folded()) if (open.has(name)) part.open = open.get(name);
    const part = kept.place && document.getElementById(kept.place.id);
    history.scrollRestoration = "manual";
    // All is laid out at once here: what is laid out later, above the place, would move it.
    for (const section of document.querySelectorAll(".depth > section")) section.style.contentVisibility = "visible";
    if (part) scrollBy(0, part.getBoundingClientRect().top - kept.place.top);
    else scrollTo(0, 0);
  };
  // What a link leads to is not to lie under the mistakes, which stay in sight.
  if (live.offsetHeight) document.documentElement.style.scrollPaddingTop = `${live.offsetHeight + 16}px`;
  addEventListener("pagehide", keep);
  if (performance.getEntriesByType("navigation")[0]?.type === "reload") restore();

  // A page that nobody sees asks for nothing: browsers hold only a few connections open for all tabs of a server.
  let source = null;
  const leave = () => { source?.close(); source = null; };
  const follow = () => {
    if (document.hidden) { leave(); return; }
    if (source) return;
    source = new EventSource("/events");
    source.addEventListener("open", () => say(""));
    source.addEventListener("busy", () => say("Auditing…"));
    source.addEventListener("shown", (event) => {
      if (event.data === live.dataset.version) say("");
      else { leave(); location.reload(); }
    });
    source.addEventListener("error", () => {
      say("stackaudit does not answer: this is what it showed last.");
      if (source?.readyState === EventSource.CLOSED) { leave(); setTimeout(follow, 3000); }
    });
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", follow);
  follow();
})();
