/* The search of a static copy: it reads names from files beside the page, where the site itself asks its server. */
"use strict";
window.sesMapCopy = (function () {
  const SUGGESTED = 8, LISTED = 12, NEAR = 3;
  const CITY = 0, POWIAT = 1, VOIVODESHIP = 2, GMINA = 3, CENTRE = 4, VILLAGE = 5, PART = 6, TOPIC = 7;
  const HOLDERS = /(?:^|[\s,])(?:gmina|gminie|gm\.?|powiat|powiecie|pow\.?|województwo|województwie|woj\.?)\s+/gi;
  const POSTCODE = /^(\d\d)-?(\d{3})$/;
  /** @type {Record<string, Promise<any>>} */
  const files = {};

  /** The same as ses_map.spelling.fold: no case, accents or signs, single spaces. @param {string} text */
  function fold(text) {
    const plain = text.normalize("NFKC").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ").normalize("NFKD").replace(/ł/g, "l");
    return plain.replace(/\p{Mn}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  /** @param {HTMLInputElement} input @param {string} name */
  function read(input, name) {
    const address = new URL(input.dataset.suggest + name, location.href).href;
    const missing = (/** @type {Response} */ answer) => (answer.ok ? answer.json() : Promise.reject(new Error(address)));
    if (!files[address]) files[address] = fetch(address).then(missing);
    files[address].catch(() => delete files[address]);
    return files[address];
  }

  /** @param {string} text @param {Record<string, string>} letters */
  const inLatin = (text, letters) => [...text.toLowerCase()].map((c) => (c in letters ? letters[c] : c)).join("");

  /**
   * Rows that begin with the text: those of exactly this name, of a name that begins so, of one that goes on so.
   * @param {HTMLInputElement} input @param {string} text @returns {Promise<Row[][]>}
   */
  async function begun(input, text) {
    const beginnings = await read(input, "indeks.json");
    let key = text;
    while (key && !beginnings.includes(key)) key = key.slice(0, -1);
    if (!key) return [[], [], []];
    /** @type {Row[][]} */
    const found = [[], [], []];
    for (const row of await read(input, encodeURIComponent(key.replace(/ /g, "_")) + ".json")) {
      const name = fold(row[0]);
      const later = row[1] < VILLAGE && (" " + name + " ").includes(" " + text);
      if (name === text) found[0].push(row);
      else if (name.startsWith(text)) found[1].push(row);
      else if (later) found[2].push(row);
    }
    return found;
  }

  /** @param {Row} row @param {CopyUnits} units @param {CopyWords} words */
  function where([name, kind, unit, parent], units, words) {
    /** @type {string[]} */
    const parts = [];
    const framed = (/** @type {"gmina" | "powiat" | "voivodeship"} */ frame, /** @type {string} */ value) => parts.push(words[frame].replace("{}", value));
    const powiat = units.powiaty[unit.slice(0, 4)];
    if (kind === GMINA) parts.push(words.gminy[units.gminy[unit][1]]);
    if (unit.length === 6 && powiat[1]) {
      if (powiat[0] !== name && powiat[0] !== parent) parts.push(powiat[0]);
    } else if (unit.length === 6) {
      if (kind !== GMINA && units.gminy[unit]) framed("gmina", units.gminy[unit][0]);
      framed("powiat", powiat[0]);
    }
    if (kind !== VOIVODESHIP) framed("voivodeship", units.voivodeships[unit.slice(0, 2)][0]);
    return parts.join(", ");
  }

  /** @param {Row} row @param {CopyUnits} units */
  function page([, kind, unit, id], units) {
    if (kind === CENTRE) return "owes/" + id;
    if (kind === VOIVODESHIP) return "wojewodztwo/" + units.voivodeships[unit][1];
    return unit in units.gminy ? "gmina/" + unit : "powiat/" + unit.slice(0, 4);
  }

  /** @param {Row} row @param {HTMLInputElement} input @param {CopyUnits} units @param {CopyWords} words @returns {Suggestion} */
  function item(row, input, units, words) {
    const part = row[1] === PART && row[3];
    return {
      name: row[0],
      label: part ? words.part.replace("{}", row[3]) : words.kinds[row[1]],
      where: where(row, units, words),
      url: input.dataset.root + page(row, units) + "/index.html",
    };
  }

  /** Whether a row lies in everything that was named beside it. @param {Row} row @param {string[]} holders @param {CopyUnits} units */
  function liesIn(row, holders, units) {
    const [, , unit, parent] = row;
    const names = [units.voivodeships[unit.slice(0, 2)], units.powiaty[unit.slice(0, 4)], units.gminy[unit]].filter(Boolean).map((u) => u[0]);
    const held = [...names, row[1] === PART ? parent || "" : ""].map(fold);
    return holders.every((holder) => held.some((name) => name.startsWith(holder)));
  }

  /** The same as the server's: whether another thing of the name is as likely meant as the first. @param {Row} first @param {Row} other */
  function rivals(first, other) {
    if ([CITY, POWIAT, VOIVODESHIP, CENTRE, VILLAGE].includes(first[1])) return other[1] === first[1];
    if (first[1] === GMINA) return (other[1] === GMINA || other[1] === VILLAGE) && other[2] !== first[2];
    return other[2] !== first[2];
  }

  /** @param {HTMLInputElement} input @param {string} text @returns {Promise<[Row[][], CopyUnits]>} */
  async function asked(input, text) {
    /** @type {CopyUnits} */
    const units = await read(input, "obszary.json");
    const [head, ...holders] = inLatin(text, units.letters).replace(HOLDERS, ",").split(",").map(fold).filter(Boolean);
    const found = head ? await begun(input, head) : [[], [], []];
    const fitting = found.map((rows) => rows.filter((row) => liesIn(row, holders, units)));
    return [fitting.flat().length ? fitting : found, units];
  }

  /** Whether a word is one of a table, or a form of it: Polish words change at their end. @param {string[]} table @param {string} word */
  function isOf(table, word) {
    return table.some(function (known) {
      const same = known.length > 6 ? known.length - 2 : known.length;
      return known === word || (same > 3 && word.startsWith(known.slice(0, same)) && word.length - known.length < 4);
    });
  }

  /**
   * The topic that a text asks about, what is left of the text, and whether a word stands there as it is spelled in the
   * table; the server does the same with more care.
   * @param {string} text @param {CopyUnits} units @param {CopyWords} words
   * @returns {[topic?: Topic, rest?: string, isLiteral?: boolean]}
   */
  function topicOf(text, units, words) {
    const typed = fold(inLatin(text, units.letters)).split(" ");
    const topic = words.topics.find((t) => typed.some((word) => isOf(t.words, word)));
    if (!topic) return [];
    const rest = typed.filter((word) => !isOf(topic.words, word) && !isOf(words.fillers, word)).join(" ");
    return [topic, rest, typed.some((word) => topic.words.includes(word))];
  }

  /**
   * Rows of places and the topic; what stands beside a topic is looked for where the whole text is no place.
   * @param {HTMLInputElement} input @param {string} text @param {CopyWords} words
   * @returns {Promise<[Row[][], CopyUnits, Topic, boolean]>}
   */
  async function both(input, text, words) {
    const [found, units] = await asked(input, text);
    const [topic, rest, isLiteral] = topicOf(text, units, words);
    const beside = rest && !found.flat().length ? (await asked(input, rest))[0] : found;
    return [beside, units, topic, !rest && (isLiteral || !found[0].length)];
  }

  /** @param {Topic} topic @param {HTMLInputElement} input @param {CopyWords} words @returns {Suggestion} */
  function topicItem(topic, input, words) {
    return { name: topic.name, label: words.kinds[TOPIC], where: "", url: input.dataset.root + topic.page + "/index.html" };
  }

  /** @type {SesMapCopy["suggest"]} */
  async function suggest(input, text) {
    const words = await read(input, "slowa-" + input.dataset.lang + ".json");
    const code = text.replace(/\s/g, "");
    if (POSTCODE.test(code)) {
      const [rows, known] = await Promise.all([byCode(input, code), read(input, "obszary.json")]);
      return rows.slice(0, SUGGESTED).map((row) => item(row, input, known, words));
    }
    const [found, units, topic] = await both(input, text, words);
    const items = found.flat().slice(0, SUGGESTED - (topic ? 1 : 0)).map((row) => item(row, input, units, words));
    return topic ? [...items, topicItem(topic, input, words)] : items;
  }

  /** @param {HTMLInputElement} input @param {string} text @returns {Promise<Row[]>} */
  async function byCode(input, text) {
    /** @type {CopyUnits} */
    const units = await read(input, "obszary.json");
    const postcode = POSTCODE.exec(text);
    /** @type {(codes: string[]) => Row[]} */
    const rows = (codes) => codes.map((c) => [units.powiaty[c][0], POWIAT, c]);
    if (postcode) {
      const codes = await read(input, "kod-" + postcode[1] + ".json").catch(() => ({}));
      return rows((codes[postcode[1] + "-" + postcode[2]] || []).slice(1));
    }
    if (text in units.voivodeships) return [[units.voivodeships[text][0], VOIVODESHIP, text]];
    if (text in units.powiaty) return rows([text]);
    const gmina = text.slice(0, 6);
    return /^\d{6,7}$/.test(text) && gmina in units.gminy ? [[units.gminy[gmina][0], GMINA, gmina]] : [];
  }

  /** The places of the known codes nearest to an unknown one. @param {HTMLInputElement} input @param {string} text @returns {Promise<Row[]>} */
  async function nearCodes(input, text) {
    const postcode = POSTCODE.exec(text);
    /** @type {Record<string, string[]>} */
    const codes = postcode ? await read(input, "kod-" + postcode[1] + ".json").catch(() => ({})) : {};
    const far = (/** @type {string} */ code) => Math.abs(Number(code.slice(3)) - Number(postcode[2]));
    const near = Object.keys(codes).sort((a, b) => far(a) - far(b));
    const first = near.filter((code, n) => near.findIndex((other) => codes[other][0] === codes[code][0]) === n).slice(0, NEAR);
    return first.map((code) => [code + " " + codes[code][0], VILLAGE, codes[code][1]]);
  }

  /**
   * Everything that a text can mean, whether it is only like a name, the topic, and whether there is nothing else.
   * @param {HTMLInputElement} input @param {string} text @param {CopyWords} words
   * @returns {Promise<[rows: Row[], isGuess: boolean, topic?: Topic, isTopic?: boolean]>}
   */
  async function find(input, text, words) {
    if (/^[\d\s-]+$/.test(text)) {
      const code = text.replace(/\s/g, ""), rows = await byCode(input, code);
      return rows.length ? [rows, false] : [await nearCodes(input, code), true];
    }
    const [[exact, longer, later], , topic, isTopic] = await both(input, text, words);
    if (topic && isTopic) return [exact, false, topic, true];
    if (exact.length) return [exact.length > 1 && !exact.slice(1).some((row) => rivals(exact[0], row)) ? exact.slice(0, 1) : exact, false, topic];
    return [[...later, ...longer], true, topic];
  }

  /** @param {Suggestion} found */
  function choice(found) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    const name = document.createElement("strong");
    const rest = document.createElement("span");
    name.textContent = found.name;
    rest.textContent = [found.label, found.where].filter(Boolean).join(", ");
    link.setAttribute("href", found.url);
    link.append(name, " ", rest);
    line.append(link);
    return line;
  }

  /** The page of the search: one thing meant leads on to its page, several are listed. @param {HTMLElement} box @param {HTMLInputElement} input */
  async function answer(box, input) {
    const text = (new URLSearchParams(location.search).get("q") || "").trim().slice(0, 200);
    if (!text) return;
    input.value = text;
    const [units, words] = await Promise.all([read(input, "obszary.json"), read(input, "slowa-" + input.dataset.lang + ".json")]);
    const [rows, isGuess, topic, isTopic] = await find(input, text, words);
    const places = rows.map((row) => item(row, input, units, words));
    if (places.length === 1 && !isGuess && !isTopic) return location.replace(places[0].url);
    const explained = topic ? [topicItem(topic, input, words)] : [];
    const items = isTopic ? [...explained, ...places] : [...places.slice(0, LISTED - explained.length), ...explained];
    if (isTopic && items.length === 1) return location.replace(items[0].url);
    const said = !items.length ? box.dataset.nothing : isGuess ? box.dataset.like : box.dataset.several;
    box.querySelector("h2").textContent = said.replace("{q}", text);
    box.querySelector("ol").replaceChildren(...items.slice(0, LISTED).map(choice));
    box.querySelector("ol").hidden = !items.length;
    box.querySelector(".more").hidden = places.length <= LISTED;
    box.querySelector(".nothing").hidden = items.length > 0;
    box.hidden = false;
    box.querySelector("h2").focus();
  }

  const box = document.getElementById("copy-found");
  /** @type {HTMLInputElement} */
  const input = document.querySelector("input[data-root]");
  if (box && input) answer(box, input);
  return { fold: fold, suggest: suggest };
})();
