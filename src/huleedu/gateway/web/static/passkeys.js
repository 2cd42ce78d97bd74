// Passkeys: ask this site for a question, the authenticator for its answer, and send that as a form.
// `data-passkey` stands on a form of its own, or on one button of a form that knows other ways too.
"use strict";
(() => {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  const answered = async (told) => {
    const answer = await fetch(told.question, { method: "POST" });
    if (!answer.ok) throw new Error(answer.status);
    const options = await answer.json();
    const made = told.passkey === "make"
      ? await navigator.credentials.create(
        { publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get(
        { publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    return JSON.stringify(made.toJSON());
  };
  for (const asks of document.querySelectorAll("[data-passkey]")) {
    const form = asks.closest("form");
    form.hidden = false;
    asks.closest("section[hidden]")?.removeAttribute("hidden");
    const said = form.querySelector("[role=alert]");
    form.addEventListener("submit", async (event) => {
      if (asks !== form && event.submitter !== asks) return;
      if (form.elements.answer.value) return;
      event.preventDefault();
      said.hidden = true;
      if (asks !== form && !form.elements.name.reportValidity()) {
        event.stopPropagation();
        return;
      }
      try {
        form.elements.answer.value = await answered(asks.dataset);
        delete form.dataset.sent;
        if (asks !== form) form.action = asks.formAction;
        form.submit();
      } catch {
        delete form.dataset.sent;
        said.hidden = false;
      }
    });
  }
})();
