// Where one writes. Commands are completed from the bot's own table and store.

import { h, t } from "./dom.js";
import { suggestions } from "./suggest.js";
import { call } from "./page.js";

export function composer(root, { id, label, send }) {
  const field = h("textarea", { id, rows: 1, placeholder: t("composer-hint"), "aria-label": t(label), dir: "auto", autocomplete: "off", spellcheck: true, enterKeyHint: "send" });
  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
    field.style.overflowY = field.scrollHeight > 180 ? "auto" : "hidden";
  };
  const put = (text) => { field.value = text; grow(); };
  const list = suggestions(field, async (text) => {
    if (!text.startsWith("/") || field.selectionStart !== text.length) return [];
    return (await call("complete", { text }))?.options ?? [];
  }, (o) => put(o.text));
  const submit = async () => {
    const text = field.value.trim();
    if (!text) return;
    put("");
    field.dispatchEvent(new Event("input"));
    if (!await send(text) && !field.value) put(text); // nothing that was written is lost
  };
  field.addEventListener("input", grow);
  // Enter sends, Shift+Enter breaks the line. Keyboards on phones tell of the
  // line break only, not of the key.
  let shift = false;
  field.addEventListener("keydown", (e) => { shift = e.shiftKey; });
  field.addEventListener("beforeinput", (e) => {
    if (e.inputType !== "insertLineBreak" || shift || e.isComposing) return;
    e.preventDefault();
    submit();
  });
  root.replaceChildren(h("form", { onsubmit: (e) => { e.preventDefault(); submit(); } }, list, field,
    h("button", { class: "send", "aria-label": t("send"), title: t("send") }, "➤")),
  h("p", { class: "working-line", "aria-hidden": "true" }, t("working")));
}

// write puts text into a composer for the person to send.
export function write(id, text) {
  const field = document.getElementById(id);
  field.value = text;
  field.focus();
  field.setSelectionRange(text.length, text.length);
}
