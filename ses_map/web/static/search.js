/* The search box as an ARIA 1.2 combobox, and the visitor's own place. Without this file the form works as it is. */
"use strict";
(function () {
  const WAIT_MS = 120;

  /** @param {HTMLInputElement} input */
  function combobox(input) {
    const list = document.getElementById("q-list");
    const status = document.getElementById("q-status");
    /** @type {Suggestion[]} */
    let items = [];
    let at = -1, timer = 0, asked = "", typed = input.value;

    Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })
      .forEach(([name, value]) => input.setAttribute(name, value));

    /** @param {Suggestion[]} found */
    function show(found) {
      if (document.activeElement !== input) return hide();
      items = found;
      at = -1;
      list.replaceChildren(...found.map(option));
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(found.length > 0));
      input.removeAttribute("aria-activedescendant");
      const { none, one, many } = input.dataset;
      status.textContent = !found.length ? none : found.length === 1 ? one : many.replace("{n}", String(found.length));
      list.dataset.answers = asked;
    }

    function hide() {
      clearTimeout(timer);
      list.hidden = true;
      delete list.dataset.answers;
      at = -1;
      asked = status.textContent = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    /** @param {Suggestion} item @param {number} n */
    function option(item, n) {
      const node = document.createElement("li");
      Object.entries({ role: "option", id: "q-option-" + n, "aria-selected": "false" }).forEach(([k, v]) => node.setAttribute(k, v));
      const name = document.createElement("strong");
      name.textContent = item.name;
      const where = document.createElement("span");
      where.textContent = [item.label, item.where].filter(Boolean).join(", ");
      node.append(name, " ", where);
      node.addEventListener("click", () => go(n));
      return node;
    }

    /** @param {number} n */
    function choose(n) {
      at = n;
      [...list.children].forEach((node, m) => node.setAttribute("aria-selected", String(m === at)));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }

    /** @param {number} step */
    function move(step) {
      if (list.hidden) return ask();
      const next = (at + step + items.length + 1) % (items.length + 1);
      choose(next < items.length ? next : step > 0 ? 0 : items.length - 1);
    }

    /** @param {number} n */
    function go(n) {
      const here = new URLSearchParams(/** @type {any} */ (new FormData(input.form)));
      here.delete("q");
      const kept = here.toString();
      const address = items[n].url + (kept ? "?" + kept : "");
      if (input.form.target) open(address, input.form.target); // out of a frame
      else location.assign(address);
    }

    /** @param {string} text @returns {Promise<Suggestion[]>} */
    async function suggest(text) {
      const query = new URLSearchParams({ q: text, lang: input.dataset.lang });
      const answer = await fetch(input.dataset.suggest + "?" + query);
      return answer.ok ? (await answer.json()).items : [];
    }

    async function ask() {
      clearTimeout(timer);
      const text = input.value.trim();
      if (text && text === asked) return; // shown, or on its way: a second list would undo what was chosen in the first
      if (text.length < 2 || !/[^\d\s.,-]/.test(text)) return hide(); // codes and points are complete or nothing
      asked = text;
      try {
        const found = await (window.sesMapCopy ? sesMapCopy.suggest(input, text) : suggest(text));
        if (asked === text) show(found);
      } catch {
        if (asked === text) hide();
      }
    }

    input.addEventListener("input", function () {
      if (input.value === typed) return;
      typed = input.value;
      choose(-1); // what was chosen belongs to another text
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT_MS);
    });
    input.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.key === "ArrowDown" ? 1 : -1);
      else if (event.key === "Enter" && at >= 0) go(at);
      else if (event.key === "Escape" && !list.hidden) hide();
      else return;
      event.preventDefault();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    input.addEventListener("blur", hide);
    addEventListener("pagehide", hide);
  }

  /** @param {HTMLFormElement} form */
  function near(form) {
    const button = form.querySelector("button");
    const status = form.querySelector("[role=status]");
    const promise = status.textContent;
    form.classList.add("ready");
    addEventListener("pagehide", () => (status.textContent = promise));
    button.addEventListener("click", function () {
      status.textContent = form.dataset.asking;
      navigator.geolocation.getCurrentPosition(
        function (place) {
          /** @type {HTMLInputElement} */ (form.elements.namedItem("lat")).value = place.coords.latitude.toFixed(5);
          /** @type {HTMLInputElement} */ (form.elements.namedItem("lon")).value = place.coords.longitude.toFixed(5);
          form.submit();
        },
        () => (status.textContent = form.dataset.denied),
        { maximumAge: 60000, timeout: 15000 }
      );
    });
  }

  document.querySelectorAll("input").forEach((input) => "suggest" in input.dataset && combobox(input));
  if (navigator.geolocation) document.querySelectorAll("form").forEach((form) => form.matches(".near") && near(form));
})();
