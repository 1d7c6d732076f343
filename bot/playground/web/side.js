// The side: channels with what is unread, and the people one can be.

import { $, h, t } from "./dom.js";
import { page } from "./page.js";
import { go, be } from "./main.js";

function room(id, sigil, label) {
  const n = page.unread.get(id) ?? 0;
  const current = page.here === id || page.here === "home" && id === page.direct();
  return h("li", {}, h("button", { type: "button", class: n ? "room new" : "room", "aria-current": current ? "page" : undefined,
    "data-room": id, onclick: () => { go(id); if (matchMedia("(hover: hover)").matches) $("composer-text").focus(); } },
    h("span", { class: "sigil", "aria-hidden": "true" }, sigil), h("span", {}, label),
    n ? h("span", { class: "count" }, h("span", { "aria-hidden": "true" }, n), h("span", { class: "unseen" }, t("unread", n))) : null));
}

export function sides() {
  const focused = document.activeElement?.dataset?.room;
  $("channels").replaceChildren(...page.hello.channels.map((c) => room(c.id, c.exposed ? "⇄" : "#", c.name)));
  $("directs").replaceChildren(room(page.direct(), "●", t("bot-name")));
  if (focused) document.querySelector(`[data-room="${CSS.escape(focused)}"]`)?.focus();
  const total = [...page.unread.values()].reduce((a, b) => a + b, 0);
  $("back").setAttribute("aria-label", total ? `${t("back")}, ${t("unread", total)}` : t("back"));
  $("back").classList.toggle("new", total > 0);
}

export function persons() {
  $("people").replaceChildren(...page.hello.people.map((p) => h("label", { class: "person", title: p.admin ? t("admin") : "" },
    h("input", { type: "radio", name: "who", value: p.id, checked: p.id === page.who, onchange: () => be(p.id) }),
    h("span", { class: `face ${p.id}`, "aria-hidden": "true" }, p.name[0]), h("span", { class: "name" }, p.name))));
}
