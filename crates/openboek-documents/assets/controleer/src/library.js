// All that is not ours: the hashes, the arithmetic of the curve, and inflating. Others keep and audit it.

export { CURVE, Point } from "@noble/ed25519";
export { blake3 } from "@noble/hashes/blake3";
export { sha256, sha512 } from "@noble/hashes/sha2";
export { Inflate } from "fflate";
