"use strict";
// Without this script the page shows the same: it adds the filter, and unfolds findings that are kept as data.
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const langs = [byId("lang-nl"), byId("lang-en")];
  const lang = () => (langs[1].checked ? "en" : "nl");

  // ---- Language -----------------------------------------------------------------------------------------------------
  const remembered = () => { try { return localStorage.getItem("muster-lang"); } catch { return null; } };
  const remember = (value) => { try { localStorage.setItem("muster-lang", value); } catch { /* Not allowed here: it is only a convenience. */ } };
  const speak = () => {
    root.lang = lang();
    const title = document.querySelector("title");
    document.title = title.dataset[lang()];
    for (const option of document.querySelectorAll("option[data-nl]")) option.textContent = option.dataset[lang()];
  };
  const wanted = langs.find((radio) => radio.value === remembered());
  if (wanted) wanted.checked = true;
  speak();
  root.classList.add("js");

  const form = byId("filter");
  const changed = () => { speak(); if (form) filter(); };
  for (const radio of langs) radio.addEventListener("change", () => { remember(lang()); changed(); });
  if (!form) return;

  // ---- Findings -------------------------------------------------------------------------------------------------------
  const PAGE = 100;
  const list = byId("list"), more = byId("more"), next = byId("next"), further = byId("further");
  const names = new Map();
  for (const option of byId("by-code").options) names.set(option.value, option);
  const items = [];
  for (const element of list.children) items.push({ element, data: element.dataset, code: element.dataset.c });
  const written = items.length;
  if (further) for (const row of further.querySelectorAll("tbody tr")) {
    row.removeAttribute("id");
    items.push({ element: row, data: row.dataset, code: row.cells[1].textContent });
  }
  let details = null;
  const detailsOf = (at) => {
    details ??= JSON.parse(byId("data").textContent);
    return details.items[at - written];
  };

  // What can be searched of a finding is what its line says in the language that is read.
  const spoken = (element) => {
    let text = "";
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) text += node.data;
      else if (node.nodeType === Node.ELEMENT_NODE && (!node.lang || node.lang === lang())) text += " " + spoken(node);
    }
    return text;
  };
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
  const textOf = (item, at) => {
    const key = "text-" + lang();
    if (item[key] === undefined) {
      const own = at < written ? spoken(item.element.querySelector("summary")) + " " + spoken(item.element.querySelector(".facts")) : spoken(item.element);
      const option = names.get(item.code);
      item[key] = fold(own + " " + (option ? option.dataset[lang()] : ""));
    }
    return item[key];
  };

  const value = (id) => byId(id).value;
  let matching = [];
  let unfolded = 0;
  const filter = () => {
    const words = fold(value("q")).split(" ").filter(Boolean);
    const mission = value("by-mission"), coordinator = value("by-coordinator"), code = value("by-code"), month = value("by-month");
    const kinds = new Set([...form.querySelectorAll("input:checked")].map((box) => box.value));
    matching = [];
    let shown = 0;
    items.forEach((item, at) => {
      const { s, m, k, p } = item.data;
      const fits = s.split(" ").every((kind) => kinds.has(kind)) && (!mission || m === mission) && (!coordinator || k === coordinator)
        && (!code || item.code === code) && (!month || p.split(" ").includes(month))
        && (words.length === 0 || words.every((word) => textOf(item, at).includes(word)));
      if (fits) shown += 1;
      if (at < written) item.element.hidden = !fits;
      else if (fits) matching.push(at);
    });
    byId("shown").replaceChildren(...both(`${shown} van ${items.length} bevindingen`, `${shown} of ${items.length} findings`));
    byId("none").hidden = shown > 0;
    if (more) { more.replaceChildren(); unfolded = 0; unfold(matching.length < items.length - written ? PAGE : 0); }
  };

  // ---- Findings that are kept as data -----------------------------------------------------------------------------------
  const make = (name, properties = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, given] of Object.entries(properties)) element.setAttribute(key, given);
    element.append(...children);
    return element;
  };
  const both = (nl, en) => [make("span", { lang: "nl" }, nl), make("span", { lang: "en" }, en)];
  const text = (given) => (Array.isArray(given) ? both(...given) : [given]);
  const name = (given) => make("bdi", { translate: "no" }, given);
  const cellOf = (given) => (Array.isArray(given) ? both(...given) : [name(given)]);
  const copy = (cell) => [...cell.cloneNode(true).childNodes];
  const dot = () => make("span", { class: "dot", "aria-hidden": "true" }, " · ");
  const fact = (nl, en, children) => make("div", {}, make("dt", {}, ...both(nl, en)), make("dd", {}, ...children));

  const sheet = (at, own, place) => {
    const caption = make("caption", { id: `x${at + 1}` }, ...both("De cellen rond ", "The cells around "), ...copy(place));
    const head = make("thead", {}, make("tr", {}, make("td"), ...own.c.map((letters) => make("th", { scope: "col" }, letters))));
    const body = make("tbody");
    for (const [number, header, gap, marked, cells] of own.r) {
      const row = make("tr", gap ? { class: "gap" } : {}, make("th", { scope: "row" }, String(number)));
      cells.forEach((cell, column) => {
        const classes = [column === marked && "mark", header && "head", cell === 1 && "withheld"].filter(Boolean).join(" ");
        const hidden = (nl, en) => make("span", { class: "vh" }, ...both(nl, en));
        const children = cell === 1 ? [hidden("achtergehouden", "withheld")] : [name(cell)];
        if (column === marked) children.push(hidden(" (deze cel)", " (this cell)"));
        row.append(make("td", { class: classes }, ...children));
      });
      body.append(row);
    }
    const table = make("table", { class: "sheet" }, caption, head, body);
    return make("div", { class: "scroll", role: "group", "aria-labelledby": `x${at + 1}`, tabindex: "0" }, table);
  };

  const fill = (at, body) => {
    const own = detailsOf(at), cells = items[at].element.cells;
    const facts = make("dl", { class: "facts" });
    if (cells[4].textContent) facts.append(fact("Bestand", "File", copy(cells[4])));
    if (own.v) facts.append(fact("Gevonden", "Found", cellOf(own.v)));
    if (own.e) facts.append(fact("Verwacht", "Expected", cellOf(own.e)));
    if (own.a !== undefined) facts.append(fact("Herstel", "How to mend", text(details.texts[own.a])));
    body.append(facts);
    if (own.r) {
      body.append(sheet(at, own, cells[5]));
      if (own.r.some((row) => row[4].includes(1)))
        body.append(make("p", { class: "soft legend" }, make("span", { class: "swatch withheld" }), " ", ...both("achtergehouden", "withheld")));
    }
    if (own.o) {
      const outcomes = own.o.map(([code, place, message]) =>
        make("li", {}, make("span", { class: "code" }, name(code)), dot(), name(place), make("br"), ...text(message ?? "")));
      if (own.n) outcomes.push(make("li", {}, ...both(`en nog ${own.n} andere`, `and ${own.n} more`)));
      body.append(make("h4", {}, ...both("Wat hieruit volgt", "What follows from this")), make("ul", { class: "outcomes" }, ...outcomes));
    }
  };

  const line = (at) => {
    const { element, data, code } = items[at], cells = element.cells, option = names.get(code);
    const kind = data.s.split(" ")[0];
    const where = make("span", { class: "where" });
    if (cells[2].textContent) where.append(...copy(cells[2]), dot());
    where.append(...copy(cells[3]), dot(), ...copy(cells[5]));
    const summary = make("summary", {}, make("span", { class: `sev ${kind}` }, ...copy(cells[0])), " ");
    if (data.s.includes("waived")) summary.append(make("span", { class: "sev" }, ...both("aanvaard", "accepted")), " ");
    summary.append(make("span", { class: "code" }, name(code)), " ");
    const title = (language) => option.dataset[language].slice(code.length + 1);
    if (option) summary.append(make("span", { class: "what" }, ...both(title("nl"), title("en"))));
    summary.append(where, make("span", { class: "message" }, ...copy(cells[6])));
    const body = make("div", { class: "body" });
    const unfolding = make("details", {}, summary, body);
    unfolding.addEventListener("toggle", () => { if (unfolding.open && !body.firstChild) fill(at, body); });
    return make("li", { class: `finding ${kind}`, id: `f${at + 1}` }, unfolding);
  };

  const unfold = (count) => {
    const upTo = Math.min(matching.length, unfolded + count);
    more.append(...matching.slice(unfolded, upTo).map(line));
    unfolded = upTo;
    more.hidden = unfolded === 0;
    next.hidden = unfolded === matching.length;
    next.replaceChildren(...both(`Toon meer (nog ${matching.length - unfolded})`, `Show more (${matching.length - unfolded} left)`));
  };
  if (next) {
    further.hidden = true;
    next.addEventListener("click", () => {
      const first = unfolded;
      unfold(PAGE);
      const opened = more.children[first];
      if (opened) opened.querySelector("summary").focus();
    });
  }

  // A finding that a link points at is opened, whatever the filter hides.
  const reveal = () => {
    const at = Number(/^#f(\d+)$/.exec(location.hash)?.[1]) - 1;
    if (!(at in items)) return;
    const shown = () => { const target = byId(`f${at + 1}`); return target && !target.hidden ? target : null; };
    if (!shown()) {
      form.reset();
      filter();
      if (at >= written) unfold(Math.max(0, matching.indexOf(at) + 1 - unfolded));
    }
    const details = shown().querySelector("details");
    details.open = true;
    details.scrollIntoView();
    details.querySelector("summary").focus({ preventScroll: true });
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  let waiting = 0;
  form.querySelector("button").addEventListener("click", () => { form.reset(); filter(); });
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, event.target.type === "search" ? 120 : 0);
  });
  filter();
  addEventListener("hashchange", reveal);
  // A link to where the page already is changes nothing, and is followed all the same.
  document.addEventListener("click", (event) => { if (event.target.closest?.("a[href^='#f']")) setTimeout(reveal); });
  reveal();
})();
