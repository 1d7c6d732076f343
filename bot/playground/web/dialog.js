// Dialogs: a question before a dangerous button, and the bot's forms.

import { h, t, uid } from "./dom.js";
import { suggestions } from "./suggest.js";
import { line } from "./blocks.js";

function open(dialog) {
  const before = document.activeElement;
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
  });
  dialog.showModal();
}

// ask puts a question and resolves to whether the answer is yes.
export function ask(question, yes, look) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "small", "aria-labelledby": "ask-text", onclose: () => resolve(dialog.returnValue === "yes") },
      h("p", { id: "ask-text", dir: "auto" }, question),
      h("div", { class: "actions end" },
        h("button", { type: "button", class: "button", autofocus: true, onclick: () => dialog.close("no") }, t("cancel")),
        h("button", { type: "button", class: `button ${look === "danger" ? "danger solid" : "primary"}`, onclick: () => dialog.close("yes") }, yes || t("confirm"))));
    open(dialog);
  });
}

// fill shows a form. submit(fields) resolves to the messages by field that
// speak against the answers, or to null when all is well. Both submit and suggest
// are handed tell, for what went wrong: a notice would be behind the dialog.
export function fill(form, submit, suggest) {
  const failed = h("p", { class: "failed", role: "alert" }), tell = (text) => { failed.textContent = text; };
  const id = uid(), rows = form.fields.map((f, n) => question(f, `${id}-${n}`, (field, text) => suggest(field, text, tell)));
  const send = h("button", { class: "button primary" }, form.submit || t("send"));
  const dialog = h("dialog", { class: "form", "aria-labelledby": id },
    h("form", { noValidate: true, onsubmit: async (e) => {
      e.preventDefault();
      if (send.hasAttribute("aria-disabled")) return; // one attempt at a time
      send.setAttribute("aria-disabled", "true");
      tell("");
      const wrong = await submit(Object.fromEntries(rows.map((r) => [r.id, r.value()])), tell);
      send.removeAttribute("aria-disabled");
      if (!wrong) { dialog.close(); return; }
      for (const r of rows) r.wrong(wrong[r.id]);
      rows.find((r) => wrong[r.id])?.control.focus();
    } },
      h("header", {}, h("h2", { id, dir: "auto" }, form.title || t("title")),
        h("button", { type: "button", class: "icon", "aria-label": t("close"), onclick: () => dialog.close() }, "✕")),
      form.intro?.length ? h("p", { class: "intro" }, line(form.intro)) : null,
      h("div", { class: "questions" }, rows.map((r) => r.node)),
      failed,
      h("footer", { class: "actions end" },
        h("button", { type: "button", class: "button", onclick: () => dialog.close() }, form.cancel || t("cancel")), send)));
  open(dialog);
  (rows.find((r) => !r.value()) ?? rows[0])?.control.focus();
}

// enlarge shows a picture in its full size, where a narrow place made it small.
export function enlarge(source, alt, width, height) {
  const dialog = h("dialog", { class: "large", "aria-label": t("picture"), onclick: (e) => { if (e.target === dialog) dialog.close(); } },
    h("header", {}, h("button", { type: "button", class: "icon", "aria-label": t("close"), autofocus: true, onclick: () => dialog.close() }, "✕")),
    h("div", { class: "whole", tabIndex: 0, role: "group", "aria-label": t("picture") }, h("img", { src: source, alt, width, height }))); // focusable: it scrolls
  open(dialog);
}

function question(f, id, suggest) {
  const control = controls[f.kind] ? controls[f.kind](f) : h("input", { type: "text" });
  control.id = id;
  const hint = f.hint ? h("p", { class: "note", id: `${id}-hint`, dir: "auto" }, f.hint) : null;
  const error = h("p", { class: "error", id: `${id}-error`, dir: "auto" });
  const described = () => [hint ? `${id}-hint` : "", error.textContent ? `${id}-error` : ""].join(" ").trim();
  if (!f.optional) control.required = true;
  if (f.max && control.tagName !== "SELECT") control.maxLength = f.max;
  if (hint) control.setAttribute("aria-describedby", described());
  const node = h("div", { class: "question" },
    h("label", { htmlFor: id }, h("span", { dir: "auto" }, f.label), f.optional ? h("small", {}, t("optional")) : null), hint, control, error);
  let value = () => control.value;
  if (f.kind === "search") {
    let chosen = { text: f.shown || f.value || "", value: f.value || "" };
    control.value = chosen.text;
    node.append(suggestions(control, (text) => suggest(f.id, text), (o) => { control.value = o.text; chosen = o; }));
    // A name that was picked is sent as what it stands for; typed text as it is.
    value = () => (control.value === chosen.text ? chosen.value || chosen.text : control.value);
  }
  return { id: f.id, node, control, value, wrong(text) {
    error.textContent = text ?? "";
    control.setAttribute("aria-invalid", text ? "true" : "false");
    if (described()) control.setAttribute("aria-describedby", described());
    else control.removeAttribute("aria-describedby");
  } };
}

const controls = {
  longtext: (f) => h("textarea", { rows: 3, value: f.value ?? "", dir: "auto" }),
  choice: (f) => {
    const select = h("select", {}, f.value ? null : h("option", { value: "" }, "…"),
      (f.options ?? []).map((o) => h("option", { value: o.value, title: o.detail ?? "" }, o.label)));
    select.value = f.value ?? "";
    return select;
  },
  search: () => h("input", { type: "text", role: "combobox", dir: "auto", autocomplete: "off" }),
  date: (f) => h("input", { type: "date", value: f.value ?? "" }),
  text: (f) => h("input", { type: "text", value: f.value ?? "", dir: "auto", autocomplete: "off" }),
};
