/* The areas by keyboard. */
"use strict";
window.sesMap ??= { geometry: {}, places: {} };
(function (sesMap) {
  /**
   * All areas are one stop of the Tab key: arrows move between them, Enter or Space opens the card, Escape closes it.
   * @param {Areas} group @param {Area} layer @param {string} text
   */
  function reachable(group, layer, text) {
    const node = /** @type {SVGElement} */ (layer.getElement());
    if (!node) return;
    if (!group.stop) group.stop = layer;
    const attributes = { role: "button", "aria-label": text, tabindex: layer === group.stop ? "0" : "-1" };
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.addEventListener("focus", function () {
      group.stop.getElement().setAttribute("tabindex", "-1");
      node.setAttribute("tabindex", "0");
      group.stop = layer;
      if (!node.matches(":focus-visible")) return;
      layer.openTooltip(layer.getBounds().getCenter());
      group.ring = sesMap.outline([layer], "map-ring", 7).addTo(layer["_map"]);
    });
    node.addEventListener("blur", function () {
      layer.closeTooltip();
      if (group.ring) group.ring.remove();
    });
    node.addEventListener("keydown", (event) => press(group, layer, event));
  }

  /** @type {Record<string, Step>} */
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /** @param {Areas} group @param {Area} layer @param {KeyboardEvent} event */
  function press(group, layer, event) {
    if (event.key === "Enter" || event.key === " ") layer.openPopup(layer.getBounds().getCenter());
    else if (STEPS[event.key]) /** @type {SVGElement} */ ((neighbour(group, layer, STEPS[event.key]) || layer).getElement()).focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * The area whose middle is nearest in the direction, what lies straight ahead before what lies aside.
   * @param {Areas} group @param {Area} layer @param {Step} step @returns {Area | null}
   */
  function neighbour(group, layer, [dx, dy]) {
    const middle = (/** @type {Area} */ l) => l["_map"].latLngToLayerPoint(l.getBounds().getCenter());
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

  Object.assign(sesMap, { reachable });
})(window.sesMap);
