/* The conversation on the screen: lines in the order of `seq`, those not sent yet at the end. */

import { bubble, choiceGroup, make } from "./parts.js";

const ZONE = "Asia/Ho_Chi_Minh";

/* `spoken` is what stands for a command of a button. `on` has choose(choice, byKeyboard), editAgain(item), freshUrl(seq). */
export function makeView(setup, spoken, on) {
  const words = setup.words;
  const log = document.getElementById("log");
  const scroll = document.getElementById("main");
  const newer = document.getElementById("newer");
  const bySeq = new Map();
  const byId = new Map();
  const locale = setup.language === "vi" ? "vi-VN" : "en-GB";
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
  const calendar = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "numeric", timeZone: ZONE });
  let underWay = null;

  function newLine(message) {
    const line = make("div", "line " + (message.from === "me" ? "me" : "bot"));
    line.seq = message.seq || Infinity;
    // History that is being loaded stands still.
    if (log.getAttribute("aria-live") === "polite") line.classList.add("arriving");
    fill(line, message);
    return line;
  }

  function fill(line, message) {
    line.at = new Date(message.at);
    const choices = message.choices || [];
    line.choiceSeq = choices.length ? message.seq : 0;
    line.numberSeq = choices.some((choice) => choice.number) ? message.seq : 0;
    message.shownAt = Date.now();
    line.textContent = "";
    line.append(bubble(message, words, on.freshUrl), under(line));
    if (line.choiceSeq) line.append(choiceGroup(message.choices, words, on.choose));
  }

  function under(line) {
    const built = make("p", "under-line");
    const time = make("time", "", clock.format(line.at));
    time.dateTime = line.at.toISOString();
    line.mark = make("span", "mark");
    built.append(time, line.mark);
    return built;
  }

  function place(line) {
    let next = null;
    for (let other = log.lastElementChild; other; other = other.previousElementSibling) {
      if (other.seq !== undefined && other.seq <= line.seq) break;
      next = other;
    }
    if (next !== line && line.nextElementSibling !== next) log.insertBefore(line, next);
    else if (!line.parentNode) log.append(line);
  }

  function show(message) {
    if (bySeq.has(message.seq)) return;
    if (message.from === "me") message.text = spoken.get(message.text) || message.text;
    const earlier = message.replaces ? bySeq.get(message.replaces) : null;
    const own = message.from === "me" ? adopted(message) : null;
    const line = earlier || own || newLine(message);
    bySeq.set(message.seq, line);
    if (earlier) {
      fill(line, message);
    } else if (own) {
      settle(own, message.seq);
      if (message.file) own.replaceChild(bubble(message, words, on.freshUrl), own.firstChild);
    } else {
      place(line);
    }
  }

  /* The stream may show our own words before their 202 arrived: they are one line, not two. */
  function adopted(message) {
    const line = underWay && byId.get(underWay);
    if (!line || line.seq !== Infinity) return null;
    const same = line.item.file || blank(said(line.item)) === blank(message.text.normalize("NFC").trim());
    return same ? line : null;
  }

  /* The server keeps receipt numbers as dots. */
  const blank = (text) => text.replace(/\d/g, "•");

  const shownFor = (item) => item.label || spoken.get(item.text) || item.text || "";
  const said = (item) => shownFor(item).normalize("NFC").trim();

  function pending(item) {
    if (byId.has(item.id)) return;
    const line = newLine({ from: "me", text: shownFor(item), file: item.file, at: item.at });
    line.item = item;
    byId.set(item.id, line);
    place(line);
    mark(item, "sending");
  }

  function mark(item, state) {
    const line = byId.get(item.id);
    if (!line || line.seq !== Infinity) return;
    if (state === "sending") underWay = item.id;
    line.mark.textContent = words[state];
    line.classList.toggle("late", state === "waiting");
  }

  function settle(line, seq) {
    line.seq = seq;
    line.classList.remove("late");
    line.mark.textContent = words.received;
    bySeq.set(seq, line);
    place(line);
  }

  function taken(item, seq) {
    const line = byId.get(item.id);
    const shown = bySeq.get(seq);
    byId.delete(item.id);
    if (!line) return;
    if (shown && shown !== line) {
      line.remove();
      shown.mark.textContent = words.received;
    } else {
      settle(line, seq);
    }
  }

  function refused(item, why) {
    const line = byId.get(item.id);
    byId.delete(item.id);
    if (!line) return;
    line.classList.add("refused");
    line.mark.textContent = words.refused;
    line.append(make("p", "why", why));
    if (item.file) return;
    const again = make("button", "choice", words.edit_again);
    again.type = "button";
    again.addEventListener("click", () => {
      line.remove();
      on.editAgain(item);
    });
    line.append(again);
  }

  /* Only the newest choices stand out, and those whose numbers may be typed. Older ones still work:
     the server knows what is over, and officials act on any of their cards. */
  function tidy() {
    log.querySelectorAll(".day").forEach((day) => day.remove());
    const lines = Array.from(log.children);
    const newestOf = (name) => Math.max(0, ...lines.map((line) => line[name] || 0));
    const newest = newestOf("choiceSeq");
    const numbered = newestOf("numberSeq");
    let day = calendar.format(new Date());
    lines.forEach((line) => {
      const groups = line.querySelectorAll(".choices");
      const typed = Boolean(numbered) && line.numberSeq === numbered;
      groups.forEach((group) => {
        group.classList.toggle("numbered", typed);
        group.classList.toggle("old", line.choiceSeq !== newest && !typed);
      });
      const own = calendar.format(line.at);
      if (own !== day) log.insertBefore(make("p", "day", own === calendar.format(new Date()) ? words.day_today : own), line);
      day = own;
    });
  }

  const nearEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;

  function toEnd() {
    scroll.scrollTop = scroll.scrollHeight;
    newer.hidden = true;
  }

  newer.textContent = words.new_message;
  newer.addEventListener("click", toEnd);
  scroll.addEventListener("scroll", () => nearEnd() && (newer.hidden = true), { passive: true });

  return {
    show, pending, mark, taken, refused, tidy, nearEnd, toEnd,
    isEmpty: () => !log.querySelector(".line"),
    announce: (yes) => log.setAttribute("aria-live", yes ? "polite" : "off"),
    hasNews: () => (newer.hidden = false),
    clear: () => {
      log.textContent = "";
      bySeq.clear();
      byId.clear();
    },
  };
}
