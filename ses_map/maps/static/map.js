/* The finished map: controls, focus on what the page is about, paper. */
"use strict";
window.sesMap ??= { geometry: {}, places: {} };
(function (sesMap) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** @param {L.Map} map @param {View} view @param {HTMLElement} box */
  function mark(map, view, box) {
    const [lat, lon] = box.dataset.mark.split(",").map(Number);
    const place = { interactive: false, keyboard: false, radius: 9, color: "#ffffff", weight: 3, fillColor: "#b00020", fillOpacity: 1 };
    const node = L.circleMarker([lat, lon], place).addTo(map).getElement();
    node.setAttribute("role", "img");
    node.setAttribute("aria-label", sesMap.texts(view).here);
  }

  /** A card keeps clear of the controls: it opens beside them, or on a narrow map below them. @type {SesMap["room"]} */
  function room(map) {
    const width = map.getSize().x;
    if (width > 480) return { maxWidth: 300, autoPanPaddingTopLeft: [60, 12], autoPanPaddingBottomRight: [60, 12] };
    return { maxWidth: width - 68, autoPanPaddingTopLeft: [8, 84], autoPanPaddingBottomRight: [8, 12] };
  }

  /** @param {L.Map} map @param {Areas} group @param {View} view @param {HTMLElement} box */
  function focus(map, group, view, box) {
    const wanted = Object.keys(group.units).filter(function (unit) {
      if (box.dataset.focus) return unit.slice(0, 4) === box.dataset.focus;
      return view.units[unit][3].some(([n]) => view.centres[n][0] === box.dataset.focusCentre);
    });
    if (!wanted.length) return null;
    const ring = sesMap.outline(wanted.map((unit) => group.units[unit]), "map-focus", 5).addTo(map);
    const bounds = ring.getBounds().pad(box.dataset.focus ? 0.6 : 0.15);
    map.fitBounds(bounds, { animate: false });
    return bounds;
  }

  /**
   * Under signs of a page's own the areas are a pale ground (map.css), and numbers would only be taken for theirs.
   * @param {L.Map} map @param {L.Control.Layers} control
   */
  function muted(map, control) {
    control._layers.map((row) => row.layer).filter((layer) => layer.isOfCentres).forEach(function (layer) {
      control.removeLayer(layer);
      map.removeLayer(layer);
    });
  }

  /** The list of layers was composed in Polish. @param {L.Control.Layers} control @param {Record<string, string>} names */
  function rename(control, names) {
    control._layers.forEach((row) => Object.assign(row, { key: row.name, name: names[row.name] || row.name }));
    control._update();
  }

  /**
   * On paper the box has another size: what the page is about is shown whole there, and the reader's view comes back.
   * @param {L.Map} map @param {L.LatLngBoundsExpression} home
   */
  function onPaper(map, home) {
    const box = map.getContainer().parentElement;
    /** @type {[L.LatLng, number]} */
    let was;
    addEventListener("beforeprint", function () {
      was = [map.getCenter(), map.getZoom()];
      box.classList.add("on-paper");
      map.invalidateSize({ animate: false });
      map.fitBounds(home, { animate: false, padding: [8, 8] });
    });
    addEventListener("afterprint", function () {
      box.classList.remove("on-paper");
      map.invalidateSize({ animate: false });
      if (was) map.setView(...was, { animate: false });
    });
  }

  /** @type {SesMap["finish"]} */
  function finish(map, group, view, control) {
    const box = map.getContainer();
    map.fitBounds(view.bounds, { animate: false, padding: [8, 8] });
    L.control.zoom({ zoomInTitle: sesMap.texts(view).zoomIn, zoomOutTitle: sesMap.texts(view).zoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    if ("muted" in box.dataset) muted(map, control);
    rename(control, sesMap.texts(view).names);
    /** @type {HTMLElement} */
    const toggle = box.querySelector(".leaflet-control-layers-toggle");
    if (toggle) {
      toggle.title = sesMap.texts(view).layers;
      toggle.setAttribute("aria-label", sesMap.texts(view).layers);
    }
    box.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !map._popup || !map._popup.isOpen()) return;
      map.closePopup();
      if (group.stop && map.hasLayer(group)) /** @type {SVGElement} */ (group.stop.getElement()).focus();
    });
    map.on("focus click", () => map.scrollWheelZoom.enable());
    map.on("blur mouseout", () => map.scrollWheelZoom.disable());
    const home = (box.dataset.focus || box.dataset.focusCentre) && focus(map, group, view, box);
    onPaper(map, home || view.bounds);
    if (box.dataset.mark) mark(map, view, box);
    sesMap.follow(group);
    if (calm) {
      /* Leaflet reads zoomAnimation when a map is made only; a threshold below every step does the same later. */
      Object.assign(map.options, { zoomAnimationThreshold: -1, inertia: false });
      map.panBy = (way) => L.Map.prototype.panBy.call(map, way, { animate: false });
    }
    Object.assign(sesMap, { map: map, control: control }); // for scripts of pages that draw on it; they come after this one
    box.dataset.ready = "true";
  }

  Object.assign(sesMap, { room, finish });
})(window.sesMap);
