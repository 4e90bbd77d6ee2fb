/* Tiles of entities: which of them a view needs, fetched once, given up when the view has moved on, and what they say
 * put together into signs that do not cover each other. Nothing here knows the page. */
"use strict";
window.sesTiles = (function () {
  const SIDE = 512; // pixels across a tile at its own level
  const CELLS = 16, EDGE = 4096;
  const KEPT = 96; // tiles held
  const GAP = 4, HEIGHT = 34; // pixels between signs, and of a sign with its edge

  const worldX = (/** @type {number} */ lon) => (lon + 180) / 360;
  const worldY = (/** @type {number} */ lat) => 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
  const lonOf = (/** @type {number} */ x) => x * 360 - 180;
  const latOf = (/** @type {number} */ y) => (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;
  /** @type {SesTiles["cellOf"]} */
  const cellOf = (level, x, y) => level + "/" + Math.floor(x * 2 ** level * CELLS) + "/" + Math.floor(y * 2 ** level * CELLS);
  const digits = (/** @type {number} */ n) => String(n).length;
  const widthOf = (/** @type {number} */ n) => (n === 1 ? 32 : digits(n) < 4 ? 42 : 26 + 8 * digits(n) + (digits(n) > 4 ? 5 : 0));

  /** What a tile says, as features: a group of its cell, a spot with a list, or one entity. @param {Tile} tile @returns {ReadTile} */
  function read(tile) {
    const [level, column, row] = tile.at, size = 2 ** level;
    /** @type {(x: number, y: number, n: number, rest: { lon: number; lat: number } & Partial<Feature>) => Feature} */
    const feature = (x, y, n, rest) => ({ x: x, y: y, n: n, cell: cellOf(level, x, y), level: level, ...rest });
    const groups = tile.groups.map(function ([px, py, n, kinds]) {
      const x = (column + (px + 0.5) / EDGE) / size, y = (row + (py + 0.5) / EDGE) / size;
      return feature(x, y, n, { kinds: kinds, lon: lonOf(x), lat: latOf(y) });
    });
    const spots = tile.spots.map(([lon, lat, n, kinds, town, powiat, listed]) =>
      feature(worldX(lon), worldY(lat), n, { kinds: kinds, lon: lon, lat: lat, spot: { town: town, powiat: powiat, listed: listed, whole: tile.whole } }));
    const entities = tile.entities.map(([lon, lat, kind, id, name, own]) =>
      feature(worldX(lon), worldY(lat), 1, { lon: lon, lat: lat, entity: { kind: kind, id: id, name: name, own: own } }));
    return { at: tile.at, whole: tile.whole, features: [...groups, ...spots, ...entities] };
  }

  /**
   * Features so near each other that their signs would touch become one sign, at the place of the largest.
   * @param {Feature[]} features @param {number} scale @returns {Sign[]}
   */
  function together(features, scale) {
    const order = features.slice().sort((a, b) => b.n - a.n || (a.cell < b.cell ? -1 : 1));
    const wide = widthOf(999999) + GAP;
    /** @type {Map<string, Sign[]>} */
    const rows = new Map();
    /** @type {Sign[]} */
    const signs = [];
    order.forEach(function (one) {
      const px = one.x * scale, py = one.y * scale, own = widthOf(one.n);
      const column = Math.floor(px / wide), row = Math.floor(py / HEIGHT);
      /** @type {Sign} */
      let found;
      for (let i = -1; i < 2 && !found; i++)
        for (let j = -1; j < 2 && !found; j++)
          for (const sign of rows.get(column + i + ":" + (row + j)) || [])
            if (Math.abs(sign.px - px) < (own + widthOf(sign.n)) / 2 + GAP && Math.abs(sign.py - py) < HEIGHT) {
              found = sign;
              break;
            }
      if (found) {
        found.n += one.n;
        found.features.push(one);
        return;
      }
      const sign = { px: px, py: py, lon: one.lon, lat: one.lat, n: one.n, features: [one] };
      const place = column + ":" + row;
      rows.set(place, [...(rows.get(place) || []), sign]);
      signs.push(sign);
    });
    signs.forEach((sign) => (sign.key = (sign.features.length === 1 && sign.features[0].entity ? "=" + sign.features[0].entity.id : sign.features[0].cell) + ":" + sign.n));
    return signs;
  }

  /** The tiles at an address. `changed` is told whenever one has come or could not be had. @type {SesTiles["Tiles"]} */
  function Tiles({ base, query, deepest, changed }) {
    /** @type {Map<string, ReadTile>} */
    const held = new Map();
    /** @type {Map<string, AbortController>} */
    const under = new Map();
    /** @type {Set<string>} */
    const failed = new Set();
    /** @type {Tile["at"][]} */
    let needed = [];
    /** @type {{ tiles: ReadTile[]; features: Feature[] }} */
    let last = { tiles: [], features: [] };

    /** @type {(z: number, x: number, y: number) => string} */
    const address = (z, x, y) => base + "/" + z + "/" + x + "/" + y + ".json" + query;
    const levelOf = (/** @type {number} */ zoom) => Math.max(0, Math.min(deepest, Math.round(zoom + Math.log2(256 / SIDE))));

    /** The tile itself, or the whole one above it. @param {number} z @param {number} x @param {number} y */
    function have(z, x, y) {
      const own = held.get(z + "/" + x + "/" + y);
      if (own) return own;
      for (let up = 1; up <= z; up++) {
        const above = held.get(z - up + "/" + (x >> up) + "/" + (y >> up));
        if (above) return above.whole ? above : null;
      }
      return null;
    }

    /** @param {string} name @param {ReadTile} came */
    function keep(name, came) {
      const real = came.at.join("/"), tile = held.get(real) || came; // several tiles may be answered by one above them
      held.set(real, tile);
      if (name !== real) held.set(name, tile);
      const spare = [...held.keys()].filter((k) => !needed.some(([z, x, y]) => have(z, x, y) === held.get(k)));
      spare.slice(0, Math.max(0, held.size - KEPT)).forEach((k) => held.delete(k));
    }

    /** @param {number} z @param {number} x @param {number} y */
    function get(z, x, y) {
      const name = z + "/" + x + "/" + y;
      const giveUp = new AbortController();
      under.set(name, giveUp);
      return fetch(address(z, x, y), { signal: giveUp.signal, headers: { Accept: "application/json" } })
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
        .then(function (told) {
          failed.delete(name);
          keep(name, read(told));
        })
        .catch(function (error) {
          if (error.name !== "AbortError") failed.add(name);
          throw error;
        })
        .finally(() => under.get(name) === giveUp && under.delete(name));
    }

    /** Ask for what a view needs, within web mercator from 0 to 1. @param {World} world @param {number} zoom */
    function want([west, north, east, south], zoom) {
      const level = levelOf(zoom), size = 2 ** level, within = (/** @type {number} */ v) => Math.max(0, Math.min(size - 1, Math.floor(v * size)));
      needed = [];
      for (let x = within(west); x <= within(east); x++)
        for (let y = within(north); y <= within(south); y++) needed.push([level, x, y]);
      const names = new Set(needed.map((t) => t.join("/")));
      under.forEach((giveUp, name) => !names.has(name) && giveUp.abort());
      failed.forEach((name) => !names.has(name) && failed.delete(name));
      needed.forEach(function (tile) {
        const name = tile.join("/");
        if (!have(...tile) && !under.has(name) && !failed.has(name)) get(...tile).then(changed, (e) => e.name !== "AbortError" && changed());
      });
      return level;
    }

    return {
      want: want,
      retry: () => failed.clear(),
      /* Whether all that is needed has come; whether some of it cannot be had. */
      settled: () => needed.every((t) => have(...t)),
      broken: () => failed.size > 0,
      /* What they say: the same list as before while they are the same tiles. */
      features: function () {
        const own = [...new Set(needed.map((t) => have(...t)).filter(Boolean))];
        if (own.length !== last.tiles.length || own.some((t, n) => t !== last.tiles[n])) last = { tiles: own, features: own.flatMap((t) => t.features) };
        return last.features;
      },
      /* Give a spot its list, from the deepest tile that has it. */
      listed: function (spot) {
        const size = 2 ** deepest;
        /** @type {Tile["at"]} */
        const one = [deepest, Math.floor(spot.x * size), Math.floor(spot.y * size)];
        const found = have(...one);
        return (found ? Promise.resolve(found) : fetch(address(...one)).then((a) => (a.ok ? a.json() : Promise.reject(new Error(String(a.status))))).then(read))
          .then(function (tile) {
            spot.spot.listed = tile.features.filter((f) => f.spot && f.lon === spot.lon && f.lat === spot.lat).flatMap((f) => f.spot.listed);
            spot.spot.whole = true;
          });
      },
    };
  }

  return { Tiles: Tiles, together: together, widthOf: widthOf, worldX: worldX, worldY: worldY, lonOf: lonOf, latOf: latOf, cellOf: cellOf, CELLS: CELLS };
})();
