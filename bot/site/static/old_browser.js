/* Browsers that know no modules get the other ways to write, as those without JavaScript do. */
(function () {
  var style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = document.currentScript.getAttribute("data-style");
  document.head.appendChild(style);
})();
