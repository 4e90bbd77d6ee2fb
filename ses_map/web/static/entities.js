/* Entities on the composed map: points of the page's own filters, in clusters, with the signs of the legend.
 * Registry text reaches the page only as text nodes; signs are copies of those that the server wrote into the legend. */
"use strict";
(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const frame = document.querySelector("[data-entities]");
  const map = window.sesMap && window.sesMap.map;
  if (!frame || !map || !L.markerClusterGroup) return;
  const state = document.getElementById("mapa-stan");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const markers = new Map(); // id -> marker
  let stop = null; // the one icon that Tab reaches

  const plural = new Intl.PluralRules("pl");
  const named = (n) => n + " " + ({ one: "podmiot", few: "podmioty" }[plural.select(n)] || "podmiotów");

  function legendOf(kind) {
    const all = [...document.querySelectorAll("[data-sign]")];
    return all.find((row) => row.dataset.sign === kind) || all.find((row) => row.dataset.sign === "inne") || all[0];
  }

  const kindName = (kind) => legendOf(kind).querySelector("span").textContent.replace(/: [\d\s\u00a0]*$/, "");

  const Icon = L.DivIcon.extend({
    createIcon: function (old) {
      const node = L.DivIcon.prototype.createIcon.call(this, old);
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", this.options.says);
      node.setAttribute("tabindex", "-1");
      return node;
    },
  });

  function entityMarker({ geometry, properties }) {
    const [lon, lat] = geometry.coordinates;
    const sign = legendOf(properties.kind).querySelector("svg").cloneNode(true);
    const says = properties.name + ", " + kindName(properties.kind) + (properties.is_own ? "" : ", środek miejscowości");
    const icon = new Icon({ html: sign, className: "entity-icon", iconSize: [32, 32], says: says });
    const marker = L.marker([lat, lon], { icon: icon, keyboard: false, riseOnHover: true });
    marker.entity = properties;
    marker.bindPopup(() => card(properties), { autoPanPadding: [60, 20] });
    marker.on("popupopen", opened);
    markers.set(properties.id, marker);
    return marker;
  }

  function clusterIcon(cluster) {
    const count = cluster.getChildCount();
    const wide = count > 999 ? 52 : 42;
    const svg = document.createElementNS(SVG, "svg");
    const pill = document.createElementNS(SVG, "rect");
    const text = document.createElementNS(SVG, "text");
    const put = (node, attributes) => Object.entries(attributes).forEach(([k, v]) => node.setAttribute(k, v));
    put(svg, { viewBox: "0 0 " + wide + " 32", width: wide, height: 32, "aria-hidden": "true", focusable: "false" });
    put(pill, { x: 1.5, y: 1.5, width: wide - 3, height: 29, rx: 14.5, fill: "#14213d", stroke: "#ffffff", "stroke-width": 2 });
    put(text, { x: wide / 2, y: 21, "font-size": 14, "font-weight": 700, "text-anchor": "middle", fill: "#ffffff" });
    text.textContent = count;
    svg.append(pill, text);
    const says = "Grupa: " + named(count) + "; Enter przybliża";
    return new Icon({ html: svg, className: "entity-icon entity-cluster", iconSize: [wide, 32], says: says });
  }

  function line(parent, tag, text, className) {
    const node = document.createElement(tag);
    node.textContent = text;
    if (className) node.className = className;
    parent.append(node);
    return node;
  }

  function card({ id, name, kind, is_own }) {
    const box = document.createElement("div");
    box.lang = "pl";
    const here = new URLSearchParams(location.search);
    const kept = new URLSearchParams(["date", "lang"].filter((k) => here.get(k)).map((k) => [k, here.get(k)])).toString();
    const title = line(line(box, "strong", "", "card-name"), "a", name);
    title.setAttribute("href", "/planowanie/podmiot/" + encodeURIComponent(id) + (kept ? "?" + kept : ""));
    line(box, "span", kindName(kind), "card-status");
    line(box, "span", is_own ? "Punkt podany w źródle" : "Punkt to środek miejscowości, nie adres", "card-note");
    return box;
  }

  function opened(event) {
    event.popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", "Zamknij");
  }

  const group = L.markerClusterGroup({
    iconCreateFunction: clusterIcon,
    showCoverageOnHover: false,
    maxClusterRadius: 46,
    spiderfyDistanceMultiplier: 1.6,
    spiderLegPolylineOptions: { weight: 1.5, color: "#14213d", opacity: 0.8, interactive: false },
    chunkedLoading: true,
    chunkProgress: (done, all) => done === all && finished(all),
    animate: !calm,
  });

  /* All icons are one stop of the Tab key: arrows move between them, Enter or Space opens, Escape closes. */
  const pane = map.getPane("markerPane");
  const icons = () => [...pane.querySelectorAll(".entity-icon")];

  function settle() {
    const shown = icons();
    shown.forEach((node) => node.setAttribute("tabindex", node === stop ? "0" : "-1"));
    if (shown.length && !shown.includes(stop)) rove(shown[0]);
  }

  function rove(node) {
    if (stop) stop.setAttribute("tabindex", "-1");
    stop = node;
    node.setAttribute("tabindex", "0");
  }

  function layerOf(node) {
    let found = null;
    group._featureGroup.eachLayer((layer) => (layer._icon === node ? (found = layer) : null));
    return found;
  }

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const middle = (node) => {
    const box = node.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };

  /* The icon that lies nearest in the direction and inside the map, what is straight ahead before what is aside. */
  function neighbour(node, [dx, dy]) {
    const here = middle(node), around = map.getContainer().getBoundingClientRect();
    let best = node, least = Infinity;
    icons().forEach(function (other) {
      const there = middle(other);
      const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      const inside = there.x > around.left && there.x < around.right && there.y > around.top && there.y < around.bottom;
      if (inside && ahead > 0.5 && ahead + 2 * aside < least) [best, least] = [other, ahead + 2 * aside];
    });
    return best;
  }

  function open(node) {
    const layer = layerOf(node);
    if (!layer) return;
    if (layer.entity) {
      layer.openPopup();
      const link = layer.getPopup().getElement().querySelector("a[href]");
      if (link) link.focus();
      return;
    }
    const children = layer.getAllChildMarkers();
    group.once("spiderfied animationend", () => setTimeout(() => comeTo(children), 0));
    map.once("moveend", () => setTimeout(() => comeTo(children), calm ? 0 : 350));
    group._zoomOrSpiderfy({ layer: layer });
  }

  /* After a group has come apart, the keyboard stands on one of its parts. */
  function comeTo(children) {
    const parent = children.map((m) => group.getVisibleParent(m)).find((l) => l && l._icon);
    if (parent && (document.activeElement === document.body || pane.contains(document.activeElement))) {
      rove(parent._icon);
      parent._icon.focus();
    }
  }

  pane.addEventListener("keydown", function (event) {
    const node = event.target.closest(".entity-icon");
    if (!node) return;
    if (event.key === "Enter" || event.key === " ") open(node);
    else if (STEPS[event.key]) neighbour(node, STEPS[event.key]).focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  pane.addEventListener("focusin", function (event) {
    const node = event.target.closest(".entity-icon");
    if (!node) return;
    rove(node);
    const layer = layerOf(node);
    if (layer) marked(layer.entity ? [layer.entity.id] : layer.getAllChildMarkers().map((m) => m.entity.id));
  });
  pane.addEventListener("focusout", () => marked([]));
  map.getContainer().addEventListener("keydown", function (event) {
    const source = map._popup && map._popup.isOpen() && map._popup._source;
    if (event.key !== "Escape" || !source || !source.entity) return;
    map.closePopup();
    const shown = group.getVisibleParent(source);
    if (shown) shown._icon.focus();
    event.stopPropagation();
  }, true);

  /* The list follows the map, and the map the list. */
  const rows = new Map([...document.querySelectorAll("tr[data-entity]")].map((row) => [row.dataset.entity, row]));

  function marked(ids) {
    rows.forEach((row) => row.classList.remove("chosen"));
    ids.forEach((id) => rows.has(id) && rows.get(id).classList.add("chosen"));
  }

  function shown(id, on) {
    const marker = markers.get(id);
    const layer = marker && group.hasLayer(marker) && group.getVisibleParent(marker);
    if (layer && layer._icon) layer._icon.classList.toggle("entity-shown", on);
  }

  rows.forEach(function (row, id) {
    ["mouseenter", "focusin"].forEach((name) => row.addEventListener(name, () => shown(id, true)));
    ["mouseleave", "focusout"].forEach((name) => row.addEventListener(name, () => shown(id, false)));
  });
  pane.addEventListener("mouseover", function (event) {
    const node = event.target.closest(".entity-icon"), layer = node && layerOf(node);
    if (layer && layer.entity) marked([layer.entity.id]);
  });
  pane.addEventListener("mouseout", () => marked([]));

  function finished(count) {
    settle();
    frame.dataset.count = count;
    state.textContent = count ? "Na mapie: " + named(count) + ". Strzałki przechodzą między znakami, Enter otwiera, Escape zamyka." : "Na mapie nie ma żadnego podmiotu.";
  }

  new MutationObserver(settle).observe(pane, { childList: true });
  fetch(frame.dataset.entities, { headers: { Accept: "application/geo+json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
    .then(function (collection) {
      group.addLayers(collection.features.map(entityMarker));
      group.addTo(map);
      if (!collection.features.length) finished(0);
    })
    .catch(function () {
      state.textContent = "Nie udało się pobrać punktów; lista obok jest pełna. Odśwież stronę, aby spróbować jeszcze raz.";
    });
})();
