// A page that changes by itself tells ears what has changed, and opens what an address points into.
"use strict";
(() => {
  document.addEventListener("htmx:after:sse:message", () => {
    const said = document.querySelector("[data-said]")?.dataset.said;
    if (said) window.sayLive?.(said);
  });
  // what stands within something folded is opened, and has the focus
  const find = () => {
    const wanted = location.hash && document.getElementById(location.hash.slice(1));
    if (!wanted) return;
    for (let at = wanted.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    wanted.scrollIntoView({ block: "center" });
    (wanted.querySelector("input:not([type=hidden]), button, a[href]") ?? wanted).focus();
  };
  addEventListener("hashchange", find);
  find();
})();
