/* What the map says of an area: cards and names, as text nodes only, in the language of the page. */
"use strict";
window.sesMap ??= { geometry: {}, places: {} };
(function (sesMap) {
  /** What the map says: the page's own words, in its language, before those that came with the map. @param {View} view */
  function texts(view) {
    if (!view.said) {
      const box = document.querySelector(".folium-map[data-texts]");
      view.said = box ? { ...view.texts, ...JSON.parse(box.dataset.texts) } : view.texts;
    }
    return view.said;
  }

  const SERVED = 2; // standings below this one are of centres that serve; see STANDINGS

  /** What dates or weakens the claim of a centre. @param {View} view @param {Claimed} claimed */
  function noted(view, [, standing, dated, until, derived]) {
    /** @type {(key: "ended" | "dated" | "undated" | "until" | "derived", value?: string) => string} */
    const says = (key, value) => texts(view)[key].replace("{0}", value);
    if (standing >= SERVED) return says("ended", until);
    return (dated ? says("dated", dated) : says("undated")) + (until ? says("until", until) : "") + (derived ? says("derived") : "");
  }

  /** @param {Unit} unit */
  const isSeveral = ([, standing, , centres]) => standing < SERVED && centres.length > 1;

  /** How a unit stands, in words; of several centres each says how it stands itself. @param {View} view @param {Unit} unit */
  function stands(view, unit) {
    const [, standing, , , gap] = unit;
    if (isSeveral(unit)) return texts(view).several;
    return gap ? texts(view).gap : texts(view).standing[standing];
  }

  /** @param {View} view @param {Unit} unit @param {Claimed} claimed */
  function noteOf(view, unit, claimed) {
    const each = isSeveral(unit) ? texts(view).each[claimed[1]] + ", " : "";
    return each + noted(view, claimed);
  }

  /** @param {HTMLElement} parent @param {string} tag @param {string} text @param {string} [className] */
  function line(parent, tag, text, className) {
    const node = document.createElement(tag);
    node.textContent = text;
    if (className) node.className = className;
    parent.append(node);
    return node;
  }

  /* Where the pages of a static copy lie from this one; "none" where they are not in it; nothing on a server. */
  function copied() {
    const box = document.querySelector(".folium-map[data-root]");
    return box ? box.dataset.root : "";
  }

  /**
   * A link keeps the day and the language of the page: a frame says which, any other page has them in its address.
   * @param {HTMLElement} parent @param {string} text @param {string} page
   */
  function anchor(parent, text, page) {
    const href = copied() ? copied() + page.slice(1) + "/index.html" : page;
    const here = new URLSearchParams(location.search);
    const kept = document.documentElement.dataset.kept ?? new URLSearchParams(["date", "lang"].filter((k) => here.get(k)).map((k) => [k, here.get(k)])).toString();
    const node = line(parent, "a", text);
    node.setAttribute("href", kept ? href + "?" + kept : href);
    return node;
  }

  /** @param {View} view @param {string} code @param {boolean} full */
  function card(view, code, full) {
    const unit = view.units[code], leads = full && view.links && copied() !== "none";
    const box = document.createElement("div");
    line(box, "strong", unit[0], "card-name");
    line(box, "span", stands(view, unit), "card-status");
    unit[3].forEach(function (claimed) {
      const [id, name] = view.centres[claimed[0]];
      const row = line(box, "span", claimed[0] + ". ", "card-centre");
      if (leads) anchor(row, name, view.links.centre + id);
      else row.append(name);
      line(box, "span", noteOf(view, unit, claimed), "card-note");
    });
    if (leads) anchor(line(box, "span", "", "card-more"), texts(view).more, view.links.powiat + code.slice(0, 4));
    return box;
  }

  /** The same in one sentence, for who cannot see the card. @param {View} view @param {string} code */
  function label(view, code) {
    const unit = view.units[code];
    const who = unit[3].map((claimed) => view.centres[claimed[0]][1] + " (" + noteOf(view, unit, claimed) + ")").join(", ");
    return [unit[0], stands(view, unit), who].filter(Boolean).join(" ");
  }

  Object.assign(sesMap, { texts, card, label });
})(window.sesMap);
