/* What somebody typed, taken apart as ses_map.search.query does it, for the search of a static copy. */
"use strict";
window.sesCopyQuery = (function () {
  const CITY = 0, POWIAT = 1, VOIVODESHIP = 2, GMINA = 3;
  const HOLDERS = [GMINA, POWIAT, VOIVODESHIP];
  const LONGEST_ENDING = 10, MOST_WORDS = 5;
  const LETTER = "\\p{L}\\p{N}_";
  const WAY = `(?<![${LETTER}])(?:ulic[aeyę]|ul|alej[aei]|al|placu?|pl|osiedl[eu]|os)`;
  const DOOR = `\\d+(?:\\s?[a-z](?![${LETTER}.]|\\.\\s?\\d))?`;
  const HOUSE = `${DOOR}(?:\\s?[/-]\\s?${DOOR})*(?:\\s+(?:m|lok)(?![${LETTER}])\\.?\\s*\\d+)?(?![\\p{L}\\p{N}])`;
  const STREET = new RegExp(`${WAY}(?:\\.\\s*|\\s+)(?=[\\p{L}\\p{N}])|${WAY}\\.\\s*$`, "iu");
  const NUMBER = new RegExp(`(?<=[\\p{L}\\p{N}][\\s.])${HOUSE}`, "giu");
  const PARTS = /[,;()\n]|\s[-–—]\s/u;
  const POSTCODE = /(?<!\d)(\d{2})\s?-?\s?(\d{3})(?!\d)/u;
  const POSTCODE_WORDS = new RegExp(`(?<![${LETTER}])kod[${LETTER}]*\\s+poczt[${LETTER}]*\\.?|(?<![${LETTER}])PL[\\s-]*(?=\\d{2}-?\\d{3})`, "giu");
  const NO_PLACE = new RegExp(
    "^(?:[^\\s@]+@[^\\s@]+|(?:https?://|www\\.)\\S+|(?:\\+|00)\\s?[\\d\\s()-]{9,}" +
      `|(?:tel[${LETTER}]*|fax|kom)(?![${LETTER}])[\\s.:]*[\\d\\s+()-]{7,}` +
      `|(?:krs|nip|regon|pesel|krrit|ngo)(?![${LETTER}])[\\s.:]*(?:pl)?[\\d\\s-]{6,}|(?:pl)?[\\d\\s().-]{8,})$`, "iu");

  /** The same as ses_map.spelling.fold: no case, accents or signs, single spaces. @param {string} text */
  function fold(text) {
    const plain = text.normalize("NFKC").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ").normalize("NFKD").replace(/ł/g, "l");
    return plain.replace(/[\p{Mn}\p{Cf}]/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  /** @param {string} text */
  function tidied(text) {
    return text.normalize("NFKC").replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, "").replace(/[\u2010-\u2015\u2212]/g, "-");
  }

  /** @param {string} text @param {Record<string, string>} letters */
  function inLatin(text, letters) {
    return /[\u0400-\u052f]/.test(text) ? [...text.toLowerCase()].map((c) => (c in letters ? letters[c] : c)).join("") : text;
  }

  /** Cut a part before the word for a street and after the number of a house. @param {string} piece @returns {CopyPart[]} */
  function cut(piece) {
    /** @type {CopyPart[]} */
    const parts = [];
    const street = STREET.exec(piece);
    if (street) {
      parts.push({ text: piece.slice(0, street.index), isStreet: false, isNumbered: false });
      piece = piece.slice(street.index + street[0].length);
    }
    const last = [...piece.matchAll(NUMBER)].pop();
    if (!last) return [...parts, { text: piece, isStreet: Boolean(street), isNumbered: false }];
    parts.push({ text: piece.slice(0, last.index), isStreet: Boolean(street), isNumbered: true });
    return [...parts, { text: piece.slice(last.index + last[0].length), isStreet: false, isNumbered: false }];
  }

  /** Cut a part at the words that say what follows. @param {string} part @param {CopyTables} tables @returns {CopyPiece[]} */
  function splitMarks(part, tables) {
    /** @type {[string[], number | null][]} */
    const pieces = [[[], null]];
    const words = fold(part).replace(/(?<![\p{L}\p{N}_])m st(?![\p{L}\p{N}_]) ?/gu, "m ").trim().split(" ").filter(Boolean);
    words.forEach(function (word, number) {
      const last = number === words.length - 1, first = !pieces.at(-1)[0].length;
      const mark = Object.hasOwn(tables.marks, word) ? tables.marks[word] : null;
      if (mark !== null && !last && (first || HOLDERS.includes(mark))) pieces.push([[], mark]);
      else if (!tables.idle.includes(word) || (last && first)) pieces.at(-1)[0].push(word);
    });
    return pieces.filter(([own]) => own.length).map(([own, kind]) => [own.join(" "), kind]);
  }

  /** @param {CopyPart[]} parts @param {CopyTables} tables */
  const piecesOf = (parts, tables) => parts.flatMap((p) => splitMarks(p.text, tables));

  /** Whether a preposition stands before the first word that is part of a name. @param {CopyPart[]} parts @param {CopyTables} tables */
  function isInflected(parts, tables) {
    for (const word of parts.length ? fold(parts[0].text).split(" ") : []) {
      if (tables.prepositions.includes(word)) return true;
      if (!tables.idle.includes(word) && !Object.hasOwn(tables.marks, word)) return false;
    }
    return false;
  }

  /** @param {string} typed @param {CopyTables} tables @returns {CopyQuery} */
  function parse(typed, tables) {
    let text = inLatin(tidied(typed), tables.letters);
    /** @type {CopyQuery} */
    const query = { name: "", kind: null, within: [], postcode: "", isInflected: false, aside: "", hasStreet: false, isNoPlace: false };
    if (NO_PLACE.test(text.trim())) return { ...query, isNoPlace: true };
    text = text.replace(POSTCODE_WORDS, " ");
    const code = POSTCODE.exec(text);
    const parts = text.replace(new RegExp(POSTCODE, "gu"), ",").split(PARTS).flatMap(cut).filter((p) => /[\p{L}\p{N}]/u.test(p.text));
    let named = parts.filter((p) => !p.isStreet && !p.isNumbered);
    let numbered = parts.filter((p) => p.isNumbered && !p.isStreet);
    let pieces = piecesOf(named, tables);
    if (numbered.length && !pieces.some(([, kind]) => !HOLDERS.includes(kind))) {
      named = [...numbered, ...named];
      pieces = piecesOf(named, tables);
      numbered = [];
    }
    const hasStreet = !pieces.length || named.some((p) => p.isNumbered);
    if (!pieces.length) {
      const streets = parts.filter((p) => p.isStreet && !p.isNumbered);
      pieces = piecesOf(streets.map((p) => ({ ...p, text: p.text.includes(" ") ? p.text.slice(p.text.indexOf(" ") + 1) : "" })), tables);
    }
    const [[name, kind], ...within] = pieces.length ? pieces : [/** @type {CopyPiece} */ (["", null])];
    const postcode = code ? code[1] + "-" + code[2] : "";
    return { ...query, name, kind, within, postcode, hasStreet, isInflected: isInflected(named, tables), aside: numbered.length ? fold(numbered[0].text) : "" };
  }

  /** The word itself and every nominative that the endings allow. @param {string} word @param {CopyTables} tables */
  function nominatives(word, tables) {
    const found = new Set([word]);
    for (let length = Math.min(LONGEST_ENDING, word.length - 2); length >= 0; length--) {
      const stem = word.slice(0, word.length - length), ending = word.slice(word.length - length);
      for (const other of Object.hasOwn(tables.endings, ending) ? tables.endings[ending] : [])
        if (!(stem.endsWith("i") && ("ei".includes(other[0]) || ending === "ec"))) found.add(stem + other.replace("_", ""));
    }
    return found;
  }

  /** Nominatives of each word of a name; nothing for a name that is too long. @param {string} name @param {CopyTables} tables */
  function formsOf(name, tables) {
    const words = name.split(" ");
    return words.length <= MOST_WORDS ? words.map((w) => nominatives(w, tables)) : [];
  }

  /** Whether a key is a name of which this is a form. @param {Set<string>[]} forms @param {string} key */
  function isForm(forms, key) {
    const words = key.split(" ");
    return words.length === forms.length && words.every((word, n) => forms[n].has(word));
  }

  return { CITY, fold, inLatin, parse, formsOf, isForm };
})();
