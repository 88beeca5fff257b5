// Entries (FORMAT.md, section 2): what can be said of one entry from its bytes alone.

import { fromBase64, fromHex, isKebabCase, parseNumber, textOf } from "./bytes.js";
import { EMPTY_ROOT, isHash } from "./hashes.js";
import { LIMITS } from "./layout.js";
import { wrong } from "./reasons.js";

/** The most streams of a log, `region` included. */
export const MAX_STREAMS = 700;
const MAX_PAYLOAD = 1_048_576;

/** `<host>/<arrangement>`, something on both sides of the first slash. */
export const isOrigin = (text) => text.length <= 128 && /^[a-z0-9.-]+\/[a-z0-9./-]+$/.test(text);
export const isActor = (text) => /^[a-z0-9][a-z0-9._:/-]{0,63}$/.test(text);
/** A municipality or `region`. In the order of bytes `region` is the last. */
export const isStream = (text) => /^(GM[0-9]{4}|region)$/.test(text);

/** Whether each text is greater than the one before; for codes and media types, which are ASCII. */
export const isAscending = (texts) => texts.every((text, at) => at === 0 || texts[at - 1] < text);

/** Milliseconds since 1970 of a moment in its one form, or null. The calendar of the language knows which moments exist. */
function momentOf(text) {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || new Date(ms).toISOString() !== text ? null : ms;
}

/** Whether a day, a month or a year exists. */
function isDate(text) {
  if (!/^[0-9]{4}(-[0-9]{2}){0,2}$/.test(text)) return false;
  return momentOf(`${text}${"-01-01".slice(text.length - 4)}T00:00:00.000Z`) !== null;
}

/** `<kebab-case>/<version from 1>`: the name, or null. */
function versionedName(text) {
  const slash = text.indexOf("/");
  const version = parseNumber(text.slice(slash + 1));
  return slash > 0 && isKebabCase(text.slice(0, slash)) && version !== null && version >= 1 ? text.slice(0, slash) : null;
}

/** The lines of an entry: printable ASCII, LF after every line, none blank, no superfluous space. */
function entryLines(bytes, place) {
  if (bytes.length > LIMITS.entry) wrong("too-large", place);
  const text = textOf(bytes);
  if (text === null || /[^\n\x20-\x7e]/.test(text)) wrong("bytes", place);
  if (!text.endsWith("\n")) wrong("no-final-newline", place);
  const lines = text.slice(0, -1).split("\n");
  const untidy = lines.findIndex((line) => line === "" || line.startsWith(" ") || line.endsWith(" ") || line.includes("  "));
  if (untidy >= 0) wrong("spaces", place, `line ${untidy + 1}`);
  return lines;
}

/** Reads lines of a keyword, a space and a value from the top. */
class Reader {
  constructor(lines, place) {
    this.lines = lines;
    this.place = place;
    this.next = 1;
  }

  /** Ends the check because of the line read last. */
  wrong(code, detail = "") {
    wrong(code, this.place, `line ${this.next}${detail === "" ? "" : `: ${detail}`}`);
  }

  isNext(key) {
    return this.next < this.lines.length && this.lines[this.next].startsWith(`${key} `);
  }

  /** The value of the next line, which must have this keyword. */
  value(key) {
    if (!this.isNext(key)) wrong("lines", this.place, `line ${this.next + 1}`);
    this.next += 1;
    return this.lines[this.next - 1].slice(key.length + 1);
  }

  /** The same; the value must fit. */
  fitting(key, fits, code = "value") {
    const value = this.value(key);
    if (!fits(value)) this.wrong(code, key);
    return value;
  }

  /** The same, in exactly so many words. */
  words(key, count) {
    const words = this.value(key).split(" ");
    if (words.length !== count) this.wrong("value", key);
    return words;
  }

  /** The number in a text of the line read last. */
  number(text) {
    return parseNumber(text) ?? this.wrong("number");
  }

  must(holds, detail, code = "value") {
    if (!holds) this.wrong(code, detail);
  }

  end() {
    if (this.next < this.lines.length) wrong("lines", this.place, `line ${this.next + 1}`);
  }
}

function header(reader) {
  const origin = reader.fitting("origin", isOrigin);
  const index = reader.number(reader.value("index"));
  const recorded = reader.fitting("recorded", (text) => momentOf(text) !== null);
  return { origin, index, recorded, recordedMs: momentOf(recorded) };
}

/** An `in` line: code and revision. */
function inLine(reader) {
  const [code, revision] = reader.words("in", 2);
  reader.must(isStream(code), "in");
  return { code, revision: reader.number(revision) };
}

function event(reader) {
  const head = header(reader);
  const streams = [inLine(reader)];
  while (reader.isNext("in")) {
    streams.push(inLine(reader));
    reader.must(isAscending(streams.map((stream) => stream.code)), "in", "lines");
  }
  const codes = streams.map((stream) => stream.code);
  const signedFrom = reader.next;
  const actor = reader.fitting("actor", isActor);
  const type = versionedName(reader.fitting("statement", (text) => versionedName(text) !== null));
  const opens = reader.isNext("opens") ? reader.value("opens").split(" ") : [];
  const opensFits = codes.includes("region") && opens.every((code) => isStream(code) && code !== "region") && isAscending(opens);
  reader.must(opens.length === 0 || opensFits, "opens");
  const erases = type === "payload-erased" ? reader.number(reader.value("erases")) : null;
  reader.must(erases === null || erases < head.index, "erases");
  reader.fitting("concerns", (text) => text === codes.join(" "));
  reader.fitting("decided", (text) => text === "-" || isDate(text));
  reader.fitting("years", (text) => text === "-" || (/^[0-9]{4} [0-9]{4}$/.test(text) && text.slice(0, 4) <= text.slice(5)));
  const request = reader.fitting("request", (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text));
  const [length, commitment] = reader.words("payload", 2);
  const payload = { length: reader.number(length), commitment };
  reader.must(payload.length <= MAX_PAYLOAD && fromHex(commitment, 32) !== null, "payload");
  const signedTo = reader.next;
  const signature = reader.isNext("signature") ? fromBase64(reader.value("signature")) : undefined;
  if (signature !== undefined) reader.must(signature?.length === 68, "signature", "base64");
  reader.end();
  const signedLines = ["openboek/statement/v1", `origin ${head.origin}`, ...reader.lines.slice(signedFrom, signedTo)];
  return { ...head, streams, actor, type, opens, erases, request, payload, signature, statementText: `${signedLines.join("\n")}\n` };
}

function seal(reader) {
  const head = header(reader);
  const text = reader.value("previous");
  const previous = text === "none" ? null : reader.number(text);
  reader.must(previous === null || previous < head.index, "previous");
  const sealed = [];
  while (reader.isNext("stream")) {
    const [code, size, root] = reader.words("stream", 3);
    reader.must(isStream(code), "stream");
    const line = { code, size: reader.number(size), root };
    reader.must(isHash(root), "stream", "base64");
    reader.must(line.size > 0 || root === EMPTY_ROOT, "stream");
    sealed.push(line);
    reader.must(sealed.length <= MAX_STREAMS, "stream", "lines");
  }
  reader.end();
  reader.must(sealed.at(-1)?.code === "region" && isAscending(sealed.map((line) => line.code)), "stream", "lines");
  return { ...head, streams: [], previous, sealed };
}

function output(reader) {
  const [mediaType, length, digest] = reader.words("output", 3);
  reader.must(/^[a-z0-9.+/-]+$/.test(mediaType), "output");
  const made = { mediaType, length: reader.number(length), digest: digest.slice(3) };
  reader.must(digest.startsWith("b3:") && fromHex(made.digest, 32) !== null, "output");
  return made;
}

function receipt(reader) {
  const head = header(reader);
  const stream = inLine(reader);
  const isDocument = (text) => {
    const [kind, code, year, ...more] = text.split("/");
    return isKebabCase(kind) && code === stream.code && /^[0-9]{4}$/.test(year ?? "") && more.length === 0;
  };
  const document = reader.fitting("document", isDocument);
  reader.fitting("projector", (text) => versionedName(text) !== null);
  const [sizeText, root] = reader.words("basis", 2);
  const size = reader.number(sizeText);
  reader.must(size >= 1 && size <= head.index, "basis");
  reader.must(isHash(root), "basis", "base64");
  const outputs = [output(reader)];
  while (reader.isNext("output")) {
    outputs.push(output(reader));
    reader.must(isAscending(outputs.map((one) => one.mediaType)), "output", "lines");
  }
  reader.must(outputs.some((one) => one.mediaType === "application/json"), "output");
  const supersedes = reader.isNext("supersedes") ? reader.number(reader.value("supersedes")) : null;
  reader.must(supersedes === null || supersedes < head.index, "supersedes");
  reader.end();
  return { ...head, streams: [stream], document, basis: { size, root }, outputs, supersedes };
}

const KINDS = { entry: event, seal, receipt };

/**
 * Reads an entry: its kind (`entry`, `seal`, `receipt`) and what its lines say; or `later`, the first line of a kind that a later
 * version of the format defines.
 */
export function parseEntry(bytes, place) {
  const lines = entryLines(bytes, place);
  const [, word, versionText] = /^openboek\/([^/]+)\/v([^/]+)$/.exec(lines[0]) ?? [];
  const version = parseNumber(versionText ?? "");
  if (word === undefined || !isKebabCase(word) || version === null || version < 1) wrong("lines", place, "line 1");
  const known = Object.hasOwn(KINDS, word);
  if (version > 1 || !known) return { later: lines[0] };
  return { kind: word, ...KINDS[word](new Reader(lines, place)) };
}
