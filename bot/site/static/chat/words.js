/* Text of the bot: b, i, code and a, built element by element. Everything else, other tags among
   it, is shown as the characters it is made of; no HTML parser ever sees it. */

const TOKEN = /<(\/?)(b|i|code|a)(?:\s+href="([^"]*)")?\s*>|&(#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos|nbsp);/gi;
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };
const WHOLE = /[A-Z]{2}\d\d-\d{5}-[A-Z]|\+?\d[\d .]{6,18}\d/g;
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;

export function botWords(text) {
  const built = document.createDocumentFragment();
  const open = [built];
  let at = 0;
  for (const token of tokens(text)) {
    const inside = open[open.length - 1];
    inside.append(unbroken(text.slice(at, token.index)));
    at = token.index + token[0].length;
    if (token[4]) inside.append(letter(token[4]));
    else if (!token[1]) open.push(inside.appendChild(element(token)));
    else if (inside.nodeName === token[2].toUpperCase()) open.pop();
  }
  open[open.length - 1].append(unbroken(text.slice(at)));
  return built;
}

/* A code is read aloud and a number is dialled: neither may be cut by the end of a line. */
function unbroken(text) {
  const built = document.createDocumentFragment();
  let at = 0;
  text.replace(WHOLE, (whole, index) => {
    const span = document.createElement("span");
    span.className = "whole";
    span.textContent = whole;
    built.append(text.slice(at, index), span);
    at = index + whole.length;
    return "";
  });
  built.append(text.slice(at));
  return built;
}

function element(token) {
  if (token[2].toLowerCase() !== "a") return document.createElement(token[2]);
  return link(plain(token[3] || ""));
}

const plain = (text) => text.replace(/&(#?\w+);/g, (_, name) => letter(name));

function letter(name) {
  if (name[0] !== "#") return NAMED[name.toLowerCase()] || "&" + name + ";";
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}

export function link(address) {
  const built = document.createElement("a");
  if (!SAFE_LINK.test(address)) return built;
  built.href = address;
  if (/^http/i.test(address)) {
    built.target = "_blank";
    built.rel = "noopener noreferrer";
  }
  return built;
}

/* String.matchAll is too young for some phones. */
function tokens(text) {
  const found = [];
  text.replace(TOKEN, (...match) => {
    found.push(Object.assign(match.slice(0, 5), { index: match[5] }));
    return "";
  });
  return found;
}
