// The spelling of numbers, hexadecimal, base64 and text (FORMAT.md, "Spelling"): one value has one spelling.

/** The bytes of a text in UTF-8. */
export const utf8 = (text) => new TextEncoder().encode(text);

/** The text in UTF-8, or null when the bytes are not UTF-8. A byte order mark is a character like any other. */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const sameBytes = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

/** Compares texts by their bytes in UTF-8: the order of code points, which is not the order of a JavaScript string. */
export function compareText(one, other) {
  const [a, b] = [utf8(one), utf8(other)];
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at += 1) {
    if (a[at] !== b[at]) return a[at] - b[at];
  }
  return a.length - b.length;
}

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** So many bytes from lower-case hexadecimal, or null. */
export function fromHex(text, length) {
  if (text.length !== 2 * length || !/^[0-9a-f]*$/.test(text)) return null;
  return Uint8Array.from({ length }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

export function toBase64(bytes) {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}

/** The bytes of padded base64 that encodes back to the same text, or null. */
export function fromBase64(text) {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  let letters;
  try {
    letters = atob(text);
  } catch {
    return null;
  }
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : null;
}

/** A decimal number without sign and leading zeros, at most 2^53 - 1; null for any other text. */
export function parseNumber(text) {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return null;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : null;
}

/** Words of letters and digits joined by single hyphens, the first word begins with a letter; at most 64 bytes. */
export const isKebabCase = (text) => text.length <= 64 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text);

/** A number in eight bytes, big-endian. */
export function u64(number) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number));
  return bytes;
}
