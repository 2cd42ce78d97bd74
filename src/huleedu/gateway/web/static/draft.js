// What is being filled in is kept on the server while one types, and the page says so.
"use strict";
(() => {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const told = form.querySelector("[role=status]");
    let waiting, sent = false;
    const keep = async () => {
      try {
        const answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (!answer.ok || sent) return;
        const [saved, ...means] = (await answer.text()).split("\n");
        told.textContent = saved;
        // what it would mean to send it, where a page tells that
        if (means.length) form.querySelector("[data-means]").textContent = means.join(" ");
      } catch { /* the connection is gone: the page says so, and the next keystroke tries again */ }
    };
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 800);
    });
    form.addEventListener("submit", () => { sent = true; clearTimeout(waiting); });
  }
})();
