/* What the person said and the server has not acknowledged. It is on this device before it is on
   its way, and leaves it only at the answer 202; the server knows a message by its id, so sending
   it again does no harm. */

import * as keep from "./keep.js";
import { Gone, Later, Refused } from "./wire.js";

/* `on` has sending(item), taken(item, seq), waiting(item), refused(item, why), startOver(error). */
export function makeQueue(wire, words, on) {
  let busy = false;
  let wake = () => {};
  let failures = 0;

  const items = () => keep.read("queue", []);
  const without = (id) => keep.write("queue", items().filter((item) => item.id !== id));

  const push = (item) => keep.write("queue", items().concat(item));

  function add(item) {
    push(item);
    flush();
  }

  /* Queued before its bytes are on disk: a tab closed in between must not forget it in silence. */
  async function addFile(item, file) {
    push(item);
    await keep.putFile(item.id, file);
    flush();
  }

  async function flush() {
    if (busy) {
      wake();
      return;
    }
    busy = true;
    try {
      for (let item = items()[0]; item; item = items()[0]) await sendOne(item);
    } finally {
      busy = false;
    }
  }

  async function sendOne(item) {
    on.sending(item);
    try {
      if (!wire.hasToken()) await wire.openSession();
      const { seq } = await post(item);
      failures = 0;
      without(item.id);
      on.taken(item, seq);
      if (item.file) await keep.dropFile(item.id);
    } catch (error) {
      await failed(item, error);
    }
  }

  async function post(item) {
    if (!item.file) {
      const said = { id: item.id };
      if (item.choice) said.choice = item.choice;
      else said.text = item.text;
      return wire.call("POST", "messages", { json: said });
    }
    const file = await keep.getFile(item.id);
    if (!file) throw new Refused(words.file_lost);
    const form = new FormData();
    form.append("id", item.id);
    form.append("file", file, item.file.name);
    return wire.call("POST", "files", { form, seconds: 600 });
  }

  async function failed(item, error) {
    if (error instanceof Gone) {
      on.startOver(error);
    } else if (error instanceof Refused) {
      without(item.id);
      on.refused(item, error.message);
      if (item.file) await keep.dropFile(item.id);
    } else {
      failures += 1;
      on.waiting(item);
      const asked = error instanceof Later ? error.seconds : 0;
      await pause(Math.max(asked, Math.min(30, 2 ** failures)) * 1000);
    }
  }

  function pause(milliseconds) {
    return new Promise((done) => {
      wake = done;
      setTimeout(done, milliseconds);
    });
  }

  window.addEventListener("online", () => flush());
  return { add, addFile, flush, items };
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* A text over the limit goes as several messages, cut at ends of lines where there are any. */
export function pieces(text, limit) {
  const found = [];
  let rest = text;
  while (rest.length > limit) {
    const end = rest.lastIndexOf("\n", limit);
    // Never between the two halves of an emoji.
    const whole = /[\ud800-\udbff]/.test(rest[limit - 1]) ? limit - 1 : limit;
    const cut = end > limit / 2 ? end : whole;
    found.push(rest.slice(0, cut));
    rest = rest.slice(cut).replace(/^\n/, "");
  }
  return found.concat(rest);
}
