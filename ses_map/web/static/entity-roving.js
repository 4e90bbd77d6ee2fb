/* Signs of a map by keyboard: one stop of the Tab key for all of them, and where an arrow leads from it.
 * Nothing here knows the page. */
"use strict";
window.sesRoving = (function () {
  /** @type {Record<string, Step>} */
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /** @param {HTMLElement} node */
  function middle(node) {
    const box = node.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  }

  /**
   * The sign that lies nearest in the direction and inside the map, what is straight ahead before what is aside.
   * @type {SesRoving["neighbour"]}
   */
  function neighbour(node, [dx, dy], signs, map) {
    const [x, y] = middle(node), edge = map.getContainer().getBoundingClientRect();
    let best = null, least = Infinity;
    signs.forEach(function (other) {
      const [left, top] = middle(other);
      const ahead = (left - x) * dx + (top - y) * dy, aside = Math.abs((left - x) * dy) + Math.abs((top - y) * dx);
      const inside = left > edge.left && left < edge.right && top > edge.top && top < edge.bottom;
      if (inside && ahead > 0.5 && ahead + 2 * aside < least) [best, least] = [other, ahead + 2 * aside];
    });
    return best;
  }

  /** The stop among the signs that there are at the moment. @type {SesRoving["Stop"]} */
  function Stop(signs) {
    /** @type {HTMLElement} */
    let stop;

    /** @param {HTMLElement} node */
    function rove(node) {
      if (stop) stop.setAttribute("tabindex", "-1");
      stop = node;
      node.setAttribute("tabindex", "0");
    }

    /* Signs have come and gone, and Leaflet gives some a stop of their own. */
    function settle() {
      const shown = signs();
      shown.forEach(function (node) {
        const index = node === stop ? "0" : "-1";
        if (node.getAttribute("tabindex") !== index) node.setAttribute("tabindex", index);
      });
      if (shown.length && !shown.includes(stop)) rove(shown[0]);
    }

    return { rove: rove, settle: settle };
  }

  return { STEPS: STEPS, neighbour: neighbour, Stop: Stop };
})();
