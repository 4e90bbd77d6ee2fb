/* The names of a static copy: files beside the page, each fetched when a text needs it. */
"use strict";
window.sesCopyNames = (function () {
  const { fold } = window.sesCopyQuery;
  const VILLAGE = 5, PART = 6;
  /** @type {Record<string, Promise<any>>} */
  const files = {};

  /** @param {HTMLInputElement} input @param {string} name */
  function read(input, name) {
    const address = new URL(input.dataset.suggest + name, location.href).href;
    const missing = (/** @type {Response} */ answer) => (answer.ok ? answer.json() : Promise.reject(new Error(address)));
    if (!files[address]) files[address] = fetch(address).then(missing);
    files[address].catch(() => delete files[address]);
    return files[address];
  }

  /** @param {HTMLInputElement} input @param {string} beginning @returns {Promise<Row[]>} */
  const shard = (input, beginning) => read(input, encodeURIComponent(beginning.replace(/ /g, "_")) + ".json");

  /** Texts by which a row is found whole. @param {Row} row */
  const keysOf = (row) => [fold(row[0]), ...(row[4] || [])];

  /** @param {Row} row @param {CopyUnits} units */
  const people = (row, units) => ((units.gminy[row[2]] || units.powiaty[row[2]] || units.voivodeships[row[2]] || [])[2]) || 0;

  /** Every row of the shards that may hold such a text. @param {HTMLInputElement} input @param {(beginning: string) => boolean} wanted */
  async function rowsOf(input, wanted) {
    /** @type {string[]} */
    const beginnings = (await read(input, "indeks.json")).filter(wanted);
    const rows = (await Promise.all(beginnings.map((b) => shard(input, b)))).flat();
    return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
  }

  /** The longest beginning of a text that has a shard. @param {HTMLInputElement} input @param {string} text */
  async function rowsAt(input, text, isWhole = false) {
    /** @type {string[]} */
    const beginnings = await read(input, "indeks.json");
    let key = text;
    while (key && !beginnings.includes(key)) key = key.slice(0, -1);
    if (!key) return text.length < 2 ? rowsOf(input, (b) => b.startsWith(text)) : [];
    return isWhole && key === text ? rowsOf(input, (b) => b.startsWith(text)) : shard(input, key);
  }

  /** Whether a shard may hold a name each of whose words fits. @param {string} beginning @param {((word: string, isWhole: boolean) => boolean)[]} fits */
  function mayHold(beginning, fits) {
    const words = beginning.split(" ");
    return words.length <= fits.length && words.every((word, n) => fits[n](word, n < words.length - 1));
  }

  /** @param {HTMLInputElement} input @param {string} key */
  const exact = async (input, key) => (await rowsAt(input, key)).filter((row) => keysOf(row).includes(key));

  /** Rows of which a name with these forms may be one. @param {HTMLInputElement} input @param {Set<string>[]} forms */
  function inflected(input, forms) {
    const lists = forms.map((own) => [...own]);
    const fits = lists.map((own, n) => (/** @type {string} */ word, /** @type {boolean} */ isWhole) => (isWhole ? forms[n].has(word) : own.some((f) => f.startsWith(word))));
    return forms.length ? rowsOf(input, (b) => mayHold(b, fits)) : Promise.resolve([]);
  }

  /** Rows whose words begin with these, the first one whole. @param {HTMLInputElement} input @param {string[]} words */
  async function shortened(input, words) {
    const fits = words.map((typed, n) => (/** @type {string} */ word, /** @type {boolean} */ isWhole) =>
      n === 0 ? (isWhole ? word === typed : typed.startsWith(word)) : isWhole ? word.startsWith(typed) : word.startsWith(typed) || typed.startsWith(word));
    const rows = await rowsOf(input, (b) => mayHold(b, fits));
    const begin = (/** @type {string} */ key) => {
      const own = key.split(" ");
      return own.length === words.length && own[0] === words[0] && own.every((w, n) => w.startsWith(words[n]));
    };
    return rows.filter((row) => keysOf(row).some(begin));
  }

  /** Rows of which the text is the end from a later word on. @param {Row[]} rows @param {string} text */
  function ending(rows, text) {
    return rows.filter(function (row) {
      const words = row[1] < VILLAGE ? fold(row[0]).split(" ") : [];
      return words.some((_, n) => n > 0 && words.slice(n).join(" ").startsWith(text));
    });
  }

  /** The most important rows. @param {Row[]} rows @param {CopyUnits} units @param {number} limit */
  function first(rows, units, limit) {
    const kind = (/** @type {Row} */ row) => (row[1] === PART && row[2].slice(2, 4) > "60" ? VILLAGE - 0.5 : row[1]);
    return rows.slice().sort((a, b) => kind(a) - kind(b) || people(b, units) - people(a, units)).slice(0, limit);
  }

  /** Letters that are wrong, missing, too many or changed places. @param {string} text @param {string} other */
  function distance(text, other) {
    /** @type {number[]} */
    let before = [], row = Array.from({ length: other.length + 1 }, (_, n) => n);
    for (let i = 1; i <= text.length; i++) {
      const next = [i];
      for (let j = 1; j <= other.length; j++) {
        const cost = text[i - 1] === other[j - 1] ? 0 : 1;
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + cost);
        if (i > 1 && j > 1 && text[i - 1] === other[j - 2] && text[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      [before, row] = [row, next];
    }
    return row[other.length];
  }

  /** Names that are like a misspelt one: letters that are wrong, and the name. @param {HTMLInputElement} input @param {string} text @param {number} limit @returns {Promise<[number, string][]>} */
  async function near(input, text, limit) {
    const most = text.length < 4 || text.length > 60 ? 0 : text.length < 5 ? 1 : text.length < 10 ? 2 : 3;
    const lengths = most ? Array.from({ length: 2 * most + 1 }, (_, n) => text.length - most + n).filter((n) => n > 0 && n <= 60) : [];
    /** @type {[string, number, number][]} */
    const names = (await Promise.all(lengths.map((n) => read(input, "nazwy-" + n + ".json").catch(() => /** @type {[string, number, number][]} */ ([]))))).flat();
    const found = names.map((own) => ({ own, wrong: distance(text, own[0]) })).filter(({ wrong }) => wrong <= most);
    found.sort((a, b) => a.wrong - b.wrong || a.own[1] - b.own[1] || a.own[2] - b.own[2] || (a.own[0] < b.own[0] ? -1 : 1));
    return found.slice(0, limit).map(({ own, wrong }) => [wrong, own[0]]);
  }

  return { read, keysOf, people, rowsAt, exact, inflected, shortened, ending, first, near, PART };
})();
