// Signed notes, their keys, and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature).

import { fromBase64, fromHex, parseNumber, sameBytes, toHex, utf8, concat } from "./bytes.js";
import { fits, pointOf } from "./ed25519.js";
import { isOrigin } from "./entry.js";
import { isHash, sha256 } from "./hashes.js";
import { linesOf } from "./lines.js";
import { wrong } from "./reasons.js";

/** Key types: a note key of a log or an author, and one for cosignatures of a witness. */
export const NOTE = 1;
export const COSIGNATURE = 4;

const isKeyName = (text) => text !== "" && !/[\s+\x00-\x1f\x7f-\x9f]/u.test(text.replaceAll("\ufeff", ""));

/** A verifier key `<name>+<ID>+<base64>`, or the code of what is wrong with it: `key` or `key-id`. */
export function parseKey(text) {
  const [, name, idText, keyText] = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text) ?? [];
  const [id, typed] = [fromHex(idText ?? "", 4), fromBase64(keyText ?? "")];
  if (name === undefined || id === null || typed === null || typed.length < 2 || !isKeyName(name)) return { fault: "key" };
  const [type, publicKey] = [typed[0], typed.subarray(1)];
  const isEd25519 = type === NOTE || type === COSIGNATURE;
  if (isEd25519 && pointOf(publicKey) === null) return { fault: "key" };
  const expected = sha256(concat(utf8(`${name}\n`), typed)).subarray(0, 4);
  if (!sameBytes(id, expected)) return { fault: "key-id" };
  return { text, name, id: toHex(id), type, publicKey };
}

export const isSamePublicKey = (one, other) => sameBytes(one.publicKey, other.publicKey);

/** Verifier keys, one a line, all note keys, each once. */
export function parseKeys(bytes, place) {
  const keys = [];
  linesOf(bytes, place).forEach((line, at) => {
    const key = parseKey(line);
    const detail = `line ${at + 1}`;
    if (key.fault !== undefined) wrong(key.fault, place, detail);
    if (key.type !== NOTE) wrong("key", place, detail);
    if (keys.some((other) => other.text === key.text)) wrong("key-twice", place, detail);
    keys.push(key);
  });
  return keys;
}

/** `log.vkey`: the current key first, then retired ones, all with one name. */
export function parseLogKeys(bytes, place) {
  const keys = parseKeys(bytes, place);
  if (keys.length === 0) wrong("lines", place);
  if (keys.some((key) => key.name !== keys[0].name)) wrong("origin", place);
  return keys;
}

function signatureLine(line, place, number) {
  const [, name, blob] = /^\u2014 ([^ ]*) (.*)$/su.exec(line) ?? [];
  if (name === undefined || name === "" || name.includes("+") || /\s/u.test(name.replaceAll("\ufeff", ""))) {
    wrong("lines", place, `line ${number}`);
  }
  const bytes = fromBase64(blob);
  if (bytes === null || bytes.length < 5) wrong("base64", place, `line ${number}`);
  return { name, id: toHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}

/** A checkpoint note: origin, size, root; the text that is signed; the lines under it. */
export function parseCheckpoint(bytes, place) {
  const lines = linesOf(bytes, place);
  const gap = lines.lastIndexOf("");
  if (gap < 1 || gap === lines.length - 1) wrong("lines", place);
  const signatures = lines.slice(gap + 1).map((line, at) => signatureLine(line, place, gap + at + 2));
  if (gap !== 3) wrong("lines", place);
  const [origin, sizeText, root] = lines;
  if (!isOrigin(origin)) wrong("value", place, "line 1");
  const size = parseNumber(sizeText) ?? wrong("number", place, "line 2");
  if (!isHash(root)) wrong("base64", place, "line 3");
  // What was found of each key is kept: signatures are most of the work.
  return { origin, size, root, text: `${origin}\n${size}\n${root}\n`, signatures, checked: new Map() };
}

const linesBy = (note, key) => note.signatures.filter((line) => line.name === key.name && line.id === key.id);

/** Whether a note key signed: false when no line claims it did, null when one that does so fails. */
export function isSignedBy(note, key) {
  if (!note.checked.has(key.text)) {
    const lines = linesBy(note, key);
    const holds = ({ signature }) => signature.length === 64 && fits(key.publicKey, utf8(note.text), signature);
    note.checked.set(key.text, lines.every(holds) ? lines.length > 0 : null);
  }
  return note.checked.get(key.text);
}

/** The times, in seconds since 1970, at which a witness cosigned; null when a line that claims so fails. */
export function cosignedAt(note, key) {
  if (!note.checked.has(key.text)) note.checked.set(key.text, cosignatureTimes(note, key));
  return note.checked.get(key.text);
}

function cosignatureTimes(note, key) {
  const times = [];
  for (const { signature } of linesBy(note, key)) {
    if (signature.length !== 72) return null;
    const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
    const message = utf8(`cosignature/v1\ntime ${time}\n${note.text}`);
    if (time >= 1n << 63n || !fits(key.publicKey, message, signature.subarray(8))) return null;
    times.push(Number(time));
  }
  return times;
}
