// What every page does besides links and forms: tell that the connection is gone, speak to ears of
// what changed, put the focus on a form's problems, and send no form twice.
"use strict";
(() => {
  const offline = document.getElementById("offline");
  const tell = () => { offline.hidden = navigator.onLine; };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();

  document.querySelector("[data-focus]")?.focus();

  // undo is offered for 10 s, and as long as somebody is at it; what was done stays in the history
  const undo = document.querySelector("#done form");
  const leave = () => {
    if (undo.matches(":focus-within, :hover")) setTimeout(leave, 1000);
    else undo.remove();
  };
  if (undo) setTimeout(leave, 10000);

  // a menu closes when one goes elsewhere
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.activeElement?.closest("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // a page whose first connection fails connects again; later ones htmx itself makes anew, and begins
  // at once: this file stands before it
  let failed = 0;
  const connect_again = ({ detail: { ctx } }) => {
    const source = ctx?.sourceElement, at = source?.getAttribute("hx-sse:connect"), status = ctx?.response?.status;
    if (!at || (status && status < 500 && status !== 429)) return;
    setTimeout(() => htmx.ajax("GET", at, { source }), Math.min(60000, 500 * 2 ** failed++));
  };
  document.addEventListener("htmx:error", connect_again);
  document.addEventListener("htmx:response:error", connect_again);

  // one polite line, at most every 5 s, and only the last word
  const live = document.getElementById("live");
  let last = -5000, waiting;
  window.sayLive = (text) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (live.textContent !== text) { live.textContent = text; last = performance.now(); }
    }, Math.max(0, 5000 - (performance.now() - last)));
  };
})();
