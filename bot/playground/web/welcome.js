// The first steps, on the first visit and whenever somebody asks for them.

import { $, h, t } from "./dom.js";
import { page } from "./page.js";
import { go, loadExample } from "./main.js";
import { write } from "./composer.js";

const steps = [
  { key: "flag", done: (m) => m.asked?.startsWith("/flag"), act: () => { go("general"); write("composer-text", "/flag acme late-payment"); } },
  { key: "react", done: (m) => m.reactions?.some((s) => s.by.includes(page.who)), act: () => {
    go("client-acme");
    const last = [...$("messages").querySelectorAll('.message:not(.bot)')].at(-1);
    last?.scrollIntoView({ block: "center" });
    last?.focus();
  } },
  { key: "assess", done: (m) => m.asked?.startsWith("/assess"), act: () => { go("general"); write("composer-text", "/assess acme"); } },
];

let drawn = "";

export function welcome() {
  const node = $("welcome");
  node.hidden = page.here !== "general" || localStorage.getItem("guided") === "yes";
  if (node.hidden) { drawn = ""; return; }
  const all = [...page.messages.values()], done = steps.map((s) => all.some(s.done)), look = done.join() + page.who;
  if (look === drawn) return; // a button somebody is about to press stays where it is
  drawn = look;
  node.replaceChildren(
    h("button", { type: "button", class: "icon", "aria-label": t("close"), onclick: () => { localStorage.setItem("guided", "yes"); welcome(); $("composer-text").focus(); } }, "✕"),
    h("h3", { id: "welcome-title" }, t("welcome")),
    h("p", {}, t("welcome-text")),
    h("ol", {}, steps.map((s, n) => h("li", { class: done[n] ? "done" : "" },
      h("span", { class: "tick", "aria-hidden": "true" }, done[n] ? "✓" : n + 1), h("span", {}, t(`step-${s.key}`)),
      h("button", { type: "button", class: "quiet", onclick: s.act }, t(`step-${s.key}-try`))))),
    h("p", { class: "or" }, h("button", { type: "button", class: "button primary", onclick: loadExample }, t("example")), h("span", { class: "note" }, t("example-hint"))));
}
