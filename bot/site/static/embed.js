/* One script tag puts the chat on a page: <script src="…/embed.js" async></script>. Attributes:
   data-language ("vi" or "en"; else the page's own). Styles are set by script, because the page's
   own policy may forbid style elements. The server calls this function with its words. */
(function (spoken) {
  "use strict";
  var script = document.currentScript;
  if (!script || document.getElementById("langnghe-open")) return;
  var home = new URL(script.src).origin;
  var asked = script.getAttribute("data-language") || document.documentElement.lang || "vi";
  var language = asked.toLowerCase().indexOf("en") === 0 ? "en" : "vi";
  var words = spoken[language];
  var COLOUR = "#0c5a60";
  var frame = null;

  function styled(name, styles) {
    var made = document.createElement(name);
    Object.keys(styles).forEach(function (key) {
      made.style.setProperty(key, styles[key]);
    });
    return made;
  }

  var button = styled("button", {
    position: "fixed", right: "20px", bottom: "20px", "z-index": "2147483000",
    display: "flex", "align-items": "center", gap: "8px", margin: "0", padding: "14px 20px",
    "max-width": "calc(100vw - 40px)", border: "0", "border-radius": "999px",
    background: COLOUR, color: "#fff", font: "600 16px/1.3 system-ui, sans-serif",
    "text-align": "left", cursor: "pointer", "box-shadow": "0 6px 24px rgba(8, 40, 44, .35)"
  });
  button.id = "langnghe-open";
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-haspopup", "dialog");
  button.appendChild(bubble());
  button.appendChild(document.createTextNode(words.open));

  function bubble() {
    var space = "http://www.w3.org/2000/svg";
    var picture = document.createElementNS(space, "svg");
    var path = document.createElementNS(space, "path");
    var shape = { viewBox: "0 0 24 24", width: "24", height: "24", fill: "none", "aria-hidden": "true",
      stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round" };
    Object.keys(shape).forEach(function (key) { picture.setAttribute(key, shape[key]); });
    path.setAttribute("d", "M4 5.5A3.5 3.5 0 0 1 7.5 2h9A3.5 3.5 0 0 1 20 5.5v7a3.5 3.5 0 0 1-3.5 3.5H11l-4.6 4.1c-.6.5-1.4.1-1.4-.7V16A3.5 3.5 0 0 1 4 12.5zM8.5 7.6v3M12 5.9v6.4M15.5 7.6v3");
    picture.appendChild(path);
    picture.style.setProperty("flex", "none");
    return picture;
  }

  function build() {
    frame = styled("iframe", {
      position: "fixed", "z-index": "2147483001", border: "0", background: "#fff",
      "color-scheme": "light dark"
    });
    frame.id = "langnghe-frame";
    frame.title = words.title;
    frame.allow = "microphone; clipboard-write";
    frame.src = home + "/chat?embed=1" + (language === "vi" ? "" : "&lang=" + language);
    document.body.appendChild(frame);
    fit();
  }

  function fit() {
    if (!frame) return;
    var small = window.innerWidth < 520 || window.innerHeight < 520;
    var styles = small
      ? { inset: "0", width: "100%", height: "100%", "border-radius": "0", "box-shadow": "none" }
      : { inset: "auto 20px 20px auto", width: "400px", height: "min(680px, calc(100vh - 40px))",
          "border-radius": "18px", "box-shadow": "0 12px 48px rgba(8, 40, 44, .35)" };
    Object.keys(styles).forEach(function (key) {
      frame.style.setProperty(key, styles[key]);
    });
  }

  function open() {
    if (!frame) build();
    frame.style.setProperty("display", "block");
    button.style.setProperty("visibility", "hidden");
    button.setAttribute("aria-expanded", "true");
    frame.focus();
  }

  function close() {
    if (!frame || button.getAttribute("aria-expanded") === "false") return;
    frame.style.setProperty("display", "none");
    button.style.setProperty("visibility", "visible");
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }

  button.addEventListener("click", open);
  window.addEventListener("resize", fit);
  window.addEventListener("keydown", function (event) {
    if (event.key === "Escape") close();
  });
  window.addEventListener("message", function (event) {
    var ours = frame && event.source === frame.contentWindow && event.origin === home;
    if (ours && event.data && event.data.langnghe === "close") close();
  });

  function show() {
    document.body.appendChild(button);
  }
  if (document.body) show();
  else document.addEventListener("DOMContentLoaded", show);
})
