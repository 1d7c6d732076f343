// A list of suggestions below (or above) a text field, by the combobox pattern
// of the ARIA Authoring Practices. A textarea may not be called a combobox, but
// it may point to the list and to the active option all the same.

import { h, t, uid, say } from "./dom.js";

let pressed = false; // whether a mouse button or a finger is down
addEventListener("pointerdown", () => { pressed = true; }, true);
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => { pressed = false; }, true);

// suggestions makes the list. find(text) resolves to options, pick(option) takes one.
export function suggestions(field, find, pick) {
  const id = uid(), list = h("ul", { class: "suggestions", id, role: "listbox", "aria-label": t("suggestions"), hidden: true });
  const combobox = field.getAttribute("role") === "combobox";
  let options = [], active = -1, asked = 0, taken = false, fits = "";
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", id);
  if (combobox) field.setAttribute("aria-expanded", "false");

  function show(found) {
    const was = options.length, marked = options[active]?.text;
    options = found;
    active = -1;
    list.replaceChildren(...options.map((o, n) => h("li", { role: "option", id: `${id}-${n}`, "aria-selected": "false",
      onpointerdown: (e) => { e.preventDefault(); take(n); } }, h("span", { class: "label", dir: "auto" }, o.label), o.detail ? h("small", { dir: "auto" }, o.detail) : null)));
    list.hidden = options.length === 0;
    if (combobox) field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
    const again = options.findIndex((o) => o.text === marked); // a new list keeps the mark, where it has that option
    if (again >= 0) mark(again);
    if (options.length && options.length !== was) say(t("suggestions-count", options.length));
  }
  function mark(n) {
    active = (n + options.length) % options.length;
    [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === active)));
    list.children[active].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", `${id}-${active}`);
  }
  function take(n) {
    const chosen = options[n];
    show([]);
    pick(chosen);
    field.focus();
    if (field.tagName === "TEXTAREA") look();
  }
  async function look() {
    const turn = ++asked, text = field.value, found = await find(text);
    if (turn !== asked) return;
    fits = text;
    show(document.activeElement === field ? found : []);
  }
  // first takes the first option, of a list that fits what stands in the field.
  async function first() {
    const text = field.value;
    if (fits !== text) await look();
    if (options.length && field.value === text) take(Math.max(active, 0));
  }
  field.addEventListener("input", look);
  field.addEventListener("blur", () => {
    asked++;
    const hide = () => { if (document.activeElement !== field) show([]); };
    // What is being pressed stays where it is until it is let go: it may be below the list.
    if (pressed) addEventListener("pointerup", () => setTimeout(hide), { once: true });
    else show([]);
  });
  // In the capture phase, so that Enter takes an option before it sends.
  field.addEventListener("keydown", (e) => {
    taken = false;
    if (list.hidden || e.isComposing) return;
    if (e.key === "ArrowDown") mark(active + 1);
    else if (e.key === "ArrowUp") mark(active < 0 ? -1 : active - 1);
    else if (e.key === "Tab" && !e.shiftKey && field.tagName === "TEXTAREA") first();
    else if (e.key === "Enter" && active >= 0) take(active);
    else if (e.key === "Escape") { asked++; show([]); }
    else return;
    taken = true;
    e.preventDefault();
    e.stopImmediatePropagation();
  }, true);
  field.addEventListener("beforeinput", (e) => { // what some keyboards still send of a key that was taken
    if (!taken || e.inputType !== "insertLineBreak") return;
    e.preventDefault();
    e.stopImmediatePropagation();
  }, true);
  return list;
}
