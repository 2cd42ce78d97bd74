// The results: a grade that is chosen with a pointer is decided at once; chosen with keys, by Enter or
// the button. What is chosen and not sent is not taken away by what others do meanwhile.
"use strict";
(() => {
  const cellOf = (at) => at instanceof Element && at.closest(".decides");
  let byKeys = false;
  addEventListener("keydown", (event) => {
    byKeys = true;
    const select = event.target;
    if (event.key === "Enter" && select instanceof HTMLSelectElement && cellOf(select) && cellOf(select).dataset.dirty) {
      event.preventDefault();
      select.form.requestSubmit();
    }
  }, true);
  addEventListener("pointerdown", () => { byKeys = false; }, true);

  document.addEventListener("change", (event) => {
    const select = event.target, cell = cellOf(select);
    if (!cell || !(select instanceof HTMLSelectElement)) return;
    cell.dataset.dirty = "yes";
    if (!byKeys && cell.dataset.asks === "nothing") select.form.requestSubmit();
  });
  document.addEventListener("input", (event) => {
    const cell = cellOf(event.target);
    if (cell) cell.dataset.dirty = "yes";
  });
  document.addEventListener("submit", (event) => {
    const cell = cellOf(event.target);
    if (cell) delete cell.dataset.dirty;
  });

  // what others change does not reach a cell in which somebody has chosen: its decision is then asked
  // about, since it says what was seen
  let away = [];
  document.addEventListener("htmx:before:sse:message", () => {
    away = [...document.querySelectorAll(".decides[data-dirty]")].map((cell) => [cell, cell.id]);
    for (const [cell] of away) cell.id = "";
  });
  document.addEventListener("htmx:after:sse:message", () => {
    for (const [cell, id] of away) cell.id = id;
    away = [];
  });
  // what is asked for has the focus
  document.addEventListener("htmx:after:swap", () => {
    const wanted = document.querySelector(".decides [data-focus]");
    if (wanted && document.activeElement !== wanted) wanted.focus();
  });
})();
