// The files of a bundle: which are there, whether they belong, and whether they are as b3sums says (section 6).

import { compareText, fromHex } from "./bytes.js";
import { b3 } from "./hashes.js";
import { isDotted, isPlain, placeOf, REQUIRED } from "./layout.js";
import { linesOf } from "./lines.js";
import { wrong } from "./reasons.js";

/** A bundle in memory, from a map of paths to bytes. */
export class MemorySource {
  constructor(files) {
    this.files = files;
  }

  get paths() {
    const bad = [...this.files.keys()].sort(compareText).find((path) => !isPlain(path));
    if (bad !== undefined) wrong("bad-path", bad);
    return [...this.files.keys()];
  }

  read(path, limit) {
    const bytes = this.files.get(path);
    if (bytes === undefined) return null;
    if (bytes.length > limit) wrong("too-large", path);
    return bytes;
  }
}

export class Files {
  #source;
  #missing;
  #read = new Map();
  #places = new Map();

  /** Lists the files; one that section 6 does not name is refused, dotted names aside. */
  constructor(source, missing) {
    this.#source = source;
    this.#missing = missing;
    for (const path of source.paths.filter((name) => !isDotted(name)).sort(compareText)) {
      this.#places.set(path, placeOf(path) ?? wrong("unknown-file", path));
    }
  }

  get paths() {
    return [...this.#places.keys()];
  }

  has(path) {
    return this.#places.has(path);
  }

  /** The indexes or names of the files in a folder, indexes ascending. */
  inFolder(folder) {
    const found = [...this.#places.values()].filter((place) => place.folder === folder);
    return found.map((place) => place.index ?? place.name).sort((a, b) => (typeof a === "number" ? a - b : compareText(a, b)));
  }

  noteMissing() {
    for (const path of REQUIRED) if (!this.has(path)) this.#missing.note("file-missing", path);
  }

  /** The bytes of a file, or null when it is not there; what cannot be read is noted as missing. */
  read(path) {
    if (!this.#read.has(path)) {
      let bytes = null;
      try {
        bytes = this.#source.read(path, placeOf(path).limit);
      } catch (error) {
        this.#missing.sort(error);
      }
      this.#read.set(path, bytes);
    }
    return this.#read.get(path);
  }

  /** The bytes of a file that is needed: its absence is noted. */
  needed(path) {
    const bytes = this.read(path);
    if (bytes === null) this.#missing.note("file-missing", path);
    return bytes;
  }

  /** b3sums lists every other file once, sorted, with its sum. */
  checkSums() {
    const sums = this.read("b3sums");
    const listed = sums === null ? null : parseSums(sums);
    for (const path of this.paths) {
      const bytes = this.read(path);
      if (listed === null || bytes === null || path === "b3sums") continue;
      if (!listed.has(path)) wrong("b3sums-incomplete", path);
      if (listed.get(path) !== b3(bytes)) wrong("b3sums-differ", path);
    }
    for (const path of listed?.keys() ?? []) {
      if (placeOf(path) === null || path === "b3sums") wrong("b3sums-incomplete", path);
      if (!this.has(path)) this.#missing.note("file-missing", path);
    }
  }
}

/** Lines of 64 digits, two spaces and a path; sorted by path. */
function parseSums(bytes) {
  const sums = new Map();
  let last = null;
  linesOf(bytes, "b3sums").forEach((line, at) => {
    const detail = `line ${at + 1}`;
    const gap = line.indexOf("  ");
    if (gap < 0) wrong("lines", "b3sums", detail);
    const [sum, path] = [line.slice(0, gap), line.slice(gap + 2)];
    if (fromHex(sum, 32) === null) wrong("value", "b3sums", detail);
    if (last !== null && compareText(last, path) >= 0) wrong("lines", "b3sums", detail);
    sums.set(path, sum);
    last = path;
  });
  return sums;
}
