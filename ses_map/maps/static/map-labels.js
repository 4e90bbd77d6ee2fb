/* Text on the map: numbers of centres, names of units, towns. The legend and the table say to a screen reader what the
 * map says; here nothing covers anything else, the more important first, and more comes in as the map comes nearer. */
"use strict";
window.sesMap ??= { geometry: {}, places: {} };
(function (sesMap) {
  const NEAR = [0, 8.5, 9.75]; // zoom from which towns of a rank are named: seats of powiats, other towns, villages
  const GAP = 4, WIDE_GAP = 12, DOT = 5, LINE = 14, LEADING = 3, AWAY = 9; // pixels; towns keep apart from each other, and clear of the rest
  /** @type {WeakMap<L.Map, Arranged[]>} */
  const groups = new WeakMap(); // map -> what is written on it, the most important first

  /** @param {L.LatLngTuple} place @param {string} className @param {string} text @param {L.MarkerOptions} options */
  function marker(place, className, text, options) {
    const node = document.createElement("span");
    node.textContent = text;
    const icon = L.divIcon({ html: node, className: "map-label " + className, iconSize: null });
    const made = L.marker(place, { icon: icon, interactive: false, keyboard: false, ...options });
    made.on("add", () => made.getElement().setAttribute("aria-hidden", "true"));
    return made;
  }

  /** @param {Box} box @param {Box[]} taken */
  const covers = (box, taken) => taken.some((p) => box.left < p.right && p.left < box.right && box.top < p.bottom && p.top < box.bottom);

  /**
   * A group joins in its order when it is switched on, and leaves when it is switched off: others get or give room.
   * @param {Arranged} group @param {number} order
   */
  function arranged(group, order) {
    const change = (/** @type {L.Map} */ map, /** @type {Arranged[]} */ all) => {
      if (!groups.has(map)) map.on("moveend resize", () => arrange(map));
      groups.set(map, all.sort((a, b) => a.order - b.order));
      all.forEach((other) => (other.at = null));
      arrange(map);
    };
    group.order = order;
    group.on("add", () => change(group["_map"], [...(groups.get(group["_map"]) || []), group]));
    group.on("remove", () => change(group["_map"], groups.get(group["_map"]).filter((other) => other !== group)));
    return group;
  }

  /** @param {L.Map} map */
  function arrange(map) {
    /** @type {Box[]} */
    const taken = [];
    groups.get(map).forEach((group) => group.arrange(map, taken));
  }

  /** @param {Place[]} places @param {string} className */
  function labels(places, className) {
    const group = /** @type {Arranged} */ (L.layerGroup(places.map(([lat, lon, text]) => marker([lat, lon], className, text, {}))));
    group.arrange = function (map, taken) {
      const at = [map.getZoom(), map.getPixelOrigin(), map.getSize()].join();
      if (group.at !== at) group.boxes = thinned(group, map, taken);
      group.at = at;
      taken.push(...group.boxes.map((box) => ({ ...box, top: box.top + LEADING, bottom: box.bottom - LEADING })));
    };
    group.isOfCentres = className === "map-label-labels";
    return arranged(group, group.isOfCentres ? 0 : 1);
  }

  /**
   * A label that would cover an earlier one waits for a closer zoom. Boxes are in pixels of the map's own pane.
   * @param {Arranged} group @param {L.Map} map @param {Box[]} before
   */
  function thinned(group, map, before) {
    /** @type {Box[]} */
    const own = [];
    const pane = map.getPane("mapPane").getBoundingClientRect();
    const nodes = group.getLayers().map((layer) => /** @type {L.Marker} */ (layer).getElement()).filter(Boolean);
    nodes.forEach((node) => node.classList.remove("map-label-waits"));
    const boxes = nodes.map((node) => node.firstElementChild.getBoundingClientRect());
    nodes.forEach(function (node, n) {
      const box = boxOf(boxes[n], pane);
      if (covers(box, [...before, ...own])) node.classList.add("map-label-waits");
      else own.push(box);
    });
    return own;
  }

  /** Towns: only those that have room and are near what is seen are made into nodes. @param {string} slug */
  function towns(slug) {
    const group = /** @type {Arranged} */ (L.layerGroup());
    /** @type {Map<string, L.Marker>} */
    const made = new Map();
    group.on("remove", function () {
      group.clearLayers();
      made.clear();
    });
    group.arrange = function (map, taken) {
      if (!map.getPane("towns")) map.createPane("towns");
      group.pen = group.pen || writing(map);
      const seen = map.getBounds().pad(0.2), free = spare(map, [...taken, ...controls(map)]);
      /** @type {Map<string, [Place, string]>} */
      const wanted = new Map();
      sesMap.places[slug].slice(0, NEAR.filter((zoom) => map.getZoom() >= zoom).length).flat().forEach(function (town) {
        const side = free(town, group.pen(town[2]));
        if (side && seen.contains([town[0], town[1]])) wanted.set(town.join() + side, [town, side]);
      });
      made.forEach(function (node, key) {
        if (wanted.has(key)) return;
        group.removeLayer(node);
        made.delete(key);
      });
      wanted.forEach(function ([[lat, lon, name], side], key) {
        if (made.has(key)) return;
        made.set(key, marker([lat, lon], "map-label-towns map-town-" + side, name, { pane: "towns" }));
        group.addLayer(made.get(key));
      });
    };
    return arranged(group, 2);
  }

  /** @param {DOMRect} rect @param {DOMRect} pane @returns {Box} */
  const boxOf = ({ left, right, top, bottom }, pane) => ({ left: left - pane.left, right: right - pane.left, top: top - pane.top, bottom: bottom - pane.top });

  /** What lies over the map's corners. @param {L.Map} map */
  function controls(map) {
    const pane = map.getPane("mapPane").getBoundingClientRect();
    return [...map.getContainer().querySelectorAll(".leaflet-control")].map((node) => boxOf(node.getBoundingClientRect(), pane));
  }

  /**
   * Finds the side of its dot on which a name covers nothing and is not cut off by the edge of the map; takes it.
   * @param {L.Map} map @param {Box[]} taken @returns {(place: Place, wide: number) => string | undefined}
   */
  function spare(map, taken) {
    const view = L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize()));
    const gap = map.getZoom() < 7.5 ? WIDE_GAP : GAP, half = LINE / 2;
    /** @type {Box[]} */
    const named = [];
    return function ([lat, lon], wide) {
      const at = map.latLngToLayerPoint([lat, lon]), { x, y } = at;
      /** @type {(left: number, right: number, top: number, bottom: number) => Box} */
      const around = (left, right, top, bottom) => ({ left: x + left, right: x + right, top: y + top, bottom: y + bottom });
      /** @type {Record<string, Box>} */
      const sides = {
        right: around(0, DOT + wide, -half, half),
        left: around(-DOT - wide, 0, -half, half),
        above: around(-wide / 2, wide / 2, -DOT - LINE, 0),
        below: around(-wide / 2, wide / 2, 0, DOT + LINE),
      };
      if (covers(around(0, 0, 0, 0), taken)) {
        sides.higher = around(-wide / 2, wide / 2, -DOT - LINE - AWAY, -DOT - AWAY); // beyond the number on its dot
        sides.lower = around(-wide / 2, wide / 2, DOT + AWAY, DOT + LINE + AWAY);
      }
      const isWhole = (/** @type {Box} */ { left, right, top, bottom }) => view.contains(L.bounds([left, top], [right, bottom]));
      const spread = (/** @type {Box} */ { left, right, top, bottom }) => ({ left: left - gap, right: right + gap, top: top - gap / 2, bottom: bottom + gap / 2 });
      const isFree = (/** @type {Box} */ box) => (isWhole(box) || !view.contains(at)) && !covers(box, taken) && !covers(spread(box), named);
      const side = Object.keys(sides).find((name) => isFree(sides[name]));
      if (side) named.push(sides[side]);
      return side;
    };
  }

  /** A pen that measures names in the font that the page writes them in. @param {L.Map} map @returns {(name: string) => number} */
  function writing(map) {
    const probe = L.DomUtil.create("div", "map-label map-label-towns", map.getPane("towns"));
    const canvas = document.createElement("canvas").getContext("2d"), known = new Map();
    canvas.font = getComputedStyle(L.DomUtil.create("span", "", probe)).font;
    probe.remove();
    return (name) => known.get(name) || known.set(name, canvas.measureText(name).width).get(name);
  }

  Object.assign(sesMap, { labels, towns });
})(window.sesMap);
