// One message, as a node.

import { h, t, openMenu } from "./dom.js";
import { body } from "./blocks.js";
import { page, call } from "./page.js";
import { press, openThread } from "./main.js";

const flag = "🚩";

export const authorName = (m) => (m.author === "amicable" ? t("bot-name") : page.person(m.author)?.name ?? m.author);

// Formatters are dear to make, and a page may show hundreds of messages.
const formatters = new Map();
function format(kind, at) {
  const key = kind + page.dates;
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(page.dates, kinds[kind]));
  return formatters.get(key).format(at);
}
const kinds = {
  day: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  whole: { dateStyle: "medium", timeStyle: "medium" },
};

export function messageNode(m, options) {
  const own = m.author === "amicable", at = new Date(m.at);
  const node = h("li", { class: `message${own ? " bot" : ""}${m.only ? " only" : ""}`, id: options.inThread ? `t-${m.id}` : `m-${m.id}`,
    tabIndex: -1, "data-id": m.id, "data-author": m.author, "data-at": String(+at), "data-day": format("day", at), "data-only": m.only ?? "" },
    own ? h("img", { class: "face", src: "icon.svg", alt: "", width: 36, height: 36 })
      : h("span", { class: `face ${m.author}`, "aria-hidden": "true" }, authorName(m)[0]),
    h("div", { class: "content" },
      h("p", { class: "head" }, h("strong", {}, authorName(m)), own ? h("span", { class: "tag" }, t("bot-tag")) : null,
        h("time", { dateTime: m.at, title: format("whole", at) }, format("time", at)),
        m.only ? h("span", { class: "private" }, t("only-you")) : null),
      m.asked ? h("p", { class: "asked" }, t("you-asked"), " ", h("code", { dir: "auto" }, m.asked)) : null,
      m.body ? h("div", { class: "body" }, body(m.body, (a, v) => press(m, a, v))) : h("p", { class: "text", dir: "auto" }, m.text),
      seals(m), options.inThread ? null : answers(m, options)),
    tools(m, options));
  node.addEventListener("keydown", (e) => walk(e, node));
  return node;
}

function react(m, emoji, on) {
  return call("react", { channel: m.channel, message: m.id, emoji, on });
}

function seals(m) {
  if (!m.reactions?.length) return null;
  return h("div", { class: "seals", role: "group", "aria-label": t("reactions") }, m.reactions.map((s) => {
    const mine = s.by.includes(page.who), who = s.by.map((id) => page.person(id)?.name ?? id).join(", ");
    return h("button", { type: "button", class: "seal", "aria-pressed": String(mine), title: who, "aria-label": `${s.emoji} ${s.by.length}: ${who}`,
      onclick: () => react(m, s.emoji, !mine) }, h("span", {}, s.emoji), " ", h("span", {}, s.by.length));
  }));
}

function answers(m, { replies }) {
  const n = replies(m.id).length;
  return n ? h("button", { type: "button", class: "answers", onclick: () => openThread(m.id) }, t("replies", n)) : null;
}

function tools(m, options) {
  const tool = (label, sign, onclick, extra = {}) => h("button", { type: "button", class: "tool", title: label, "aria-label": label, onclick, ...extra }, sign);
  const all = [];
  if (!m.body) {
    all.push(tool(`${t("add-reaction")} ${flag}`, flag, () => react(m, flag, true)));
    all.push(tool(t("add-reaction"), "☺", (e) => openMenu(e.currentTarget, t("reaction-picker"), page.hello.reactions, (o) => react(m, o.emoji, true), true),
      { "aria-haspopup": "menu", "aria-expanded": "false" }));
    all.push(tool(t("flag-message"), "⚑", () => call("flag", { channel: m.channel, message: m.id, thread: m.thread ?? "" })));
  }
  if (!options.inThread && !m.only) all.push(tool(t("reply-in-thread"), "↳", () => openThread(m.id)));
  return all.length ? h("div", { class: "tools", role: "group", "aria-label": t("message-actions") }, all) : null;
}

// walk moves between messages with the arrow keys; one of them is in the tab order.
function walk(e, node) {
  if (e.target !== node || !["ArrowDown", "ArrowUp", "Home", "End"].includes(e.key)) return;
  const all = [...node.parentElement.querySelectorAll(".message")], at = all.indexOf(node);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[e.key];
  if (!all[to]) return;
  e.preventDefault();
  for (const li of all) li.tabIndex = -1;
  all[to].tabIndex = 0;
  all[to].focus();
}

// arrange puts a line between days, and moves what one person says in a row together.
export function arrange(list) {
  let before = null;
  for (const li of [...list.children]) {
    if (li.className === "day") { // stays where it still divides two days
      if (li.nextElementSibling?.dataset.day !== li.dataset.is || before?.dataset.day === li.dataset.is) li.remove();
      continue;
    }
    const same = before?.dataset.day === li.dataset.day;
    if (!same && li.previousElementSibling?.className !== "day") li.before(h("li", { class: "day", "data-is": li.dataset.day }, h("span", {}, li.dataset.day)));
    li.classList.toggle("joined", same && before.dataset.author === li.dataset.author && before.dataset.only === li.dataset.only
      && !li.querySelector(".asked") && li.dataset.at - before.dataset.at < 5 * 60 * 1000);
    before = li;
  }
  if (before && !list.querySelector('.message[tabindex="0"]')) before.tabIndex = 0;
}
