// A button that copies what stands elsewhere on the page, and says so.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  const was = button.firstChild.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.firstChild.textContent = button.dataset.copied;
    window.sayLive?.(button.dataset.copied);
    setTimeout(() => { button.firstChild.textContent = was; }, 3000);
  });
}
