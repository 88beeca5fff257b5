// Reads a running server over REST as its OpenAPI document says one can, and compares what it answers with the schemas of that document and
// with the JSON documents of the same paragraphs.
//
//   node check.mjs http://127.0.0.1:8080 FOLDER
//
// FOLDER holds, per arrangement, the paragraphs as `openboek paragraph --all --format json` writes them.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";

const [server, folder] = process.argv.slice(2);
const document = await read("/openapi.json").then((answer) => answer.json());
// Formats that say what a value means; what it looks like is in the patterns.
const formats = Object.fromEntries(["int32", "int64", "byte", "edtf", "uri-reference", "date-time"].map((name) => [name, true]));
const ajv = new Ajv({ strict: false, formats: { ...formats, date: /^\d{4}-\d{2}-\d{2}$/ } });
ajv.addSchema({ $id: "document", ...document });

function read(path, options) {
  return fetch(`${server}/api/v1${path}`, options);
}

function ensure(holds, what) {
  if (!holds) throw new Error(what);
}

/** The answer's body, when status, headers and body are what the document promises. */
async function answered(pattern, address, status, options) {
  const answer = await read(address, options);
  const body = await answer.json();
  ensure(answer.status === status, `${address}: ${answer.status} ${JSON.stringify(body)}`);
  const headers = ["api-version", "access-control-allow-origin", "strict-transport-security", "x-content-type-options", "x-frame-options"];
  for (const name of headers) ensure(answer.headers.has(name), `${address}: no header ${name}`);
  ensure(answer.headers.get("cache-control") === "no-store", `${address}: cache-control`);
  const promised = pattern ? Object.keys(document.paths[pattern].get.responses[status].content)[0] : "application/problem+json";
  const type = status === 200 ? promised : "application/problem+json";
  ensure(answer.headers.get("content-type") === type, `${address}: ${answer.headers.get("content-type")}`);
  const schema = pattern
    ? document.paths[pattern].get.responses[status].content[type].schema
    : { $ref: "#/components/schemas/Problem" };
  const valid = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')));
  ensure(valid(body), `${address}: ${JSON.stringify(valid.errors)}`);
  if (status !== 200) ensure(body.status === status && body.detail && body.detailNl, `${address}: ${JSON.stringify(body)}`);
  return body;
}

/** Sums in cents by table and column, with the number of amounts in each. */
function sums(cells) {
  const found = new Map();
  for (const { table, column, cents } of cells) {
    const [sum, count] = found.get(`${table} ${column}`) ?? [0n, 0];
    found.set(`${table} ${column}`, [sum + BigInt(cents), count + 1]);
  }
  return [...found].map(([key, [sum, count]]) => `${key}: ${sum} in ${count}`).sort();
}

/** The amounts of a JSON document. */
function* ofDocument(root) {
  for (const section of root.sections)
    for (const table of section.tables)
      for (const row of table.rows)
        for (const cell of row.cells)
          for (const line of cell.kind === "list" ? cell.items : [cell])
            if (["amount", "sum"].includes(line.kind) && line.cents != null)
              yield { table: table.id, column: cell.column, cents: line.cents };
}

/** The one number of an amount; none of a range, a percentage, words and what is not known. */
const centsOf = (amount) =>
  amount?.exactCents ?? amount?.about?.cents ?? amount?.atMostCents ?? amount?.lessThanCents ?? amount?.atLeastCents;
/** What a sum comes to, when something in it is known. */
const knownCents = (sum) => (sum && (sum.knownParts > 0 || sum.unknownParts === 0) ? sum.knownCents : undefined);

/** The amounts of a paragraph as the messages have it. */
function* ofMessage(paragraph) {
  for (const section of paragraph.sections)
    for (const table of section.tables)
      for (const row of table.rows)
        for (const { anchor, value } of row.cells)
          for (const line of value.list ? value.list.values : [value]) {
            const cents = centsOf(line.amount?.amount) ?? knownCents(line.sum);
            if (cents != null) yield { table: table.id, column: anchor.column, cents };
          }
}

// Every operation once with what it must have, and once with each thing it may have.
const paragraph = "/arrangements/{arrangement}/paragraphs/{municipality}/{budgetYear}";
const values = {
  arrangement: "stichtse-vecht", municipality: "GM1904", budgetYear: 2021, index: 3, oldSize: 2,
  beforeMunicipality: "GM1904", beforeBudgetYear: 2021, stream: "GM1904", pageSize: 2, pageToken: "", from: 1, limit: 2, size: 20, newSize: 20,
  beforeSize: 5, includePayloads: true, publishedOnly: true, query: "preventie",
};
const today = new Date().toISOString().slice(0, 10);
for (const name of ["asKnownOn", "asDecidedOn", "beforeAsKnownOn", "beforeAsDecidedOn"]) values[name] = today;
const filled = (pattern) => pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name]));
const shown = (await answered(paragraph, filled(paragraph), 200)).paragraph;
const cell = shown.sections.flatMap((s) => s.tables).flatMap((t) => t.rows).flatMap((r) => r.cells).find((c) => c.sources.length > 0);
Object.assign(values, cell.anchor);

let calls = 0;
for (const [pattern, { get }] of Object.entries(document.paths)) {
  if (pattern === "/openapi.json") continue;
  const inQuery = get.parameters.filter((one) => one.in === "query");
  const query = (names) => "?" + new URLSearchParams(names.map((one) => [one.name, values[one.name]]));
  const must = inQuery.filter((one) => one.required);
  for (const also of [[], ...inQuery.filter((one) => !one.required).map((one) => [one])]) {
    await answered(pattern, filled(pattern) + query([...must, ...also]), 200);
    calls += 1;
  }
  await answered(null, `${filled(pattern)}?asKnwonOn=${today}`, 400);
  await answered(null, `${filled(pattern)}/`, 404);
  await answered(null, filled(pattern), 405, { method: "POST" });
  for (const one of must) {
    const problem = await answered(pattern, filled(pattern) + query(must.filter((other) => other !== one)), 400);
    ensure(problem.violations.some((v) => v.parameter === one.name && v.code === "missing"), `${pattern}: ${one.name}`);
  }
}
// What is wrong is told at once, under the names that the caller used.
const wrong = await answered(paragraph, `${filled("/arrangements/{arrangement}/paragraphs")}/GM19/1x?asKnownOn=11-11-2020`, 400);
ensure(wrong.violations.length === 1 && wrong.violations[0].parameter === "budgetYear", JSON.stringify(wrong));
const worse = await answered(paragraph, `${filled("/arrangements/{arrangement}/paragraphs")}/GM19/1066?asKnownOn=11-11-2020`, 400);
ensure(worse.violations.map((v) => v.parameter).sort().join() === "asKnownOn,budgetYear,municipality", JSON.stringify(worse));
ensure(worse.violations.every((v) => !/[._]/.test(v.detail.split(":")[0])), JSON.stringify(worse));
await answered(null, "/arrangements/nergens", 404);
await answered(null, "/nergens", 404);
console.log(`${calls} calls answered as documented`);

// Every paragraph of every arrangement: the same sums to the cent as its JSON document.
let paragraphs = 0;
for (const arrangement of readdirSync(folder)) {
  const files = readdirSync(join(folder, arrangement));
  const { paragraphs: listed } = await read(`/arrangements/${arrangement}/paragraphs?pageSize=1000`).then((answer) => answer.json());
  ensure(listed.length === files.length, `${arrangement}: ${listed.length} paragraphs, ${files.length} documents`);
  for (const file of files) {
    const wanted = JSON.parse(readFileSync(join(folder, arrangement, file)));
    values.arrangement = arrangement;
    values.municipality = wanted.head.municipality ?? wanted.head.holder;
    values.budgetYear = wanted.head.budget_year ?? wanted.head.year;
    const message = (await answered(paragraph, filled(paragraph), 200)).paragraph;
    const [left, right] = [sums(ofMessage(message)), sums(ofDocument(wanted))];
    ensure(left.join("\n") === right.join("\n"), `${file}:\n${left.join("\n")}\n--\n${right.join("\n")}`);
    paragraphs += left.length > 0;
  }
}
console.log(`${paragraphs} paragraphs with the same sums as their documents`);
