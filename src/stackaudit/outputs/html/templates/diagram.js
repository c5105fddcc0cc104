// The diagrams: pan, zoom, views, facts of what is pointed at, and the paths of findings.
(() => {
  "use strict";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const make = (tag, text, parent) => {
    const made = document.createElement(tag);
    made.textContent = text;
    parent.append(made);
    return made;
  };
  const named = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const rows = new Map(all("a.to-picture").map((link) => [link.hash.slice(1), link.closest("tr")]));

  const figures = all("figure.picture").flatMap((figure) => {
    const canvas = figure.querySelector(".canvas");
    const svg = canvas && canvas.querySelector("svg");
    if (!svg || !svg.viewBox.baseVal) return [];
    const bar = figure.querySelector("[data-picture]");
    const facts = figure.querySelector("[data-facts]");
    const say = bar.querySelector("output");
    const parts = all(".sa-node[id], .sa-line[id]", svg);
    const { x, y, width, height } = svg.viewBox.baseVal;
    const whole = [x, y, width, height];
    let box = [...whole];
    const held = new Map(); // the pointers that are down
    let dragged = false;
    let pinned = null; // what stays in the list of facts

    const show = () => {
      svg.setAttribute("viewBox", box.map((part) => part.toFixed(2)).join(" "));
      canvas.classList.toggle("zoomed", box[2] < whole[2] * 0.999);
    };
    const place = (left, top, wide) => {
      const w = Math.min(whole[2], Math.max(whole[2] / 12, wide));
      const h = (w * whole[3]) / whole[2];
      box = [
        Math.min(Math.max(left, whole[0]), whole[0] + whole[2] - w),
        Math.min(Math.max(top, whole[1]), whole[1] + whole[3] - h),
        w,
        h,
      ];
      show();
    };
    // A point of the screen as one of the picture.
    const at = (clientX, clientY) => new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    const zoom = (by, point = { x: box[0] + box[2] / 2, y: box[1] + box[3] / 2 }) => {
      const wide = Math.min(whole[2], Math.max(whole[2] / 12, box[2] / by));
      const share = wide / box[2];
      place(point.x - (point.x - box[0]) * share, point.y - (point.y - box[1]) * share, wide);
      say.textContent = `${counted(Math.round((100 * whole[2]) / box[2]))} %`;
    };
    const pan = (right, down) => place(box[0] + right * box[2], box[1] + down * box[3], box[2]);

    const light = (ids) => {
      const wanted = new Set(ids);
      svg.classList.toggle("lit", wanted.size > 0);
      for (const part of parts) part.classList.toggle("on", wanted.has(part.id));
    };
    const select = bar.querySelector("select");
    const viewed = () => light((select.selectedOptions[0].dataset.shown || "").split(" ").filter(Boolean));
    const whole_again = () => {
      select.selectedIndex = 0;
      facts.hidden = true;
      pinned = null;
      viewed();
      box = [...whole];
      show();
      say.textContent = "";
    };
    select.addEventListener("change", () => {
      viewed();
      const count = all(".on", svg).length;
      say.textContent = select.selectedIndex ? `${counted(count)} of ${counted(parts.length)} shown` : "";
    });

    const tell = (part) => {
      const title = part.querySelector("title");
      const [name, ...lines] = (title ? title.textContent : part.id).split("\n");
      const row = rows.get(part.id);
      facts.replaceChildren();
      make("strong", name, facts);
      const list = make("ul", "", facts);
      for (const line of lines) if (line.trim() && !(row && /^(P[1-5]\??\s|and \d+ more)/.test(line))) make("li", line, list);
      if (row) {
        for (const one of all(".found > li", row)) {
          const link = one.querySelector("a");
          const card = link && named(link);
          make("li", "", list).append(...Array.from(one.childNodes, (part) => part.cloneNode(true)), card ? ` ${card.querySelector("summary").textContent}` : "");
        }
        const more = make("a", "In the table", make("li", "", list));
        more.href = `#${row.id}`;
      }
      facts.hidden = false;
    };
    // A picture of a thousand parts is made ready when the page is there and the browser has nothing else to do.
    const arm = () => {
      for (const part of parts) {
        const title = part.querySelector("title");
        part.setAttribute("tabindex", "0");
        part.setAttribute("role", "button");
        const words = all("text", part).map((text) => text.textContent.trim());
        part.setAttribute("aria-label", [(title ? title.textContent : part.id).split("\n")[0], ...words].join(" "));
        const line = part.classList.contains("sa-line") && part.querySelector("path");
        if (!line) continue;
        const wide = line.cloneNode(); // easier to point at than the line itself
        wide.removeAttribute("class");
        for (const [name, value] of Object.entries({ fill: "none", "stroke-opacity": "0", "stroke-width": "11" })) wide.setAttribute(name, value);
        line.before(wide);
      }
    };
    // What is looked at by key or pressed is not left below the list of facts, which stands at the foot of the screen.
    const uncover = (part) => scrollBy(0, Math.max(0, part.getBoundingClientRect().bottom + 8 - facts.getBoundingClientRect().top));
    const of = (event) => event.target.closest(".sa-node[id], .sa-line[id]");
    // Not heard at the picture itself: one that listens to the focus is a stop of the keyboard that does nothing.
    canvas.addEventListener("focusin", (event) => {
      const part = of(event);
      if (!part) return;
      tell(part);
      if (part.matches(":focus-visible")) uncover(part); // not while a button of the mouse is down: its click would go elsewhere
    });
    svg.addEventListener("pointerover", (event) => of(event) && (pinned || tell(of(event))));
    svg.addEventListener("click", (event) => {
      if (!of(event) || dragged) return;
      near(of(event));
      uncover(of(event));
    });
    svg.addEventListener("keydown", (event) => {
      if ((event.key !== "Enter" && event.key !== " ") || !of(event)) return;
      event.preventDefault();
      event.stopPropagation();
      near(of(event));
      (facts.querySelector("a") || facts).focus();
    });
    // What is pressed is lit together with all that its findings are about.
    const near = (part) => {
      const row = rows.get(part.id);
      const cards = row ? all(".found a", row).map(named) : [];
      tell(part);
      pinned = part;
      light([part.id, ...cards.flatMap((card) => (card && card.dataset.lit ? card.dataset.lit.split(" ") : []))]);
    };
    svg.setAttribute("role", "group");

    // What a finding in the list of facts is about is lit as long as it is pointed at.
    const pointed = (event) => {
      const link = event.target.closest("a");
      const card = link && named(link);
      if (card && card.dataset.lit) light(card.dataset.lit.split(" "));
    };
    facts.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && pinned) pinned.focus();
    });
    facts.addEventListener("pointerover", pointed);
    facts.addEventListener("focusin", pointed);

    const acts = { in: () => zoom(1.4), out: () => zoom(1 / 1.4), whole: whole_again };
    for (const button of all("button", bar)) button.addEventListener("click", acts[button.dataset.act]);
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const keys = {
        "+": acts.in, "=": acts.in, "-": acts.out, 0: acts.whole, Escape: acts.whole,
        ArrowLeft: () => pan(-0.15, 0), ArrowRight: () => pan(0.15, 0), ArrowUp: () => pan(0, -0.15), ArrowDown: () => pan(0, 0.15),
      };
      if (!keys[event.key] || (event.key.startsWith("Arrow") && !canvas.classList.contains("zoomed"))) return;
      event.preventDefault();
      keys[event.key]();
    });
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 300), at(event.clientX, event.clientY));
    }, { passive: false });

    const spread = () => {
      const [one, other] = [...held.values()];
      return Math.hypot(one.x - other.x, one.y - other.y);
    };
    canvas.addEventListener("pointerdown", (event) => {
      dragged = false;
      if (event.button === 0) held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    addEventListener("pointermove", (event) => {
      const last = held.get(event.pointerId);
      if (!last) return;
      const before = held.size > 1 ? spread() : 0;
      dragged ||= Math.hypot(event.clientX - last.x, event.clientY - last.y) > 3;
      if (held.size === 1) {
        const [from, to] = [at(last.x, last.y), at(event.clientX, event.clientY)];
        place(box[0] + from.x - to.x, box[1] + from.y - to.y, box[2]);
      }
      held.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (before) {
        const [one, other] = [...held.values()];
        zoom(spread() / before, at((one.x + other.x) / 2, (one.y + other.y) / 2));
      }
    });
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, (event) => held.delete(event.pointerId));

    addEventListener("beforeprint", () => {
      svg.setAttribute("viewBox", whole.join(" "));
    });
    addEventListener("afterprint", show);
    canvas.classList.add("live");
    bar.hidden = false;
    return [{ figure, ids: new Set(parts.map((part) => part.id)), light, facts, arm }];
  });

  // Each finding that is drawn can be looked at in the diagram.
  const offer = (card) => {
    if (!card.dataset.lit || card.querySelector("button[data-show]")) return;
    const button = make("button", "Show in the diagram", card.querySelector(".badges"));
    button.type = "button";
    button.dataset.show = "";
    button.addEventListener("click", () => {
      const ids = card.dataset.lit.split(" ");
      const found = figures.find((one) => ids.some((id) => one.ids.has(id)));
      if (!found) return;
      found.light(ids);
      found.facts.replaceChildren();
      make("strong", card.querySelector("summary").textContent, found.facts);
      make("a", "Back to the finding", found.facts).href = `#${encodeURIComponent(card.id)}`;
      found.facts.hidden = false;
      found.figure.scrollIntoView();
      found.figure.querySelector(".canvas").focus({ preventScroll: true });
    });
  };
  const waiting = [...figures];
  const idle = window.requestIdleCallback || setTimeout;
  const next = () => {
    const figure = waiting.shift();
    if (!figure) return;
    figure.arm();
    idle(next);
  };
  idle(next);
  if (figures.length) {
    for (const card of all("details.finding[open]")) offer(card);
    addEventListener("toggle", (event) => {
      if (event.target.matches("details.finding[open]")) offer(event.target);
    }, true);
  }
})();
