/* The maker of snippets: what is chosen is shown at once, what is shown can be copied. Without it the form does both. */
"use strict";
(function () {
  /** @type {HTMLFormElement} */
  const form = document.querySelector("form[data-live]");
  const said = document.getElementById("podglad-mowi");
  let asked = 0;

  /** @param {ParentNode} root */
  function prepare(root) {
    root.querySelectorAll("button[data-copies]").forEach((button) => (button.hidden = false));
  }

  /** @param {HTMLElement} button */
  async function copy(button) {
    const area = /** @type {HTMLTextAreaElement} */ (document.getElementById(button.dataset.copies));
    const status = document.getElementById(button.dataset.copies + "-said");
    area.select();
    try {
      await navigator.clipboard.writeText(area.value);
      status.textContent = "Skopiowano";
    } catch {
      status.textContent = "Zaznaczono; skopiuj klawiszami Ctrl+C";
    }
  }

  async function show() {
    const query = new URLSearchParams(/** @type {any} */ (new FormData(form))).toString();
    const address = form.getAttribute("action") + "?" + query;
    const mine = ++asked;
    const answer = await fetch(address);
    const text = await answer.text();
    if (!answer.ok || mine !== asked) return; // a later choice has been made while this one was on its way
    const page = new DOMParser().parseFromString(text, "text/html");
    const result = document.importNode(page.getElementById(form.dataset.live), true);
    prepare(result);
    document.getElementById(form.dataset.live).replaceWith(result);
    history.replaceState(null, "", address);
    said.textContent = said.dataset.done;
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-copies]");
    if (button) copy(button);
  });
  form.addEventListener("change", () => form.reportValidity() && show().catch(() => {}));
  prepare(document);
})();
