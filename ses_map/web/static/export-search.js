/* The search of a static copy: it reads names from files beside the page, where the site itself asks its server. */
"use strict";
window.sesMapCopy = (function () {
  const { fold, inLatin, parse } = window.sesCopyQuery;
  const { read } = window.sesCopyNames;
  const { readQuery, like, CONTINUED } = window.sesCopyReading;
  const SUGGESTED = 8, LISTED = 12, NEAR = 3, ACRONYM = 3, LONGEST = 200;
  const POWIAT = 1, VOIVODESHIP = 2, GMINA = 3, CENTRE = 4, VILLAGE = 5, PART = 6, TOPIC = 7;
  const POSTCODE = /^(\d\d)-?(\d{3})$/;

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

  /** @param {HTMLInputElement} input @param {string} text @param {CopyTables} tables @returns {Promise<CopyFound>} */
  async function spelled(input, text, tables) {
    const query = parse(text, tables);
    const nothing = { rows: /** @type {Row[]} */ ([]), isSettled: false, isGuess: false, isKnown: false, query };
    if (!query.name && query.postcode) return { ...nothing, rows: await byCode(input, query.postcode) };
    if (query.isNoPlace) return nothing;
    const reading = await readQuery({ input, tables }, query, fold(text));
    const isBegun = !reading.hits.some((h) => h.grade <= CONTINUED);
    return { ...nothing, rows: reading.hits.map((h) => h.row), isSettled: reading.isSettled, isKnown: reading.hits.length > 0 && !reading.isElsewhere && !isBegun };
  }

  /**
   * Everything that a text can mean, the likeliest first, with the topic that it asks about.
   * @param {HTMLInputElement} input @param {string} typed @param {CopyWords} words @returns {Promise<CopyFound>}
   */
  async function find(input, typed, words) {
    const text = typed.slice(0, LONGEST);
    /** @type {CopyTables} */
    const tables = await read(input, "obszary.json");
    let found = await spelled(input, text, tables);
    const [topic, rest, isLiteral] = found.query.isNoPlace ? [] : topicOf(text, tables, words);
    if (rest && !found.isKnown) {
      const beside = await spelled(input, rest, tables);
      if (beside.isKnown || !found.rows.length) found = beside;
    }
    const isTopic = Boolean(topic && !rest && (isLiteral || !found.isKnown));
    if (!found.rows.length && !isTopic) {
      const hits = await like({ input, tables }, found.query);
      found = { ...found, rows: hits.map((h) => h.row), isGuess: true };
    }
    if (isTopic && !found.isKnown) found = { ...found, rows: [] };
    return { ...found, topic, isTopic };
  }

  /** @param {Topic} topic @param {HTMLInputElement} input @param {CopyWords} words @returns {Suggestion} */
  function topicItem(topic, input, words) {
    return { name: topic.name, label: words.kinds[TOPIC], where: "", url: input.dataset.root + topic.page + "/index.html" };
  }

  /** @type {SesMapCopy["suggest"]} */
  async function suggest(input, text) {
    const [units, words] = await Promise.all([read(input, "obszary.json"), read(input, "slowa-" + input.dataset.lang + ".json")]);
    const { rows, topic, isTopic } = await find(input, text, words);
    const items = rows.slice(0, SUGGESTED - (topic ? 1 : 0)).map((row) => item(row, input, units, words));
    const explained = topic ? [topicItem(topic, input, words)] : [];
    return isTopic && text.trim().length > ACRONYM ? [...explained, ...items] : [...items, ...explained];
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
    const isCode = /^[\d\s-]+$/.test(text);
    const code = text.replace(/\s/g, ""), byNumber = isCode ? await byCode(input, code) : [];
    const near = isCode && !byNumber.length ? await nearCodes(input, code) : [];
    let found = byNumber.length ? null : await find(input, text, words);
    if (near.length) found = { ...found, rows: near, isGuess: true };
    const rows = found ? found.rows : byNumber, topic = found?.topic, isTopic = found?.isTopic;
    const places = rows.map((row) => item(row, input, units, words));
    if (found ? found.isSettled && !isTopic : places.length === 1) return location.replace(places[0].url);
    const explained = topic ? [topicItem(topic, input, words)] : [];
    const items = isTopic ? [...explained, ...places] : [...places.slice(0, LISTED - explained.length), ...explained];
    if (isTopic && items.length === 1) return location.replace(items[0].url);
    const { several, nothing, like: alike, noplace } = box.dataset;
    const said = items.length ? (found?.isGuess ? alike : several) : found?.query.isNoPlace ? noplace : nothing;
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
  return { fold, find, suggest };
})();
