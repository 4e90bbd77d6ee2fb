/* A study visit changed in place: the server draws the page, this puts it in without a jump and keeps the focus.
   Without this file every button is a link or a form, and does the same. */
"use strict";
(function () {
  const said = document.getElementById("visit-said");
  let turn = 0, shown = location.search;

  /** @param {string} words @param {() => void} act */
  function button(words, act) {
    const node = document.createElement("button");
    node.type = "button";
    node.className = "second";
    node.textContent = words;
    node.addEventListener("click", act);
    return node;
  }

  function enhance() {
    const share = document.querySelector(".share");
    if (!share) return;
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(/** @type {HTMLAnchorElement} */ (document.getElementById("visit-link")).href);
        said.textContent = "Skopiowano odnośnik";
      } catch {
        said.textContent = "Przeglądarka nie pozwala kopiować; skopiuj adres strony.";
      }
    };
    if (navigator.clipboard) share.append(button("Kopiuj odnośnik", copy));
    share.append(button("Drukuj program", () => print()));
  }

  /** @param {string} words */
  function say(words) {
    said.textContent = "";
    setTimeout(() => (said.textContent = words), 50); // the same words twice are said twice
  }

  /** @param {Document} page */
  function put(page) {
    const [old, fresh] = [document, page].map((d) => d.getElementById("visit"));
    old.replaceChildren(...fresh.childNodes);
    const [here, there] = [document, page].map((d) => d.querySelector(".languages"));
    if (here && there) here.replaceChildren(...there.childNodes);
    document.title = page.title;
    enhance();
  }

  /** @param {string} address @param {string} focus @param {string} words @param {boolean} isNew */
  async function go(address, focus, words, isNew) {
    const mine = ++turn;
    try {
      const answer = await fetch(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== turn) return;
      put(page);
    } catch {
      location.assign(address);
      return;
    }
    if (isNew) history.pushState(null, "", address);
    shown = location.search;
    const found = focus.split(" ").map((id) => document.getElementById(id)).find(Boolean);
    if (found) found.focus();
    const count = document.getElementById("visit-found");
    say(words || (count ? count.textContent : ""));
  }

  document.addEventListener("click", function (event) {
    /** @type {HTMLAnchorElement} */
    const link = event.target.closest("#visit a[data-focus]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.href, link.dataset.focus, link.dataset.said, true);
  });
  document.addEventListener("submit", function (event) {
    /** @type {HTMLFormElement} */
    const form = event.target.closest("#visit form[data-focus]");
    if (!form) return;
    event.preventDefault();
    const asked = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)].filter(([, value]) => value)));
    go(form.action + "?" + asked, form.dataset.focus, form.dataset.said, true);
  });
  addEventListener("popstate", function () {
    if (location.search === shown) return; // a step inside the page
    go(location.href, "program szukaj", "Wrócono do innego programu", false);
  });
  enhance();
})();
