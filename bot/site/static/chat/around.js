/* Around the conversation: the menu, erasing it from this device, the frame on another site,
   one line for what concerns the whole page. */

const element = (id) => document.getElementById(id);

/* `ways` has erase(), number() for the receipt number first, said(): whether there is anything to
   look up by it, and official(): whether an official would lose their way in, who reads `warning`. */
export function wireErasing(ways, warning) {
  const veil = element("confirm");
  const number = element("confirm-number");
  const menu = element("menu");

  function close() {
    veil.hidden = true;
    menu.querySelector("summary").focus();
  }

  element("erase").addEventListener("click", () => {
    menu.open = false;
    veil.hidden = false;
    number.hidden = !ways.said();
    (number.hidden ? element("confirm-no") : number).focus();
    ways.official().then((yes) => {
      if (yes) element("confirm-text").textContent = warning;
    });
  });
  element("confirm-no").addEventListener("click", close);
  element("confirm-yes").addEventListener("click", ways.erase);
  number.addEventListener("click", () => {
    close();
    ways.number();
  });
  veil.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key !== "Tab") return;
    event.preventDefault();
    const buttons = Array.from(veil.querySelectorAll("button:not([hidden])"));
    const step = event.shiftKey ? buttons.length - 1 : 1;
    buttons[(buttons.indexOf(document.activeElement) + step) % buttons.length].focus();
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

export function wireFrame(embedded) {
  if (!embedded || window.parent === window) return;
  const close = () => window.parent.postMessage({ langnghe: "close" }, "*");
  element("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && element("confirm").hidden) close();
  });
}

/* A `passing` line goes by itself; others stand until something else is said. */
export function banner(text, passing) {
  const shown = element("banner");
  shown.textContent = text;
  shown.hidden = false;
  shown.classList.toggle("good", passing);
  if (!passing) return;
  setTimeout(() => {
    if (shown.textContent === text) shown.hidden = true;
  }, 4000);
}
