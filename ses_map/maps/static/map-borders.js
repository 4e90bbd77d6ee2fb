/* Lines on the map: borders of each level, and outlines of what is marked. */
"use strict";
window.sesMap ??= { geometry: {}, places: {} };
(function (sesMap) {
  /** @type {Record<string, L.PolylineOptions>} */
  const BORDERS = {
    voivodeship: { weight: 3, color: "#14213d" },
    powiat: { weight: 0.8, color: "#14213d", opacity: 0.55 },
    gmina: { weight: 0.5, color: "#14213d", opacity: 0.4, dashArray: "2 3" },
    centre: { weight: 1.6, color: "#14213d" },
  };

  /* Who serves a unit, or no longer does: how well that is known draws no border. */
  /** @param {Unit} unit @returns {string} */
  const served = ([, standing, , centres]) => (standing > 1) + ":" + centres.map(([number]) => number).join();

  /** @param {string} slug @param {string} level @param {View} view */
  function borders(slug, level, view) {
    const topology = sesMap.decode(slug);
    const object = level === "gmina" ? "gminy" : "units";
    /** @type {Record<string, (shape: Shape, n: number) => Key>} */
    const keys = {
      voivodeship: (shape) => shape.id.slice(0, 2),
      powiat: (shape) => shape.id,
      gmina: (_shape, n) => n,
      centre: (shape) => served(view.units[shape.id]),
    };
    /** @type {Point[][]} */
    const lines = [];
    sesMap.sides(topology, object, keys[level]).forEach(function (found, arc) {
      if (found.size > 1 || level === "voivodeship") if (found.size > 1 || sesMap.outer(topology, arc)) lines.push(topology.arcs[arc]);
    });
    return L.polyline(lines, { ...BORDERS[level], interactive: false, smoothFactor: 0 });
  }

  /** A line around areas, in two colours, so that it is seen on any ground. @param {Area[]} layers @param {string} className @param {number} weight */
  function outline(layers, className, weight) {
    const line = (/** @type {L.PolylineOptions} */ style) => layers.map((l) => L.polygon(/** @type {L.LatLng[]} */ (l.getLatLngs()), { fill: false, interactive: false, ...style }));
    return L.featureGroup([...line({ weight: weight + 4, color: "#ffffff" }), ...line({ weight: weight, color: "#14213d", className: className })]);
  }

  Object.assign(sesMap, { borders, outline });
})(window.sesMap);
