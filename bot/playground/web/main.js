// The page: who you are, where you are, what was said there.

import { $, h, t, setWords, say, notice } from "./dom.js";
import { page, call } from "./page.js";
import { sides, persons } from "./side.js";
import { composer, settle } from "./composer.js";
import { messageNode, arrange, authorName } from "./message.js";
import { body } from "./blocks.js";
import { welcome } from "./welcome.js";

const most = 300; // messages kept for each channel, here

// press tells the bot of a button, and shows where the answer will be.
export async function press(message, action, value) {
  if (!message) go(page.direct()); // from the home page, which holds no messages
  await call("press", { message: message?.id ?? "", channel: message?.channel ?? page.direct(), thread: message?.thread ?? "", action, value });
}

// ---- What there is

function upsert(m) {
  const known = page.messages.get(m.id);
  m.time = Date.parse(m.at);
  page.messages.set(m.id, m);
  return !known;
}

const inOrder = (a, b) => a.time - b.time || a.order - b.order;
const inChannel = (id) => [...page.messages.values()].filter((m) => m.channel === id).sort(inOrder);

function prune(channel) {
  if (page.messages.size <= most) return;
  const all = inChannel(channel);
  for (const m of all.slice(0, Math.max(0, all.length - most))) {
    page.messages.delete(m.id);
    $(`m-${m.id}`)?.remove();
    $(`t-${m.id}`)?.remove();
  }
}

// showAll fills a list; showOne puts one new or changed message in its place.
function showAll(list, all, options) {
  list.replaceChildren(...all.map((m) => messageNode(m, options)));
  arrange(list);
}

function showOne(list, m, options) {
  const node = messageNode(m, options), old = list.querySelector(`[data-id="${CSS.escape(m.id)}"]`);
  if (old) {
    const focused = old.contains(document.activeElement);
    node.tabIndex = old.tabIndex;
    old.replaceWith(node);
    if (focused) node.focus({ preventScroll: true });
  } else {
    let next = null; // most often it is the latest: look from the end
    for (let li = list.lastElementChild; li; li = li.previousElementSibling) {
      if (!li.dataset.id) continue;
      if (inOrder(page.messages.get(li.dataset.id), m) < 0) break;
      next = li;
    }
    list.insertBefore(node, next);
  }
  arrange(list);
}

const replies = (id) => [...page.messages.values()].filter((m) => m.thread === id).sort(inOrder);

// show draws the place where the visitor is.
function show() {
  const home = page.here === "home", channel = page.hello.channels.find((c) => c.id === page.here);
  $("where").textContent = home || !channel ? t("bot-name") : `# ${channel.name}`;
  $("topic").textContent = home ? t("home-intro") : channel ? t(channel.topic) : t("bot-topic");
  $("exposed").hidden = !channel?.exposed;
  $("tab-home").hidden = Boolean(channel);
  $("tab-home").setAttribute("aria-pressed", String(home));
  $("home").hidden = !home;
  $("messages").hidden = home;
  $("messages").setAttribute("aria-label", $("where").textContent);
  $("composer").hidden = home;
  document.title = `${$("where").textContent} · ${t("title")}`;
  page.unread.delete(page.here);
  if (!home) showAll($("messages"), inChannel(page.here).filter((m) => !m.thread), { replies });
  welcome();
  sides();
  end();
}

function showThread() {
  const root = page.messages.get(page.thread);
  if (!root) page.thread = "";
  settle();
  $("thread").hidden = !root;
  document.body.classList.toggle("threaded", Boolean(root));
  if (!root) return;
  $("thread-where").textContent = $("where").textContent;
  showAll($("thread-messages"), [root, ...replies(root.id)], { inThread: true });
  $("thread-scroll").scrollTop = $("thread-scroll").scrollHeight;
}

export function openThread(id) {
  page.thread = id;
  showThread();
  $("thread-composer").querySelector("textarea").focus();
}

function closeThread() {
  const from = page.thread;
  page.thread = "";
  showThread();
  $(`m-${from}`)?.focus();
}

async function showHome() {
  $("home").replaceChildren();
  const answer = await call("home");
  if (page.here === "home" && answer?.body) $("home").replaceChildren(...body(answer.body, (a, v) => press(null, a, v)));
}

export function go(id, stay) {
  page.here = id;
  page.thread = "";
  if (!stay) document.body.dataset.pane = "talk";
  if (location.hash.slice(1) !== id) history.pushState(null, "", `#${id}`);
  showThread();
  show();
  if (id === "home") showHome();
}

// be is to be somebody else.
export function be(id) {
  const direct = page.here.startsWith("direct-");
  page.who = id;
  sessionStorage.setItem("who", id);
  page.messages.clear();
  page.unread.clear();
  if (direct) page.here = page.direct();
  settle();
  if (page.here === "home") showHome();
  connect();
}

function clock() {
  $("today").textContent = page.now().toLocaleDateString(page.dates, { day: "numeric", month: "short", year: "numeric" });
}

// ---- Scrolling

const atEnd = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 120;
function end() {
  $("newer").hidden = true;
  $("scroll").scrollTop = $("scroll").scrollHeight;
}

// bring shows the end, or the beginning of a message that is taller than the page.
function bring(m) {
  end();
  const node = $(`m-${m.id}`), page = $("scroll");
  if (node && node.offsetHeight > page.clientHeight) page.scrollTop = node.offsetTop - page.offsetTop;
}

// ---- What comes in

let stream, waiting, lost = false, queue = [];
const flood = 40; // messages at once that are drawn together rather than one by one

function connect() {
  stream?.close();
  clearTimeout(waiting);
  queue = [];
  stream = new EventSource(`stream?who=${encodeURIComponent(page.who)}&locale=${encodeURIComponent(page.locale)}`);
  const on = (name, f) => stream.addEventListener(name, (e) => f(JSON.parse(e.data)));
  on("state", (s) => {
    const was = page.messages.size;
    page.messages.clear();
    queue = [];
    for (const m of s.messages) upsert(m);
    time(s);
    trouble(s.away ? "store-away" : "");
    if (lost) { lost = false; notice(t("reconnected")); }
    if (page.thread && !page.messages.has(page.thread)) page.thread = "";
    const held = was && !atEnd() ? $("scroll").scrollTop : null;
    show();
    if (held !== null) $("scroll").scrollTop = held;
    showThread();
    document.body.dataset.ready = page.who;
  });
  on("message", (m) => { if (queue.push(m) === 1) setTimeout(drain, 10); });
  on("time", (s) => { time(s); if (page.here === "home") showHome(); });
  on("store", (s) => { trouble(s.away ? "store-away" : ""); if (!s.away) notice(t("saved-later")); });
  stream.onerror = () => {
    lost = true;
    trouble("connecting");
    // The browser tries again by itself, unless it was answered with an error.
    if (stream.readyState === EventSource.CLOSED) waiting = setTimeout(connect, 1000);
  };
}

function time(s) {
  page.offset = new Date(s.now) - Date.now();
  clock();
}

function trouble(key) {
  $("trouble").hidden = !key;
  $("trouble").textContent = key ? t(key) : "";
}

function drain() {
  const all = queue;
  queue = [];
  if (all.length <= flood) {
    all.forEach(arrived);
    return;
  }
  const held = atEnd() ? null : $("scroll").scrollTop;
  for (const m of all) if (upsert(m)) unread(m);
  for (const channel of new Set(all.map((m) => m.channel))) prune(channel);
  show();
  if (page.thread) showThread();
  if (held !== null) $("scroll").scrollTop = held;
}

function unread(m) {
  if (m.author !== page.who && m.channel !== page.here) page.unread.set(m.channel, (page.unread.get(m.channel) ?? 0) + 1);
}

function arrived(m) {
  const fresh = upsert(m), stick = atEnd() || m.author === page.who || fresh && m.only === page.who;
  if (m.thread) {
    const root = page.messages.get(m.thread);
    if (root && root.channel === page.here) showOne($("messages"), root, { replies });
  } else if (m.channel === page.here) {
    showOne($("messages"), m, { replies });
  }
  if (page.thread && (m.thread === page.thread || m.id === page.thread)) {
    showOne($("thread-messages"), m, { inThread: true });
    $("thread-scroll").scrollTop = $("thread-scroll").scrollHeight;
  }
  prune(m.channel);
  if (fresh && m.author !== page.who) {
    const only = m.only ? `${t("only-you")}. ` : "";
    if (m.channel === page.room()) say(`${authorName(m)}: ${only}${m.body ? m.body.plain ?? "" : m.text}`);
    unread(m);
  }
  sides();
  welcome();
  if (m.channel !== page.here || m.thread) return;
  if (stick) bring(m);
  else if (fresh) $("newer").hidden = false;
}

// ---- The beginning

function chooseLocale(languages) {
  const wanted = [page.locale, ...navigator.languages].filter(Boolean);
  for (const w of wanted) {
    const l = languages.find((x) => x.tag === w) ?? languages.find((x) => x.tag.split("-")[0] === w.split("-")[0]);
    if (l) return l.tag;
  }
  return languages[0].tag;
}

async function hello() {
  page.hello = (await call("hello"))?.hello;
  if (!page.hello) { setTimeout(start, 1500); return false; }
  const best = chooseLocale(page.hello.languages);
  if (best !== page.hello.locale) {
    page.locale = best;
    page.hello = (await call("hello"))?.hello ?? page.hello;
  }
  page.locale = page.hello.locale;
  // Dates as this person is used to them, where they read the language anyway.
  page.dates = navigator.languages.find((l) => l.split("-")[0] === page.locale.split("-")[0]) ?? page.locale;
  if (!page.person(page.who)) page.who = page.hello.people[0].id;
  return true;
}

function wording() {
  setWords(page.hello.words);
  document.documentElement.lang = page.locale;
  for (const node of document.querySelectorAll("[data-w]")) node.textContent = t(node.dataset.w);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  $("week-later").title = t("later-hint");
  $("load-example").title = t("example-hint");
  $("language").replaceChildren(...page.hello.languages.map((l) => h("option", { value: l.tag, selected: l.tag === page.locale, lang: l.tag }, l.name)));
}

async function start() {
  if (!await hello()) return;
  wording();
  const place = () => `${page.who} ${page.room()}`;
  composer($("composer"), { id: "composer-text", label: "composer", send: (text, id) => call("say", { id, text }), place });
  composer($("thread-composer"), { id: "thread-text", label: "reply-composer", send: (text, id) => call("say", { id, text, thread: page.thread }), place: () => `${place()} ${page.thread}` });
  persons();
  $("language").onchange = (e) => { localStorage.setItem("locale", e.target.value); location.reload(); };
  $("back").onclick = () => { document.body.dataset.pane = "list"; document.querySelector('.room[aria-current="page"]')?.focus(); };
  $("tab-home").onclick = () => go(page.here === "home" ? page.direct() : "home");
  $("close-thread").onclick = closeThread;
  $("thread").onkeydown = (e) => { if (e.key === "Escape" && !e.defaultPrevented) closeThread(); };
  $("newer").onclick = end;
  let ended = true; // whether the end was in sight, when a keyboard on a phone makes the window smaller
  $("scroll").onscroll = () => { ended = atEnd(); if (ended) $("newer").hidden = true; };
  addEventListener("resize", () => { if (ended) end(); });
  document.querySelector(".skip").onclick = (e) => { // the address is for channels
    e.preventDefault();
    document.body.dataset.pane = "talk";
    if (page.here === "home") go(page.direct());
    $("composer-text").focus();
  };
  $("open-guide").onclick = () => { localStorage.removeItem("guided"); go("general"); $("welcome").scrollIntoView(); $("welcome").querySelector("button")?.focus(); };
  $("load-example").onclick = loadExample;
  $("week-later").onclick = async () => {
    if (await call("later")) notice(`${t("later-done")} ${$("today").textContent}`);
  };
  addEventListener("popstate", fromAddress);
  $("app").hidden = false;
  fromAddress();
  connect();
}

export async function loadExample() {
  notice(t("example-busy"));
  const done = await call("example");
  if (done && !done.notice) notice(t("example-done"));
  go("general");
}

function fromAddress() {
  const id = location.hash.slice(1);
  const known = id === "home" || id.startsWith("direct-") || page.hello.channels.some((c) => c.id === id);
  go(!known ? "general" : id.startsWith("direct-") ? page.direct() : id, !known);
}

start();
