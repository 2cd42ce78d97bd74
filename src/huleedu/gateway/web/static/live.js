// A page that changes by itself tells ears what has changed, and opens what an address points into.
"use strict";
(() => {
  // what somebody has unfolded stays so
  let unfolded = [];
  document.addEventListener("htmx:before:sse:message", () => {
    unfolded = [...document.querySelectorAll("details[open][id]")].map((each) => each.id);
  });
  document.addEventListener("htmx:after:sse:message", () => {
    for (const id of unfolded) {
      const again = document.getElementById(id);
      if (again) again.open = true;
    }
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
  // the browser itself goes to the place, too, and takes the focus away: after it has
  addEventListener("load", () => { setTimeout(find); });
})();
