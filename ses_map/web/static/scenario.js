/* The scenario's page without reloading: areas picked on the map, steps back and forth, results announced.
 * The server computes everything; whatever this does, the page's own forms and links do too. */
"use strict";
(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const LAST = "ses-map-scenario-last";
  const box = () => document.getElementById("scenario");
  const editor = () => /** @type {HTMLFormElement} */ (document.getElementById("editor"));
  const said = document.getElementById("scenario-said");
  const steps = document.querySelector(".steps");
  if (!box() || !said) return;

  /** @type {(selector: string) => HTMLElement[]} */
  const all = (selector) => Array.from(box().querySelectorAll(selector));
  /** @type {(unit: string) => SVGPathElement} */
  const pathOf = (unit) => box().querySelector('.areas [data-unit="' + unit + '"]');
  /** @type {(unit: string) => HTMLInputElement} */
  const tickOf = (unit) => box().querySelector('input[name="jednostka"][value="' + unit + '"]');
  const goal = () => /** @type {HTMLSelectElement} */ (box().querySelector("#cel"));
  const newName = () => /** @type {HTMLInputElement} */ (box().querySelector("#nazwa"));
  /** @type {() => SVGPathElement[]} */
  const areas = () => Array.from(box().querySelectorAll(".areas path"));
  const place = () => history.state?.n || 0;
  const last = () => Number(sessionStorage.getItem(LAST)) || 0;
  let standing = place();
  /* Number of the latest question: an answer that comes after a later question is not shown. */
  let asked = 0;

  /** Map and table hold one choice: the ticks of the table are what the form sends. @param {string} unit @param {boolean} on */
  function pick(unit, on) {
    const path = pathOf(unit), tick = tickOf(unit);
    if (tick) tick.checked = on;
    if (path) path.setAttribute("aria-checked", String(on));
    const picked = box().querySelector(".picked");
    picked.querySelectorAll('[data-of="' + unit + '"]').forEach((p) => p.remove());
    if (on && path) picked.append(copyOf(path, "", unit));
    count();
  }

  function count() {
    const counted = box().querySelector(".counted");
    counted.hidden = false;
    counted.querySelector("output").textContent = String(all('input[name="jednostka"]:checked').length);
  }

  /** @param {SVGPathElement} path @param {string} className @param {string} unit */
  function copyOf(path, className, unit) {
    const copy = document.createElementNS(SVG, "path");
    copy.setAttribute("d", path.getAttribute("d"));
    copy.setAttribute("class", className);
    copy.setAttribute("data-of", unit);
    return copy;
  }

  /** @param {string} unit */
  function toggle(unit) {
    const tick = tickOf(unit);
    pick(unit, !tick?.checked);
  }

  /* All areas are one stop of the Tab key: arrows move, Space picks, Enter gives what is picked to the chosen centre. */
  function prepare() {
    const map = box().querySelector(".plan-map");
    map.setAttribute("role", "group");
    map.setAttribute("aria-label", map.dataset.label);
    areas().forEach(function (path, n) {
      const tick = tickOf(path.dataset.unit);
      path.setAttribute("role", "checkbox");
      path.setAttribute("aria-label", path.querySelector("title").textContent);
      path.setAttribute("aria-checked", String(Boolean(tick?.checked)));
      path.setAttribute("tabindex", n ? "-1" : "0");
      if (tick?.checked) pick(path.dataset.unit, true);
    });
    const copy = box().querySelector(".copy");
    if (copy) copy.hidden = !navigator.clipboard;
    count();
    showSteps();
  }

  function showSteps() {
    steps.hidden = false;
    steps.querySelector('[data-step="-1"]').setAttribute("aria-disabled", String(place() <= 0));
    steps.querySelector('[data-step="1"]').setAttribute("aria-disabled", String(place() >= last()));
  }

  /** @param {SVGPathElement} path */
  function middle(path) {
    const b = path.getBBox();
    return { x: b.x + b.width / 2, y: b.y + b.height / 2 };
  }

  /** @type {Record<string, Step>} */
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /** The area whose middle is nearest in the direction, what lies straight ahead before what lies aside. @param {SVGPathElement} path @param {Step} step */
  function beside(path, [dx, dy]) {
    const here = middle(path);
    let best = path, least = Infinity;
    areas().forEach(function (other) {
      const there = middle(other);
      const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      if (ahead > 0.5 && ahead + 2 * aside < least) [best, least] = [other, ahead + 2 * aside];
    });
    return best;
  }

  /** @param {SVGPathElement | null} path */
  function ring(path) {
    const ringed = box().querySelector(".ring");
    ringed.replaceChildren();
    if (path) ringed.append(copyOf(path, "under", ""), copyOf(path, "", ""));
  }

  /** @type {(event: Event) => SVGPathElement} */
  const areaOf = (event) => event.target.closest?.("#scenario .areas path");

  document.addEventListener("click", function (event) {
    /** @type {HTMLAnchorElement} */
    const link = event.target.closest("#scenario a.anew");
    const area = areaOf(event), step = event.target.closest("[data-step]");
    if (area) toggle(area.dataset.unit);
    else if (step) move(Number(step.dataset.step));
    else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      ask(link.href, undefined, "Zaczęto od nowa.");
    } else if (event.target.closest(".copy")) copyAddress();
  });

  document.addEventListener("change", function (event) {
    /** @type {HTMLInputElement} */
    const tick = event.target.closest('#scenario input[name="jednostka"]');
    if (tick) pick(tick.value, tick.checked);
  });

  document.addEventListener("focusin", function (event) {
    const area = areaOf(event);
    if (!area) return ring(null);
    all('.areas [tabindex="0"]').forEach((p) => p.setAttribute("tabindex", "-1"));
    area.setAttribute("tabindex", "0");
    ring(area.matches(":focus-visible") ? area : null);
  });

  const TYPING = 'input:not([type="checkbox"]), textarea';
  document.addEventListener("keydown", function (event) {
    const area = areaOf(event);
    if (area && !event.ctrlKey && !event.metaKey && !event.altKey && press(area, event.key)) event.preventDefault();
    else if ((event.ctrlKey || event.metaKey) && !event.target.closest(TYPING)) {
      const key = event.key.toLowerCase();
      const by = key === "z" ? (event.shiftKey ? 1 : -1) : key === "y" ? 1 : 0;
      if (!by) return;
      event.preventDefault();
      move(by);
    }
  });

  /** @param {SVGPathElement} area @param {string} key */
  function press(area, key) {
    if (key === " ") toggle(area.dataset.unit);
    else if (key === "Enter") editor().requestSubmit(box().querySelector('[name="akcja"]'));
    else if (ARROWS[key]) beside(area, ARROWS[key]).focus();
    else return false;
    return true;
  }

  /** Steps are those of the browser's history, so that its own buttons do the same. @param {number} by */
  function move(by) {
    const to = place() + by;
    if (to < 0) said.textContent = "Nie ma czego cofnąć.";
    else if (to > last()) said.textContent = "Nie ma czego ponowić.";
    else history.go(by);
  }

  document.addEventListener("submit", function (event) {
    /** @type {HTMLFormElement} */
    const form = event.target.closest("#scenario form.editor, #scenario form.taken");
    if (!form) return;
    event.preventDefault();
    const sent = new URLSearchParams(/** @type {any} */ (new FormData(form, event.submitter)));
    const taken = event.submitter && event.submitter.getAttribute("name") === "cofnij";
    /** @type {HTMLSelectElement} */
    const to = form.querySelector("#cel");
    const units = sent.getAll("jednostka").length;
    const centre = to && (to.value === "nowy" ? sent.get("nazwa") : to.selectedOptions[0].textContent);
    ask(form.action, sent.toString(), taken ? "Cofnięto jedną zmianę." : "Przypisano obszary: " + units + ", komu: " + centre + ".");
  });

  /** @param {string} address @param {string} [body] @returns {Promise<[Response, Document]>} */
  async function page(address, body) {
    const posted = { method: "POST", body: body, headers: { "Content-Type": "application/x-www-form-urlencoded" } };
    const answer = await fetch(address, body === undefined ? {} : posted);
    return [answer, new DOMParser().parseFromString(await answer.text(), "text/html")];
  }

  /** @param {string} address @param {string | undefined} body @param {string} words */
  async function ask(address, body, words) {
    const mine = ++asked;
    box().setAttribute("aria-busy", "true");
    try {
      const [answer, found] = await page(address, body);
      if (mine !== asked) return;
      if (!found.getElementById("scenario")) return location.assign(answer.redirected ? answer.url : location.href);
      swap(found);
      if (!answer.ok) {
        const problems = box().querySelector("#problems");
        said.textContent = Array.from(problems.querySelectorAll("li"), (p) => p.textContent).join(" ");
        return;
      }
      const kept = body === undefined || answer.redirected;
      if (kept && answer.url === location.href) words = "Nic się nie zmieniło.";
      else step(kept ? answer.url : location.href, kept ? undefined : stateOf());
      said.textContent = words + " " + box().dataset.summary;
    } catch {
      if (mine === asked) unreached();
    }
  }

  function unreached() {
    box().removeAttribute("aria-busy");
    said.textContent = "Nie udało się połączyć z serwerem; spróbuj jeszcze raz.";
  }

  /* A scenario too long for an address is kept in the history instead. */
  function stateOf() {
    /** @type {NodeListOf<HTMLInputElement>} */
    const hidden = document.querySelectorAll('#editor input[type="hidden"]');
    return new URLSearchParams(Array.from(hidden, (i) => [i.name, i.value])).toString();
  }

  /** @param {string} address @param {string} [body] */
  function step(address, body) {
    standing = place() + 1;
    sessionStorage.setItem(LAST, String(standing));
    history.pushState({ n: standing, body: body, at: body === undefined ? undefined : editor().action }, "", address);
    showSteps();
  }

  window.addEventListener("popstate", async function () {
    const state = history.state || {}, words = place() < standing ? "Cofnięto." : "Ponowiono.";
    const mine = ++asked;
    standing = place();
    box().setAttribute("aria-busy", "true");
    try {
      const [, found] = await page(state.body === undefined ? location.href : state.at, state.body);
      if (mine !== asked) return;
      if (!found.getElementById("scenario")) return location.reload();
      swap(found);
      said.textContent = words + " " + box().dataset.summary;
    } catch {
      if (mine === asked) unreached();
    }
  });

  /** The new page's parts take the place of the old ones; folds, scrolling, the chosen centre and the focus stay. @param {Document} found */
  function swap(found) {
    const open = new Set(all("details[open] > summary").map((s) => s.textContent));
    const scrolled = box().querySelector(".lists").scrollTop;
    const target = goal().value, name = newName().value;
    const again = focused();
    ["#scenario", "#chooser", ".languages"].forEach(function (part) {
      const old = document.querySelector(part), fresh = found.querySelector(part);
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    });
    all("details > summary").filter((s) => open.has(s.textContent)).forEach((s) => s.parentElement.setAttribute("open", ""));
    box().querySelector(".lists").scrollTop = scrolled;
    goal().value = target;
    if (goal().selectedIndex < 0) goal().selectedIndex = 0;
    if (!box().querySelector(".taken") || box().querySelector("#problems")) newName().value = name;
    prepare();
    if (again) again();
  }

  /* How to find the element again that has the focus, or the list of changes where it is gone. */
  function focused() {
    const node = /** @type {HTMLInputElement} */ (document.activeElement);
    if (!node || !box().contains(node)) return null;
    const named = node.id ? "#" + CSS.escape(node.id) : node.name ? '[name="' + node.name + '"][value="' + CSS.escape(node.value) + '"]' : "";
    const where = node.dataset.unit ? '.areas [data-unit="' + node.dataset.unit + '"]' : named;
    return () => ((where && box().querySelector(where)) || box().querySelector("#changes")).focus();
  }

  async function copyAddress() {
    const share = /** @type {HTMLInputElement} */ (document.getElementById("share"));
    share.select();
    try {
      await navigator.clipboard.writeText(share.value);
      said.textContent = "Adres skopiowano.";
    } catch {
      said.textContent = "Adres jest zaznaczony; skopiuj go skrótem Ctrl+C.";
    }
  }

  if (!history.state || history.state.n === undefined) {
    history.replaceState({ n: 0 }, "");
    sessionStorage.setItem(LAST, "0");
  }
  standing = place();
  prepare();
})();
