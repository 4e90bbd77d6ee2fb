/* What the composed maps call: polygons, borders and labels from a topology, drawn by Leaflet.
 * Registry text reaches the page only as text nodes. No inline style or script is written, so a strict CSP holds. */
"use strict";
window.sesMap = (function () {
  const SVG = "http://www.w3.org/2000/svg";
  const geometry = {};
  const decoded = {};
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function decode(slug) {
    if (decoded[slug]) return decoded[slug];
    const source = geometry[slug];
    const [sx, sy] = source.transform.scale;
    const arcs = source.arcs.map(function (arc) {
      let x = 0, y = 0;
      return arc.map(([dx, dy]) => [(y += dy) * sy, (x += dx) * sx]);
    });
    return (decoded[slug] = { arcs: arcs, objects: source.objects });
  }

  const arcOf = (topology, i) => (i < 0 ? topology.arcs[~i].slice().reverse() : topology.arcs[i]);
  const ring = (topology, indexes) => indexes.reduce((all, i) => all.concat(arcOf(topology, i).slice(all.length ? 1 : 0)), []);
  const parts = (shape) => (shape.type === "Polygon" ? [shape.arcs] : shape.arcs);

  /* Arc number -> the keys of the polygons on its sides; one key = outer border. */
  function sides(topology, object, keyOf) {
    const found = new Map();
    topology.objects[object].geometries.forEach(function (shape, n) {
      const key = keyOf(shape, n);
      parts(shape).flat(2).forEach(function (i) {
        const arc = i < 0 ? ~i : i;
        found.set(arc, (found.get(arc) || new Set()).add(key));
      });
    });
    return found;
  }

  /* What the map says: the page's own words, in its language, before those that came with the map. */
  function texts(view) {
    if (!view.said) {
      const box = document.querySelector(".folium-map[data-texts]");
      view.said = box ? { ...view.texts, ...JSON.parse(box.dataset.texts) } : view.texts;
    }
    return view.said;
  }

  function noted(view, note) {
    if (!note.length) return "";
    const says = (key, value) => texts(view)[key].replace("{0}", value);
    if (note[0] === "ended") return says("ended", note[1]);
    const [, written, until, derived] = note;
    return (written ? says("dated", written) : says("undated")) + (until ? says("until", until) : "") + (derived ? says("derived") : "");
  }

  const status = { found: 0, overlap: 1, expired: 2, unknown: 3, gap: 4 };

  function paint(view, unit) {
    const [, state, centres] = view.units[unit];
    if (state === status.unknown) return "url(#ses-unknown)";
    if (state === status.gap) return "url(#ses-gap)";
    const colour = view.centres[centres[0]][2];
    if (state === status.expired) return "url(#ses-expired-" + colour + ")";
    if (state === status.overlap) return "url(#ses-overlap-" + colour + ")";
    return view.palette[colour];
  }

  function pattern(defs, { id, base, stroke, width, d }) {
    const p = document.createElementNS(SVG, "pattern");
    Object.entries({ id: id, width: 8, height: 8, patternUnits: "userSpaceOnUse" }).forEach(([k, v]) => p.setAttribute(k, v));
    const rect = document.createElementNS(SVG, "rect");
    Object.entries({ width: 8, height: 8, fill: base }).forEach(([k, v]) => rect.setAttribute(k, v));
    const path = document.createElementNS(SVG, "path");
    Object.entries({ d: d, stroke: stroke, "stroke-width": width, fill: "none" }).forEach(([k, v]) => path.setAttribute(k, v));
    p.append(rect, path);
    defs.append(p);
  }

  /* The same patterns that the legend's swatches refer to; a page may already carry them. */
  function patterns(view) {
    if (document.getElementById("ses-unknown")) return;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "map-patterns");
    svg.setAttribute("aria-hidden", "true");
    const defs = document.createElementNS(SVG, "defs");
    view.patterns.forEach((p) => pattern(defs, p));
    svg.append(defs);
    document.body.append(svg);
  }

  function line(parent, tag, text, className) {
    const node = document.createElement(tag);
    node.textContent = text;
    if (className) node.className = className;
    parent.append(node);
    return node;
  }

  /* Where the pages of a static copy lie from this one; "none" where they are not in it; nothing on a server. */
  function copied() {
    const box = document.querySelector(".folium-map[data-root]");
    return box ? box.dataset.root : "";
  }

  /* A link keeps the day and the language of the page: a frame says which, any other page has them in its address. */
  function anchor(parent, text, page) {
    const href = copied() ? copied() + page.slice(1) + "/index.html" : page;
    const here = new URLSearchParams(location.search);
    const kept = document.documentElement.dataset.kept ?? new URLSearchParams(["date", "lang"].filter((k) => here.get(k)).map((k) => [k, here.get(k)])).toString();
    const node = line(parent, "a", text);
    node.setAttribute("href", kept ? href + "?" + kept : href);
    return node;
  }

  function card(view, unit, full) {
    const [name, state, centres, note] = view.units[unit];
    const leads = full && view.links && copied() !== "none";
    const box = document.createElement("div");
    line(box, "strong", name, "card-name");
    line(box, "span", texts(view).status[state], "card-status");
    centres.forEach(function (n) {
      const row = line(box, "span", n + ". ", "card-centre");
      if (leads) anchor(row, view.centres[n][1], view.links.centre + view.centres[n][0]);
      else row.append(view.centres[n][1]);
    });
    if (note.length) line(box, "span", noted(view, note), "card-note");
    if (leads) anchor(line(box, "span", "", "card-more"), texts(view).more, view.links.powiat + unit.slice(0, 4));
    return box;
  }

  const REST = { weight: 0, fillOpacity: 1, color: "#14213d" };
  const HOVER = { weight: 3, fillOpacity: 1 };

  function areas(slug, view) {
    const topology = decode(slug);
    patterns(view);
    const group = L.featureGroup();
    group.units = {};
    topology.objects.units.geometries.forEach(function (shape) {
      const rings = parts(shape).map((polygon) => polygon.map((indexes) => ring(topology, indexes)));
      const layer = L.polygon(rings, { ...REST, fillColor: paint(view, shape.id), smoothFactor: 0 });
      layer.bindTooltip(() => card(view, shape.id, false), { sticky: true, opacity: 1 });
      layer.bindPopup(function () {
        Object.assign(layer.getPopup().options, room(layer._map));
        return card(view, shape.id, true);
      });
      layer.on("mouseover", function () {
        if (layer._map.dragging && layer._map.dragging.moving()) return; // what passes under a hand that drags is not pointed at
        layer.setStyle(HOVER);
        if (document.activeElement !== layer.getElement()) layer.bringToFront();
      });
      layer.on("mouseout", () => layer.setStyle(REST));
      layer.on("popupopen", () => chosen(group, shape.id));
      layer.on("popupclose", () => chosen(group, ""));
      layer.on("popupopen", function (event) {
        layer.closeTooltip();
        event.popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", texts(view).close);
      });
      layer.on("add", () => reachable(group, layer, label(view, shape.id)));
      group.units[shape.id] = layer.addTo(group);
    });
    return group;
  }

  /* The table's row of the area whose card is open is marked; a row's button-like hover marks the area. */
  function chosen(group, unit) {
    document.querySelectorAll("tr[data-unit]").forEach(function (row) {
      const own = row.dataset.unit === unit;
      row.classList.toggle("chosen", own);
      if (own) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    });
  }

  function follow(group) {
    const styled = (row, style) => group.units[row.dataset.unit] && group.units[row.dataset.unit].setStyle(style);
    document.querySelectorAll("tr[data-unit]").forEach(function (row) {
      ["mouseenter", "focusin"].forEach((name) => row.addEventListener(name, () => styled(row, HOVER)));
      ["mouseleave", "focusout"].forEach((name) => row.addEventListener(name, () => styled(row, REST)));
    });
  }

  function mark(map, view, box) {
    const [lat, lon] = box.dataset.mark.split(",").map(Number);
    const place = { interactive: false, keyboard: false, radius: 9, color: "#ffffff", weight: 3, fillColor: "#b00020", fillOpacity: 1 };
    const node = L.circleMarker([lat, lon], place).addTo(map).getElement();
    node.setAttribute("role", "img");
    node.setAttribute("aria-label", texts(view).here);
  }

  /* A card keeps clear of the controls: it opens beside them, or on a narrow map below them. */
  function room(map) {
    const width = map.getSize().x;
    if (width > 480) return { maxWidth: 300, autoPanPaddingTopLeft: [60, 12], autoPanPaddingBottomRight: [60, 12] };
    return { maxWidth: width - 68, autoPanPaddingTopLeft: [8, 84], autoPanPaddingBottomRight: [8, 12] };
  }

  function label(view, unit) {
    const [name, state, centres, note] = view.units[unit];
    const who = centres.map((n) => view.centres[n][1]).join(", ");
    return [name, texts(view).status[state], who, noted(view, note)].filter(Boolean).join(" ");
  }

  /* All areas are one stop of the Tab key: arrows move between them, Enter or Space opens the card, Escape closes it. */
  function reachable(group, layer, text) {
    const node = layer.getElement();
    if (!node) return;
    if (!group.stop) group.stop = layer;
    const attributes = { role: "button", "aria-label": text, tabindex: layer === group.stop ? 0 : -1 };
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.addEventListener("focus", function () {
      group.stop.getElement().setAttribute("tabindex", -1);
      node.setAttribute("tabindex", 0);
      group.stop = layer;
      if (!node.matches(":focus-visible")) return;
      layer.openTooltip(layer.getBounds().getCenter());
      group.ring = outline([layer], "map-ring", 7).addTo(layer._map);
    });
    node.addEventListener("blur", function () {
      layer.closeTooltip();
      if (group.ring) group.ring.remove();
    });
    node.addEventListener("keydown", (event) => press(group, layer, event));
  }

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function press(group, layer, event) {
    if (event.key === "Enter" || event.key === " ") layer.openPopup(layer.getBounds().getCenter());
    else if (STEPS[event.key]) (neighbour(group, layer, STEPS[event.key]) || layer).getElement().focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /* The area whose middle is nearest in the direction, what lies straight ahead before what lies aside. */
  function neighbour(group, layer, [dx, dy]) {
    const middle = (l) => l._map.latLngToLayerPoint(l.getBounds().getCenter());
    const here = middle(layer);
    let best = null, least = Infinity;
    Object.values(group.units).forEach(function (other) {
      const there = middle(other);
      const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      if (ahead > 0.5 && ahead + 2 * aside < least) [best, least] = [other, ahead + 2 * aside];
    });
    return best;
  }

  const BORDERS = {
    voivodeship: { weight: 3, color: "#14213d" },
    powiat: { weight: 0.8, color: "#14213d", opacity: 0.55 },
    gmina: { weight: 0.5, color: "#14213d", opacity: 0.4, dashArray: "2 3" },
    centre: { weight: 1.6, color: "#14213d" },
  };

  function borders(slug, level, view) {
    const topology = decode(slug);
    const object = level === "gmina" ? "gminy" : "units";
    const keys = {
      voivodeship: (shape) => shape.id.slice(0, 2),
      powiat: (shape) => shape.id,
      gmina: (shape, n) => n,
      centre: (shape) => view.units[shape.id][1] + ":" + view.units[shape.id][2].join(),
    };
    const lines = [];
    sides(topology, object, keys[level]).forEach(function (found, arc) {
      if (found.size > 1 || level === "voivodeship") if (found.size > 1 || outer(topology, arc)) lines.push(topology.arcs[arc]);
    });
    return L.polyline(lines, { ...BORDERS[level], interactive: false, smoothFactor: 0 });
  }

  function outer(topology, arc) {
    if (!topology.units) topology.units = sides(topology, "units", (shape) => shape.id);
    const found = topology.units.get(arc);
    return found !== undefined && found.size === 1;
  }

  /* Labels are text beside the legend's numbers; the legend and the table say the same to a screen reader. */
  function labels(places, className) {
    const group = L.layerGroup(
      places.map(function ([lat, lon, text]) {
        const node = document.createElement("span");
        node.textContent = text;
        const icon = L.divIcon({ html: node, className: "map-label " + className, iconSize: null });
        const marker = L.marker([lat, lon], { icon: icon, interactive: false, keyboard: false });
        marker.on("add", () => marker.getElement().setAttribute("aria-hidden", "true"));
        return marker;
      })
    );
    group.on("add", function () {
      group._map.on("zoomend resize", thin, group);
      thin.call(group);
    });
    group.on("remove", () => group._map && group._map.off("zoomend resize", thin, group));
    return group;
  }

  /* Labels come with the most important first; one that would cover an earlier one waits for a closer zoom. */
  function thin() {
    const placed = [];
    this.eachLayer(function (marker) {
      const node = marker.getElement();
      if (!node) return;
      node.classList.remove("map-label-waits");
      const box = node.firstChild.getBoundingClientRect();
      const covers = placed.some((p) => box.left < p.right && p.left < box.right && box.top < p.bottom && p.top < box.bottom);
      if (covers) node.classList.add("map-label-waits");
      else placed.push(box);
    });
  }

  /* A line around areas, in two colours, so that it is seen on any ground. */
  function outline(layers, className, weight) {
    const line = (style) => layers.map((l) => L.polygon(l.getLatLngs(), { fill: false, interactive: false, ...style }));
    return L.featureGroup([...line({ weight: weight + 4, color: "#ffffff" }), ...line({ weight: weight, color: "#14213d", className: className })]);
  }

  function focus(map, group, view, box) {
    const wanted = Object.keys(group.units).filter(function (unit) {
      if (box.dataset.focus) return unit.slice(0, 4) === box.dataset.focus;
      return view.units[unit][2].some((n) => view.centres[n][0] === box.dataset.focusCentre);
    });
    if (!wanted.length) return null;
    const ring = outline(wanted.map((unit) => group.units[unit]), "map-focus", 5).addTo(map);
    const bounds = ring.getBounds().pad(box.dataset.focus ? 0.6 : 0.15);
    map.fitBounds(bounds, { animate: false });
    return bounds;
  }

  /* The list of layers was composed in Polish. */
  function rename(control, names) {
    control._layers.forEach((row) => Object.assign(row, { key: row.name, name: names[row.name] || row.name }));
    control._update();
  }

  /* On paper the box has another size: what the page is about is shown whole there, and the reader's view comes back. */
  function onPaper(map, home) {
    const box = map.getContainer().parentNode;
    let was = null;
    addEventListener("beforeprint", function () {
      was = [map.getCenter(), map.getZoom()];
      box.classList.add("on-paper");
      map.invalidateSize({ animate: false });
      map.fitBounds(home, { animate: false, padding: [8, 8] });
    });
    addEventListener("afterprint", function () {
      box.classList.remove("on-paper");
      map.invalidateSize({ animate: false });
      if (was) map.setView(...was, { animate: false });
    });
  }

  function finish(map, group, view, control) {
    const box = map.getContainer();
    map.fitBounds(view.bounds, { animate: false, padding: [8, 8] });
    L.control.zoom({ zoomInTitle: texts(view).zoomIn, zoomOutTitle: texts(view).zoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    rename(control, texts(view).names);
    const toggle = box.querySelector(".leaflet-control-layers-toggle");
    if (toggle) {
      toggle.title = texts(view).layers;
      toggle.setAttribute("aria-label", texts(view).layers);
    }
    box.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !map._popup || !map._popup.isOpen()) return;
      map.closePopup();
      if (group.stop && map.hasLayer(group)) group.stop.getElement().focus();
    });
    map.on("focus click", () => map.scrollWheelZoom.enable());
    map.on("blur mouseout", () => map.scrollWheelZoom.disable());
    const home = (box.dataset.focus || box.dataset.focusCentre) && focus(map, group, view, box);
    onPaper(map, home || view.bounds);
    if (box.dataset.mark) mark(map, view, box);
    follow(group);
    if (calm) {
      /* Leaflet reads zoomAnimation when a map is made only; a threshold below every step does the same later. */
      Object.assign(map.options, { zoomAnimationThreshold: -1, inertia: false });
      map.panBy = (way) => L.Map.prototype.panBy.call(map, way, { animate: false });
    }
    Object.assign(api, { map: map, control: control }); // for scripts of pages that draw on it; they come after this one
    box.dataset.ready = "true";
  }

  const api = { geometry: geometry, areas: areas, borders: borders, labels: labels, finish: finish };
  return api;
})();
