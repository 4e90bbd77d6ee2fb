/* The areas of the map: their fills, what they answer to a pointer, and the rows of the page's table beside them. */
"use strict";
window.sesMap ??= { geometry: {}, places: {} };
(function (sesMap) {
  const SVG = "http://www.w3.org/2000/svg";

  /** @param {SVGElement} defs @param {Pattern} pattern */
  function pattern(defs, { id, size, base, lines }) {
    const put = (/** @type {SVGElement} */ parent, /** @type {string} */ tag, /** @type {Record<string, any>} */ attributes) => {
      const node = document.createElementNS(SVG, tag);
      Object.entries(attributes).forEach(([k, v]) => node.setAttribute(k, v));
      return parent.appendChild(node);
    };
    const tile = put(defs, "pattern", { id: id, width: size, height: size, patternUnits: "userSpaceOnUse" });
    put(tile, "rect", { width: size, height: size, fill: base });
    lines.forEach(([d, stroke, width]) => put(tile, "path", { d: d, stroke: stroke, "stroke-width": width, fill: "none" }));
  }

  /** The same patterns that the legend's swatches refer to; a page may already carry them. @param {View} view */
  function patterns(view) {
    const missing = view.patterns.filter((p) => !document.getElementById(p.id));
    if (!missing.length) return;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "map-patterns");
    svg.setAttribute("aria-hidden", "true");
    const defs = document.createElementNS(SVG, "defs");
    missing.forEach((p) => pattern(defs, p));
    svg.append(defs);
    document.body.append(svg);
  }

  const REST = { weight: 0, fillOpacity: 1, color: "#14213d" };
  const HOVER = { weight: 3, fillOpacity: 1 };

  /** @param {string} slug @param {View} view */
  function areas(slug, view) {
    const topology = sesMap.decode(slug);
    patterns(view);
    const group = /** @type {Areas} */ (Object.assign(L.featureGroup(), { units: {} }));
    topology.objects.units.geometries.forEach(function (shape) {
      const fill = view.fills[view.units[shape.id][2]];
      const layer = L.polygon(sesMap.ringsOf(topology, shape), { ...REST, fillColor: fill, smoothFactor: 0 });
      layer.bindTooltip(() => sesMap.card(view, shape.id, false), { sticky: true, opacity: 1 });
      layer.bindPopup(function () {
        Object.assign(layer.getPopup().options, sesMap.room(layer["_map"]));
        return sesMap.card(view, shape.id, true);
      });
      layer.on("mouseover", function () {
        if (layer["_map"].dragging?.moving()) return; // what passes under a hand that drags is not pointed at
        layer.setStyle(HOVER);
        if (document.activeElement !== layer.getElement()) layer.bringToFront();
      });
      layer.on("mouseout", () => layer.setStyle(REST));
      layer.on("popupopen", () => chosen(shape.id));
      layer.on("popupclose", () => chosen(""));
      layer.on("popupopen", function (event) {
        layer.closeTooltip();
        event.popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", sesMap.texts(view).close);
      });
      layer.on("add", () => sesMap.reachable(group, layer, sesMap.label(view, shape.id)));
      group.units[shape.id] = layer.addTo(group);
    });
    return group;
  }

  /** The table's row of the area whose card is open is marked; a row's button-like hover marks the area. @param {string} unit */
  function chosen(unit) {
    document.querySelectorAll("tr[data-unit]").forEach(function (row) {
      const own = row.dataset.unit === unit;
      row.classList.toggle("chosen", own);
      if (own) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    });
  }

  /** @param {Areas} group */
  function follow(group) {
    const styled = (/** @type {HTMLElement} */ row, /** @type {L.PathOptions} */ style) => group.units[row.dataset.unit] && group.units[row.dataset.unit].setStyle(style);
    document.querySelectorAll("tr[data-unit]").forEach(function (row) {
      ["mouseenter", "focusin"].forEach((name) => row.addEventListener(name, () => styled(row, HOVER)));
      ["mouseleave", "focusout"].forEach((name) => row.addEventListener(name, () => styled(row, REST)));
    });
  }

  Object.assign(sesMap, { areas, follow });
})(window.sesMap);
