/* A page in a frame: the part of the map that was asked for, and the frame's height for a host that wants to know it.
 * It runs in a sandbox of an opaque origin: no storage, no cookies, nothing of the host. */
"use strict";
(function () {
  const told = document.documentElement.dataset;
  const { map, control } = window.sesMap || {};

  if (map && told.level === "powiat")
    control._layers.slice().forEach((row) => row.key === "Granice gmin" && map.removeLayer(row.layer));
  if (map && told.bbox) {
    const [west, south, east, north] = told.bbox.split(",").map(Number);
    map.fitBounds([[south, west], [north, east]], { animate: false });
  }

  /* The height is told to nobody but the origin that the browser names as the host; only that origin may ask for it. */
  function hostOrigin() {
    try {
      return new URL(document.referrer).origin;
    } catch {
      return null;
    }
  }

  const host = parent === self ? null : hostOrigin();
  if (!host) return;
  let last = 0;
  function tell() {
    last = Math.ceil(document.body.getBoundingClientRect().height);
    parent.postMessage({ type: "ses-map:height", height: last }, host);
  }
  addEventListener("message", function (event) {
    if (event.source === parent && event.origin === host && event.data === "ses-map:height?") tell();
  });
  new ResizeObserver(function () {
    if (Math.ceil(document.body.getBoundingClientRect().height) !== last) tell();
  }).observe(document.body);
})();
