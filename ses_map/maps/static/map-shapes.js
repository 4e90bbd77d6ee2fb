/* Polygons and borders from a topology: what the maps of the country and of a voivodeship share. */
"use strict";
window.sesMap ??= { geometry: {}, places: {} };
(function (sesMap) {
  /** @type {Record<string, Topology>} */
  const decoded = {};

  /** @param {string} slug */
  function decode(slug) {
    if (decoded[slug]) return decoded[slug];
    const source = sesMap.geometry[slug];
    const [sx, sy] = source.transform.scale;
    const arcs = source.arcs.map(function (arc) {
      let x = 0, y = 0;
      return arc.map(function ([dx, dy]) {
        x += dx;
        y += dy;
        return /** @type {Point} */ ([y * sy, x * sx]);
      });
    });
    decoded[slug] = { arcs: arcs, objects: source.objects };
    return decoded[slug];
  }

  /** @type {(topology: Topology, i: number) => Point[]} */
  const arcOf = (topology, i) => (i < 0 ? topology.arcs[~i].slice().reverse() : topology.arcs[i]);
  /** @type {(topology: Topology, indexes: number[]) => Point[]} */
  const ring = (topology, indexes) => indexes.reduce((/** @type {Point[]} */ all, i) => all.concat(arcOf(topology, i).slice(all.length ? 1 : 0)), []);
  /** @type {(shape: Shape) => number[][][]} */
  const parts = (shape) => (shape.type === "Polygon" ? [shape.arcs] : shape.arcs);

  /** The rings of a shape, as Leaflet takes them. @type {SesMap["ringsOf"]} */
  const ringsOf = (topology, shape) => parts(shape).map((polygon) => polygon.map((indexes) => ring(topology, indexes)));

  /**
   * Arc number -> the keys of the polygons on its sides; one key = outer border.
   * @param {Topology} topology @param {string} object @param {(shape: Shape, n: number) => Key} keyOf
   */
  function sides(topology, object, keyOf) {
    /** @type {Map<number, Set<Key>>} */
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

  /** @param {Topology} topology @param {number} arc */
  function outer(topology, arc) {
    if (!topology.units) topology.units = sides(topology, "units", (shape) => shape.id);
    const found = topology.units.get(arc);
    return found !== undefined && found.size === 1;
  }

  Object.assign(sesMap, { decode, ringsOf, sides, outer });
})(window.sesMap);
