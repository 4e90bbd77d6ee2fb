// Recolours the map of numbers when another measure or another way of classes is chosen: without a request.
"use strict";
(() => {
  const figure = document.querySelector(".choropleth[data-legends]");
  const metric = /** @type {HTMLSelectElement} */ (document.getElementById("miara"));
  const method = /** @type {HTMLSelectElement} */ (document.getElementById("klasy"));
  if (!figure || !metric || !method) return;

  /** @type {Record<string, string>} */
  const FILLS = { 0: "#eff3ff", 1: "#bdd7e7", 2: "#6baed6", 3: "#3182bd", 4: "#08519c",
    u: "url(#ses-unknown)", z: "url(#ses-zero)", m: "url(#ses-several)" };
  const SVG = "http://www.w3.org/2000/svg";
  const methods = Number(figure.dataset.methods);
  const legends = figure.dataset.legends.split("/").map((legend) => (legend ? legend.split("|") : []));
  const keys = document.getElementById("map-keys");
  const areas = [...figure.querySelectorAll(".areas g path")].map((path) => {
    const title = /** @type {Text} */ (path.querySelector("title").firstChild);
    const said = title.data;
    return { path, title, name: said.slice(0, said.lastIndexOf(": ")), signs: path.dataset.s, values: path.dataset.v.split("|") };
  });

  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll("thead a, .pages a, .files a");

  const line = (/** @type {string} */ text) => {
    const item = document.createElement("li");
    const swatch = document.createElementNS(SVG, "svg");
    for (const [name, value] of [["class", "swatch"], ["viewBox", "0 0 28 18"], ["aria-hidden", "true"], ["focusable", "false"]])
      swatch.setAttribute(name, value);
    const box = document.createElementNS(SVG, "rect");
    for (const [name, value] of [["x", "1"], ["y", "1"], ["width", "26"], ["height", "16"], ["rx", "2"], ["fill", FILLS[text[0]]], ["stroke", "#14213d"]])
      box.setAttribute(name, value);
    swatch.append(box);
    const words = document.createElement("span");
    words.textContent = text.slice(1);
    item.append(swatch, " ", words);
    return item;
  };

  const recolour = () => {
    const place = metric.selectedIndex * methods + method.selectedIndex;
    for (const { path, title, name, signs, values } of areas) {
      path.setAttribute("fill", FILLS[signs[place]]);
      const value = signs[place] === "m" ? "kilka OWES naraz" : values[metric.selectedIndex] || "brak danych";
      title.data = `${name}: ${value}`;
    }
    keys.replaceChildren(...legends[place].map(line));
    const said = `${metric.selectedOptions[0].text}, ${method.selectedOptions[0].text}`;
    document.getElementById("map-name").textContent = said;
    document.getElementById("map-title").textContent = `Mapa: ${said}; te same liczby są w tabeli`;
    document.getElementById("map-said").textContent = `Mapa pokazuje: ${said}`;
    // What the reader sees has an address, and the form sends what is chosen.
    const address = new URL(location.href);
    address.searchParams.set("miara", metric.value);
    address.searchParams.set("klasy", method.value);
    history.replaceState(null, "", address);
    for (const link of links) {
      const kept = new URL(link.href);
      kept.searchParams.set("miara", metric.value);
      kept.searchParams.set("klasy", method.value);
      link.href = kept.href;
    }
  };
  metric.addEventListener("change", recolour);
  method.addEventListener("change", recolour);
  // A browser that restores a form has chosen something else than what was drawn.
  if (metric.selectedIndex * methods + method.selectedIndex !== Number(figure.dataset.place)) recolour();
})();
