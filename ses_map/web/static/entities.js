/* Entities on the composed map: tiles of the page's own filters, drawn with the signs of the legend.
 * Registry text reaches the page only as text nodes; signs are copies of those that the server wrote into the legend. */
"use strict";
(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const frame = document.querySelector("[data-tiles]");
  const map = window.sesMap && window.sesMap.map;
  if (!frame || !map || !window.sesTiles) return;
  const { Tiles, together, widthOf, worldX, worldY, lonOf, latOf, cellOf, CELLS } = window.sesTiles;
  const state = document.getElementById("mapa-stan");
  const pane = map.getPane("markerPane");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const KINDS = JSON.parse(frame.dataset.kinds);
  const EDGE_PX = 48; // signs are kept so far beyond the edge of the map
  const BUDGET_MS = 6; // of making signs in one frame
  const PAUSE_MS = 120; // between two looks at what a moving map needs
  const LISTED = 20; // names in a card

  const plural = new Intl.PluralRules("pl");
  const written = (n) => (n > 9999 ? n.toLocaleString("pl") : String(n));
  const named = (n) => written(n) + " " + ({ one: "podmiot", few: "podmioty" }[plural.select(n)] || "podmiotów");

  const legend = [...document.querySelectorAll("[data-sign]")];
  const once = (make) => {
    const made = new Map();
    return (key) => (made.has(key) ? made.get(key) : made.set(key, make(key)).get(key));
  };
  const legendOf = once((kind) => legend.find((row) => row.dataset.sign === kind) || legend.find((row) => row.dataset.sign === "inne") || legend[0]);
  const kindName = once((number) => legendOf(KINDS[number]).querySelector("span").textContent.replace(/: [\d\s\u00a0]*$/, ""));

  /* What a sign stands for. At the nearest zoom nothing comes apart any more, so a list is shown. */
  const isEntity = (sign) => sign.features.length === 1 && Boolean(sign.features[0].entity);
  const isList = (sign) => !isEntity(sign) && ((sign.features.length === 1 && Boolean(sign.features[0].spot)) || map.getZoom() >= map.getMaxZoom());
  const shapeOf = (sign) => (isEntity(sign) ? "entity" : isList(sign) ? "spot" : "cluster");

  function most(sign) {
    const counts = KINDS.map(() => 0);
    sign.features.forEach((f) => (f.entity ? counts[f.entity.kind]++ : f.kinds.forEach((n, k) => (counts[k] += n))));
    const kind = counts.indexOf(Math.max(...counts));
    return kindName(kind) + " " + written(counts[kind]);
  }

  function says(sign) {
    const [first] = sign.features;
    if (isEntity(sign)) return first.entity.name + ", " + kindName(first.entity.kind) + (first.entity.own ? "" : ", środek miejscowości");
    if (isList(sign)) return (first.spot && first.spot.town ? first.spot.town + ": " : "W jednym miejscu: ") + named(sign.n) + "; Enter pokazuje listę";
    return "Grupa: " + named(sign.n) + ", najwięcej: " + most(sign) + "; Enter przybliża";
  }

  /* Drawings: an entity has the sign of its kind, a group a dark pill, a list a pale pile of sheets. */
  const put = (node, attributes) => Object.entries(attributes).forEach(([k, v]) => node.setAttribute(k, v));

  function drawing(sign) {
    const shape = shapeOf(sign);
    if (shape === "entity") return legendOf(KINDS[sign.features[0].entity.kind]).querySelector("svg").cloneNode(true);
    const svg = document.createElementNS(SVG, "svg"), text = document.createElementNS(SVG, "text");
    put(svg, { "aria-hidden": "true", focusable: "false" });
    const parts = shape === "cluster" ? [document.createElementNS(SVG, "rect")] : [document.createElementNS(SVG, "path"), document.createElementNS(SVG, "path")];
    const ink = shape === "cluster" ? { fill: "#14213d", stroke: "#ffffff" } : { fill: "#ffffff", stroke: "#14213d" };
    parts.forEach((part) => put(part, { ...ink, "stroke-width": 2 }));
    put(text, { y: shape === "cluster" ? 21 : 24, "font-size": 14, "font-weight": 700, "text-anchor": "middle", fill: ink.stroke });
    svg.append(...parts, text);
    fit(svg, sign);
    return svg;
  }

  /* A group's drawing takes another number and width, and nothing is made anew. */
  function fit(svg, sign) {
    const wide = widthOf(sign.n), parts = svg.querySelectorAll("rect, path"), text = svg.querySelector("text");
    put(svg, { viewBox: "0 0 " + wide + " 32", width: wide, height: 32 });
    if (parts.length === 1) put(parts[0], { x: 1.5, y: 1.5, width: wide - 3, height: 29, rx: 14.5 });
    else ["M7,1.5H" + (wide - 1.5) + "V24H7z", "M1.5,7H" + (wide - 7) + "V30.5H1.5z"].forEach((d, n) => parts[n].setAttribute("d", d));
    text.setAttribute("x", parts.length === 1 ? wide / 2 : wide / 2 - 3);
    text.textContent = written(sign.n);
  }

  const Icon = L.DivIcon.extend({
    createIcon: function (old) {
      const node = L.DivIcon.prototype.createIcon.call(this, old);
      put(node, { role: "button", tabindex: "-1", lang: "pl" });
      return node;
    },
  });

  const markers = new Map(); // key of a sign -> marker on the map
  const markerOf = new WeakMap(); // its node -> marker
  const spare = []; // groups that no sign needs at the moment, still on the map until the frame is done
  let stop = null; // the one icon that Tab reaches

  function dress(marker, sign) {
    marker.sign = sign;
    marker.getElement().setAttribute("aria-label", says(sign));
  }

  function make(sign) {
    const shape = shapeOf(sign);
    const again = shape === "cluster" ? spare.pop() : null;
    const size = [isEntity(sign) ? 32 : widthOf(sign.n), 32];
    if (again) {
      const icon = again.getElement();
      again.setLatLng([sign.lat, sign.lon]);
      fit(icon.firstChild, sign);
      icon.style.width = size[0] + "px";
      icon.style.marginLeft = -size[0] / 2 + "px";
      dress(again, sign);
      return again;
    }
    const icon = new Icon({ html: drawing(sign), className: "entity-icon entity-" + shape, iconSize: size });
    const marker = L.marker([sign.lat, sign.lon], { icon: icon, keyboard: false, riseOnHover: true }).addTo(map);
    markerOf.set(marker.getElement(), marker);
    if (shape !== "cluster") {
      marker.bindPopup(() => card(marker), { autoPanPadding: [60, 20], maxHeight: 260 });
      marker.on("popupopen", opened);
    }
    marker.on("click", () => shape === "cluster" && apart(marker.sign));
    dress(marker, sign);
    return marker;
  }

  /* Cards: text nodes only. */
  function line(parent, tag, text, className) {
    const node = document.createElement(tag);
    node.textContent = text;
    if (className) node.className = className;
    parent.append(node);
    return node;
  }

  function kept(names) {
    const here = new URLSearchParams(location.search);
    return new URLSearchParams([...here].filter(([k, v]) => v && names(k)));
  }

  function entityLink(parent, id, name) {
    const tail = kept((k) => k === "date" || k === "lang").toString();
    const node = line(parent, "a", name);
    node.setAttribute("href", "/planowanie/podmiot/" + encodeURIComponent(id) + (tail ? "?" + tail : ""));
    return node;
  }

  function card(marker) {
    const box = document.createElement("div"), { sign } = marker;
    box.lang = "pl";
    if (!isEntity(sign)) return cardOfMany(marker, box);
    const { id, name, kind, own } = sign.features[0].entity;
    entityLink(line(box, "strong", "", "card-name"), id, name);
    line(box, "span", kindName(kind), "card-status");
    line(box, "span", own ? "Punkt podany w źródle" : "Punkt to środek miejscowości, nie adres", "card-note");
    return box;
  }

  function cardOfMany(marker, box) {
    const { sign } = marker, [first] = sign.features, town = first.spot ? first.spot.town : "";
    line(box, "strong", (town ? town + ": " : "") + named(sign.n), "card-name");
    const list = line(box, "ul", "", "card-list");
    const note = line(box, "span", "Wczytywanie listy…", "card-note");
    note.setAttribute("role", "status");
    const missing = sign.features.filter((f) => f.spot && !f.spot.whole);
    if (!missing.length) filled(sign, list, note);
    else
      Promise.all(missing.map(tiles.listed)).then(
        function () {
          if (!marker.isPopupOpen()) return;
          marker.getPopup().update();
          focusCard(marker);
        },
        () => (note.textContent = "Nie udało się pobrać listy; podmioty są w tabeli na tej stronie.")
      );
    return box;
  }

  function filled(sign, list, note) {
    const rows = sign.features.flatMap((f) => (f.entity ? [[f.entity.kind, f.entity.id, f.entity.name, f.entity.own]] : f.spot ? f.spot.listed : []));
    rows.slice(0, LISTED).forEach(function ([kind, id, name, own]) {
      const row = line(list, "li", "");
      entityLink(row, id, name);
      row.append(", " + kindName(kind) + (own ? "" : " (środek miejscowości)"));
    });
    const left = sign.n - Math.min(rows.length, LISTED);
    note.textContent = left ? "I jeszcze " + named(left) + ". " : "";
    const place = sign.features.length === 1 && sign.features[0].spot;
    if (left && place && place.town) {
      const there = kept((k) => !["strona", "format", "q", "powiat"].includes(k));
      there.set("q", place.town);
      if (place.powiat) there.set("powiat", place.powiat);
      line(note, "a", "Pokaż w tabeli: " + place.town).setAttribute("href", "/planowanie/podmioty?" + there + "#lista");
    }
  }

  function opened(event) {
    event.popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", "Zamknij");
  }

  function focusCard(marker) {
    const box = marker.getPopup().getElement(), link = box && box.querySelector(".leaflet-popup-content a[href]");
    if (link && (pane.contains(document.activeElement) || document.activeElement === document.body)) link.focus();
  }

  let joined = { features: null, zoom: 0, signs: [] };
  let coming = null; // where the keyboard goes when the signs are there

  /* Which signs there are, and making them, a few in each frame. */
  let drawn = -1, next = 0, work = null, hinted = false, cells = new Map(), levels = [];
  const tiles = Tiles({ base: frame.dataset.tiles, query: frame.dataset.query, deepest: Number(frame.dataset.deepest), changed: look });

  function around(px) {
    const size = map.getSize(), at = (x, y) => map.containerPointToLatLng([x, y]);
    const a = at(-px, -px), b = at(size.x + px, size.y + px);
    return [worldX(a.lng), worldY(a.lat), worldX(b.lng), worldY(b.lat)];
  }

  function look() {
    if (map._animatingZoom) return;
    const zoom = map.getZoom(), level = tiles.want(around(0), zoom);
    if (tiles.settled() || level === drawn) plan(level, zoom);
    if (tiles.broken()) state.textContent = "Nie udało się pobrać wszystkich punktów; lista obok jest pełna. Przesuń mapę, aby spróbować jeszcze raz.";
  }

  /* While the same tiles are looked at from the same height, their signs stay the same. */
  function signsOf(features, zoom) {
    if (features !== joined.features || zoom !== joined.zoom)
      joined = { features: features, zoom: zoom, signs: together(features, 256 * 2 ** zoom) };
    return joined.signs;
  }

  /* Signs for what has come: those that stay are left alone, those that go give their nodes to new ones. */
  function plan(level, zoom) {
    drawn = level;
    const signs = signsOf(tiles.features(), zoom), [west, north, east, south] = around(EDGE_PX);
    const wanted = signs.filter(({ features: [f] }) => f.x > west && f.x < east && f.y > north && f.y < south);
    const key = (sign) => shapeOf(sign) + sign.key;
    cells = new Map(wanted.flatMap((sign) => sign.features.map((f) => [f.cell, sign])));
    levels = [...new Set(wanted.flatMap((sign) => sign.features.map((f) => f.level)))];
    const keys = new Set(wanted.map(key));
    leave(keys);
    const queue = [];
    wanted.forEach(function (sign) {
      const marker = markers.get(key(sign));
      if (marker) marker.sign = sign;
      else queue.push([key(sign), sign]);
    });
    cancelAnimationFrame(work);
    build(queue, () => done(wanted));
  }

  /* Take away the signs that nobody wants; remember the place of the one on which the keyboard stood. */
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

  function build(queue, then) {
    const end = performance.now() + BUDGET_MS;
    while (queue.length && performance.now() < end) {
      const [key, sign] = queue.pop();
      markers.set(key, make(sign));
    }
    if (queue.length) work = requestAnimationFrame(() => build(queue, then));
    else then();
  }

  function done(wanted) {
    spare.splice(0).forEach((marker) => marker.remove());
    settle();
    if (!tiles.settled()) return;
    const [west, north, east, south] = around(0);
    const count = wanted.filter(({ features: [f] }) => f.x > west && f.x < east && f.y > north && f.y < south).reduce((sum, sign) => sum + sign.n, 0);
    if (frame.dataset.count !== String(count)) tell(count);
    frame.dataset.count = count;
    frame.dataset.settled = ++next;
    if (coming) comeTo(coming);
    coming = null;
  }

  function tell(count) {
    const how = hinted ? "" : " Strzałki przechodzą między znakami, Enter otwiera, Escape zamyka.";
    state.textContent = count ? "W widoku mapy: " + named(count) + "." + how : "W tym widoku mapy nie ma żadnego podmiotu.";
    hinted = hinted || count > 0;
  }

  /* A group comes apart: the map goes to where its parts are. */
  function apart(sign) {
    const corners = sign.features.flatMap(function (f) {
      if (!f.kinds || f.spot) return [[f.lat, f.lon]];
      const size = 2 ** f.level * CELLS, [, x, y] = f.cell.split("/").map(Number);
      return [[latOf(y / size), lonOf(x / size)], [latOf((y + 1) / size), lonOf((x + 1) / size)]];
    });
    const bounds = L.latLngBounds(corners), zoom = map.getZoom();
    const to = Math.min(map.getMaxZoom(), zoom + 4, Math.max(zoom + 1, map.getBoundsZoom(bounds, false, L.point(80, 80))));
    coming = bounds.getCenter();
    map.setView(coming, to, { animate: !calm });
  }

  /* All icons are one stop of the Tab key: arrows move between them, Enter or Space opens, Escape closes. */
  const icons = () => [...pane.querySelectorAll(".entity-icon")];

  function settle() {
    const shown = icons();
    shown.forEach((node) => node !== stop && node.getAttribute("tabindex") !== "-1" && node.setAttribute("tabindex", "-1"));
    if (shown.length && !shown.includes(stop)) rove(shown[0]);
  }

  function rove(node) {
    if (stop) stop.setAttribute("tabindex", "-1");
    stop = node;
    node.setAttribute("tabindex", "0");
  }

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const middle = (node) => {
    const box = node.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };

  /* The icon that lies nearest in the direction and inside the map, what is straight ahead before what is aside. */
  function neighbour(node, [dx, dy]) {
    const here = middle(node), edge = map.getContainer().getBoundingClientRect();
    let best = null, least = Infinity;
    icons().forEach(function (other) {
      const there = middle(other);
      const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      const inside = there.x > edge.left && there.x < edge.right && there.y > edge.top && there.y < edge.bottom;
      if (inside && ahead > 0.5 && ahead + 2 * aside < least) [best, least] = [other, ahead + 2 * aside];
    });
    return best;
  }

  /* The keyboard goes to the sign nearest to a place, unless the reader is elsewhere by now. */
  function comeTo(place) {
    if (document.activeElement !== document.body && !pane.contains(document.activeElement)) return;
    const away = (marker) => map.latLngToLayerPoint(marker.getLatLng()).distanceTo(map.latLngToLayerPoint(place));
    const near = [...markers.values()].sort((a, b) => away(a) - away(b))[0];
    if (!near) return map.getContainer().focus({ preventScroll: true });
    rove(near.getElement());
    near.getElement().focus({ preventScroll: true });
  }

  function press(node, marker) {
    if (!marker.getPopup()) return apart(marker.sign);
    marker.openPopup();
    focusCard(marker);
  }

  pane.addEventListener("keydown", function (event) {
    const node = event.target.closest(".entity-icon"), marker = node && markerOf.get(node);
    if (!marker) return;
    if (event.key === "Enter" || event.key === " ") press(node, marker);
    else if (STEPS[event.key]) {
      const other = neighbour(node, STEPS[event.key]);
      if (other) other.focus({ preventScroll: true });
      else map.panBy(STEPS[event.key].map((step) => step * 120));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  pane.addEventListener("focusin", function (event) {
    const marker = markerOf.get(event.target);
    if (!marker) return;
    rove(event.target);
    marked(marker.sign);
  });
  pane.addEventListener("focusout", () => marked(null));
  map.getContainer().addEventListener("keydown", function (event) {
    const source = map._popup && map._popup.isOpen() && map._popup._source;
    if (event.key !== "Escape" || !source || !source.sign) return;
    map.closePopup();
    if (source.getElement()) source.getElement().focus({ preventScroll: true });
    event.stopPropagation();
  }, true);

  /* The list follows the map, and the map the list. */
  const rows = [...document.querySelectorAll("tr[data-entity]")];

  const placeOf = once(function (row) {
    const [lon, lat] = row.dataset.at.split(",").map(Number);
    return [worldX(lon), worldY(lat)];
  });

  function signOf(row) {
    if (!row.dataset.at) return null;
    const [x, y] = placeOf(row);
    return levels.map((level) => cells.get(cellOf(level, x, y))).find(Boolean) || null;
  }

  const marked = (sign) => rows.forEach((row) => row.classList.toggle("chosen", sign !== null && signOf(row) === sign));

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
  pane.addEventListener("mouseout", () => marked(null));

  /* A map that moves is looked at now and then, one that has come to rest at once. */
  let waiting = 0;
  map.on("move", function () {
    if (!waiting) waiting = setTimeout(() => ((waiting = 0), look()), PAUSE_MS);
  });
  map.on("moveend zoomend resize", function () {
    clearTimeout(waiting);
    waiting = 0;
    tiles.retry();
    look();
  });
  look();
})();
