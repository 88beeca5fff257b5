// The words of a document against its figures (paragraaf.json), and the figures against the entries of the bundle they say they come from.

import { wrong } from "./reasons.js";

/** Amounts in a text, in cents: "€ -4.200,50", "-€4,200.50". */
function amountsIn(text, lang) {
  const [group, mark] = lang === "nl" ? [".", ","] : [",", "."];
  const found = text.matchAll(lang === "nl" ? /€[\s\u00a0]*(-?)([\d.]*\d)(,\d\d)?/g : /(-?)€([\d,]*\d)(\.\d\d)?/g);
  return [...found].map(([, sign, whole, rest]) => {
    const cents = BigInt(whole.replaceAll(group, "") + (rest ?? `${mark}00`).slice(1));
    return sign === "-" ? -cents : cents;
  });
}

/** The amounts of a value, in cents. */
function centsOf(value) {
  const own = ["cents", "low", "high"].filter((name) => typeof value[name] === "string").map((name) => BigInt(value[name]));
  const inside = [value.amount, value.extent, ...(value.items ?? [])].filter((one) => one !== null && typeof one === "object");
  return [...own, ...inside.flatMap(centsOf)];
}

/** The rows of the figures, by table. */
function tablesOf(figures) {
  const tables = new Map();
  for (const section of figures.sections) for (const table of section.tables) tables.set(`${section.id}/${table.id}`, table);
  return tables;
}

/** Every amount that is to be printed is the amount of the figure there, and every figure is printed. */
export function compareFigures(doc, figures) {
  const tables = tablesOf(figures);
  for (const block of doc.blocks.filter(({ kind }) => kind === "table")) {
    const name = `${block.section}/${block.key}`;
    const table = tables.get(name) ?? wrong("pdf-figure", block.caption);
    tables.delete(name);
    if (table.rows.length !== block.rows.length) wrong("pdf-figure", block.caption, `${block.rows.length} ≠ ${table.rows.length}`);
    block.rows.forEach((row, at) => compareRow(row, table.rows[at], block, doc.lang));
  }
  for (const [name] of tables) wrong("pdf-figure", name);
}

function compareRow(row, figures, block, lang) {
  const place = `${block.caption}, ${row.cells[0].join(" ")}`;
  if (row.id !== figures.id || row.role !== figures.role) wrong("pdf-figure", place);
  for (const cell of figures.cells) {
    const column = block.head.findIndex(({ key }, at) => key === cell.column && at > 0);
    if (column < 0) {
      if (cell.kind !== "none") wrong("pdf-figure", `${place}, ${cell.column}`);
      continue;
    }
    const where = `${place}, ${block.head[column].text}`;
    const lines = row.cells[column];
    const values = cell.kind === "list" ? cell.items : [cell];
    if (cell.kind !== "none" && lines.length !== values.length) wrong("pdf-figure", where);
    values.forEach((value, line) => compareValue(lines[line] ?? "", value, lang, where));
  }
  const entries = [...new Set(figures.cells.flatMap(({ sources }) => sources))].sort((one, other) => one - other);
  if (row.cells.at(-1).join("") !== entries.join(" ")) wrong("pdf-figure", `${place}, ${block.head.at(-1).text}`);
}

function compareValue(line, value, lang, where) {
  const differs = (wanted) => wrong("pdf-figure", where, `„${line.replace(/\s+/g, " ")}” ≠ ${wanted}`);
  if (value.kind === "text") {
    if (line !== value.words) differs(`„${value.words}”`);
    return;
  }
  const [printed, known] = [amountsIn(line, lang), centsOf(value)];
  const single = (value.kind === "amount" || value.kind === "sum") && typeof value.cents === "string";
  const fits = single ? printed.length === 1 && printed[0] === known[0] : printed.every((cents) => known.includes(cents));
  if (!fits) differs(known.join(" "));
}

/** The numbers that a message of protocol buffers may hold, at any depth, without knowing what kind of message it is. */
function numbersIn(bytes, found = new Set(), depth = 0) {
  let at = 0;
  const varint = () => {
    let [value, shift] = [0n, 0n];
    for (; at < bytes.length && shift < 70n; at += 1, shift += 7n) {
      value |= BigInt(bytes[at] & 0x7f) << shift;
      if (bytes[at] < 0x80) {
        at += 1;
        return BigInt.asIntN(64, value);
      }
    }
    return null;
  };
  while (at < bytes.length) {
    const key = varint();
    if (key === null || key <= 0n) return found;
    const type = Number(key & 7n);
    if (type === 0) {
      const value = varint();
      if (value === null) return found;
      found.add(value);
    } else if (type === 2) {
      const length = varint();
      if (length === null || length < 0n || at + Number(length) > bytes.length) return found;
      if (depth < 16) numbersIn(bytes.subarray(at, at + Number(length)), found, depth + 1);
      at += Number(length);
    } else if (type === 1 || type === 5) at += type === 1 ? 8 : 4;
    else return found;
  }
  return found;
}

/** Tables whose amounts are recorded as they are printed, each with its column; other tables add up, divide, or show what came of it. */
const AS_RECORDED = { "cut-parts": "amount", "indicated-figures": "amount" };

/**
 * How many amounts there are, and how many of them stand as they are in an entry that they come from. What is added up or divided stands in no entry;
 * an amount of a table that only repeats what was recorded must stand in one. `payloadOf` gives the bytes of the content of an entry, or null;
 * `indexes` are those of all entries of the bundle.
 */
export function traced(figures, payloadOf, indexes) {
  const numbers = new Map();
  const holds = (index, cents) => {
    if (!numbers.has(index)) {
      const payload = payloadOf(index);
      numbers.set(index, payload === null ? new Set() : numbersIn(payload));
    }
    return numbers.get(index).has(cents) || numbers.get(index).has(-cents);
  };
  const counted = { amounts: 0, recorded: 0 };
  for (const { table, row, cell, cents } of amountsOf(figures)) {
    counted.amounts += 1;
    if (cell.sources.some((index) => holds(index, cents))) counted.recorded += 1;
    // A correction says it again, in another entry.
    else if (AS_RECORDED[table.id] === cell.column && row.role !== "total" && cents !== 0n && !indexes.some((index) => holds(index, cents))) {
      wrong("pdf-not-recorded", `${table.id}, ${row.id}, ${cell.column}`, String(cents));
    }
  }
  return counted;
}

/** Every amount with its place. */
function* amountsOf(figures) {
  for (const table of tablesOf(figures).values()) {
    for (const row of table.rows) {
      for (const cell of row.cells) {
        for (const value of cell.kind === "list" ? cell.items : [cell]) {
          const isAmount = (value.kind === "amount" || value.kind === "sum") && typeof value.cents === "string";
          if (isAmount) yield { table, row, cell, cents: BigInt(value.cents) };
        }
      }
    }
  }
}
