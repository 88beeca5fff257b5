// A bundle in a zip (FORMAT.md, section 6): no folder around the files, each path once, stored or deflated, no links. Reading the list
// is ours, because that is where an archive can lie; inflating is fflate's.

import { Inflate } from "./library.js";
import { concat, textOf } from "./bytes.js";
import { isPlain } from "./layout.js";
import { wrong } from "./reasons.js";

const MAX_FILES = 100_000;
/** Deflate makes nothing more than 1,032 times as small; what claims to be smaller is a bomb. */
const MAX_RATIO = 1032;
/** So much is inflated at once: what it can grow to still fits in memory. */
const STEP = 16_384;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff];
  return ~crc >>> 0;
}

const damaged = (path, detail) => wrong("damaged-archive", path, detail);

/** The files of a zip: `paths` and `read(path, limit)`, which gives null for a path that is not there. */
export class ZipSource {
  #bytes;
  #files = new Map();

  constructor(bytes) {
    this.#bytes = bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const { start, count, shift } = findList(view);
    let packed = 0;
    let [at, listed] = [start, 0];
    const names = new Set();
    for (; isHeader(view, at, CENTRAL, 46); listed += 1) {
      const header = readHeader(view, bytes, at);
      if (listed < count) names.add(header.rawName);
      at = header.end;
    }
    if (listed < count) damaged("", "the list of files is not whole");
    if (listed !== names.size) wrong("path-twice", "");
    if (listed > MAX_FILES) wrong("too-large", "");
    at = start;
    for (let place = 0; place < count; place += 1) {
      const header = readHeader(view, bytes, at);
      at = header.end;
      header.data = dataOf(view, header.local + shift);
      const path = pathOf(header);
      if (header.method !== 0 && header.method !== 8) damaged(path, `compression ${header.method}`);
      if (header.flags & 1) damaged(path, "encrypted");
      packed += header.packed;
      // Files that overlap in the archive claim more bytes together than it has.
      if (packed > bytes.length || header.size > header.packed * MAX_RATIO) wrong("too-large", path);
      if (header.isFolder) continue;
      if (this.#files.has(path)) wrong("path-twice", path);
      this.#files.set(path, header);
    }
  }

  get paths() {
    return [...this.#files.keys()];
  }

  read(path, limit) {
    const file = this.#files.get(path);
    if (file === undefined) return null;
    if (file.data + file.packed > this.#bytes.length) wrong("unreadable", path);
    const packed = this.#bytes.subarray(file.data, file.data + file.packed);
    const content = file.method === 0 ? packed : inflate(packed, path, limit);
    if (content.length > limit) wrong("too-large", path);
    if (crc32(content) !== file.crc) damaged(path, "the checksum differs");
    return content;
  }
}

const isHeader = (view, at, signature, length) => at >= 0 && at + length <= view.byteLength && view.getUint32(at, true) === signature;

/** Where the list of files begins and how many it has, from the record at the end of the archive. */
function findList(view) {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 22 - 0xffff; at -= 1) {
    if (!isHeader(view, at, END, 22) || at + 22 + view.getUint16(at + 20, true) > view.byteLength) continue;
    const [disk, ofList, here, count] = [4, 6, 8, 10].map((field) => view.getUint16(at + field, true));
    const [length, offset] = [12, 16].map((field) => view.getUint32(at + field, true));
    const large = largeList(view, at);
    if (large !== null && (count === 0xffff || length === 0xffffffff || offset === 0xffffffff)) return large;
    if (disk !== 0 || ofList !== 0 || here !== count) damaged("", "a part of an archive");
    if (count === 0 || isHeader(view, offset, CENTRAL, 46)) return { start: offset, count, shift: 0 };
    // What stands before the archive shifts it as a whole.
    const start = at - length;
    if (start < offset) damaged("", "the list of files is not where it should be");
    return { start, count, shift: start - offset };
  }
  return damaged("", "no zip");
}

/** The same from the record for archives with more files or bytes than the plain one can tell. */
function largeList(view, end) {
  if (!isHeader(view, end - 20, LOCATOR_64, 20)) return null;
  const at = Number(view.getBigUint64(end - 12, true));
  if (!isHeader(view, at, END_64, 56)) return null;
  return { start: Number(view.getBigUint64(at + 48, true)), count: Number(view.getBigUint64(at + 32, true)), shift: 0 };
}

/** A header of the list. */
function readHeader(view, bytes, at) {
  const lengths = [28, 30, 32].map((field) => view.getUint16(at + field, true));
  const name = bytes.subarray(at + 46, at + 46 + lengths[0]);
  const madeBy = view.getUint8(at + 5);
  const attributes = view.getUint32(at + 38, true);
  const rawName = String.fromCharCode(...name);
  return {
    rawName,
    name,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    local: view.getUint32(at + 42, true),
    // The type bits of a Unix mode, where the archive was made on such a system.
    type: madeBy === 3 ? (attributes >>> 16) & 0o170000 : 0,
    isFolder: rawName.endsWith("/"),
    end: at + 46 + lengths[0] + lengths[1] + lengths[2],
  };
}

/** Where the bytes of a file begin. */
function dataOf(view, local) {
  if (!isHeader(view, local, LOCAL, 30)) damaged("", "a file is not where it should be");
  return local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
}

/** The path of a file: plain, and the same text however it is read. */
function pathOf({ name, flags, rawName, type, isFolder }) {
  const text = flags & 0x800 ? textOf(name) : rawName;
  if (text === null || (!(flags & 0x800) && /[^\0-\x7f]/.test(rawName))) wrong("bad-path", rawName);
  if (type !== 0 && type !== 0o100000 && type !== 0o040000) wrong("link", text);
  const path = isFolder ? text.slice(0, -1) : text;
  if (!isPlain(path)) wrong("bad-path", text);
  return path;
}

/** Inflates until a limit is passed. */
export function inflate(packed, path, limit) {
  const parts = [];
  let length = 0;
  const inflater = new Inflate((part) => {
    parts.push(part);
    length += part.length;
  });
  try {
    for (let at = 0; at < packed.length && length <= limit; at += STEP) {
      inflater.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
    }
  } catch (error) {
    damaged(path, error.message);
  }
  return concat(...parts);
}
