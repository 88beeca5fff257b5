// Ed25519 as the format wants it (FORMAT.md, "Spelling"): RFC 8032 with S < L, without the cofactor, and nothing of small order. The
// arithmetic is that of @noble/ed25519; its own `verify` multiplies by the cofactor, so the equation is written out here.

import { concat } from "./bytes.js";
import { CURVE, Point, sha512 } from "./library.js";

const littleEndian = (bytes) => bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);

/** The point in 32 bytes in its one spelling and not of small order, or null. */
export function pointOf(bytes) {
  if (bytes.length !== 32) return null;
  try {
    const point = Point.fromBytes(bytes, false);
    return point.isSmallOrder() ? null : point;
  } catch {
    return null;
  }
}

/** Whether S·B = R + k·A, for the public key A with these bytes. */
export function fits(publicKey, message, signature) {
  const [a, r] = [pointOf(publicKey), pointOf(signature.subarray(0, 32))];
  const s = littleEndian(signature.subarray(32));
  if (signature.length !== 64 || a === null || r === null || s >= CURVE.n) return false;
  const k = littleEndian(sha512(concat(signature.subarray(0, 32), publicKey, message))) % CURVE.n;
  return Point.BASE.multiply(s, false).equals(r.add(a.multiply(k, false)));
}
