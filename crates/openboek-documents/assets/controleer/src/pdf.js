// Just enough of PDF (ISO 32000-1) to read what Openboek makes: objects, one table of where they are, streams that are deflated. What is
// made in another way may be a good PDF, but is not looked into: then nothing is said about it.

import { inflate } from "./zip.js";
import { wrong } from "./reasons.js";

const MAX_OBJECTS = 1_000_000;
/** How deep values and elements may be in one another. */
export const MAX_DEPTH = 64;
/** The most bytes that a stream may unpack to. */
const MAX_STREAM = 64 << 20;

/** Ends the check of a PDF that is made in another way. */
export const notOurs = (detail) => wrong("pdf-not-ours", "", detail);

/** A name, such as /Pages. */
export class Name {
  constructor(text) {
    this.text = text;
  }
}

/** A reference to an object. */
class Ref {
  constructor(number) {
    this.number = number;
  }
}

/** A word that is no value: an operator, or a part of the frame. */
export class Word {
  constructor(text) {
    this.text = text;
  }
}

/** A stream: its dictionary and its bytes as they lie in the file. */
class Stream {
  constructor(dict, raw) {
    [this.dict, this.raw] = [dict, raw];
  }
}

const BLANK = new Set([0, 9, 10, 12, 13, 32]);
const ENDS = new Set([..."()<>[]{}/%"].map((letter) => letter.charCodeAt(0)));
const isRegular = (byte) => byte !== undefined && !BLANK.has(byte) && !ENDS.has(byte);
const ESCAPES = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/** Reads values and words from bytes. Texts are bytes; dictionaries are maps. */
export class Values {
  constructor(bytes, at = 0) {
    [this.bytes, this.at] = [bytes, at];
  }

  #skip() {
    for (;;) {
      while (BLANK.has(this.bytes[this.at])) this.at += 1;
      if (this.bytes[this.at] !== 0x25) return;
      while (this.at < this.bytes.length && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at += 1;
    }
  }

  #regular() {
    const begin = this.at;
    while (isRegular(this.bytes[this.at])) this.at += 1;
    return String.fromCharCode(...this.bytes.subarray(begin, Math.min(this.at, begin + 256)));
  }

  /** The next value or word; undefined at the end. */
  next(depth = 0) {
    if (depth > MAX_DEPTH) notOurs("nested too deep");
    this.#skip();
    const byte = this.bytes[this.at];
    if (byte === undefined) return undefined;
    const letter = String.fromCharCode(byte);
    if (letter === "/") {
      this.at += 1;
      return new Name(this.#regular().replace(/#([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))));
    }
    if (letter === "(") return this.#text();
    if (letter === "[") return this.#array(depth);
    if (letter === "<" && this.bytes[this.at + 1] === byte) return this.#dictionary(depth);
    if (letter === "<") return this.#hexadecimal();
    if (ENDS.has(byte)) {
      this.at += letter === ">" && this.bytes[this.at + 1] === byte ? 2 : 1;
      return new Word(letter);
    }
    const word = this.#regular();
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) return Number(word);
    return { true: true, false: false, null: null }[word] ?? (word === "null" ? null : new Word(word));
  }

  #text() {
    const out = [];
    let open = 1;
    for (this.at += 1; this.at < this.bytes.length; this.at += 1) {
      let byte = this.bytes[this.at];
      if (byte === 0x28) open += 1;
      if (byte === 0x29) open -= 1;
      if (open === 0) {
        this.at += 1;
        return Uint8Array.from(out);
      }
      if (byte === 0x5c) {
        byte = this.#escaped();
        if (byte === null) continue;
      }
      out.push(byte);
    }
    return notOurs("a text does not end");
  }

  /** What stands behind a backslash; null for a line that goes on. */
  #escaped() {
    this.at += 1;
    const letter = String.fromCharCode(this.bytes[this.at]);
    if (letter === "\r" && this.bytes[this.at + 1] === 10) this.at += 1;
    if (letter === "\r" || letter === "\n") return null;
    if (!/[0-7]/.test(letter)) return ESCAPES[letter] ?? this.bytes[this.at];
    const digits = String.fromCharCode(...this.bytes.subarray(this.at, this.at + 3)).match(/^[0-7]+/)[0];
    this.at += digits.length - 1;
    return Number.parseInt(digits, 8) & 0xff;
  }

  #hexadecimal() {
    let digits = "";
    for (this.at += 1; this.bytes[this.at] !== 0x3e; this.at += 1) {
      if (this.at >= this.bytes.length) notOurs("a text does not end");
      const letter = String.fromCharCode(this.bytes[this.at]);
      if (/[0-9A-Fa-f]/.test(letter)) digits += letter;
    }
    this.at += 1;
    if (digits.length % 2 === 1) digits += "0";
    return Uint8Array.from({ length: digits.length / 2 }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
  }

  #array(depth) {
    this.at += 1;
    return this.#until("]", depth);
  }

  /** The values before a closing word; two numbers and an R are a reference. */
  #until(end, depth) {
    const values = [];
    for (;;) {
      const value = this.next(depth + 1);
      if (value === undefined) notOurs("something does not end");
      if (value instanceof Word && value.text === end) return values;
      if (value instanceof Word && value.text === "R" && Number.isInteger(values.at(-2))) values.splice(-2, 2, new Ref(values.at(-2)));
      else values.push(value);
    }
  }

  #dictionary(depth) {
    this.at += 2;
    const values = this.#until(">", depth);
    const map = new Map();
    for (let at = 0; at < values.length; at += 2) {
      if (!(values[at] instanceof Name) || map.has(values[at].text)) notOurs("a dictionary without one name for each value");
      map.set(values[at].text, values[at + 1]);
    }
    return map;
  }
}

/** The objects of a file. */
export class Pdf {
  #bytes;
  #places = new Map();
  #read = new Map();

  constructor(bytes) {
    this.#bytes = bytes;
    const tail = String.fromCharCode(...bytes.subarray(Math.max(0, bytes.length - 64)));
    const start = tail.match(/startxref\s+(\d+)\s+%%EOF\s*$/);
    if (start === null) notOurs("the end");
    const reader = new Values(bytes, Number(start[1]));
    this.#word(reader, "xref");
    this.#table(reader);
    this.trailer = reader.next();
    if (!(this.trailer instanceof Map)) notOurs("the trailer");
    // Something that was added later stands before what is there, and readers differ on what then counts.
    for (const key of ["Prev", "XRefStm", "Encrypt"]) if (this.trailer.has(key)) notOurs(key);
    this.root = this.get(this.trailer, "Root");
    if (!(this.root instanceof Map)) notOurs("the root");
  }

  #word(reader, text) {
    const word = reader.next();
    if (!(word instanceof Word) || word.text !== text) notOurs(text);
  }

  #table(reader) {
    for (;;) {
      const first = reader.next();
      if (first instanceof Word && first.text === "trailer") return;
      const count = reader.next();
      if (!Number.isInteger(first) || !Number.isInteger(count) || count > MAX_OBJECTS) notOurs("the table of objects");
      for (let at = 0; at < count; at += 1) {
        const [offset, , use] = [reader.next(), reader.next(), reader.next()];
        if (!(use instanceof Word)) notOurs("the table of objects");
        if (use.text === "n") this.#places.set(first + at, offset);
      }
    }
  }

  /** A value, looked up when it is a reference. */
  resolve(value) {
    if (!(value instanceof Ref)) return value;
    if (!this.#read.has(value.number)) this.#read.set(value.number, this.#object(value.number));
    return this.#read.get(value.number);
  }

  /** The value of a name in a dictionary, or undefined. */
  get(dict, name) {
    return this.resolve((dict instanceof Stream ? dict.dict : dict).get(name));
  }

  #object(number) {
    const place = this.#places.get(number);
    if (place === undefined) return null;
    const reader = new Values(this.#bytes, place);
    if (reader.next() !== number) notOurs(`object ${number}`);
    reader.next();
    this.#word(reader, "obj");
    const value = reader.next();
    if (!(value instanceof Map)) return value;
    const after = reader.next();
    if (!(after instanceof Word) || after.text !== "stream") return value;
    // The bytes begin after the end of the line.
    let at = reader.at;
    if (this.#bytes[at] === 13) at += 1;
    if (this.#bytes[at] === 10) at += 1;
    const length = this.get(value, "Length");
    if (!Number.isInteger(length) || length < 0 || at + length > this.#bytes.length) notOurs(`stream ${number}`);
    return new Stream(value, this.#bytes.subarray(at, at + length));
  }

  /** The bytes of a stream, unpacked. */
  unpacked(stream, limit = MAX_STREAM) {
    if (!(stream instanceof Stream)) notOurs("no stream");
    const filter = this.get(stream, "Filter");
    const names = (Array.isArray(filter) ? filter : [filter]).filter((one) => one !== undefined && one !== null);
    if (names.length === 0) return stream.raw;
    if (names.length > 1 || this.resolve(names[0])?.text !== "FlateDecode" || stream.dict.has("DecodeParms")) notOurs("a filter");
    // Two bytes before the deflated bytes and four behind them are zlib's.
    const bytes = inflate(stream.raw.subarray(2, stream.raw.length - 4), "", limit);
    if (bytes.length > limit) wrong("too-large", "");
    return bytes;
  }

  /** The names of a dictionary that are not among those that are known. */
  others(dict, known) {
    return [...(dict instanceof Stream ? dict.dict : dict).keys()].filter((name) => !known.includes(name));
  }

  /** The pages, in their order. */
  pages() {
    const found = [];
    const visit = (node, depth) => {
      if (!(node instanceof Map) || depth > MAX_DEPTH) notOurs("the pages");
      if (this.get(node, "Type")?.text === "Page") found.push(node);
      else for (const kid of this.get(node, "Kids") ?? []) visit(this.resolve(kid), depth + 1);
    };
    visit(this.get(this.root, "Pages"), 0);
    return found;
  }

  /** The attached files: bytes by name. */
  attached() {
    const names = this.get(this.get(this.root, "Names") ?? new Map(), "EmbeddedFiles");
    const found = new Map();
    const list = names instanceof Map ? this.get(names, "Names") : null;
    if (!Array.isArray(list)) return found;
    for (let at = 0; at + 1 < list.length; at += 2) {
      const file = this.resolve(list[at + 1]);
      const name = pdfText(this.get(file, "UF") ?? this.get(file, "F"));
      if (found.has(name)) wrong("path-twice", name);
      found.set(name, this.unpacked(this.get(this.get(file, "EF"), "F"), 256 << 20));
    }
    return found;
  }
}

/** A text of a dictionary. */
export function pdfText(bytes) {
  if (!(bytes instanceof Uint8Array)) return "";
  const wide = bytes[0] === 0xfe && bytes[1] === 0xff;
  return wide ? new TextDecoder("utf-16be").decode(bytes.subarray(2)) : String.fromCharCode(...bytes);
}
