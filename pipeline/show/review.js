"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const facts = data.facts, byId = new Map(facts.map((fact) => [fact.id, fact]));
const LIMIT = 1500;
let language = "zh", tab = "facts", picked = null, sort = { key: "start", down: false }, shown = [], limit = LIMIT;

const el = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};
const $ = (id) => document.getElementById(id);
const say = (key) => (data.labels[key] || {})[language] || key || "";
const direction = (fact) => (["change", "growth"].includes(fact.measure) ? (fact.value.startsWith("-") ? "down" : Number(fact.value) ? "up" : "") : "");
const classes = (fact) => [fact.source, direction(fact), fact.outcome === "contradicted" ? "contradicted" : "", fact.unlinked ? "unlinked" : ""].filter(Boolean).join(" ");

function grouped(value) {
  const [whole, part] = value.replace("-", "").split(".");
  return (value.startsWith("-") ? "−" : "") + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? "." + part : "");
}
function amount(fact) {
  const arrow = { up: "▲ ", down: "▼ " }[direction(fact)] || "";
  const unit = { money: language === "zh" ? " 元" : " yuan", percent: "%", percentage_point: language === "zh" ? " 个百分点" : " pp" }[fact.kind];
  return arrow + grouped(fact.value) + (unit ?? " " + (fact.unit || ""));
}

// ---- the original, on the left -------------------------------------------------------------------------------
const marks = new Map();   // fact id → its boxes or marks
const everything = facts.concat(data.unlinked);

function remember(id, node) {
  if (!marks.has(id)) marks.set(id, []);
  marks.get(id).push(node);
  node.dataset.fact = id;
}
function drawPages() {
  const byPage = new Map();
  for (const fact of everything)
    for (const box of fact.boxes || []) {
      if (!byPage.has(box[0])) byPage.set(box[0], []);
      byPage.get(box[0]).push([fact, box]);
    }
  for (const page of data.pages) {
    const node = el("div", { className: "page", id: "page-" + page.number });
    node.style.aspectRatio = page.width + " / " + page.height;
    node.append(el("img", { src: page.image, alt: "page " + page.number, loading: "lazy", decoding: "async" }),
      el("span", { className: "number", textContent: page.number }));
    for (const [fact, [, x0, top, x1, bottom]] of byPage.get(page.number) || []) {
      const box = el("div", { className: "box " + classes(fact), title: fact.text });
      Object.assign(box.style, { left: 100 * x0 / page.width + "%", top: 100 * top / page.height + "%",
        width: 100 * (x1 - x0) / page.width + "%", height: 100 * (bottom - top) / page.height + "%" });
      remember(fact.id, box);
      node.append(box);
    }
    $("original").append(node);
  }
}
function drawText() {
  const root = el("div", { className: "prose" });
  const spans = everything.slice().sort((a, b) => a.start - b.start);
  const headings = new Map(data.sections.filter((s) => s.kind === "H").map((s) => [s.start, s]));
  let next = 0, offset = 0;
  const fill = (node, start, end) => {
    let at = start;
    for (; next < spans.length && spans[next].start < end; next++) {
      const fact = spans[next];
      if (fact.start < at) continue;
      node.append(data.text.slice(at, fact.start));
      const mark = el("mark", { className: classes(fact), textContent: data.text.slice(fact.start, Math.min(fact.end, end)) });
      remember(fact.id, mark);
      node.append(mark);
      at = Math.min(fact.end, end);
    }
    node.append(data.text.slice(at, end));
  };
  for (const line of data.text.split("\n")) {
    const end = offset + line.length, node = el("p", { id: "at-" + offset });
    if (line.includes("\t")) {
      node.className = "row";
      let start = offset;
      for (const cell of line.split("\t")) {
        const span = el("span");
        fill(span, start, start + cell.length);
        node.append(span);
        start += cell.length + 1;
      }
    } else {
      if (headings.has(offset)) node.className = "heading";
      fill(node, offset, end);
    }
    root.append(node);
    offset = end + 1;
  }
  $("original").append(root);
}

// ---- the lists, on the right ---------------------------------------------------------------------------------
const COLUMNS = [["category", "34%"], ["measure", "15%"], ["period", "19%"], ["value", "24%"], ["outcome", "8%"]];
const SORTS = { category: (f) => f.category || "", measure: (f) => f.measure, period: (f) => `${f.year} ${f.phase}`,
  value: (f) => Number(f.value), outcome: (f) => f.outcome, start: (f) => f.start };

function choose() {
  const words = $("filter").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const source = $("source").value, outcome = $("outcome").value;
  shown = facts.filter((fact) => (!source || fact.source === source) && (!outcome || fact.outcome === outcome) &&
    words.every((word) => fact.search.includes(word)));
  const key = SORTS[sort.key], sign = sort.down ? -1 : 1;
  shown.sort((a, b) => { const x = key(a), y = key(b); return sign * (x < y ? -1 : x > y ? 1 : a.start - b.start); });
}
function row(fact) {
  const base = fact.base_year ? ` / ${say(fact.base_phase)} ${fact.base_year}` : "";
  const where = fact.section_path.split(" / ").pop() || fact.table || "";
  const node = el("tr", { className: fact.id === picked ? "picked" : "", tabIndex: -1 },
    el("td", {}, fact.category || say("unnamed"), fact.code ? el("small", { textContent: " " + fact.code }) : null,
      fact.breakdown ? el("small", { textContent: " × " + fact.breakdown }) : null, el("br"), el("small", { textContent: where })),
    el("td", { textContent: say(fact.measure) }, fact.whole ? el("small", { textContent: " ÷ " + fact.whole }) : null),
    el("td", {}, `${say(fact.phase)} ${fact.year || ""}`, el("small", { textContent: base })),
    el("td", { className: "value " + direction(fact), textContent: amount(fact) }),
    el("td", { className: "outcome-" + fact.outcome, textContent: { supported: "✓", contradicted: "✗" }[fact.outcome] || "·", title: say(fact.outcome) }));
  node.dataset.fact = fact.id;
  return node;
}
function listFacts() {
  choose();
  const head = el("tr", {}, ...COLUMNS.map(([key, width]) => {
    const cell = el("th", { textContent: say(key) + (sort.key === key ? (sort.down ? " ↓" : " ↑") : "") });
    cell.style.width = width;
    cell.onclick = () => { sort = { key, down: sort.key === key && !sort.down }; list(); };
    return cell;
  }));
  const table = el("table", { className: "facts" }, el("thead", {}, head), el("tbody", {}, ...shown.slice(0, limit).map(row)));
  const more = shown.length > limit ? el("button", { textContent: `${say("more")} (${shown.length - limit})`, onclick: () => { limit += LIMIT; list(); } }) : null;
  $("list").replaceChildren(table, ...(more ? [more] : []));
  $("count").textContent = `${shown.length} / ${facts.length}`;
}
function listSections() {
  const tree = el("div", { className: "tree" });
  for (const section of data.sections) {
    const node = el("div", { textContent: `${section.number} ${section.title}`, onclick: () => go(section.page, section.start) });
    node.style.paddingLeft = 12 + 18 * (section.level - 1) + "px";
    tree.append(node);
  }
  $("list").replaceChildren(tree);
}
const listNotes = (items, text) => $("list").replaceChildren(...items.map((item) =>
  el("div", { className: "note", textContent: text(item), onclick: () => (item.id ? pick(item.id) : go(item.page, item.start)) })));

function checkNode(check) {
  const node = el("div", { className: "check " + check.result },
    el("b", { textContent: say(check.result) + " " }), language === "zh" ? check.message : check.message_en || check.message, el("br"));
  for (const id of check.links) {
    const fact = byId.get(id);
    if (fact) node.append(el("a", { textContent: fact.text, tabIndex: 0, onclick: () => pick(id), title: fact.quote }));
  }
  if (check.suggestion) node.append(el("span", { className: "suggestion", textContent: check.suggestion }));
  return node;
}
function listChecks() { $("list").replaceChildren(...data.checks.map(checkNode), ...data.presences.map((p) =>
  el("div", { className: "note", textContent: `${p.item}：${say(p.state)} ${p.note}`, onclick: () => go(p.page, p.start) }))); }

function list() {
  for (const button of document.querySelectorAll("nav button")) {
    button.setAttribute("aria-selected", String(button.dataset.tab === tab));
    button.textContent = `${say(button.dataset.tab)} ${{ facts: facts.length, sections: data.sections.length, checks: data.checks.length,
      unlinked: data.unlinked.length, problems: data.problems.length }[button.dataset.tab]}`;
  }
  $("tools").hidden = tab !== "facts";
  ({ facts: listFacts, sections: listSections, checks: listChecks,
    unlinked: () => listNotes(data.unlinked, (u) => `${u.text} — ${u.why} — ${u.quote}`),
    problems: () => listNotes(data.problems, (p) => `${p.kind}: ${p.message}`) })[tab]();
}

// ---- from one side to the other ------------------------------------------------------------------------------
function light(id) {
  for (const node of document.querySelectorAll(".picked")) node.classList.remove("picked");
  for (const node of marks.get(id) || []) node.classList.add("picked");
  const line = document.querySelector(`tr[data-fact="${id}"]`);
  if (line) line.classList.add("picked");
  return line;
}
function pick(id, from) {
  picked = id;
  if (from === "original" && byId.has(id) && (tab !== "facts" || !document.querySelector(`tr[data-fact="${id}"]`))) {
    tab = "facts";
    $("filter").value = ""; $("source").value = ""; $("outcome").value = "";
    limit = Math.max(limit, facts.length);
    list();
  }
  const line = light(id);
  if (line && from !== "list") line.scrollIntoView({ block: "nearest" });
  if (from !== "original" && marks.has(id)) marks.get(id)[0].scrollIntoView({ block: "center" });
  detail(everything.find((fact) => fact.id === id));
}
function detail(fact) {
  const names = ["quote", "text", "value", "unit", "category", "code", "breakdown", "measure", "phase", "year", "base_phase", "base_year",
    "whole", "fund", "scope", "flags", "reason", "why", "section_path", "table", "row_label", "column_label", "page", "outcome", "method", "rule"];
  const items = names.filter((name) => fact[name] !== null && fact[name] !== undefined && String(fact[name]) !== "")
    .flatMap((name) => [el("dt", { textContent: say(name) }), el("dd", { textContent: ["measure", "phase", "base_phase", "outcome"].includes(name) ? say(fact[name]) : String(fact[name]) })]);
  const checks = data.checks.filter((check) => check.links.includes(fact.id)).map(checkNode);
  $("detail").replaceChildren(el("dl", {}, ...items), ...checks);
}
function go(page, start) {
  const node = (data.pages.length && $("page-" + page)) || $("at-" + start);
  if (node) node.scrollIntoView({ block: "start" });
}
function step(by) {
  const at = shown.findIndex((fact) => fact.id === picked), fact = shown[Math.max(0, Math.min(shown.length - 1, at + by))];
  if (fact) pick(fact.id);
}

document.addEventListener("click", (event) => {
  const line = event.target.closest("[data-fact]");
  if (line) pick(Number(line.dataset.fact), line.tagName === "TR" ? "list" : "original");
});
document.addEventListener("mouseover", (event) => {
  const line = event.target.closest("[data-fact]");
  if (line) light(Number(line.dataset.fact)); else if (picked !== null) light(picked);
});
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select")) { if (event.key === "Escape") event.target.blur(); return; }
  const acts = { ArrowDown: () => step(1), j: () => step(1), ArrowUp: () => step(-1), k: () => step(-1),
    "/": () => $("filter").focus(), l: translate, Escape: () => { picked = null; light(-1); $("detail").replaceChildren(); },
    1: () => open("facts"), 2: () => open("sections"), 3: () => open("checks"), 4: () => open("unlinked"), 5: () => open("problems") };
  if (acts[event.key]) { event.preventDefault(); acts[event.key](); }
});
function open(name) { tab = name; list(); }
function translate() { language = language === "zh" ? "en" : "zh"; label(); }
function label() {
  document.documentElement.lang = language;
  $("language").textContent = language === "zh" ? "English" : "中文";
  $("filter").placeholder = say("filter");
  $("keys").textContent = say("keys");
  for (const [id, values] of [["source", ["", "text", "table"]], ["outcome", ["", "contradicted", "supported", "unchecked"]]])
    $(id).replaceChildren(...values.map((value) => el("option", { value, textContent: value ? say(value) : say("all-" + id) })));
  const failed = data.checks.filter((check) => check.result === "fail");
  $("failed").replaceChildren(...(failed.length ? [el("h2", { textContent: `${say("contradictions")} ${failed.length}` }), ...failed.map(checkNode)] : []));
  list();
}

for (const button of document.querySelectorAll("nav button")) button.onclick = () => open(button.dataset.tab);
$("filter").oninput = $("source").onchange = $("outcome").onchange = () => { limit = LIMIT; list(); };
$("language").onclick = translate;
for (const fact of facts)
  fact.search = [fact.text, fact.category, fact.code, fact.measure, fact.phase, fact.year, fact.fund, fact.scope, fact.section_path, fact.table, fact.row_label,
    fact.breakdown, say(fact.measure), say(fact.phase), ...(fact.flags || [])].join(" ").toLowerCase();
if (data.pages.length) drawPages(); else drawText();
label();
