// One bundle (FORMAT.md, section 5, points 1 to 5 and 7).

import { parseNumber, toHex, utf8 } from "./bytes.js";
import { fits } from "./ed25519.js";
import { isAscending, isStream, parseEntry } from "./entry.js";
import { Files } from "./files.js";
import { b3, commitmentOf, leafHash } from "./hashes.js";
import { countWitnesses, joinKept, parseProof, readHead, readPrevious } from "./heads.js";
import { gatherKeys } from "./keys.js";
import { linesOf } from "./lines.js";
import { wrong } from "./reasons.js";
import { Rules } from "./rules.js";
import { isIncluded, treeBefore } from "./tree.js";

/** Checks a bundle; null when too little is there to report on. What is missing is noted in `missing`; a contradiction is thrown. */
export function checkBundle(source, reader, missing) {
  const files = listFiles(source, missing);
  if (files === null) return null;
  files.noteMissing();
  files.checkSums();
  const keys = gatherKeys(files, reader, missing);
  const head = readHead(files, keys);
  const previous = readPrevious(files, keys, head, missing);
  const streams = readStreams(files);
  for (const code of reader.streams ?? []) {
    if (streams !== null && !streams.includes(code)) missing.note("stream-missing", "streams", code);
  }
  const entries = new Entries(files, keys, head, missing);
  const seal = entries.checkSeals(head, previous);
  entries.checkRules(streams);
  const payloads = checkPayloads(files, entries, missing);
  const signatures = checkSignatures(entries, keys, missing);
  const documents = checkDocuments(files, entries);
  if (head === null || seal === null) return null;
  const joined = joinKept(reader, keys, head, previous, (size) => entries.rootAt(size), missing);
  const cosigners = countWitnesses(reader, keys, head, seal, missing);
  const sizeOf = (code) => seal.sealed.find((line) => line.code === code)?.size;
  const report = {
    origin: head.origin,
    size: head.size,
    root: head.root,
    recorded: seal.recorded,
    streams: (streams ?? []).map((stream) => ({ stream, size: sizeOf(stream) })),
    whole_log: false,
    cosigners,
    no_witness: keys.policy?.quorum === null,
    trusted: keys.trusted,
    joined,
    beside: null,
    entries: entries.list.length,
    signatures,
    ...payloads,
    documents,
    receipts: entries.receipts.map((receipt) => ({
      index: receipt.index,
      document: receipt.document,
      superseded: entries.isSuperseded(receipt),
      computed_again: false,
    })),
  };
  return { report, head, previous, streams: streams ?? [], entries, logKeys: keys.log, note: files.read("checkpoint") };
}

/** The files; null when the list itself cannot be had. */
function listFiles(source, missing) {
  try {
    return new Files(source, missing);
  } catch (error) {
    missing.sort(error);
    return null;
  }
}

/** `streams`: codes, one a line, ascending, `region` among them. */
function readStreams(files) {
  const bytes = files.read("streams");
  if (bytes === null) return null;
  const codes = [];
  linesOf(bytes, "streams").forEach((code, at) => {
    if (!isStream(code)) wrong("value", "streams", `line ${at + 1}`);
    codes.push(code);
    if (!isAscending(codes.slice(-2))) wrong("lines", "streams", `line ${at + 1}`);
  });
  if (!codes.includes("region")) wrong("lines", "streams");
  return codes;
}

/** The entries of a bundle: each read with its proof, which must hold. */
class Entries {
  /** Those that could be read, by index ascending, each with its leaf hash. */
  list = [];
  /** The indexes of those of a later version. */
  later = [];
  /** Whether one that is listed could not be read. */
  unread = false;
  #proofs = new Map();
  #head;
  #missing;

  constructor(files, keys, head, missing) {
    this.#head = head;
    this.#missing = missing;
    const indexes = files.inFolder("entries");
    const known = new Set(indexes);
    const alone = files.inFolder("proofs").find((index) => !known.has(index));
    if (alone !== undefined) wrong("unknown-file", `proofs/${alone}`);
    for (const index of indexes) this.#readOne(index, files, keys);
  }

  #readOne(index, files, keys) {
    const place = `entries/${index}`;
    const bytes = files.read(place);
    if (bytes === null) {
      this.unread = true;
      return;
    }
    const entry = parseEntry(bytes, place);
    if (entry.later === undefined) {
      if (keys.origin !== null && entry.origin !== keys.origin) wrong("origin", place, entry.origin);
      if (entry.index !== index) wrong("index-differs", place, entry.index);
    }
    const leaf = leafHash(bytes);
    this.#prove(index, leaf, files);
    if (entry.later === undefined) {
      this.list.push({ ...entry, leaf });
    } else {
      this.later.push(index);
      this.#missing.note("later-version", place, entry.later);
    }
  }

  /** The entry is in the checkpoint's tree at its index. */
  #prove(index, leaf, files) {
    const [head, place] = [this.#head, `proofs/${index}`];
    if (head !== null && index >= head.size) wrong("index-beyond-size", `entries/${index}`);
    const bytes = files.needed(place);
    if (bytes === null) return;
    const proof = parseProof(bytes, place);
    if (head === null) return;
    if (!isIncluded(index, head.size, leaf, proof, head.root)) wrong("inclusion-fails", place);
    this.#proofs.set(index, { leaf, proof });
  }

  get(index) {
    return this.list.find((entry) => entry.index === index) ?? null;
  }

  get events() {
    return this.list.filter((entry) => entry.kind === "entry");
  }

  get receipts() {
    return this.list.filter((entry) => entry.kind === "receipt");
  }

  isSuperseded(receipt) {
    return this.receipts.findLast((other) => other.document === receipt.document).index !== receipt.index;
  }

  /** The root of the tree of a size as far as the proofs show it; null where they do not. */
  rootAt(size) {
    const head = this.#head;
    if (head === null || size === head.size) return head?.root ?? null;
    const at = this.#proofs.get(size);
    if (at !== undefined) return treeBefore(size, head.size, at.proof).root;
    const before = this.#proofs.get(size - 1);
    if (before === undefined) return null;
    const tree = treeBefore(size - 1, head.size, before.proof);
    tree.push(before.leaf);
    return tree.root;
  }

  /** The last entry under each checkpoint is a seal, and there is no other. Gives the last seal. */
  checkSeals(head, previous) {
    if (head === null) return null;
    const lasts = [head, previous].filter((one) => one !== null).map((one) => one.size - 1);
    for (const index of lasts) {
      const entry = this.get(index);
      if (entry === null) this.#missing.note("file-missing", `entries/${index}`);
      else if (entry.kind !== "seal") wrong("no-seal", `entries/${index}`);
    }
    const seals = this.list.filter((entry) => entry.kind === "seal");
    const other = seals.find((seal) => !lasts.includes(seal.index));
    if (other !== undefined) wrong("not-of-streams", `entries/${other.index}`);
    return seals.find((seal) => seal.index === lasts[0]) ?? null;
  }

  /** The rules between entries, up to the first that cannot be read. */
  checkRules(streams) {
    if (streams === null || this.unread) return;
    const rules = new Rules(streams, (size) => this.rootAt(size));
    const until = this.later[0] ?? Infinity;
    for (const entry of this.list) if (entry.index < until) rules.take(entry, entry.leaf);
    if (this.later.length > 0) return;
    const closed = streams.find((code) => !rules.codes.includes(code));
    if (closed !== undefined) wrong("stream-not-open", "streams", closed);
    if (this.list.length === 0) this.#missing.note("file-missing", "entries");
  }
}

/** `withheld`: indexes, one a line, ascending. */
function readWithheld(files) {
  const bytes = files.read("withheld");
  if (bytes === null) return [];
  const indexes = [];
  linesOf(bytes, "withheld").forEach((line, at) => {
    const index = parseNumber(line) ?? wrong("number", "withheld", `line ${at + 1}`);
    if (indexes.length > 0 && indexes.at(-1) >= index) wrong("lines", "withheld", `line ${at + 1}`);
    indexes.push(index);
  });
  if (indexes.length === 0) wrong("lines", "withheld");
  return indexes;
}

/** Each payload matches its commitment, or an erasure names it, or it is listed as withheld. */
function checkPayloads(files, entries, missing) {
  const events = entries.events;
  const erased = new Set(events.map((event) => event.erases).filter((index) => index !== null));
  const withheld = new Set(readWithheld(files));
  const known = new Set([...events.map((event) => event.index), ...entries.later]);
  const alone = files.inFolder("payloads").find((index) => !known.has(index));
  if (alone !== undefined) wrong("unknown-file", `payloads/${alone}`);
  for (const index of withheld) if (!known.has(index) || erased.has(index)) wrong("withheld", "withheld", index);
  const found = { payloads: 0, erased: [], withheld: [] };
  for (const { index, payload } of events) {
    const place = `payloads/${index}`;
    const bytes = files.read(place);
    if (bytes === null) {
      if (erased.has(index)) found.erased.push(index);
      else if (withheld.has(index)) found.withheld.push(index);
      else missing.note("payload-missing", place);
      continue;
    }
    if (erased.has(index)) wrong("payload-erased", place);
    if (withheld.has(index)) wrong("withheld", "withheld", index);
    if (bytes.length !== 32 + payload.length || commitmentOf(bytes) !== payload.commitment) wrong("payload-differs", place);
    found.payloads += 1;
  }
  return found;
}

/** Every signature of an author holds; the bundle lists no author who signed nothing. Gives how many hold. */
function checkSignatures(entries, keys, missing) {
  let holding = 0;
  const signers = new Set();
  for (const event of entries.events) {
    if (event.signature === undefined) continue;
    signers.add(event.actor);
    const id = toHex(event.signature.subarray(0, 4));
    const key = keys.authors.find((one) => one.name === event.actor && one.id === id);
    if (key === undefined) {
      missing.note("author-key-missing", `entries/${event.index}`, event.actor);
      continue;
    }
    const holds = fits(key.publicKey, utf8(event.statementText), event.signature.subarray(4));
    if (!holds) wrong("author-signature-fails", `entries/${event.index}`);
    holding += 1;
  }
  const silent = keys.listedAuthors.find((key) => !signers.has(key.name));
  if (entries.later.length === 0 && silent !== undefined) wrong("author-unneeded", "authors", silent.name);
  return holding;
}

/** Every document is an output of a receipt, of the newest that has it. */
function checkDocuments(files, entries) {
  const found = [];
  for (const name of files.inFolder("documents")) {
    const bytes = files.read(`documents/${name}`);
    if (bytes === null) continue;
    const digest = b3(bytes);
    const isIt = (output) => output.length === bytes.length && output.digest === digest;
    const receipt = entries.receipts.findLast((one) => one.outputs.some(isIt));
    if (receipt === undefined) wrong("document-unknown", `documents/${name}`);
    const { mediaType } = receipt.outputs.find(isIt);
    found.push({ name, receipt: receipt.index, media_type: mediaType, superseded: entries.isSuperseded(receipt) });
  }
  return found;
}
