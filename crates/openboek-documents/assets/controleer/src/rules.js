// The rules between entries (FORMAT.md, section 2), for a reader who has every entry of some streams, the last seal and perhaps an
// older one: between two entries of a bundle lie others, so each rule is applied as far as the entries show it (section 7).

import { MAX_STREAMS } from "./entry.js";
import { streamLeaf } from "./hashes.js";
import { Tree } from "./tree.js";
import { wrong } from "./reasons.js";

export class Rules {
  #whole;
  #rootAt;
  #recorded = null;
  /** By code: its tree where every entry is here, the least revision or size still possible where not, and its line in the last seal. */
  #streams = new Map([["region", { tree: new Tree(), least: 0, sealed: null }]]);
  #request = null;
  #ended = new Set();
  #commitments = new Set();
  #events = new Map();
  #receipts = new Set();
  #documents = new Map();
  #seal = null;

  /** `whole`: the streams of which every entry is here. `rootAt`: the root of the tree of a size, null where it is not known. */
  constructor(whole, rootAt) {
    this.#whole = new Set(whole);
    this.#rootAt = rootAt;
  }

  /** The streams that exist. */
  get codes() {
    return [...this.#streams.keys()].sort();
  }

  /** Takes the next entry in the order of the log. */
  take(entry, leaf) {
    const place = `entries/${entry.index}`;
    const must = (holds, code, detail) => holds || wrong(code, place, detail);
    must(this.#recorded === null || this.#recorded <= entry.recordedMs, "recorded-back", entry.recorded);
    this.#recorded = entry.recordedMs;
    this.#takeRequest(entry, must);
    if (entry.kind === "entry") this.#open(entry, must);
    for (const stream of entry.streams) this.#append(stream, streamLeaf(entry.index, leaf), must);
    must(entry.kind === "seal" || entry.streams.some(({ code }) => this.#whole.has(code)), "not-of-streams", entry.index);
    if (entry.kind === "entry") this.#takeEvent(entry, must);
    if (entry.kind === "receipt") this.#takeReceipt(entry, must);
    if (entry.kind === "seal") this.#takeSeal(entry, must);
  }

  /** The events of one command follow each other and have one time; after them its request never returns. */
  #takeRequest(entry, must) {
    const request = entry.kind === "entry" ? entry.request : null;
    if (this.#request !== null && this.#request.id === request) {
      must(this.#request.recorded === entry.recorded, "request", request);
      return;
    }
    if (this.#request !== null) this.#ended.add(this.#request.id);
    must(!this.#ended.has(request), "request", request);
    this.#request = request === null ? null : { id: request, recorded: entry.recorded };
  }

  #open(entry, must) {
    for (const code of entry.opens) {
      must(!this.#streams.has(code), "opens", code);
      must(this.#streams.size < MAX_STREAMS, "too-many-streams", code);
      this.#streams.set(code, { tree: new Tree(), least: 0, sealed: null });
    }
  }

  #append({ code, revision }, leaf, must) {
    const stream = this.#streams.get(code);
    must(stream !== undefined, "stream-not-open", code);
    const whole = this.#whole.has(code);
    must(whole ? revision === stream.tree.size : revision >= stream.least, "revision", `${code} ${revision}`);
    if (whole) stream.tree.push(leaf);
    stream.least = revision + 1;
  }

  #takeEvent(entry, must) {
    must(!this.#commitments.has(entry.payload.commitment), "commitment-twice", entry.index);
    this.#commitments.add(entry.payload.commitment);
    const concerns = entry.streams.map((stream) => stream.code).join(" ");
    must(entry.erases === null || this.#events.get(entry.erases) === concerns, "erases", entry.erases);
    this.#events.set(entry.index, concerns);
  }

  #takeReceipt(entry, must) {
    const before = this.#documents.get(entry.document) ?? null;
    must(entry.supersedes === before, "supersedes", entry.document);
    this.#documents.set(entry.document, entry.index);
    this.#receipts.add(entry.index);
    const { size, root } = entry.basis;
    must(!this.#isOther(size - 1), "basis", size);
    const known = this.#rootAt(size);
    must(known === null || known === root, "basis", size);
  }

  /** Whether there is an entry at this index that is no seal. */
  #isOther(index) {
    return this.#events.has(index) || this.#receipts.has(index);
  }

  #takeSeal(entry, must) {
    const follows =
      entry.previous === null ? this.#seal === null : (this.#seal ?? 0) <= entry.previous && !this.#isOther(entry.previous);
    must(follows, "previous-seal", entry.previous ?? "none");
    this.#seal = entry.index;
    must(entry.sealed.map((line) => line.code).join(" ") === this.codes.join(" "), "seal-streams", entry.index);
    for (const line of entry.sealed) this.#takeLine(line, must);
  }

  /** The line of a stream in a seal: exactly, where the whole stream is here; else as far as can be seen. */
  #takeLine(line, must) {
    const stream = this.#streams.get(line.code);
    const before = stream.sealed;
    stream.sealed = line;
    must(before === null || line.size >= before.size, "stream-shrinks", line.code);
    if (this.#whole.has(line.code)) {
      must(line.size === stream.tree.size && line.root === stream.tree.root, "stream-root", line.code);
    } else {
      must(line.size >= stream.least && (before?.size !== line.size || before.root === line.root), "stream-root", line.code);
    }
    stream.least = Math.max(stream.least, line.size);
  }
}
