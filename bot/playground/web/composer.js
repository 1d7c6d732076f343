// Where one writes. Commands are completed from the bot's own table and store.
// What is not sent yet stays with the place and the person it was written for:
// words for colleagues are not one Enter away from a client's eyes.

import { h, t, uid } from "./dom.js";
import { suggestions } from "./suggest.js";
import { call } from "./page.js";

const all = []; // what to call when the visitor is elsewhere, or somebody else

// settle has every composer show what was begun in the place it is in now.
export function settle() { for (const s of all) s(); }

// composer makes one. place() names where it writes to, and as whom.
export function composer(root, { id, label, send, place }) {
  const field = h("textarea", { id, rows: 1, placeholder: t("composer-hint"), "aria-label": t(label), dir: "auto", autocomplete: "off", spellcheck: true, enterKeyHint: "send" });
  const grow = () => {
    field.style.height = "auto";
    if (!field.scrollHeight) return; // not in sight
    field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
    field.style.overflowY = field.scrollHeight > 180 ? "auto" : "hidden";
  };
  const put = (text) => { field.value = text; grow(); };
  const list = suggestions(field, async (text) => {
    if (!text.startsWith("/") || field.selectionStart !== text.length) return [];
    return (await call("complete", { text }))?.options ?? [];
  }, (o) => put(o.text));
  const drafts = new Map(); // by place
  let at = place();
  // What was sent and not answered. Sent again as it is it has the same id, by which
  // the server knows it: an answer that was lost records nothing twice.
  const tried = new Map(); // by place
  all.push(() => {
    if (at === place()) return;
    drafts.set(at, field.value);
    at = place();
    put(drafts.get(at) ?? "");
    drafts.delete(at);
    field.dispatchEvent(new Event("input")); // the suggestions were for the other text
  });
  const submit = async () => {
    const text = field.value.trim(), to = at;
    if (!text) return;
    const attempt = tried.get(to)?.text === text ? tried.get(to) : { text, id: uid() };
    tried.delete(to);
    put("");
    field.dispatchEvent(new Event("input"));
    if (await send(text, attempt.id)) return;
    if (at === to ? field.value : drafts.get(to)) return; // something else was begun there
    tried.set(to, attempt);
    if (at === to) put(text); // nothing that was written is lost
    else drafts.set(to, text);
  };
  field.addEventListener("input", () => { if (!field.value) tried.delete(at); grow(); });
  new ResizeObserver(() => requestAnimationFrame(grow)).observe(root);
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
