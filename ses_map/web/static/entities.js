/* Entities on the composed map: tiles of the page's own filters, drawn with the signs of the legend.
 * Which signs there are, making them, a few in each frame, and a list that goes with the map. */
"use strict";
(function () {
  const { sesTiles, sesSigns, sesCards, sesRoving, sesKeyboard } = window;
  const frame = document.querySelector("[data-tiles]");
  const map = window.sesMap?.map;
  if (!frame || !map || ![sesTiles, sesSigns, sesCards, sesRoving, sesKeyboard].every(Boolean)) return;
  const { Tiles, together, worldX, worldY, lonOf, latOf, cellOf, CELLS } = sesTiles;
  const state = document.getElementById("mapa-stan");
  const pane = map.getPane("markerPane");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const EDGE_PX = 48; // signs are kept so far beyond the edge of the map
  const BUDGET_MS = 6; // of making signs in one frame
  const PAUSE_MS = 120; // between two looks at what a moving map needs

  /** @type {Map<string, SignMarker>} */
  const markers = new Map(); // key of a sign -> marker on the map
  /** @type {WeakMap<HTMLElement, SignMarker>} */
  const markerOf = new WeakMap(); // its node -> marker
  /** @type {SignMarker[]} */
  const spare = []; // groups that no sign needs at the moment, still on the map until the frame is done
  /** @type {{ features: Feature[]; zoom: number; signs: Sign[] }} */
  let joined = { features: null, zoom: 0, signs: [] };
  /** @type {L.LatLng} */
  let coming = null; // where the keyboard goes when the signs are there
  /** @type {Map<string, Sign>} */
  let cells = new Map();
  /** @type {number[]} */
  let levels = [];
  let drawn = -1, next = 0, work = 0, hinted = false;

  const tiles = Tiles({ base: frame.dataset.tiles, query: frame.dataset.query, deepest: Number(frame.dataset.deepest), changed: look });
  const signs = sesSigns.Signs({ map: map, kinds: JSON.parse(frame.dataset.kinds), legend: [...document.querySelectorAll("[data-sign]")] });
  const cards = sesCards.Cards({ signs: signs, tiles: tiles, pane: pane });
  const keyboard = sesKeyboard.Keyboard({ map: map, pane: pane, markers: markers, markerOf: markerOf, press: press });

  /** @param {SignMarker} marker @param {Sign} sign */
  function dress(marker, sign) {
    marker.sign = sign;
    marker.getElement().setAttribute("aria-label", signs.says(sign));
  }

  /** @param {SignMarker} marker @param {Sign} sign */
  function again(marker, sign) {
    marker.setLatLng([sign.lat, sign.lon]);
    signs.refit(marker.getElement(), sign);
    dress(marker, sign);
    return marker;
  }

  /** @param {Sign} sign */
  function make(sign) {
    const isGroup = signs.shapeOf(sign) === "cluster";
    if (isGroup && spare.length) return again(spare.pop(), sign);
    const place = L.marker([sign.lat, sign.lon], { icon: signs.icon(sign), keyboard: false, riseOnHover: true });
    const marker = Object.assign(place, { sign: sign }).addTo(map);
    markerOf.set(marker.getElement(), marker);
    if (!isGroup) cards.bind(marker);
    marker.on("click", () => isGroup && apart(marker.sign));
    dress(marker, sign);
    return marker;
  }

  /** @param {number} px @returns {World} */
  function around(px) {
    const size = map.getSize(), at = (/** @type {number} */ x, /** @type {number} */ y) => map.containerPointToLatLng([x, y]);
    const a = at(-px, -px), b = at(size.x + px, size.y + px);
    return [worldX(a.lng), worldY(a.lat), worldX(b.lng), worldY(b.lat)];
  }

  function look() {
    if (map._animatingZoom) return;
    const zoom = map.getZoom(), level = tiles.want(around(0), zoom);
    if (tiles.settled() || level === drawn) plan(level, zoom);
    if (tiles.broken()) state.textContent = "Nie udało się pobrać wszystkich punktów; lista obok jest pełna. Przesuń mapę, aby spróbować jeszcze raz.";
  }

  /** While the same tiles are looked at from the same height, their signs stay the same. @param {Feature[]} features @param {number} zoom */
  function signsOf(features, zoom) {
    if (features !== joined.features || zoom !== joined.zoom)
      joined = { features: features, zoom: zoom, signs: together(features, 256 * 2 ** zoom) };
    return joined.signs;
  }

  /** Signs for what has come: those that stay are left alone, those that go give their nodes to new ones. @param {number} level @param {number} zoom */
  function plan(level, zoom) {
    drawn = level;
    const there = signsOf(tiles.features(), zoom), [west, north, east, south] = around(EDGE_PX);
    const wanted = there.filter(({ features: [f] }) => f.x > west && f.x < east && f.y > north && f.y < south);
    const key = (/** @type {Sign} */ sign) => signs.shapeOf(sign) + sign.key;
    cells = new Map(wanted.flatMap((sign) => sign.features.map((f) => /** @type {[string, Sign]} */ ([f.cell, sign]))));
    levels = [...new Set(wanted.flatMap((sign) => sign.features.map((f) => f.level)))];
    const keys = new Set(wanted.map(key));
    leave(keys);
    /** @type {[string, Sign][]} */
    const queue = [];
    wanted.forEach(function (sign) {
      const marker = markers.get(key(sign));
      if (marker) marker.sign = sign;
      else queue.push([key(sign), sign]);
    });
    cancelAnimationFrame(work);
    build(queue, () => done(wanted));
  }

  /** Take away the signs that nobody wants; remember the place of the one on which the keyboard stood. @param {Set<string>} keys */
  function leave(keys) {
    markers.forEach(function (marker, key) {
      if (keys.has(key) || marker.isPopupOpen()) return;
      markers.delete(key);
      const node = marker.getElement();
      if (node === document.activeElement) coming = coming || marker.getLatLng();
      if (node.classList.contains("entity-cluster") && node !== document.activeElement) spare.push(marker);
      else marker.remove();
    });
  }

  /** @param {[string, Sign][]} queue @param {() => void} then */
  function build(queue, then) {
    const end = performance.now() + BUDGET_MS;
    while (queue.length && performance.now() < end) {
      const [key, sign] = queue.pop();
      markers.set(key, make(sign));
    }
    if (queue.length) work = requestAnimationFrame(() => build(queue, then));
    else then();
  }

  /** @param {Sign[]} wanted */
  function done(wanted) {
    spare.splice(0).forEach((marker) => marker.remove());
    keyboard.settle();
    if (!tiles.settled()) return;
    const [west, north, east, south] = around(0);
    const count = wanted.filter(({ features: [f] }) => f.x > west && f.x < east && f.y > north && f.y < south).reduce((sum, sign) => sum + sign.n, 0);
    if (frame.dataset.count !== String(count)) tell(count);
    frame.dataset.count = String(count);
    frame.dataset.settled = String(++next);
    if (coming) keyboard.comeTo(coming);
    coming = null;
  }

  /** @param {number} count */
  function tell(count) {
    const how = hinted ? "" : " Strzałki przechodzą między znakami, Enter otwiera, Escape zamyka.";
    state.textContent = count ? "W widoku mapy: " + signs.named(count) + "." + how : "W tym widoku mapy nie ma żadnego podmiotu.";
    hinted = hinted || count > 0;
  }

  /** A group comes apart: the map goes to where its parts are. @param {Sign} sign */
  function apart(sign) {
    /** @type {L.LatLngTuple[]} */
    const corners = sign.features.flatMap(function (f) {
      if (!f.kinds || f.spot) return /** @type {L.LatLngTuple[]} */ ([[f.lat, f.lon]]);
      const size = 2 ** f.level * CELLS, [, x, y] = f.cell.split("/").map(Number);
      return [[latOf(y / size), lonOf(x / size)], [latOf((y + 1) / size), lonOf((x + 1) / size)]];
    });
    const bounds = L.latLngBounds(corners), zoom = map.getZoom();
    const to = Math.min(map.getMaxZoom(), zoom + 4, Math.max(zoom + 1, map.getBoundsZoom(bounds, false, L.point(80, 80))));
    coming = bounds.getCenter();
    map.setView(coming, to, { animate: !calm });
  }

  /** @param {SignMarker} marker */
  function press(marker) {
    if (!marker.getPopup()) return apart(marker.sign);
    marker.openPopup();
    cards.enter(marker);
  }

  /* The list follows the map, and the map the list. */
  const rows = [...document.querySelectorAll("tr[data-entity]")];
  /** @type {Map<HTMLElement, [x: number, y: number]>} */
  const places = new Map();
  rows.filter((row) => row.dataset.at).forEach((row) => places.set(row, placeOf(row)));

  /** @param {HTMLElement} row @returns {[x: number, y: number]} */
  function placeOf(row) {
    const [lon, lat] = row.dataset.at.split(",").map(Number);
    return [worldX(lon), worldY(lat)];
  }

  /** @param {HTMLElement} row */
  function signOf(row) {
    if (!places.has(row)) return null;
    const [x, y] = places.get(row);
    return levels.map((level) => cells.get(cellOf(level, x, y))).find(Boolean) || null;
  }

  const marked = (/** @type {Sign | null} */ sign) => rows.forEach((row) => row.classList.toggle("chosen", sign !== null && signOf(row) === sign));

  /** @param {HTMLElement} row @param {boolean} on */
  function shown(row, on) {
    pane.querySelectorAll(".entity-shown").forEach((node) => node.classList.remove("entity-shown"));
    const sign = on && signOf(row);
    const found = sign && [...markers.values()].find((marker) => marker.sign === sign);
    if (found) found.getElement().classList.add("entity-shown");
  }

  rows.forEach(function (row) {
    ["mouseenter", "focusin"].forEach((name) => row.addEventListener(name, () => shown(row, true)));
    ["mouseleave", "focusout"].forEach((name) => row.addEventListener(name, () => shown(row, false)));
  });
  pane.addEventListener("mouseover", function (event) {
    const node = event.target.closest(".entity-icon"), marker = node && markerOf.get(node);
    if (marker) marked(marker.sign);
  });
  pane.addEventListener("focusin", function (event) {
    const marker = markerOf.get(/** @type {HTMLElement} */ (event.target));
    if (marker) marked(marker.sign);
  });
  ["mouseout", "focusout"].forEach((name) => pane.addEventListener(name, () => marked(null)));

  /* A map that moves is looked at now and then, one that has come to rest at once. */
  let waiting = 0;
  map.on("move", function () {
    if (waiting) return;
    waiting = setTimeout(function () {
      waiting = 0;
      look();
    }, PAUSE_MS);
  });
  map.on("moveend zoomend resize", function () {
    clearTimeout(waiting);
    waiting = 0;
    tiles.retry();
    look();
  });
  look();
})();
