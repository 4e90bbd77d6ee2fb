/* Cards of signs: one entity, or a list of those in one place. Registry text reaches the page only as text nodes. */
"use strict";
window.sesCards = (function () {
  const LISTED = 20; // names in a card

  /** @param {HTMLElement} parent @param {string} tag @param {string} text @param {string} [className] */
  function line(parent, tag, text, className) {
    const node = document.createElement(tag);
    node.textContent = text;
    if (className) node.className = className;
    parent.append(node);
    return node;
  }

  /** @param {(name: string) => boolean} names */
  function kept(names) {
    const here = new URLSearchParams(location.search);
    return new URLSearchParams([...here].filter(([k, v]) => v && names(k)));
  }

  /** @param {HTMLElement} parent @param {string} id @param {string} name */
  function entityLink(parent, id, name) {
    const tail = kept((k) => k === "date" || k === "lang").toString();
    const node = line(parent, "a", name);
    node.setAttribute("href", "/planowanie/podmiot/" + encodeURIComponent(id) + (tail ? "?" + tail : ""));
    return node;
  }

  /** @param {HTMLElement} parent @param {Spot} spot */
  function tableLink(parent, { town, powiat }) {
    const there = kept((k) => !["strona", "format", "q", "powiat"].includes(k));
    there.set("q", town);
    if (powiat) there.set("powiat", powiat);
    line(parent, "a", "Pokaż w tabeli: " + town).setAttribute("href", "/planowanie/podmioty?" + there + "#lista");
  }

  /** @param {Entity} entity @param {HTMLElement} box @param {Signs} signs */
  function cardOfOne({ id, name, kind, own }, box, signs) {
    entityLink(line(box, "strong", "", "card-name"), id, name);
    line(box, "span", signs.kindName(kind), "card-status");
    line(box, "span", own ? "Punkt podany w źródle" : "Punkt to środek miejscowości, nie adres", "card-note");
  }

  /** @param {Sign} sign @param {HTMLElement} list @param {HTMLElement} note @param {Signs} signs */
  function filled(sign, list, note, signs) {
    /** @type {Listed[]} */
    const rows = sign.features.flatMap((f) => (f.entity ? [[f.entity.kind, f.entity.id, f.entity.name, f.entity.own]] : f.spot ? f.spot.listed : []));
    rows.slice(0, LISTED).forEach(function ([kind, id, name, own]) {
      const row = line(list, "li", "");
      entityLink(row, id, name);
      row.append(", " + signs.kindName(kind) + (own ? "" : " (środek miejscowości)"));
    });
    const left = sign.n - Math.min(rows.length, LISTED);
    note.textContent = left ? "I jeszcze " + signs.named(left) + ". " : "";
    const place = sign.features.length === 1 && sign.features[0].spot;
    if (left && place?.town) tableLink(note, place);
  }

  /**
   * `ask` is for lists that are not there yet.
   * @param {Sign} sign @param {HTMLElement} box @param {Signs} signs
   * @param {(missing: Feature[], failed: () => void) => void} ask
   */
  function cardOfMany(sign, box, signs, ask) {
    const [first] = sign.features, town = first.spot ? first.spot.town : "";
    line(box, "strong", (town ? town + ": " : "") + signs.named(sign.n), "card-name");
    const list = line(box, "ul", "", "card-list");
    const note = line(box, "span", "Wczytywanie listy…", "card-note");
    note.setAttribute("role", "status");
    const missing = sign.features.filter((f) => f.spot && !f.spot.whole);
    if (!missing.length) filled(sign, list, note, signs);
    else ask(missing, () => (note.textContent = "Nie udało się pobrać listy; podmioty są w tabeli na tej stronie."));
  }

  /** @param {L.PopupEvent} event */
  function opened(event) {
    event.popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", "Zamknij");
  }

  /** Cards of the markers of a pane. @type {SesCards["Cards"]} */
  function Cards({ signs, tiles, pane }) {
    /** The keyboard goes into a card, unless the reader is elsewhere by now. @param {SignMarker} marker */
    function enter(marker) {
      const box = marker.getPopup().getElement(), link = box?.querySelector(".leaflet-popup-content a[href]");
      if (link && (pane.contains(document.activeElement) || document.activeElement === document.body)) link.focus();
    }

    /** @param {SignMarker} marker */
    function came(marker) {
      if (!marker.isPopupOpen()) return;
      marker.getPopup().update();
      enter(marker);
    }

    /** @param {SignMarker} marker */
    function card(marker) {
      const box = document.createElement("div"), { sign } = marker;
      const ask = (/** @type {Feature[]} */ missing, /** @type {() => void} */ failed) => Promise.all(missing.map(tiles.listed)).then(() => came(marker), failed);
      box.lang = "pl";
      if (signs.isEntity(sign)) cardOfOne(sign.features[0].entity, box, signs);
      else cardOfMany(sign, box, signs, ask);
      return box;
    }

    /** @param {SignMarker} marker */
    function bind(marker) {
      marker.bindPopup(() => card(marker), { autoPanPadding: [60, 20], maxHeight: 260 });
      marker.on("popupopen", opened);
    }

    return { bind: bind, enter: enter };
  }

  return { Cards: Cards };
})();
