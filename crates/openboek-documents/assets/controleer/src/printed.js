// What is printed against the words that were to be printed (afdruk.json): every block, every row, every cell, every letter; and where it stands.

import { wrong } from "./reasons.js";

/** Texts without what a line break takes away or adds; a letter without a shape was printed as its number. */
const plain = (text) =>
  text
    .replace(/\[U\+([0-9A-F]{4,6})\]/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .normalize("NFC")
    .replace(/[\u2010\u2011\u00ad]/g, "-")
    .replace(/\s/g, "");

const quoted = (text) => `„${text.replace(/\s+/g, " ").trim()}”`;
/** What stands there, and what should. */
const differ = (found, wanted) => `${quoted(found)} ≠ ${quoted(wanted)}`;

/** Throws where the blocks that are shown are not the blocks of the document. */
export function comparePrinted({ blocks, artifacts }, doc) {
  const all = doc.blocks.flatMap(asPrinted);
  let part = "";
  all.forEach((wanted, at) => {
    const found = blocks[at];
    if (wanted.kind === "heading") part = wanted.text;
    if (found === undefined) wrong("pdf-words", part, differ("", firstWords(wanted)));
    if (found.kind !== wanted.kind) wrong("pdf-words", part, differ(firstWords(found), firstWords(wanted)));
    COMPARE[wanted.kind](found, wanted, part);
  });
  if (blocks.length > all.length) wrong("pdf-words", part, differ(firstWords(blocks[all.length]), ""));
  inOrder(blocks);
  compareAround(artifacts, doc);
}

/** A table has its caption as a heading above it, and below that what holds for all of it. */
function asPrinted(block) {
  if (block.kind !== "table") return [block];
  const note = block.note === null ? [] : [{ kind: "text", text: block.note }];
  return [{ kind: "heading", level: 3, text: block.caption }, ...note, block];
}

const firstWords = (block) => (block.text ?? block.caption ?? block.items?.[0]?.text ?? block.items?.[0] ?? block.rows?.[0]?.[0]?.text ?? block.kind).toString().slice(0, 60);

function same(found, wanted, place, code = "pdf-words") {
  if (plain(found) !== plain(wanted)) wrong(code, place, differ(found, wanted));
}

const COMPARE = {
  heading(found, wanted, place) {
    if (found.level !== wanted.level) wrong("pdf-words", place, differ(found.text, wanted.text));
    same(found.text, wanted.text, place);
  },
  text: (found, wanted, place) => same(found.text, wanted.text, place),
  list(found, wanted, place) {
    for (let at = 0; at < Math.max(found.items.length, wanted.items.length); at += 1) {
      same(found.items[at]?.text ?? "", wanted.items[at] ?? "", place);
    }
    for (const label of found.labels) same(label.text, "•", place);
  },
  table(found, wanted) {
    const place = wanted.caption;
    const rows = [wanted.head.map((column) => [column.text]), ...wanted.rows.map((row) => row.cells)];
    rows.forEach((cells, at) => {
      const row = found.rows[at] ?? [];
      cells.forEach((lines, column) => {
        // Which amount: its row and its column, as a reader finds it.
        const where = at === 0 ? place : `${place}, ${cells[0].join(" ")}, ${wanted.head[column].text}`;
        same(row[column]?.text ?? "", lines.join(""), where, at > 0 && column > 0 ? "pdf-amount" : "pdf-words");
        const header = at === 0 || column === 0;
        if (row[column].tag !== (header ? "TH" : "TD")) wrong("pdf-words", where);
      });
      if (row.length > cells.length) wrong("pdf-words", place, differ(row[cells.length].text, ""));
    });
    if (found.rows.length > rows.length) wrong("pdf-amount", place, differ(found.rows[rows.length].map((cell) => cell.text).join(" "), ""));
  },
};

/** Texts that were swapped by their places alone are found by those: blocks and rows go down the page, cells go right. */
function inOrder(blocks) {
  const moved = (place) => wrong("pdf-moved", place);
  let last = { page: 0, y: Infinity };
  const below = (line, place) => {
    if (line.page < last.page || (line.page === last.page && line.y >= last.y - 0.5)) moved(place);
  };
  const end = (lines) => {
    last = lines.reduce((low, line) => (line.page > low.page || (line.page === low.page && line.y < low.y) ? line : low), last);
  };
  for (const block of blocks) {
    const parts = block.kind === "table" ? [] : block.kind === "list" ? block.items : [block];
    for (const part of parts.filter(({ lines }) => lines.length > 0)) {
      below(part.lines[0], part.text);
      end(part.lines);
    }
    for (const row of block.rows ?? []) {
      const cells = row.filter(({ lines }) => lines.length > 0);
      const [first] = cells;
      if (first === undefined) continue;
      below(first.lines[0], first.text);
      cells.forEach((cell, at) => {
        const [{ page, x, y }] = cell.lines;
        const before = cells[at - 1]?.lines[0];
        if (page !== first.lines[0].page || Math.abs(y - first.lines[0].y) > 1 || (before !== undefined && x <= before.x)) moved(`${first.text}, ${cell.text}`);
      });
      end(cells.flatMap(({ lines }) => lines));
    }
  }
}

/** Beside the blocks stand the line at the foot of every page, and heads of tables that go on. */
function compareAround(artifacts, doc) {
  const heads = new Set(doc.blocks.flatMap((block) => (block.kind === "table" ? block.head.map((column) => plain(column.text)) : [])));
  const total = artifacts.length;
  artifacts.forEach((texts, at) => {
    const foot = plain(`${doc.footer}${doc.page[0]} ${at + 1} ${doc.page[1]} ${total}`);
    for (const text of texts.map(plain)) if (text !== "" && text !== foot && !heads.has(text)) wrong("pdf-words", "", quoted(text));
  });
}
