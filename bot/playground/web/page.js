// What every part of the page shares: where the visitor is, and how to ask the server.

import { t, uid, notice } from "./dom.js";
import { fill } from "./dialog.js";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const page = {
  who: sessionStorage.getItem("who") || "ana",
  locale: localStorage.getItem("locale") || "",
  here: "general", // a channel's id, or "home"
  thread: "",
  hello: null,
  messages: new Map(),
  unread: new Map(),
  offset: 0, // the server's clock less this one, in milliseconds
  now: () => new Date(Date.now() + page.offset),
  direct: () => `direct-${page.who}`,
  room: () => (page.here === "home" ? page.direct() : page.here),
  person: (id) => page.hello.people.find((p) => p.id === id),
};

// call asks the server for something. The answer is null when it did not work,
// and the person has been told then: by a notice, or by tell where a dialog covers those.
export async function call(path, what = {}, tell = notice) {
  const request = { id: uid(), who: page.who, locale: page.locale, zone, channel: page.room(), ...what };
  const slow = setTimeout(() => document.body.classList.add("working"), 400);
  try {
    const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request) });
    const text = await response.text();
    const answer = text.startsWith("{") ? JSON.parse(text) : {};
    if (!response.ok) tell(answer.notice || t("failed"));
    else if (answer.notice) notice(answer.notice);
    if (response.ok && answer.form) showForm(answer.form, what.thread ?? "");
    return response.ok ? answer : null;
  } catch {
    tell(t("failed"));
    return null;
  } finally {
    clearTimeout(slow);
    document.body.classList.remove("working");
  }
}

function showForm(form, thread) {
  // The same answers have the same id until the server has answered, which knows
  // it again: what was recorded is not recorded twice because the answer was lost.
  let id = uid(), tried = "";
  fill(form, async (fields, tell) => {
    const now = JSON.stringify(fields);
    if (now !== tried) id = uid();
    tried = now;
    const answer = await call("form", { id, thread, action: form.id, value: form.state, fields }, tell);
    if (answer) tried = "";
    return answer && !answer.errors ? null : answer?.errors ?? {};
  }, async (field, text, tell) => (await call("suggest", { field, text }, tell))?.options ?? []);
}
