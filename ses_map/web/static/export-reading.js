/* Every way of reading a query as a name, in one order: ses_map.search.reading and .ranking for a static copy. */
"use strict";
window.sesCopyReading = (function () {
  const { fold, formsOf, isForm } = window.sesCopyQuery;
  const { read, keysOf, people, rowsAt, exact, inflected, shortened, ending, first, near } = window.sesCopyNames;
  const CITY = 0, POWIAT = 1, VOIVODESHIP = 2, GMINA = 3, CENTRE = 4, VILLAGE = 5, PART = 6;
  const EXACT = 0, INFLECTED = 1, CONTINUED = 2, BEGUN = 3, ENDING = 4, LIKE = 5;
  const MOST = 24, SIFTED = 500, TELLING = 5, WORDS = 4, LIKE_NAMES = 16;
  /** @type {Record<number, number>} */
  const DIGITS = { [VOIVODESHIP]: 2, [POWIAT]: 4, [GMINA]: 6 };

  /** @param {CopyHit} hit */
  const isNamed = (hit) => hit.grade <= INFLECTED;
  /** @param {Row} row */
  const isDistrict = (row) => row[1] === PART && row[2].slice(2, 4) > "60";
  /** @param {Row} row */
  const isOwnDistrict = (row) => isDistrict(row) && (!row[3] || fold(row[3]).endsWith(" " + fold(row[0])));
  /** @param {Row[]} rows @param {number} grade @returns {CopyHit[]} */
  const hitsOf = (rows, grade) => rows.map((row) => ({ row, grade, wrong: 0 }));

  /** @param {CopyHit} hit @param {boolean} isInflected @param {CopyTables} tables @returns {(number | string)[]} */
  function orderOf(hit, isInflected, tables) {
    const [name, kind, unit, last] = hit.row;
    const same = [-people(hit.row, tables), name, unit, kind === CENTRE ? "" : last || ""];
    if (!isNamed(hit)) {
      const step = hit.grade === CONTINUED && kind === CITY ? 2 : 5;
      return [step, hit.grade, hit.wrong, kind, Number(!isDistrict(hit.row)), ...same];
    }
    const step = isDistrict(hit.row) ? 3 : kind === CITY ? 0 : kind === POWIAT || kind === VOIVODESHIP ? 1 : 4;
    return [step, kind, isInflected ? 1 - hit.grade : hit.grade, Number(step === 3 && !isOwnDistrict(hit.row)), ...same];
  }

  /** @param {(number | string)[]} a @param {(number | string)[]} b */
  function compare(a, b) {
    const n = a.findIndex((value, m) => value !== b[m]);
    return n < 0 ? 0 : a[n] < b[n] ? -1 : 1;
  }

  /** The likeliest first, each once, and no unit that is nothing but a town beside it. @param {CopyHit[]} hits @param {boolean} isInflected @param {CopyTables} tables */
  function ranked(hits, isInflected, tables) {
    const keyed = hits.map((hit) => ({ hit, order: orderOf(hit, isInflected, tables) })).sort((a, b) => compare(a.order, b.order));
    /** @type {Map<string, CopyHit>} */
    const found = new Map();
    for (const { hit } of keyed) {
      const key = JSON.stringify(hit.row.slice(0, 4));
      if (!found.has(key)) found.set(key, hit);
    }
    const towns = [...found.values()].filter((h) => h.row[1] === CITY).map((h) => h.row[2]);
    const seats = towns.filter((unit) => unit.slice(2, 4) > "60").map((unit) => unit.slice(0, 4));
    return [...found.values()].filter(({ row }) => (row[1] !== GMINA && row[1] !== POWIAT) || ![...towns, ...seats].includes(row[2]));
  }

  /** @param {Row} other @param {Row} one @param {CopyTables} tables */
  function isLarger(other, one, tables) {
    const isMore = people(other, tables) > people(one, tables);
    if (other[1] === CITY) return [POWIAT, GMINA, VILLAGE, PART].includes(one[1]) || isMore;
    if (other[1] === one[1] && (one[1] === GMINA || one[1] === POWIAT)) return isMore;
    return other[1] === VOIVODESHIP && one[1] === POWIAT;
  }

  /** @param {Row} one @param {Row} other */
  function rivals(one, other) {
    if (one[1] === CITY || one[1] === VILLAGE) return other[1] === one[1] && other[2] !== one[2];
    if ([POWIAT, VOIVODESHIP, CENTRE].includes(one[1])) return other[1] === one[1];
    if (one[1] === GMINA) return (other[1] === GMINA || other[1] === VILLAGE) && other[2] !== one[2];
    return other[2] !== one[2] && (isOwnDistrict(other) || !isOwnDistrict(one));
  }

  /** @param {CopyHit} one @param {CopyHit} other @param {CopyQuery} query @param {CopyTables} tables */
  function competes(one, other, query, tables) {
    if (!isNamed(other)) {
      const isBegun = (other.grade === CONTINUED || other.grade === BEGUN) && isLarger(other.row, one.row, tables);
      return isBegun && !(other.grade === BEGUN && query.name.length < TELLING && one.row[1] === CITY);
    }
    if (one.grade < other.grade) return (other.row[1] === CITY || other.row[1] === VOIVODESHIP) && isLarger(other.row, one.row, tables);
    if (one.grade > other.grade) return !query.isInflected && other.row[2].slice(0, 4) !== one.row[2].slice(0, 4);
    return rivals(one.row, other.row);
  }

  /** @param {CopyQuery} query @param {CopyHit[]} hits @param {CopyTables} tables */
  function isSettled(query, hits, tables) {
    const [one, ...rest] = hits;
    if (!rest.length && !isNamed(one)) return one.grade < LIKE && query.name.length >= TELLING;
    if (isNamed(one)) return !rest.some((other) => competes(one, other, query, tables));
    if (one.grade !== CONTINUED || one.row[1] !== CITY) return false;
    return !rest.some((h) => isNamed(h) || (h.row[1] === CITY && h.grade <= BEGUN));
  }

  /** A name whole first, then as a name and what tells it from others. @param {string} name @returns {[string, string][]} */
  function cutsOf(name) {
    const words = name ? name.split(" ") : [];
    return words.flatMap(function (_, n) {
      const cut = words.length - n;
      const ahead = [words.slice(0, cut).join(" "), words.slice(cut).join(" ")];
      const behind = [words.slice(-cut).join(" "), words.slice(0, -cut).join(" ")];
      return /** @type {[string, string][]} */ (ahead[0] === behind[0] && ahead[1] === behind[1] ? [ahead] : [ahead, behind]);
    });
  }

  /** @param {CopyFiles} files @param {string} name */
  async function named(files, name) {
    if (!name) return [];
    const forms = formsOf(name, files.tables);
    const [own, others] = await Promise.all([exact(files.input, name), inflected(files.input, forms)]);
    const isOne = (/** @type {Row} */ row) => keysOf(row).some((k) => k !== name && isForm(forms, k) && (k !== name + "i" || (row[1] !== POWIAT && row[1] !== VOIVODESHIP)));
    return [...hitsOf(own, EXACT), ...hitsOf(others.filter(isOne), INFLECTED)];
  }

  /** @param {CopyFiles} files @param {string} name @param {boolean} isWhole @param {boolean} isSifted */
  async function hitsFor(files, name, isWhole, isSifted) {
    const limit = isSifted ? SIFTED : MOST, { input, tables } = files, words = name.split(" ");
    const hits = await named(files, name);
    const most = (/** @type {Row[]} */ rows) => first(rows, tables, limit);
    const goesOn = (/** @type {Row[]} */ rows) => rows.filter((row) => keysOf(row).some((k) => k.startsWith(name + " ")));
    hits.push(...hitsOf(most(goesOn(await rowsAt(input, name + " ", isSifted))), CONTINUED));
    if (words.length > 1) hits.push(...hitsOf(most(await shortened(input, words)), CONTINUED));
    if (!isWhole) return hits;
    const rows = await rowsAt(input, name, isSifted);
    const begun = rows.filter((row) => keysOf(row).some((k) => k.startsWith(name) && k.length > name.length && k[name.length] !== " "));
    hits.push(...hitsOf(most(begun), BEGUN));
    return hits.length >= limit ? hits : [...hits, ...hitsOf(most(ending(rows, name)), ENDING)];
  }

  /** @param {Row} row @param {number | null} kind @param {CopyTables} tables */
  function heldBy(row, kind, tables) {
    const [, , unit, last] = row;
    const lengths = (kind in DIGITS ? [DIGITS[kind]] : [2, 4, 6]).filter((n) => unit.length >= n);
    const units = lengths.map((n) => [tables.voivodeships, tables.powiaty, tables.gminy][n / 2 - 1][unit.slice(0, n)]).filter(Boolean);
    const seats = lengths.includes(4) && tables.powiaty[unit.slice(0, 4)] ? [tables.powiaty[unit.slice(0, 4)][3]] : [];
    return [...units.map((u) => u[0]), ...seats, row[1] === CENTRE ? "" : last || ""].map((n) => fold(String(n)));
  }

  /** @param {CopyFiles} files @param {CopyHit[]} hits @param {CopyQuery} query @param {string} extra */
  async function fitting(files, hits, query, extra = "") {
    const { tables, input } = files;
    const within = [...query.within, ...(extra ? [/** @type {CopyPiece} */ ([extra, null])] : [])].filter(([name]) => !tables.country.includes(name));
    const holders = within.map(([name, kind]) => ({ name, kind, forms: formsOf(name, tables) }));
    /** @type {Record<string, string[]>} */
    const codes = query.postcode ? await read(input, "kod-" + query.postcode.slice(0, 2) + ".json").catch(() => ({})) : {};
    const powiaty = (codes[query.postcode] || []).slice(1);
    /** @type {CopyHit[]} */
    const found = [];
    for (const hit of hits) {
      const [, kind, unit] = hit.row;
      const isOf = query.kind === null || kind === query.kind || (query.kind === VILLAGE && kind === PART);
      if (!isOf || (powiaty.length && kind !== CENTRE && !powiaty.includes(unit.slice(0, 4)))) continue;
      const held = holders.map(function ({ name, kind: said, forms }) {
        const names = heldBy(hit.row, said, tables);
        return names.some((n) => n === name || isForm(forms, n)) ? 2 : names.some((n) => n.startsWith(name)) ? 1 : 0;
      });
      if (held.includes(0)) continue;
      found.push(held.includes(1) ? { ...hit, grade: Math.max(hit.grade, BEGUN), wrong: hit.wrong || hit.grade } : hit);
    }
    return found;
  }

  /** The towns of a query that names several and nothing else. @param {CopyFiles} files @param {CopyQuery} query */
  async function townsOf(files, query) {
    if ([query.kind, ...query.within.map(([, kind]) => kind)].some((kind) => kind !== null && kind !== CITY)) return [];
    let words = [query.name, ...query.within.map(([name]) => name)].flatMap((n) => n.split(" ")).filter((w) => !files.tables.and.includes(w));
    /** @type {CopyHit[]} */
    const found = [];
    while (words.length) {
      let taken = 0;
      for (let n = Math.min(words.length, WORDS); n > 0 && !taken; n--) {
        const [best] = ranked(await named(files, words.slice(0, n).join(" ")), false, files.tables);
        if (best && best.row[1] === CITY) taken = found.push(best) && n;
      }
      if (!taken) return [];
      words = words.slice(taken);
    }
    return new Set(found.map((h) => h.row[2])).size > 1 ? found : [];
  }

  /** @param {CopyFiles} files @param {CopyQuery} query @param {CopyHit[]} hits @returns {Promise<CopyReading>} */
  async function settled(files, query, hits) {
    const { tables } = files, found = ranked(hits, query.isInflected, tables), town = found[0].row;
    const isBeside = (/** @type {CopyHit} */ h) =>
      h.grade === EXACT && (h.row[1] === VILLAGE || h.row[1] === PART) && h.row[2] !== town[2] && h.row[2].slice(0, 4) === town[2].slice(0, 4) &&
      h.row[2] in tables.gminy && fold(tables.gminy[h.row[2]][0]) === fold(town[0]);
    const aside = query.aside ? (await named(files, query.aside)).filter(isBeside) : [];
    if (aside.length) return { hits: [...aside, ...found], isSettled: false, isElsewhere: false };
    const forms = formsOf(query.name, tables);
    const isRegion = tables.regions.some((r) => r === query.name || isForm(forms, r));
    return { hits: found, isSettled: isSettled(query, found, tables) && !isRegion, isElsewhere: false };
  }

  /** @param {CopyFiles} files @param {CopyQuery} query @param {string} whole @returns {Promise<CopyReading>} */
  async function readQuery(files, query, whole) {
    const { input, tables } = files;
    const called = whole && whole !== query.name ? hitsOf(await exact(input, whole), EXACT) : [];
    if (called.some((h) => h.row[1] === CENTRE)) return settled(files, query, called);
    const isSifted = query.within.length > 0 || query.kind !== null || query.postcode !== "";
    /** @type {CopyHit[] | null} */
    let towns = null;
    for (const [name, extra] of cutsOf(query.name)) {
      const own = await fitting(files, await hitsFor(files, name, !extra, isSifted || extra !== ""), query, extra);
      const hits = [...called, ...own.filter((h) => !called.length || h.row[1] === CITY)];
      if (!towns && (extra || query.within.length)) towns = await townsOf(files, query);
      if (hits.length && towns?.length) {
        const villages = ranked(hits, false, tables).filter((h) => isNamed(h) && h.row[1] === VILLAGE);
        return { hits: [...towns, ...villages], isSettled: false, isElsewhere: false };
      }
      if (hits.length) return settled(files, query, hits);
    }
    if (towns?.length) return { hits: towns, isSettled: false, isElsewhere: false };
    const words = query.name.split(" ");
    for (let dropped = 1; query.hasStreet && dropped < words.length; dropped++) {
      const ways = [words.slice(dropped).join(" "), words.slice(0, -dropped).join(" ")];
      const hits = await fitting(files, [...(await named(files, ways[0])), ...(await named(files, ways[1]))], query);
      if (hits.length) return settled(files, query, hits);
    }
    if (called.length) return settled(files, query, called);
    const elsewhere = await named(files, query.name);
    return { hits: ranked(elsewhere, query.isInflected, tables), isSettled: false, isElsewhere: true };
  }

  /** What a misspelt name may have meant, or the towns beside words that mean nothing. @param {CopyFiles} files @param {CopyQuery} query */
  async function like(files, query) {
    const { input, tables } = files;
    for (const [name, extra] of cutsOf(query.name)) {
      const isSifted = extra || query.within.length || query.kind !== null || query.postcode;
      const keys = await near(input, name, isSifted ? SIFTED : LIKE_NAMES);
      const hits = (await Promise.all(keys.map(async ([wrong, key]) => (await exact(input, key)).map((row) => ({ row, grade: LIKE, wrong }))))).flat();
      const fit = await fitting(files, hits, query, extra);
      if (fit.length || (!extra && hits.length)) return ranked(fit.length ? fit : hits, false, tables);
    }
    for (const [name] of cutsOf(query.name)) {
      const cities = (await named(files, name)).filter((h) => h.row[1] === CITY);
      if (cities.length) return ranked(cities, false, tables);
    }
    return [];
  }

  return { readQuery, like, CONTINUED };
})();
