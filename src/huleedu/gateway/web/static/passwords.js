// A new password: shown on wish, and told while typing how much is missing.
"use strict";
(() => {
  for (const field of document.querySelectorAll("input[data-show]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet small-button";
    button.textContent = field.dataset.show;
    button.setAttribute("aria-controls", field.id);
    button.addEventListener("click", () => {
      const hidden = field.type === "password";
      field.type = hidden ? "text" : "password";
      button.textContent = hidden ? field.dataset.hide : field.dataset.show;
    });
    const told = document.createElement("p");
    told.className = "hint";
    told.setAttribute("role", "status");
    field.after(told, button);
    field.addEventListener("input", () => {
      const short = field.value && [...field.value].length < field.minLength;
      if (told.textContent !== (short ? field.dataset.short : "")) {
        told.textContent = short ? field.dataset.short : "";
      }
    });
    // what is sent is never remembered as something that was typed into a line
    field.form.addEventListener("submit", () => { field.type = "password"; });
  }
})();
