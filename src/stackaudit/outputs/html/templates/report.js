// What the page can do beside showing: filter findings, sort tables, open what a link leads to, open all for paper.
"use strict";

// A count as the page writes its numbers, whose language a browser may not know.
const counted = (count) => {
  const digits = String(count);
  const form = (document.querySelector("[data-counts]")?.dataset.counts ?? "").split("|")[digits.length - 1] ?? "";
  let at = 0;
  return form.replace(/\d/g, () => digits[at++]) || digits;
};

(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  // Sections off the screen are laid out one by one when the page is there and the browser has nothing else to do; those
  // above a place that somebody goes to at once, so that it stands where the browser scrolls to.
  const sections = all(".depth > section");
  const lay_out = (part) => { part.style.contentVisibility = "visible"; };
  const idle = window.requestIdleCallback || setTimeout;
  const waiting = [...sections];
  const next = () => {
    if (!waiting.length) return;
    lay_out(waiting.shift());
    idle(next);
  };
  idle(next);

  const reveal = () => {
    let place = null;
    try { place = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    for (const part of place ? sections : []) {
      if (part.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_PRECEDING) break;
      lay_out(part);
    }
    for (let part = place; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") part.open = true;
    }
    if (place) place.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const part of closed) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of closed) part.open = false;
  });

  // What a finding says, where only its rule is named: written when it is pointed at, as it would be there twice.
  addEventListener("pointerover", (event) => {
    const link = event.target.closest(".found a");
    const card = link && !link.title && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (card) link.title = card.querySelector("summary").textContent;
  });

  const form = document.querySelector("[data-filter]");
  if (form) {
    const [text, outcome] = all("[name=text], [name=outcome]", form);
    const cards = all("details.finding");
    let findings = null;
    // The words are gathered when somebody looks for the first time: a long report is there at once.
    const gathered = () => findings ??= cards.map((card) => ({
      card,
      words: [card.closest("[data-rule]").querySelector("h5"), card.closest("[data-cause]").querySelector("h4"), card].map((part) => part.textContent).join(" ").toLowerCase(),
    }));
    const apply = () => {
      const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const levels = new Set(all("[name=severity]:checked", form).map((box) => box.value));
      let shown = 0;
      for (const { card, words: held } of gathered()) {
        const fits = levels.has(card.dataset.severity) && (!outcome.value || card.dataset.outcome === outcome.value) && wanted.every((word) => held.includes(word));
        card.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      for (const part of all("[data-rule], [data-cause], [data-level], [data-more]")) part.hidden = !part.querySelector("details.finding:not([hidden])");
      if (wanted.length && shown <= 100) for (const part of all("[data-cause]:not([hidden]), [data-more]:not([hidden])")) part.open = true;
      form.querySelector("output").textContent = shown === cards.length ? "" : `${counted(shown)} of ${counted(cards.length)} shown`;
    };
    form.addEventListener("input", apply);
    const unfold = form.querySelector("[data-unfold]");
    let open = false;
    unfold.addEventListener("click", () => {
      open = !open;
      for (const part of all("#findings details")) part.open = open;
      unfold.textContent = open ? "Close all" : "Open all";
    });
    form.hidden = false;
  }

  const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
  for (const table of all("table[data-sortable]")) {
    const body = table.tBodies[0];
    if (body.rows.length < 2) continue;
    for (const head of all("thead th", table)) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (cell) => cell.dataset.sort ?? cell.textContent.trim();
        const rows = Array.from(body.rows, (row) => [key(row.cells[head.cellIndex]), row]);
        rows.sort(([one], [other]) => (down ? compare(other, one) : compare(one, other)));
        body.append(...rows.map(([, row]) => row));
      });
    }
  }
})();
