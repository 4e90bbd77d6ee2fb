/* Entities on the map of a frame: clusters and signs, copied from the legend that the server wrote.
 * It runs in a sandbox of an opaque origin; text of the registry reaches the page as text nodes only. */
"use strict";
(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const legend = document.querySelector("[data-entities]");
  const map = window.sesMap?.map;
  if (!legend || !map || !L.markerClusterGroup || !window.sesRoving) return;
  const { STEPS, neighbour, Stop } = window.sesRoving;
  const said = JSON.parse(legend.dataset.texts);
  const state = legend.querySelector("[data-state]");
  const kept = document.documentElement.dataset.kept;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const pane = map.getPane("markerPane");
  /** @type {Map<string, EntityMarker>} */
  const markers = new Map();

  /** @type {new (options: L.DivIconOptions) => L.DivIcon} */
  const Sign = L.DivIcon.extend({
    createIcon: function (/** @type {HTMLElement} */ old) {
      const node = L.DivIcon.prototype.createIcon.call(this, old);
      Object.entries({ role: "button", tabindex: "-1", "aria-label": this.options.says }).forEach(([k, v]) => node.setAttribute(k, v));
      return node;
    },
  });

  /** @param {string} kind */
  function keyOf(kind) {
    const rows = [...legend.querySelectorAll("[data-sign]")];
    return rows.find((row) => row.dataset.sign === kind) || rows[0];
  }

  const nameOf = (/** @type {string} */ kind) => keyOf(kind).querySelector(".kind").textContent;

  /** @param {HTMLElement} parent @param {string} tag @param {string} text @param {string} [className] */
  function line(parent, tag, text, className) {
    const node = document.createElement(tag);
    node.textContent = text;
    if (className) node.className = className;
    parent.append(node);
    return node;
  }

  /** @param {Framed} entity */
  function card({ id, name, kind, is_own }) {
    const box = document.createElement("div");
    const title = /** @type {HTMLAnchorElement} */ (line(line(box, "strong", "", "card-name"), "a", name));
    title.lang = "pl";
    title.target = "_top";
    title.setAttribute("href", legend.dataset.entityPage + encodeURIComponent(id) + (kept ? "?" + kept : ""));
    line(box, "span", nameOf(kind), "card-status");
    if (!is_own) line(box, "span", said.town, "card-note");
    return box;
  }

  /** @param {{ geometry: { coordinates: [number, number] }; properties: Framed }} feature */
  function markerOf({ geometry, properties }) {
    const [lon, lat] = geometry.coordinates;
    const says = [properties.name, nameOf(properties.kind), properties.is_own ? "" : said.town].filter(Boolean).join(", ");
    const sign = /** @type {SVGElement} */ (keyOf(properties.kind).querySelector("svg").cloneNode(true));
    const icon = new Sign({ html: sign, className: "entity-icon", iconSize: [32, 32], says: says });
    const marker = Object.assign(L.marker([lat, lon], { icon: icon, keyboard: false, riseOnHover: true }), { entity: properties });
    marker.bindPopup(() => card(properties), { autoPanPadding: [56, 16], maxWidth: Math.min(300, map.getSize().x - 68) });
    marker.on("popupopen", (event) => event.popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", said.close));
    markers.set(properties.id, marker);
    return marker;
  }

  /** @param {Cluster} cluster */
  function clusterIcon(cluster) {
    const count = cluster.getChildCount();
    const wide = count > 999 ? 52 : 42;
    const put = (/** @type {string} */ tag, /** @type {Record<string, any>} */ attributes) => {
      const node = document.createElementNS(SVG, tag);
      Object.entries(attributes).forEach(([k, v]) => node.setAttribute(k, v));
      return node;
    };
    const svg = put("svg", { viewBox: "0 0 " + wide + " 32", width: wide, height: 32, "aria-hidden": "true", focusable: "false" });
    const text = put("text", { x: wide / 2, y: 21, "font-size": 14, "font-weight": 700, "text-anchor": "middle", fill: "#ffffff" });
    text.textContent = String(count);
    svg.append(put("rect", { x: 1.5, y: 1.5, width: wide - 3, height: 29, rx: 14.5, fill: "#14213d", stroke: "#ffffff", "stroke-width": 2 }), text);
    return new Sign({ html: svg, className: "entity-icon", iconSize: [wide, 32], says: said.group.replace("{0}", String(count)) });
  }

  const group = L.markerClusterGroup({
    iconCreateFunction: clusterIcon,
    showCoverageOnHover: false,
    maxClusterRadius: 46,
    spiderfyDistanceMultiplier: 1.6,
    spiderLegPolylineOptions: { weight: 1.5, color: "#14213d", opacity: 0.8, interactive: false },
    chunkedLoading: true,
    animate: !calm,
  });

  /* One stop of the Tab key: arrows move between the signs, Enter or Space opens, Escape closes. */
  const signs = () => [...pane.querySelectorAll(".entity-icon")];
  const { rove, settle } = Stop(signs);

  /** @param {HTMLElement} node @returns {EntityMarker & Cluster} */
  function layerOf(node) {
    return /** @type {any} */ (group._featureGroup.getLayers().find((layer) => layer._icon === node));
  }

  /** @param {HTMLElement} node */
  function open(node) {
    const layer = layerOf(node);
    if (!layer) return;
    if (layer.entity) {
      layer.openPopup();
      layer.getPopup().getElement().querySelector("a[href]").focus();
      return;
    }
    const children = layer.getAllChildMarkers();
    group.once("spiderfied animationend", () => setTimeout(() => comeTo(children), 0));
    map.once("moveend", () => setTimeout(() => comeTo(children), calm ? 0 : 350));
    group._zoomOrSpiderfy({ layer: layer });
  }

  /** After a group has come apart, the keyboard stands on one of its parts. @param {L.Marker[]} children */
  function comeTo(children) {
    const part = children.map((m) => group.getVisibleParent(m)).find((l) => l?._icon);
    if (!part || !(document.activeElement === document.body || pane.contains(document.activeElement))) return;
    rove(part._icon);
    part._icon.focus();
  }

  pane.addEventListener("keydown", function (event) {
    const node = event.target.closest(".entity-icon");
    if (!node) return;
    if (event.key === "Enter" || event.key === " ") open(node);
    else if (STEPS[event.key]) (neighbour(node, STEPS[event.key], signs(), map) || node).focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  pane.addEventListener("focusin", (event) => event.target.closest(".entity-icon") && rove(event.target.closest(".entity-icon")));
  map.getContainer().addEventListener("keydown", function (event) {
    const source = map._popup?.isOpen() && map._popup._source;
    if (event.key !== "Escape" || !source || !source.entity) return;
    map.closePopup();
    const shown = group.getVisibleParent(source);
    if (shown) shown._icon.focus();
    event.stopPropagation();
  }, true);

  /* A row of the list marks its sign. */
  document.querySelectorAll("tr[data-entity]").forEach(function (row) {
    /** @param {boolean} on */
    function shown(on) {
      const marker = markers.get(row.dataset.entity);
      const layer = marker && group.getVisibleParent(marker);
      if (layer?._icon) layer._icon.classList.toggle("entity-shown", on);
    }
    ["mouseenter", "focusin"].forEach((name) => row.addEventListener(name, () => shown(true)));
    ["mouseleave", "focusout"].forEach((name) => row.addEventListener(name, () => shown(false)));
  });

  new MutationObserver(settle).observe(pane, { childList: true });
  fetch(legend.dataset.entities, { headers: { Accept: "application/geo+json" }, credentials: "omit" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then(function ({ features }) {
      group.addLayers(features.map(markerOf));
      group.addTo(map);
      settle();
      legend.dataset.count = String(features.length);
      state.textContent = features.length ? said.shown.replace("{0}", features.length) : said.none;
    })
    .catch(() => (state.textContent = said.failed));
})();
