/* For the page that holds a map, and never required: gives each of our frames the height of what it shows.
 * A message counts only when it comes from the window of a frame of ours and from the origin that such a frame has
 * ("null" in a sandbox without allow-same-origin). What is asked holds no secret: an opaque origin cannot be addressed. */
"use strict";
(function () {
  const LEAST = 200, MOST = 4000;
  const ours = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src).origin;
  const isOpaque = (/** @type {HTMLIFrameElement} */ frame) => frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin");
  const isOurs = (/** @type {HTMLIFrameElement} */ frame) => URL.canParse(frame.src) && new URL(frame.src).origin === ours;
  const frames = () => Array.from(document.querySelectorAll("iframe")).filter((frame) => frame.src && isOurs(frame));

  addEventListener("message", function (event) {
    const frame = frames().find((f) => f.contentWindow === event.source);
    if (!frame || event.origin !== (isOpaque(frame) ? "null" : ours)) return;
    const { type, height } = event.data || {};
    if (type !== "ses-map:height" || !Number.isFinite(height)) return;
    frame.height = String(Math.min(MOST, Math.max(LEAST, Math.ceil(height))));
  });
  frames().filter(isOpaque).forEach((frame) => frame.contentWindow.postMessage("ses-map:height?", "*"));
})();
