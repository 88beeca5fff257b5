// Two bundles of one log side by side (FORMAT.md, section 5, point 5): each may hold on its own and yet belong to another history, so
// everything that both show must be the same.

import { checkBundle } from "./bundle.js";
import { streamLeaf } from "./hashes.js";
import { parseLogKeys } from "./note.js";
import { Missing, Wrong, wrong } from "./reasons.js";
import { Tree } from "./tree.js";

const OTHER = "the bundle beside it";

/** Compares. Gives the size of the other bundle when a proof joins the two, else null, which is noted. */
export function compareBeside(ours, source, reader, missing) {
  const ofOther = new Missing();
  const theirs = checkOther(ours, source, reader, ofOther);
  if (ofOther.first !== null) missing.note(ofOther.first.code, `beside: ${ofOther.first.place}`, ofOther.first.detail);
  if (theirs === null) return null;
  for (const [one, other] of [[ours, theirs], [theirs, ours]]) {
    sameHeads(one, other);
    sameEntries(one, other);
    sameSeals(one, other);
  }
  const [older, newer] = theirs.head.size <= ours.head.size ? [theirs, ours] : [ours, theirs];
  if (rootIn(newer, older.head.size) === null) {
    missing.note("not-joined", OTHER, older.head.size);
    return null;
  }
  return theirs.head.size;
}

/** Checks the other bundle as one of the same log, by the same keys; it may be old. */
function checkOther(ours, source, { now, policy, authors }, missing) {
  const logKeys = ours.logKeys === null ? null : keysFor(ours.logKeys, source);
  try {
    return checkBundle(source, { now, origin: ours.head.origin, logKeys, policy, authors }, missing);
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const { code, place, detail } = error.reason;
    return wrong(code, `beside: ${place}`, detail);
  }
}

/** The keys of the log, of which the other bundle says which was the current one: it may be from before a change of keys. */
function keysFor(logKeys, source) {
  let named;
  try {
    named = parseLogKeys(source.read("log.vkey", 1 << 20) ?? new Uint8Array(0), "log.vkey")[0];
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
  }
  const current = logKeys.find((key) => key.text === named?.text);
  return current === undefined ? logKeys : [current, ...logKeys.filter((key) => key !== current)];
}

/** The root of the tree of a size, as far as a bundle shows it. */
function rootIn({ head, previous, entries }, size) {
  const signed = [head, previous].find((one) => one?.size === size);
  return signed?.root ?? entries.rootAt(size);
}

function sameHeads(one, other) {
  for (const head of [other.head, other.previous]) {
    const root = head === null ? null : rootIn(one, head.size);
    if (root !== null && root !== head.root) wrong("split-view", "checkpoint", head.size);
  }
}

const isIn = (entry, codes) => entry.streams.some((stream) => codes.includes(stream.code));

/** Every entry of the other that should be here is here, and is the same. */
function sameEntries(one, other) {
  for (const entry of other.entries.list.filter(({ index }) => index < one.head.size)) {
    const here = one.entries.get(entry.index);
    const unknown = one.entries.unread || one.entries.later.includes(entry.index);
    const absent = here === null && !unknown && isIn(entry, one.streams);
    if (absent) wrong("split-view", `entries/${entry.index}`, "in one of the two only");
    if (here !== null && here.leaf !== entry.leaf) wrong("split-view", `entries/${entry.index}`, "two entries at one place");
  }
}

/** What the seals of the other say of the streams here is what the entries here give. */
function sameSeals(one, other) {
  if (one.entries.unread || one.entries.later.length > 0) return;
  for (const seal of other.entries.list.filter((entry) => entry.kind === "seal")) {
    for (const line of seal.sealed.filter(({ code }) => one.streams.includes(code))) {
      const tree = new Tree();
      for (const entry of one.entries.list) {
        if (entry.index < seal.index && isIn(entry, [line.code])) tree.push(streamLeaf(entry.index, entry.leaf));
      }
      // Under a seal beyond this bundle's head the stream may have more entries than are here.
      const mayBeMore = seal.index >= one.head.size && tree.size < line.size;
      const same = tree.size === line.size && tree.root === line.root;
      if (!mayBeMore && !same) wrong("split-view", `entries/${seal.index}`, line.code);
    }
  }
}
