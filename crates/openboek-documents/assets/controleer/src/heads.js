// Signed heads: the checkpoint, the older one beside it, the one the reader kept, and the witnesses under them (section 5, 1 and 5).

import { isHash } from "./hashes.js";
import { linesOf } from "./lines.js";
import { COSIGNATURE, cosignedAt, isSignedBy, NOTE, parseCheckpoint } from "./note.js";
import { isQuorum, witnesses } from "./policy.js";
import { wrong } from "./reasons.js";
import { isBeginning } from "./tree.js";

/** How far clocks may be apart, in milliseconds. */
const TOLERANCE = 300_000;

/** What the reader's own note is called in a reason. */
const KEPT = "the checkpoint kept from last time";

/** A proof: one hash a line. */
export function parseProof(bytes, place) {
  return linesOf(bytes, place).map((line, at) => (isHash(line) ? line : wrong("base64", place, `line ${at + 1}`)));
}

/** A note of this log, signed by one of `signers`, on which every signature of a known key fits; it covers at least a seal. */
function readNote(bytes, place, keys, signers, alsoLogs) {
  const note = parseCheckpoint(bytes, place);
  if (keys.origin !== null && note.origin !== keys.origin) wrong("origin", place, note.origin);
  const logs = keys.policy?.logs ?? [];
  for (const key of [...(keys.log ?? []), ...logs, ...keys.authors]) {
    if (key.type === NOTE && isSignedBy(note, key) === null) wrong("signature-fails", place, key.name);
  }
  for (const key of keys.policy === null ? [] : witnesses(keys.policy)) {
    if (key.type === COSIGNATURE && cosignedAt(note, key) === null) wrong("signature-fails", place, key.name);
  }
  const isSigned = (by) => by.some((key) => isSignedBy(note, key) === true);
  if (signers !== null && !isSigned(signers)) wrong("no-log-signature", place);
  if (alsoLogs && logs.length > 0 && !isSigned(logs)) wrong("no-log-signature", place);
  if (note.size === 0) wrong("no-seal", place);
  return note;
}

/** The checkpoint, signed by the current key of the log, and by a log of the policy if that names any. */
export function readHead(files, keys) {
  const bytes = files.needed("checkpoint");
  return bytes === null ? null : readNote(bytes, "checkpoint", keys, keys.log?.slice(0, 1) ?? null, true);
}

/** An older checkpoint, signed by the current or a retired key of the log, which the proof shows to be the beginning of `head`. */
export function readPrevious(files, keys, head, missing) {
  const [note, proofBytes] = [files.read("previous"), files.read("consistency")];
  const proof = proofBytes === null ? null : parseProof(proofBytes, "consistency");
  if (note === null) {
    if (proof !== null) missing.note("file-missing", "previous");
    return null;
  }
  const older = readNote(note, "previous", keys, keys.log, false);
  if (proof === null) missing.note("file-missing", "consistency");
  if (proof === null || head === null) return older;
  if (older.size > head.size) wrong("previous-newer", "previous");
  if (older.size === head.size && older.root !== head.root) wrong("split-view", "previous");
  if (!isBeginning(older, head, proof)) wrong("consistency-fails", "consistency");
  return older;
}

/** Joins the checkpoint that the reader kept: the head itself or the proved older one. Gives its size, or null. */
export function joinKept(reader, keys, head, previous, rootAt, missing) {
  if ((reader.previous ?? null) === null) return null;
  const kept = readNote(reader.previous, KEPT, keys, keys.log, false);
  const heads = [head, previous].filter((one) => one !== null);
  const roots = heads.filter((one) => one.size === kept.size).map((one) => one.root);
  const known = rootAt(kept.size);
  if (known !== null) roots.push(known);
  if (roots.some((root) => root !== kept.root)) wrong("split-view", KEPT);
  if (heads.some((one) => one.text === kept.text)) return kept.size;
  missing.note(kept.size > head.size ? "older-than-kept" : "not-joined", KEPT, kept.size);
  return null;
}

/** The witnesses whose cosignatures count; notes when they are too few, or when the seal is too old or in the future. */
export function countWitnesses(reader, keys, head, seal, missing) {
  const newest = reader.now + TOLERANCE;
  const isYoung = (ms) => (reader.maxAge ?? null) === null || reader.now - ms <= reader.maxAge;
  if (seal.recordedMs > newest) missing.note("clock-behind", "checkpoint", seal.recorded);
  if (keys.policy === null) return [];
  if (keys.policy.quorum === null && !isYoung(seal.recordedMs)) missing.note("seal-too-old", "checkpoint", seal.recorded);
  const counts = (time) => time * 1000 >= seal.recordedMs - TOLERANCE && time * 1000 <= newest && isYoung(time * 1000);
  const times = new Map();
  for (const key of witnesses(keys.policy)) {
    const counted = key.type === COSIGNATURE ? cosignedAt(head, key).filter(counts) : [];
    if (counted.length > 0) times.set(key, Math.max(...counted));
  }
  if (!isQuorum(keys.policy, (key) => times.has(key))) missing.note("cosignatures", "checkpoint");
  return [...times].map(([key, time]) => ({ name: key.name, time }));
}
