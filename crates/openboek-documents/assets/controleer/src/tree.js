// Merkle trees of RFC 6962; the proofs are checked as RFC 9162 (sections 2.1.3.2 and 2.1.4.2) writes it down.

import { EMPTY_ROOT, nodeHash } from "./hashes.js";

/** The largest power of two smaller than a size from 2 on. */
function split(size) {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

/** A tree that grows at its right edge: the roots of the complete trees it is made of, the largest first. */
export class Tree {
  #peaks = [];

  /** The tree of these peaks, `[size, root]` each, or an empty one. */
  constructor(peaks = []) {
    this.#peaks = peaks;
  }

  get size() {
    return this.#peaks.reduce((size, peak) => size + peak.size, 0);
  }

  push(leaf) {
    let made = { size: 1, root: leaf };
    while (this.#peaks.at(-1)?.size === made.size) {
      const left = this.#peaks.pop();
      made = { size: 2 * made.size, root: nodeHash(left.root, made.root) };
    }
    this.#peaks.push(made);
  }

  get root() {
    const roots = this.#peaks.map((peak) => peak.root);
    return roots.length === 0 ? EMPTY_ROOT : roots.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** Whether the proof shows the leaf at the index in the tree of that size and root. */
export function isIncluded(index, size, leaf, proof, root) {
  if (index >= size) return false;
  let [place, last, found] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      found = nodeHash(sibling, found);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      found = nodeHash(found, sibling);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && found === root;
}

/** Whether the proof shows that the older tree is the beginning of the newer one. The older one has at least one leaf. */
export function isBeginning(older, newer, proof) {
  if (older.size < 1 || older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root === newer.root;
  const path = [...proof];
  let [place, last] = [older.size - 1, newer.size - 1];
  while (place % 2 === 1) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  // A size that is a power of two is a node of the newer tree: its root opens the path.
  const first = place === 0 ? older.root : path.shift();
  if (first === undefined) return false;
  let [old, whole] = [first, first];
  for (const sibling of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      [old, whole] = [nodeHash(sibling, old), nodeHash(sibling, whole)];
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      whole = nodeHash(whole, sibling);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && old === older.root && whole === newer.root;
}

/**
 * The tree just before the leaf at an index, from that leaf's inclusion proof, which must hold: the siblings to the left of the path
 * are the peaks of that tree. Splits the range as RFC 6962 does, from the root down.
 */
export function treeBefore(index, size, proof) {
  const peaks = [];
  let [start, end, at] = [0, size, proof.length];
  while (end - start > 1) {
    const middle = start + split(end - start);
    at -= 1;
    if (index < middle) {
      end = middle;
    } else {
      peaks.push({ size: middle - start, root: proof[at] });
      start = middle;
    }
  }
  return new Tree(peaks);
}
