// Answer texts by the scripts of a static copy, from its files: node copy-search.mjs SCRIPTS FILES < texts.json > found.json
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

const [scripts, files] = process.argv.slice(2);
const ORIGIN = "https://copy.example/";
globalThis.window = globalThis;
globalThis.location = { href: ORIGIN, search: "" };
globalThis.document = { getElementById: () => null, querySelector: () => null };
globalThis.fetch = async function (address) {
  try {
    const text = readFileSync(join(files, decodeURIComponent(address.slice(ORIGIN.length))), "utf8");
    return { ok: true, json: async () => JSON.parse(text) };
  } catch {
    return { ok: false };
  }
};
for (const name of ["query", "names", "reading", "search"]) runInThisContext(readFileSync(join(scripts, `export-${name}.js`), "utf8"));

const input = { dataset: { suggest: "", lang: "pl", root: "" } };
const words = JSON.parse(readFileSync(join(files, "slowa-pl.json"), "utf8"));
const found = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  const { rows, isSettled, isGuess, query } = await globalThis.sesMapCopy.find(input, text, words);
  found.push({ rows: rows.map((row) => row.slice(0, 4)), isSettled, isGuess, isNoPlace: query.isNoPlace });
}
process.stdout.write(JSON.stringify(found));
