/* Signs of the entity map by keyboard: arrows move between them, Enter or Space opens, Escape closes. */
"use strict";
window.sesKeyboard = (function (sesRoving) {
  /** @param {L.Map} map @param {Iterable<SignMarker>} markers @param {L.LatLng} place */
  function nearest(map, markers, place) {
    const away = (/** @type {SignMarker} */ marker) => map.latLngToLayerPoint(marker.getLatLng()).distanceTo(map.latLngToLayerPoint(place));
    return [...markers].sort((a, b) => away(a) - away(b))[0];
  }

  /** Escape closes a sign's card, and the keyboard stands on the sign again. @param {L.Map} map @param {KeyboardEvent} event */
  function closes(map, event) {
    const source = map._popup?.isOpen() && map._popup._source;
    if (event.key !== "Escape" || !source || !source.sign) return;
    map.closePopup();
    if (source.getElement()) source.getElement().focus({ preventScroll: true });
    event.stopPropagation();
  }

  /** Keys of a map whose signs have these markers; `press` is told which one was opened. @type {SesKeyboard["Keyboard"]} */
  function Keyboard({ map, pane, markers, markerOf, press }) {
    const icons = () => [...pane.querySelectorAll(".entity-icon")];
    const { rove, settle } = sesRoving.Stop(icons);

    /** The keyboard goes to the sign nearest to a place, unless the reader is elsewhere by now. @param {L.LatLng} place */
    function comeTo(place) {
      if (document.activeElement !== document.body && !pane.contains(document.activeElement)) return;
      const near = nearest(map, markers.values(), place);
      if (!near) return map.getContainer().focus({ preventScroll: true });
      rove(near.getElement());
      near.getElement().focus({ preventScroll: true });
    }

    /** @param {HTMLElement} node @param {Step} step */
    function go(node, step) {
      const other = sesRoving.neighbour(node, step, icons(), map);
      if (other) other.focus({ preventScroll: true });
      else map.panBy([step[0] * 120, step[1] * 120]);
    }

    pane.addEventListener("keydown", function (event) {
      const node = event.target.closest(".entity-icon"), marker = node && markerOf.get(node), step = sesRoving.STEPS[event.key];
      if (!marker) return;
      if (event.key === "Enter" || event.key === " ") press(marker);
      else if (step) go(node, step);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    pane.addEventListener("focusin", (event) => markerOf.has(/** @type {HTMLElement} */ (event.target)) && rove(/** @type {HTMLElement} */ (event.target)));
    map.getContainer().addEventListener("keydown", (event) => closes(map, event), true);

    return { settle: settle, comeTo: comeTo };
  }

  return { Keyboard: Keyboard };
})(window.sesRoving);
