/* Signs of entities: what one stands for, what it says, and its drawing.
 * The drawing of an entity is a copy of the one that the server wrote into the legend. */
"use strict";
window.sesSigns = (function (sesTiles) {
  const SVG = "http://www.w3.org/2000/svg";

  const plural = new Intl.PluralRules("pl");
  const written = (/** @type {number} */ n) => (n > 9999 ? n.toLocaleString("pl") : String(n));
  /** @type {Partial<Record<Intl.LDMLPluralRule, string>>} */
  const NOUNS = { one: "podmiot", few: "podmioty" };
  const named = (/** @type {number} */ n) => written(n) + " " + (NOUNS[plural.select(n)] || "podmiotów");
  const isEntity = (/** @type {Sign} */ sign) => sign.features.length === 1 && Boolean(sign.features[0].entity);
  /** @type {(sign: Sign) => [wide: number, high: number]} */
  const sizeOf = (sign) => [isEntity(sign) ? 32 : sesTiles.widthOf(sign.n), 32];

  /** @template Key, Made @param {(key: Key) => Made} make @returns {(key: Key) => Made} */
  const once = (make) => {
    /** @type {Map<Key, Made>} */
    const made = new Map();
    return (key) => (made.has(key) ? made.get(key) : made.set(key, make(key)).get(key));
  };

  /** Drawings: an entity has the sign of its kind, a group a dark pill, a list a pale pile of sheets. @type {(node: Element, attributes: Record<string, any>) => void} */
  const put = (node, attributes) => Object.entries(attributes).forEach(([k, v]) => node.setAttribute(k, v));

  /** @param {Sign} sign @param {string} shape */
  function numbered(sign, shape) {
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

  /** @param {SVGElement} svg @param {Sign} sign */
  function fit(svg, sign) {
    const [wide, high] = sizeOf(sign), parts = svg.querySelectorAll("rect, path"), text = svg.querySelector("text");
    put(svg, { viewBox: "0 0 " + wide + " " + high, width: wide, height: high });
    if (parts.length === 1) put(parts[0], { x: 1.5, y: 1.5, width: wide - 3, height: 29, rx: 14.5 });
    else ["M7,1.5H" + (wide - 1.5) + "V24H7z", "M1.5,7H" + (wide - 7) + "V30.5H1.5z"].forEach((d, n) => parts[n].setAttribute("d", d));
    put(text, { x: parts.length === 1 ? wide / 2 : wide / 2 - 3 });
    text.textContent = written(sign.n);
  }

  /** A group's icon takes another number and width, and nothing is made anew. @type {Signs["refit"]} */
  function refit(icon, sign) {
    const [wide] = sizeOf(sign);
    fit(icon.querySelector("svg"), sign);
    icon.style.width = wide + "px";
    icon.style.marginLeft = -wide / 2 + "px";
  }

  /** @returns {new (options: L.DivIconOptions) => L.DivIcon} */
  function iconClass() {
    return L.DivIcon.extend({
      createIcon: function (/** @type {HTMLElement} */ old) {
        const node = L.DivIcon.prototype.createIcon.call(this, old);
        put(node, { role: "button", tabindex: "-1", lang: "pl" });
        return node;
      },
    });
  }

  /**
   * Signs on a map, of kinds that a legend shows. At the nearest zoom nothing comes apart any more, so a list is shown.
   * @type {SesSigns["Signs"]}
   */
  function Signs({ map, kinds, legend }) {
    const Icon = iconClass();
    const legendOf = once((/** @type {string} */ kind) => legend.find((row) => row.dataset.sign === kind) || legend[0]);
    const kindName = once((/** @type {number} */ number) => legendOf(kinds[number]).querySelector("span").textContent.replace(/: [\d\s\u00a0]*$/, ""));
    const isList = (/** @type {Sign} */ sign) => !isEntity(sign) && ((sign.features.length === 1 && Boolean(sign.features[0].spot)) || map.getZoom() >= map.getMaxZoom());
    /** @type {Signs["shapeOf"]} */
    const shapeOf = (sign) => (isEntity(sign) ? "entity" : isList(sign) ? "spot" : "cluster");

    /** @param {Sign} sign */
    function most(sign) {
      const counts = kinds.map(() => 0);
      sign.features.forEach((f) => (f.entity ? counts[f.entity.kind]++ : f.kinds.forEach((n, k) => (counts[k] += n))));
      const kind = counts.indexOf(Math.max(...counts));
      return kindName(kind) + " " + written(counts[kind]);
    }

    /** @param {Sign} sign */
    function says(sign) {
      const [first] = sign.features;
      if (isEntity(sign)) return first.entity.name + ", " + kindName(first.entity.kind) + (first.entity.own ? "" : ", środek miejscowości");
      if (isList(sign)) return (first.spot?.town ? first.spot.town + ": " : "W jednym miejscu: ") + named(sign.n) + "; Enter pokazuje listę";
      return "Grupa: " + named(sign.n) + ", najwięcej: " + most(sign) + "; Enter przybliża";
    }

    /** @param {Sign} sign */
    function icon(sign) {
      const shape = shapeOf(sign);
      const copied = () => /** @type {SVGElement} */ (legendOf(kinds[sign.features[0].entity.kind]).querySelector("svg").cloneNode(true));
      const drawing = shape === "entity" ? copied() : numbered(sign, shape);
      return new Icon({ html: drawing, className: "entity-icon entity-" + shape, iconSize: sizeOf(sign) });
    }

    return { named: named, isEntity: isEntity, kindName: kindName, shapeOf: shapeOf, says: says, icon: icon, refit: refit };
  }

  return { Signs: Signs };
})(window.sesTiles);
