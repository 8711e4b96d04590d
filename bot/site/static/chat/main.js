/* The chat page: what the person does, what arrives, and the two brought together. */

import * as keep from "./keep.js";
import { follow } from "./news.js";
import { wireComposer } from "./composer.js";
import { banner, wireErasing, wireFrame } from "./around.js";
import { makeQueue, newId, pieces } from "./queue.js";
import { makeView } from "./view.js";
import { Refused, makeWire } from "./wire.js";

const SHOWN_AT_FIRST = 60;
const setup = JSON.parse(document.getElementById("setup").textContent);
const words = setup.words;
const element = (id) => document.getElementById(id);

const wire = makeWire(setup.language);
let seen = Math.max(0, keep.read("seen", 0) - SHOWN_AT_FIRST);
/* What comes before this seq was not asked for yet. What is on the screen cannot tell: of what was
   said once without a name nothing is left, and nothing earlier comes. */
let asked = seen;
let unread = 0;
const title = document.title;

/* The page's own buttons send commands; what is shown are their words. */
const spoken = new Map();
document.querySelectorAll("[data-says]").forEach((button) => spoken.set(button.dataset.says, button.textContent));
const getNumber = element("confirm-number");

const view = makeView(setup, spoken, {
  choose: (choice, byKeyboard) => {
    if (choice.kind === "phone") composer.askPhone();
    else say({ choice: choice.data, label: choice.label });
    if (byKeyboard) composer.focus();
  },
  editAgain: (item) => composer.put(item.text || ""),
  freshUrl,
});

const queue = makeQueue(wire, words, {
  sending: (item) => {
    view.pending(item);
    view.mark(item, "sending");
  },
  taken: (item, seq) => {
    view.taken(item, seq);
    view.tidy();
    online(true);
    news.wake();
    news.expect(seq);
  },
  waiting: (item) => {
    view.mark(item, "waiting");
    online(false);
  },
  refused,
  startOver,
});

const news = follow(wire, {
  seen: () => seen,
  deliver,
  online,
  gone: startOver,
});

const composer = wireComposer(setup, {
  say: (text) => pieces(text, setup.textLimit).forEach((piece) => say({ text: piece })),
  sendFile,
});

function say(what) {
  const item = Object.assign({ id: newId(), at: new Date().toISOString() }, what);
  started();
  view.pending(item);
  view.tidy();
  view.toEnd();
  queue.add(item);
}

function sendFile(file) {
  const described = { name: file.name, type: file.type, size: file.size };
  const item = { id: newId(), at: new Date().toISOString(), file: described };
  const local = { url: URL.createObjectURL(file), local: true };
  started();
  view.pending(Object.assign({}, item, { file: Object.assign({}, described, local) }));
  view.tidy();
  view.toEnd();
  if (file.size > setup.fileBytes) refused(item, words.file_too_large);
  else queue.addFile(item, file);
}

function refused(item, why) {
  const follows = view.nearEnd();
  view.refused(item, why);
  if (follows) view.toEnd();
}

function deliver(messages, first) {
  let fresh = messages.filter((message) => message.seq > seen);
  const anew = fresh.map((message) => message.anew === true).lastIndexOf(true);
  if (anew >= 0) {
    view.clear();
    asked = 0;
    fresh = fresh.slice(anew);
  }
  if (first) view.announce(false);
  if (!fresh.length) {
    if (first) view.announce(true);
    return;
  }
  const follows = first || view.nearEnd();
  fresh.forEach(view.show);
  seen = fresh[fresh.length - 1].seq;
  keep.write("seen", Math.max(seen, keep.read("seen", 0)));
  started();
  view.tidy();
  if (follows) view.toEnd();
  else if (fresh.some((message) => message.from === "bot")) view.hasNews();
  if (first) setTimeout(() => view.announce(true), 500);
  else if (document.hidden) countUnread(fresh);
  // Words shown once are wiped when we ask for what comes after them.
  if (fresh.some((message) => message.once)) wire.call("GET", "messages?after=" + seen).catch(() => {});
}

function countUnread(fresh) {
  unread += fresh.filter((message) => message.from === "bot").length;
  document.title = unread ? "(" + unread + ") " + title : title;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unread = 0;
  document.title = title;
});

/* The greeting is the page's own; it gives way once there is more above than is shown. */
function started() {
  element("starts").classList.add("old");
  element("greeting").hidden = asked > 0;
  element("earlier").hidden = asked === 0;
}

async function showEarlier() {
  let found = [];
  while (asked > 0 && !found.length) {
    const upto = asked;
    const from = Math.max(0, upto - SHOWN_AT_FIRST);
    const { messages } = await wire.call("GET", "messages?after=" + from);
    found = messages.filter((message) => message.seq <= upto);
    asked = from;
  }
  const scroll = element("main");
  const below = scroll.scrollHeight - scroll.scrollTop;
  view.announce(false);
  found.forEach(view.show);
  started();
  view.tidy();
  scroll.scrollTop = scroll.scrollHeight - below;
  setTimeout(() => view.announce(true), 500);
}

async function freshUrl(seq) {
  const { messages } = await wire.call("GET", "messages?after=" + (seq - 1));
  const found = messages.find((message) => message.seq === seq);
  return found && found.file ? found.file.url : "";
}

let wasOffline = false;

function online(yes) {
  if (yes === !wasOffline) return;
  wasOffline = !yes;
  banner(yes ? words.connected : words.offline, yes);
  if (yes) queue.flush();
}

/* Another tab may have started over before us; its new token is not to be thrown away. */
function startOver(error) {
  if (keep.read("token", "") === error.token) {
    banner(words.start_over, true);
    keep.write("token", "");
    keep.write("seen", 0);
  }
  seen = 0;
  asked = 0;
  view.clear();
  element("greeting").hidden = false;
  element("earlier").hidden = true;
  queue.items().forEach(view.pending);
  queue.flush();
  news.restart();
}

async function official() {
  if (!wire.hasToken()) return false;
  return wire.call("GET", "session").then((session) => session.official === true, () => false);
}

async function erase() {
  try {
    if (wire.hasToken()) await wire.call("DELETE", "session");
  } catch (error) {
    if (error instanceof Refused) throw error;
  }
  await keep.forgetAll();
  keep.writeOnce("forgotten");
  location.replace(location.pathname + location.search);
}

element("earlier").textContent = words.earlier;
element("earlier").addEventListener("click", showEarlier);
element("starts").addEventListener("click", (event) => {
  const button = event.target.closest("[data-says]");
  if (button) say({ text: button.dataset.says, label: button.textContent });
});
window.addEventListener("offline", () => online(false));
wireErasing({
  erase,
  official,
  said: wire.hasToken,
  number: () => say({ text: getNumber.dataset.says, label: getNumber.textContent }),
}, words.erase_official);
wireFrame(setup.embedded);
keep.onForgottenElsewhere(() => location.reload());

if (keep.readOnce("forgotten")) banner(words.forgotten, true);
// Until here a tap would have gone nowhere, so those buttons could not be pressed.
document.querySelectorAll("button[disabled]").forEach((button) => (button.disabled = false));
queue.items().forEach(view.pending);
if (!view.isEmpty()) started();

/* A start code is sent once, and leaves the address bar before anybody can copy it from there. */
const query = new URLSearchParams(location.search);
const code = query.get("start");
if (code !== null) {
  if (code.trim()) say({ text: "/start " + code.trim() });
  query.delete("start");
  const rest = query.toString();
  history.replaceState(null, "", location.pathname + (rest ? "?" + rest : ""));
}
queue.flush();
