// Keys: every one stands on a button or link of the page (data-key), and does what that does.
// Nothing happens while somebody types, with Ctrl, Alt or Meta held, or when keys are turned off.
"use strict";
(() => {
  const on = () => document.body.dataset.keys !== "off";
  const typing = (at) => at instanceof HTMLElement &&
    (at.isContentEditable || at.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=file])"));
  const shown = (element) => element.checkVisibility?.() ?? true;
  const nameOf = (element) => {
    const named = element.getAttribute("aria-label") || element.dataset.keyName;
    if (named) return named;
    const copy = element.cloneNode(true);
    for (const key of copy.querySelectorAll("kbd")) key.remove();
    return copy.textContent.trim();
  };

  // of several with the same key, the one of the row that has the focus, or else the first
  const holder = (key) => {
    const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].filter(shown);
    const row = document.activeElement?.closest("[data-row]");
    return all.find((each) => row?.contains(each)) ?? (row && all.some((each) => each.closest("[data-row]")) ? all.find((each) => !each.closest("[data-row]")) : all[0]);
  };

  const list = () => {
    const dialog = document.getElementById("keys");
    const rows = new Map();
    for (const each of document.querySelectorAll("[data-key]")) {
      if (shown(each) && !rows.has(each.dataset.key)) rows.set(each.dataset.key, nameOf(each));
    }
    const place = dialog.querySelector("dl");
    place.replaceChildren();
    for (const [key, name] of rows) {
      const term = document.createElement("dt"), told = document.createElement("dd");
      const shape = document.createElement("kbd");
      shape.textContent = key.length === 1 ? key.toUpperCase() : key;
      term.append(shape);
      told.textContent = name;
      place.append(term, told);
    }
    dialog.showModal();
  };

  // arrows go from row to row where there are rows
  const move = (step) => {
    const rows = [...document.querySelectorAll("[data-row]")].filter(shown);
    if (!rows.length) return false;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    if (at < 0 && document.activeElement !== document.body && document.activeElement?.id !== "main") return false;
    const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
    const target = next.querySelector("a[href], button, input, select") ?? next;
    target.focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (move(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
      return;
    }
    if (!on()) return;
    if (event.key === "?") {
      event.preventDefault();
      list();
      return;
    }
    if (event.key.length !== 1 || event.repeat) return;
    const found = holder(event.key.toLowerCase());
    if (!found || found.disabled) return;
    event.preventDefault();
    if (found.matches("input:not([type=checkbox], [type=radio]), select, textarea")) found.focus();
    else found.click();
  });
})();
