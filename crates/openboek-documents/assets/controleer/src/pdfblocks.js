// The blocks of a document, out of its structure: headings, texts, lists and tables, in the order in which they are read aloud.

import { MAX_DEPTH, notOurs } from "./pdf.js";
import { wordsOfPage } from "./pdftext.js";

const CONTAINERS = new Set(["Document", "Part", "Sect", "Div", "NonStruct", "Art"]);
/** What the root of a document of ours has; other things could act, or show something else. */
const ROOT = ["Type", "Pages", "MarkInfo", "Names", "ViewerPreferences", "StructTreeRoot", "Metadata", "Lang", "AF", "OutputIntents", "Outlines", "PageLabels"];

/** What a file shows: its `blocks`, and for each page the texts beside them. */
export function shown(pdf) {
  const [other] = pdf.others(pdf.root, ROOT);
  if (other !== undefined) notOurs(other);
  const fonts = new Map();
  const pages = pdf.pages();
  const words = new Map(pages.map((page) => [page, wordsOfPage(pdf, page, fonts)]));
  const structure = new Structure(pdf, pages, words);
  const tree = pdf.get(pdf.root, "StructTreeRoot");
  for (const kid of structure.kids(tree)) structure.visit(kid, null, 0);
  // Words that no element has are not read aloud, and were not put there by us.
  for (const [, { tagged }] of words) {
    for (const [id, { text }] of tagged) if (text.trim() !== "" && !structure.isUsed(tagged, id)) notOurs("words outside the structure");
  }
  return { blocks: structure.blocks, artifacts: pages.map((page) => words.get(page).artifacts) };
}

class Structure {
  blocks = [];
  #pdf;
  #pages;
  #words;
  #used = new Map();

  constructor(pdf, pages, words) {
    [this.#pdf, this.#pages, this.#words] = [pdf, pages, words];
  }

  isUsed(tagged, id) {
    return this.#used.get(tagged)?.has(id) ?? false;
  }

  kids(element) {
    const kids = this.#pdf.get(element, "K");
    return kids === undefined || kids === null ? [] : Array.isArray(kids) ? kids.map((kid) => this.#pdf.resolve(kid)) : [kids];
  }

  #tag(element) {
    return element instanceof Map ? (this.#pdf.get(element, "S")?.text ?? "") : "";
  }

  visit(element, page, depth) {
    if (depth > MAX_DEPTH || !(element instanceof Map)) notOurs("the structure");
    const tag = this.#tag(element);
    const own = this.#pdf.get(element, "Pg") ?? page;
    if (CONTAINERS.has(tag)) for (const kid of this.kids(element)) this.visit(kid, own, depth + 1);
    else if (/^H[1-6]$/.test(tag)) this.blocks.push({ kind: "heading", level: Number(tag[1]), ...this.#read(element, page) });
    else if (tag === "P") this.blocks.push({ kind: "text", ...this.#read(element, page) });
    else if (tag === "L") this.blocks.push({ kind: "list", items: this.#all(element, "LBody", own).map(([item, at]) => this.#read(item, at)), labels: this.#all(element, "Lbl", own).map(([item, at]) => this.#read(item, at)) });
    else if (tag === "Table") this.blocks.push(this.#table(element, own));
    else notOurs(`an element ${tag}`);
  }

  #table(element, page) {
    const cells = (row, at) => this.kids(row).map((cell) => ({ tag: this.#tag(cell), ...this.#read(cell, at) }));
    return { kind: "table", rows: this.#all(element, "TR", page).map(([row, at]) => cells(row, at)) };
  }

  /** The elements of a kind below another, with the page they are on; not those inside one another. */
  #all(element, tag, page, depth = 0) {
    if (depth > MAX_DEPTH) notOurs("the structure");
    const own = this.#pdf.get(element, "Pg") ?? page;
    return this.kids(element)
      .filter((kid) => kid instanceof Map)
      .flatMap((kid) => (this.#tag(kid) === tag ? [[kid, own]] : this.#all(kid, tag, own, depth + 1)));
  }

  /** The words below an element, and where its lines begin, by the number of the page. */
  #read(element, page, depth = 0) {
    if (depth > MAX_DEPTH || !(element instanceof Map)) notOurs("the structure");
    const own = this.#pdf.get(element, "Pg") ?? page;
    const found = { text: "", lines: [] };
    for (const kid of this.kids(element)) {
      const part = this.#part(kid, own, depth);
      found.text += part.text;
      found.lines.push(...part.lines);
    }
    return found;
  }

  #part(kid, page, depth) {
    const nested = kid instanceof Map && this.#pdf.get(kid, "S") !== undefined;
    if (nested) return this.#read(kid, page, depth + 1);
    const id = kid instanceof Map ? this.#pdf.get(kid, "MCID") : kid;
    const on = (kid instanceof Map ? this.#pdf.get(kid, "Pg") : undefined) ?? page;
    const words = this.#words.get(on);
    if (!Number.isInteger(id) || words === undefined) notOurs("the structure");
    const used = this.#used.get(words.tagged) ?? new Set();
    if (used.has(id)) notOurs("words that are read twice");
    used.add(id);
    this.#used.set(words.tagged, used);
    const { text, lines } = words.tagged.get(id) ?? { text: "", lines: [] };
    const number = this.#pages.indexOf(on);
    return { text, lines: lines.map((line) => ({ page: number, ...line })) };
  }
}

