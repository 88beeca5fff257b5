// Runs the script of controleer.html, the very text that readers get, over many bundles. Reads a JSON array of cases from the file
// that is named, with paths relative to it; prints one answer a line.
//
// A case: `zip` (a bundle), or `pdf`, or `base` (a bundle) with `change` ([path, place, mask]: a byte that is changed) or `drop` (a path), and
// `resum` (b3sums are made to fit); and `reader`: what the reader brings, as paths of files but for `now`, `origin`, `maxAge`.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runInThisContext } from "node:vm";

const [page, list] = process.argv.slice(2);
const script = readFileSync(page, "utf8").match(/<script>([^]*)<\/script>/)[1];
const { b3, check, checkDocument, CODES, MemorySource, parseAuthors, parseLogKeys, parsePolicy, partsOf, refusal, ZipSource } = runInThisContext(`${script}; controleer`);

const read = (path) => new Uint8Array(readFileSync(join(dirname(list), path)));

/** What is made of the files that a reader brings. */
const OWN = {
  logKeys: parseLogKeys,
  policy: parsePolicy,
  authors: parseAuthors,
  previous: (bytes) => bytes,
  beside: (bytes) => new ZipSource(bytes),
};

function readerOf({ now, origin, maxAge, ...own }) {
  const brought = Object.entries(own).map(([name, path]) => [name, OWN[name](read(path), path)]);
  return { now: now === undefined ? Date.now() : Date.parse(now), origin, maxAge, ...Object.fromEntries(brought) };
}

/** The files of a bundle that many cases start from. */
const bases = new Map();
function baseOf(path) {
  if (!bases.has(path)) {
    const source = new ZipSource(read(path));
    bases.set(path, new Map(source.paths.map((name) => [name, source.read(name, 64 << 20)])));
  }
  return new Map(bases.get(path));
}

function changed({ base, change, drop, resum }) {
  const files = baseOf(base);
  if (drop !== undefined) files.delete(drop);
  if (change !== undefined) {
    const [path, place, mask] = change;
    const bytes = Uint8Array.from(files.get(path));
    bytes[place] ^= mask;
    files.set(path, bytes);
  }
  if (resum) {
    files.delete("b3sums");
    const lines = [...files.keys()].sort().map((path) => `${b3(files.get(path))}  ${path}\n`);
    files.set("b3sums", new TextEncoder().encode(lines.join("")));
  }
  return new MemorySource(files);
}

function answerTo(one) {
  let source;
  try {
    if (one.pdf !== undefined) return checkDocument(partsOf(read(one.pdf)), readerOf(one.reader ?? {}));
    source = one.zip === undefined ? changed(one) : new ZipSource(read(one.zip));
  } catch (error) {
    return refusal(error);
  }
  return check(source, readerOf(one.reader ?? {}));
}

if (list === undefined) {
  console.log(JSON.stringify(CODES));
} else {
  for (const one of JSON.parse(readFileSync(list, "utf8"))) {
    const { note, ...answer } = answerTo(one);
    console.log(JSON.stringify(answer));
  }
}
