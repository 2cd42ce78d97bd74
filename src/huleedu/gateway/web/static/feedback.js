// What is written to a pupil is kept on the server while one types, and the page says so. While there
// is no connection it stays on the page, is sent when there is one again, and leaving warns.
"use strict";
(() => {
  const form = document.getElementById("write");
  if (!form) return;
  const words = form.elements.words, told = document.getElementById("saved"), page = document.getElementById("pupils-page");
  const AFTER_MS = 800, AGAIN_MS = 3000;
  let waiting, sending = null, changed = false, stopped = false, leaving = false;

  // whoever sends the form sends what was seen last
  const seen = () => form.querySelector("input[name=seen]");
  const say = (text) => { if (told.textContent !== text) told.textContent = text; };

  const send = async () => {
    changed = false;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const kind = answer.headers.get("content-type") ?? "";
      const found = kind.startsWith("application/json") ? await answer.json() : null;
      if (answer.ok && found) {
        seen().value = found.seen;
        page.innerHTML = found.page;
        document.getElementById("state-in-class").innerHTML = found.state;
        if (!changed) say(found.saved);
        return true;
      }
      if (answer.status === 409) { // somebody else wrote: the form itself shows both
        stopped = true;
        say(form.dataset.meanwhile);
        return false;
      }
      if (answer.status < 500 && answer.status !== 429) { stopped = true; }
      throw new Error(answer.status);
    } catch {
      changed = true;
      say(form.dataset.away);
      if (!stopped) later(AGAIN_MS);
      return false;
    }
  };
  const keep = () => {
    clearTimeout(waiting);
    sending ??= send().finally(() => { sending = null; });
    return sending;
  };
  const later = (ms) => { clearTimeout(waiting); waiting = setTimeout(keep, ms); };
  // all that was typed until now is on the server, or not
  const kept = async () => {
    if (sending) await sending;
    return changed ? keep() : !stopped;
  };

  form.addEventListener("input", (event) => {
    if (event.target.name === "phrase") return;
    changed = true;
    if (!stopped) later(AFTER_MS);
  });
  addEventListener("online", () => { if (changed && !stopped) keep(); });
  addEventListener("beforeunload", (event) => { if (changed && !leaving) event.preventDefault(); });

  // a sentence is taken over where the cursor is
  form.addEventListener("click", (event) => {
    const taken = event.target.closest("button[name=take]");
    if (!taken) return;
    event.preventDefault();
    const [from, to] = [words.selectionStart, words.selectionEnd];
    const before = words.value.slice(0, from), apart = before && !/\s$/.test(before) ? " " : "";
    words.setRangeText(apart + taken.value, from, to, "end");
    words.focus();
    words.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // the form is sent only when there is a connection: else what was typed would be on no page
  form.addEventListener("submit", async (event) => {
    if (leaving || stopped) { leaving = true; return; }
    event.preventDefault();
    const button = event.submitter;
    const there = await kept();
    await new Promise((done) => { setTimeout(done); }); // a form is not sent while it asks whether to be
    delete form.dataset.sent;
    if (!there && !stopped) return;
    leaving = true;
    form.requestSubmit(button);
  });
  const go = async (link) => {
    if (!link) return;
    if (!(await kept()) && !stopped) return;
    leaving = !stopped;
    location.assign(link.href);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".class a, a[rel=prev], a[rel=next]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (!changed && !sending) return;
    event.preventDefault();
    go(link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat) return;
    if (event.key === "Enter" && event.ctrlKey && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=ready]"));
    }
    if (event.altKey && !event.ctrlKey && !event.shiftKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const link = document.querySelector(event.key === "ArrowUp" ? "a[rel=prev]" : "a[rel=next]");
      if (!link) return;
      event.preventDefault();
      go(link);
    }
  });
  // whoever comes from the pupil before goes on typing here
  if (location.hash === "#words") { words.focus(); words.setSelectionRange(words.value.length, words.value.length); }
})();
