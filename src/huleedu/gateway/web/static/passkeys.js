// Passkeys: ask this site for a question, the authenticator for its answer, and send that as a form.
"use strict";
(() => {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.closest("section[hidden]")?.removeAttribute("hidden");
    const said = form.querySelector("[role=alert]");
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      said.hidden = true;
      try {
        const answer = await fetch(form.dataset.question, { method: "POST" });
        if (!answer.ok) throw new Error(answer.status);
        const options = await answer.json();
        const made = form.dataset.passkey === "make"
          ? await navigator.credentials.create(
            { publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get(
            { publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
        form.elements.answer.value = JSON.stringify(made.toJSON());
        delete form.dataset.sent;
        form.submit();
      } catch {
        delete form.dataset.sent;
        said.hidden = false;
      }
    });
  }
})();
