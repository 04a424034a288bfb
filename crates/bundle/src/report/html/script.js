"use strict";
{
  const show = { en: document.getElementById("show-en"), fr: document.getElementById("show-fr") };
  const language = () => (show.fr.checked ? "fr" : "en");

  // The language: that of the reader at first. A switch keeps what is read where it is.
  const title = document.querySelector("title");
  const settle = () => {
    document.documentElement.lang = language();
    document.title = title.dataset[language()];
    tip("");
    unpack();
  };
  const anchor = () => [...document.querySelectorAll("main > section")].find((part) => part.getBoundingClientRect().bottom > 0);
  let kept, before;
  const keep = () => {
    kept = anchor();
    before = kept && kept.getBoundingClientRect().top;
  };
  const change = () => {
    settle();
    if (kept) scrollBy({ top: kept.getBoundingClientRect().top - before, behavior: "instant" });
  };
  for (const input of Object.values(show)) {
    for (const event of ["pointerdown", "keydown"]) input.parentElement.addEventListener(event, keep);
    input.addEventListener("change", change);
  }
  // A link may ask for a language.
  const wanted = new URLSearchParams(location.search).get("lang");
  const asked = Object.hasOwn(show, wanted);
  if (asked) show[wanted].checked = true;
  // A browser that goes back to this page keeps the choice that was made on it.
  if (!asked && show.en.checked && (navigator.language || "").toLowerCase().startsWith("fr")) show.fr.checked = true;

  // Tables: a click on a heading sorts. What has no figure stands last either way.
  const figure = (cell) => {
    if (!cell || cell.colSpan > 1) return null;
    const text = cell.textContent.replace(/[\s\u00a0\u202f%≤≥±]/g, "");
    const plain = cell.closest("[lang]").lang === "fr" ? text.replace(",", ".") : text.replace(/,/g, "");
    return plain !== "" && isFinite(plain) ? Number(plain) : null;
  };
  const sort = (heading, column) => {
    const table = heading.closest("table");
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const words = new Intl.Collator(language(), { numeric: true });
    const sign = down ? -1 : 1;
    const body = table.tBodies[0];
    const rows = [...body.rows].filter((row) => !row.classList.contains("whole"));
    const keys = new Map(rows.map((row) => [row, [figure(row.cells[column]), row.cells[column]]]));
    const lacks = ([number, cell]) => number === null && (!cell || cell.colSpan > 1 || cell.className === "unsure" || /^…?$/.test(cell.textContent) || (cell.textContent === "F" && cell.nextElementSibling));
    rows.sort((a, b) => {
      const [one, other] = [keys.get(a), keys.get(b)];
      if (lacks(one) !== lacks(other)) return lacks(one) ? 1 : -1;
      if (lacks(one)) return 0;
      if (one[0] !== null && other[0] !== null) return sign * (one[0] - other[0]);
      return sign * words.compare(one[1].textContent, other[1].textContent);
    });
    const last = body.querySelector(".whole");
    for (const row of rows) body.insertBefore(row, last);
  };
  const sortable = (table) => {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => sort(heading, column));
    });
  };
  // Long tables: what is typed above them leaves the rows that have it.
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const filterable = (table) => {
    if (table.tBodies[0].rows.length < 30) return;
    const label = document.createElement("label");
    label.className = "filter";
    const input = document.createElement("input");
    input.type = "search";
    label.append({ en: "Filter rows: ", fr: "Filtrer les lignes\u00a0: " }[table.closest("[lang]").lang], input);
    table.closest(".scroll").before(label);
    input.addEventListener("input", () => {
      const wanted = folded(input.value.trim());
      for (const row of table.tBodies[0].rows) {
        const words = [...row.cells].filter((cell) => cell.tagName === "TH" || /[A-Za-z]/.test(cell.textContent));
        row.hidden = !words.concat(row.cells[1] || []).some((cell) => folded(cell.textContent).includes(wanted));
      }
    });
  };
  for (const table of document.querySelectorAll("main table")) {
    sortable(table);
    filterable(table);
  }

  // Tables of thousands of rows are text until their language is read.
  const unpacked = [];
  function unpack() {
    for (const text of document.querySelectorAll(`.${language()} > noscript`)) {
      const block = text.parentElement;
      block.innerHTML = text.textContent;
      sortable(block.querySelector("table"));
      filterable(block.querySelector("table"));
    }
    for (const done of unpacked) done();
  }

  // Maps: an area that is pointed at, or reached with the arrow keys, is named, and its row is marked.
  let current;
  function tip(text) {
    for (const out of document.querySelectorAll(".tip")) out.textContent = text;
    current?.area?.classList.remove("on");
    current?.row?.classList.remove("found");
    current = undefined;
  }
  for (const group of document.querySelectorAll("[data-areas]")) {
    // Each area by its distance from the one before.
    const steps = group.dataset.areas.split(" ");
    let area = 0;
    [...group.children].forEach((shape, at) => (shape.dataset.i = area += Number(steps[at])));
  }
  for (const map of document.querySelectorAll(".map")) {
    const areas = [...map.querySelectorAll("[data-i]")];
    // Rows in the order of the areas, taken when a language is shown first, as sorting changes it.
    const rows = {};
    const table = (code) => [...map.closest(".beside").querySelectorAll(`.${code} tbody tr`)];
    const out = map.querySelector(".tip");
    const row = (area) => rows[language()][Number(area.dataset.i)];
    unpacked.push(() => (rows[language()] ??= table(language())));
    const point = (area) => {
      tip("");
      if (!area) return;
      const found = row(area);
      const figures = found.cells[2];
      out.textContent = `${found.cells[0].textContent}: ${figures.textContent} ${figures.colSpan > 1 ? "" : found.cells[found.closest("table").tHead.rows[0].cells.length - 1]?.textContent ?? ""}`.trim();
      area.classList.add("on");
      found.classList.add("found");
      current = { area, row: found };
      const box = area.getBoundingClientRect();
      const own = map.getBoundingClientRect();
      const left = Math.min(Math.max(box.left + box.width / 2 - own.left - out.offsetWidth / 2, 0), own.width - out.offsetWidth);
      const top = box.top - own.top - out.offsetHeight - 4;
      out.style.transform = `translate(${left}px,${Math.max(top, 0)}px)`;
    };
    map.addEventListener("pointermove", (event) => point(event.target.closest("[data-i]")));
    map.addEventListener("pointerleave", () => tip(""));
    map.addEventListener("click", (event) => {
      const area = event.target.closest("[data-i]");
      if (area) row(area).scrollIntoView({ block: "nearest" });
    });
    map.tabIndex = 0;
    map.addEventListener("blur", () => tip(""));
    map.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step) {
        const at = areas.indexOf(current?.area);
        point(areas[at < 0 ? 0 : (at + step + areas.length) % areas.length]);
        event.preventDefault();
      } else if (event.key === "Escape") {
        tip("");
      } else if (event.key === "Enter" && current) {
        current.row.scrollIntoView({ block: "nearest" });
      }
    });
  }
  settle();
}
