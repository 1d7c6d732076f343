// What the bot says, as nodes.

import { h, t, openMenu, notice } from "./dom.js";
import { ask, enlarge } from "./dialog.js";

const styles = { b: "strong", i: "em", c: "code" };

// line turns spans into nodes; each is isolated, so that text of one direction
// cannot turn its neighbours around.
export function line(spans) {
  return (spans ?? []).map((s) => {
    const node = h(styles[s.s] ?? "span", { dir: "auto" }, s.t);
    return s.u ? h("a", { href: s.u, rel: "noopener noreferrer", target: "_blank" }, node) : node;
  });
}

// body shows a reply. press is told of buttons and choices, (action, value).
export function body(b, press) {
  const nodes = [];
  if (b.title) nodes.push(h("p", { class: "title", dir: "auto" }, b.title));
  for (const block of b.blocks ?? []) nodes.push(kinds[block.type](block, press));
  return nodes;
}

const kinds = {
  text: (b) => h("p", { class: "text" }, line(b.line)),
  note: (b) => h("p", { class: "note" }, line(b.line)),
  fields: (b) => h("dl", { class: "facts" }, b.facts.map((f) => h("div", {},
    h("dt", { dir: "auto" }, f.label), h("dd", {}, f.lines.map((l) => h("p", {}, line(l))))))),
  list: (b, press) => h(b.ordered ? "ol" : "ul", { class: "list" }, b.items.map((i) => item(i, press))),
  meter, draft, image,
  actions: (b, press) => h("div", { class: "actions" },
    (b.buttons ?? []).map((x) => button(x, press)), (b.menus ?? []).map((m) => menu(m, press))),
};

function item(i, press) {
  return h("li", { class: i.done === undefined ? "" : i.done ? "done" : "open" },
    h("div", { class: "what" },
      h("p", {}, i.done === undefined ? null : h("span", { class: "tick", "aria-hidden": "true" }, i.done ? "✓" : ""), line(i.line)),
      i.detail?.length ? h("p", { class: "note" }, line(i.detail)) : null),
    i.button ? button(i.button, press) : null);
}

function meter(b) {
  const fill = h("i");
  fill.style.width = `${(b.part ?? 0) * 100}%`;
  const passed = (b.marks ?? []).filter((m) => (b.part ?? 0) >= m.part).length;
  const bar = h("div", { class: "track", "data-level": String(passed) }, fill);
  for (const m of b.marks ?? []) {
    const tick = h("b");
    tick.style.left = `${m.part * 100}%`;
    bar.append(tick);
  }
  return h("div", { class: "meter" },
    h("div", { role: "img", "aria-label": b.alt || t("meter") }, bar),
    h("ul", { class: "marks" }, (b.marks ?? []).map((m, n) =>
      h("li", { class: n === passed - 1 ? "here" : "" }, h("span", { dir: "auto" }, m.label), " ", h("span", {}, m.at)))),
    b.alt ? h("p", { class: "unseen" }, b.alt) : null);
}

function draft(b) {
  const text = h("pre", { dir: "auto", tabIndex: 0, role: "group", "aria-label": b.label || t("draft") }, b.text); // focusable: it scrolls
  const copy = h("button", { type: "button", class: "quiet", onclick: async () => {
    try {
      await navigator.clipboard.writeText(b.text);
      copy.textContent = t("copied");
      setTimeout(() => { copy.textContent = t("copy"); }, 2500);
    } catch {
      getSelection().selectAllChildren(text); // the person copies it by hand
      notice(t("copy-failed"));
    }
  } }, t("copy"));
  return h("figure", { class: "draft" }, h("figcaption", {}, h("span", { dir: "auto" }, b.label ?? ""), copy), text);
}

// A picture has its title painted on it; the words stand in when there is none.
function image(b) {
  if (b.source) {
    const alt = [b.label, b.alt].filter(Boolean).join(". ") || t("picture");
    return h("figure", { class: "picture" },
      h("button", { type: "button", class: "enlarge", "aria-haspopup": "dialog", onclick: () => enlarge(b.source, alt, b.width, b.height) },
        h("img", { src: b.source, alt, width: b.width, height: b.height, loading: "lazy" })));
  }
  return h("figure", { class: "picture words" }, b.label ? h("figcaption", { dir: "auto" }, b.label) : null, h("p", { class: "note", dir: "auto" }, b.alt ?? ""));
}

function button(b, press) {
  if (b.url) return h("a", { class: "button", href: b.url, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, b.label);
  if (!b.action) return h("button", { type: "button", class: "button", disabled: true, dir: "auto" }, b.label || "…");
  return h("button", { type: "button", class: `button ${b.look ?? ""}`, dir: "auto", onclick: async (e) => {
    const node = e.currentTarget;
    if (b.confirm && !await ask(b.confirm, b.label, b.look)) return;
    node.setAttribute("aria-disabled", "true");
    await press(b.action, b.value ?? "");
    node.removeAttribute("aria-disabled");
  } }, b.label || "…");
}

function menu(m, press) {
  return h("button", { type: "button", class: "button choose", "aria-haspopup": "menu", "aria-expanded": "false", dir: "auto",
    onclick: (e) => openMenu(e.currentTarget, m.label || "…", m.options ?? [], (o) => press(m.action, o.value)) }, m.label || "…");
}
