/* Text on the map. The legend and the table say the same to a screen reader. */
"use strict";
(function (sesMap) {
  function labels(places, className) {
    const group = L.layerGroup(
      places.map(function ([lat, lon, text]) {
        const node = document.createElement("span");
        node.textContent = text;
        const icon = L.divIcon({ html: node, className: "map-label " + className, iconSize: null });
        const marker = L.marker([lat, lon], { icon: icon, interactive: false, keyboard: false });
        marker.on("add", () => marker.getElement().setAttribute("aria-hidden", "true"));
        return marker;
      })
    );
    group.on("add", function () {
      group._map.on("zoomend resize", thin, group);
      thin.call(group);
    });
    group.on("remove", () => group._map && group._map.off("zoomend resize", thin, group));
    return group;
  }

  /* Labels come with the most important first; one that would cover an earlier one waits for a closer zoom. */
  function thin() {
    const placed = [];
    this.eachLayer(function (marker) {
      const node = marker.getElement();
      if (!node) return;
      node.classList.remove("map-label-waits");
      const box = node.firstChild.getBoundingClientRect();
      const covers = placed.some((p) => box.left < p.right && p.left < box.right && box.top < p.bottom && p.top < box.bottom);
      if (covers) node.classList.add("map-label-waits");
      else placed.push(box);
    });
  }

  Object.assign(sesMap, { labels });
})((window.sesMap = window.sesMap || { geometry: {} }));
