/* Pieces of a message on the screen. */

import { botWords, link } from "./words.js";

export function make(name, className, text) {
  const built = document.createElement(name);
  if (className) built.className = className;
  if (text) built.textContent = text;
  return built;
}

/* `message` is what the API gives, or one of ours that is not sent yet. */
export function bubble(message, words, freshUrl) {
  const mine = message.from === "me";
  const built = make("div", "bubble");
  built.append(make("span", "hidden-words", mine ? words.me : words.bot));
  if (message.text) {
    const text = make("p", "words");
    text.dir = "auto";
    text.append(mine ? message.text : botWords(message.text));
    built.append(text);
  }
  if (message.file) built.append(fileCard(message, words, freshUrl));
  return built;
}

function fileCard(message, words, freshUrl) {
  const file = message.file;
  const kind = (file.type || "").split("/")[0];
  if (kind === "audio" && file.url) {
    const player = make("audio", "player");
    player.controls = true;
    player.preload = "none";
    player.src = file.url;
    player.setAttribute("aria-label", file.name);
    return player;
  }
  const card = make(file.url ? "a" : "span", "file");
  if (file.url) {
    card.href = file.url;
    card.target = "_blank";
    card.rel = "noopener";
    if (!file.local) card.addEventListener("click", () => freshen(card, message, freshUrl));
  }
  const picture = kind === "image" && file.url;
  card.append(picture ? thumbnail(file) : cardText(file, words));
  return card;
}

/* The address of a file ends after an hour; a page may be open for days. */
function freshen(card, message, freshUrl) {
  if (Date.now() - (message.shownAt || 0) < 50 * 60 * 1000) return;
  message.shownAt = Date.now();
  freshUrl(message.seq).then((url) => {
    if (url) card.href = url;
  });
}

function thumbnail(file) {
  const picture = make("img");
  picture.alt = file.name;
  picture.src = file.url;
  return picture;
}

function cardText(file, words) {
  const built = make("span", "file-text");
  built.append(document.getElementById("icon-file").content.cloneNode(true));
  const name = make("span", "file-name", file.name || words.file);
  name.append(make("small", "", size(file.size)));
  built.append(name);
  return built;
}

function size(bytes) {
  if (!bytes) return "";
  if (bytes < 1 << 20) return Math.max(1, Math.round(bytes / 1024)) + " KB";
  return (bytes / (1 << 20)).toFixed(1) + " MB";
}

const FEW = 5;

/* `act(choice, byKeyboard)` is called for those that are answers. */
export function choiceGroup(choices, words, act) {
  const group = make("div", choices.length > FEW ? "choices many" : "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.choose);
  choices.forEach((choice) => group.append(choiceButton(choice, act)));
  return group;
}

function choiceButton(choice, act) {
  if (choice.kind === "url") {
    const built = link(choice.data);
    built.className = "choice";
    built.textContent = choice.label;
    return built;
  }
  const built = make("button", "choice");
  built.type = "button";
  // Read aloud with its label, so that whoever listens knows what to type.
  if (choice.number) built.append(make("span", "digit", String(choice.number)), " ");
  built.append(make("span", "label", choice.label));
  built.addEventListener("click", (event) => {
    if (choice.kind !== "phone") built.classList.add("chosen");
    act(choice, event.detail === 0);
  });
  return built;
}
