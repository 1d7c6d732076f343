// Making nodes. Text only ever becomes text: nothing in this page parses markup.

// h makes an element. Properties that begin with "on" are listeners; "class",
// "aria-…", "data-…", "role", "for" and the like are attributes; others are properties.
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name.includes("-") || attributes.has(name)) node.setAttribute(name, value === true ? "" : value);
    else node[name] = value;
  }
  node.append(...children.flat().filter((c) => c !== undefined && c !== null && c !== false));
  return node;
}
const attributes = new Set(["role", "for", "lang", "popover"]);

export const $ = (id) => document.getElementById(id);

let words = {};
export function setWords(w) { words = w; }

// t is one of the page's own sentences, with n at "%n".
export function t(key, n) { return (words[key] ?? key).replace("%n", n ?? ""); }

// uid is a new id. randomUUID is there on this machine and over HTTPS only.
export function uid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

// say has a screen reader read something out.
export function say(text) {
  const node = $("say");
  node.replaceChildren(h("p", {}, text));
}

let fading;
// notice shows a sentence for a while, or until the person goes on.
export function notice(text) {
  const node = $("notice");
  node.textContent = text;
  node.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(quiet, 6000);
}
const quiet = () => { $("notice").hidden = true; };
addEventListener("pointerdown", quiet, true);
addEventListener("keydown", quiet, true);

// openMenu offers options below a button; grid puts them side by side, for emoji.
export function openMenu(anchor, label, options, pick, grid) {
  document.querySelector(".menu[popover]")?.remove();
  const menu = h("div", { class: grid ? "menu grid" : "menu", popover: "auto", role: "menu", "aria-label": label });
  for (const o of options) {
    menu.append(h("button", {
      type: "button", role: "menuitem", title: grid ? o.label : undefined, "aria-label": grid ? o.label : undefined,
      onclick: () => { menu.hidePopover(); pick(o); },
    }, grid ? o.emoji : h("span", {}, h("span", { class: "label" }, o.label), o.detail ? h("small", {}, o.detail) : null)));
  }
  if (grid) { // what the emoji under the mouse, or with the focus, means
    const meaning = h("p", { class: "meaning", "aria-hidden": "true" }, options[0]?.label);
    const tell = (e) => { if (e.target.title) meaning.textContent = e.target.title; };
    menu.addEventListener("mouseover", tell);
    menu.addEventListener("focusin", tell);
    menu.append(meaning);
  }
  menu.addEventListener("keydown", (e) => {
    const all = [...menu.querySelectorAll("button")], at = all.indexOf(document.activeElement);
    const row = grid ? 6 : 1;
    const step = { ArrowDown: row, ArrowUp: -row, ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (e.key === "Home" || e.key === "End" || step) {
      e.preventDefault();
      const to = e.key === "Home" ? 0 : e.key === "End" ? all.length - 1 : Math.min(all.length - 1, Math.max(0, at + step));
      all[to].focus();
    } else if (e.key.length === 1 && /\p{L}/u.test(e.key)) {
      const next = [...all.slice(at + 1), ...all.slice(0, at + 1)];
      next.find((b) => (b.textContent.match(/\p{L}/u)?.[0] ?? "").toLowerCase() === e.key.toLowerCase())?.focus();
    } else if (e.key === "Tab") {
      menu.hidePopover();
    }
  });
  menu.addEventListener("toggle", (e) => {
    if (e.newState !== "closed") return;
    anchor.setAttribute("aria-expanded", "false");
    if (menu.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
    menu.remove();
  });
  anchor.closest("dialog, main").append(menu);
  menu.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  const a = anchor.getBoundingClientRect(), m = menu.getBoundingClientRect();
  const below = a.bottom + 6 + m.height <= innerHeight;
  menu.style.top = Math.max(8, below ? a.bottom + 6 : a.top - m.height - 6) + "px";
  menu.style.left = Math.max(8, Math.min(a.left, innerWidth - m.width - 8)) + "px";
  menu.firstElementChild?.focus();
}
