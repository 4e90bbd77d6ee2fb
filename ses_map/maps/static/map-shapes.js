/* Polygons and borders from a topology: what the maps of the country and of a voivodeship share. */
"use strict";
(function (sesMap) {
  const decoded = {};

  function decode(slug) {
    if (decoded[slug]) return decoded[slug];
    const source = sesMap.geometry[slug];
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

  /* The rings of a shape, as Leaflet takes them. */
  const ringsOf = (topology, shape) => parts(shape).map((polygon) => polygon.map((indexes) => ring(topology, indexes)));

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

  function outer(topology, arc) {
    if (!topology.units) topology.units = sides(topology, "units", (shape) => shape.id);
    const found = topology.units.get(arc);
    return found !== undefined && found.size === 1;
  }

  Object.assign(sesMap, { decode, ringsOf, sides, outer });
})((window.sesMap = window.sesMap || { geometry: {}, places: {} }));
