// The two hashes of the format: BLAKE3-256 names things, SHA-256 builds the tree. The algorithms are those of @noble/hashes.

import { blake3, sha256, sha512 } from "./library.js";
import { concat, fromBase64, toBase64, toHex, u64, utf8 } from "./bytes.js";

const COMMITMENT_CONTEXT = utf8("openboek 2026-11-22 payload commitment v1");

export { sha256 };

/** BLAKE3-256 in 64 hexadecimal digits, as b3sum prints it. */
export const b3 = (bytes) => toHex(blake3(bytes));

/** The commitment to salt and payload (section 2.1), in hexadecimal digits. */
export const commitmentOf = (saltAndPayload) => toHex(blake3(saltAndPayload, { context: COMMITMENT_CONTEXT }));

// Hashes of the tree are kept as their base64: that is how they are written and compared.

/** The leaf hash of RFC 6962. */
export const leafHash = (data) => toBase64(sha256(concat(Uint8Array.of(0), data)));

/** A node of the tree of RFC 6962. */
export const nodeHash = (left, right) => toBase64(sha256(concat(Uint8Array.of(1), fromBase64(left), fromBase64(right))));

/** The leaf of an entry in the tree of a stream (section 2.2). */
export const streamLeaf = (index, leaf) => leafHash(concat(u64(index), fromBase64(leaf)));

/** The root of the empty tree. */
export const EMPTY_ROOT = toBase64(sha256(new Uint8Array(0)));

/** Whether a text is the one spelling of a hash of 32 bytes. */
export const isHash = (text) => text.length === 44 && fromBase64(text)?.length === 32;
