/* Following the chat: server-sent events, and polling where those do not come through. */

import { API, Gone, Later } from "./wire.js";

const POLL_INSTEAD = 5 * 60 * 1000;
const SHORT_LIVED = 5000;
const PAGE = 100;

/* `on` has seen(), deliver(messages, first), online(yes), gone(error). */
export function follow(wire, on) {
  let wake = () => {};
  let source = null;
  let caughtUp = false;
  let first = true;
  let failures = 0;
  let badStreams = 0;
  let pollUntil = 0;

  const pause = (milliseconds) =>
    new Promise((done) => {
      wake = done;
      setTimeout(done, milliseconds);
    });

  async function fetchPage(wait) {
    const path = "messages?after=" + on.seen() + (wait ? "&wait=" + wait : "");
    const { messages } = await wire.call("GET", path, { seconds: wait + 20 });
    on.online(true);
    on.deliver(messages || [], first);
    return (messages || []).length;
  }

  async function catchUp() {
    caughtUp = (await fetchPage(0)) < PAGE;
    if (caughtUp) first = false;
  }

  async function stream() {
    const { ticket } = await wire.call("POST", "ticket");
    const began = Date.now();
    let opened = false;
    await new Promise((done, fail) => {
      const address = "events?ticket=" + encodeURIComponent(ticket) + "&after=" + on.seen();
      source = new EventSource(API + address);
      source.onopen = () => {
        opened = true;
        failures = 0;
        on.online(true);
      };
      source.onmessage = (event) => on.deliver([JSON.parse(event.data)], false);
      source.onerror = () => {
        source.close();
        source = null;
        if (opened && Date.now() - began > SHORT_LIVED) return done();
        if (!opened) distrustStreams();
        return fail(new Later(0));
      };
    });
  }

  function distrustStreams() {
    badStreams += 1;
    if (badStreams >= 2) pollUntil = Date.now() + POLL_INSTEAD;
  }

  async function step() {
    if (!caughtUp) await catchUp();
    else if (window.EventSource && Date.now() > pollUntil) await stream();
    else await fetchPage(25);
    failures = 0;
  }

  async function run() {
    for (;;) {
      if (!wire.hasToken()) {
        first = false;
        await pause(60000);
        continue;
      }
      try {
        await step();
      } catch (error) {
        if (error instanceof Gone) {
          on.gone(error);
          continue;
        }
        failures += 1;
        on.online(failures < 2 && navigator.onLine);
        const longest = error instanceof Later ? error.seconds * 1000 : 0;
        await pause(Math.max(longest, Math.min(30000, 500 * 2 ** failures)));
      }
    }
  }

  /* An answer is due after `seq`; if the stream is silent, a proxy may be holding it back. */
  function expect(seq) {
    setTimeout(async () => {
      if (on.seen() > seq || !source) return;
      try {
        if (await fetchPage(0)) {
          distrustStreams();
          distrustStreams();
          restart();
        }
      } catch (error) {
        /* the loop notices by itself */
      }
    }, 4000);
  }

  function restart() {
    if (source) {
      source.close();
      const error = source.onerror;
      if (error) error();
    }
    wake();
  }

  window.addEventListener("online", () => wake());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) wake();
  });
  run();
  return { expect, wake: () => wake(), restart };
}
