// Sort the overview by a click on a heading. Without this script the page says just as much.
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const compare = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" }).compare;
  const value = (row, at) => row.cells[at].dataset.v ?? row.cells[at].textContent.trim();
  const sort = (at, down) => {
    const numbers = heads[at].classList.contains("n");
    const rows = [...body.rows].sort((one, other) => {
      const a = value(one, at), b = value(other, at);
      if (a === "" || b === "") return (a === "") - (b === "");
      return (numbers ? a - b : compare(a, b)) * (down ? -1 : 1);
    });
    body.append(...rows);
  };
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(at, down);
    });
  });
  table.classList.add("ready");
}
