// Reads the feeds, calendars and CloudEvents of a running server with parsers and validators that are not ours, and holds them against each
// other: every event of a ledger is in its feed once and among its CloudEvents once.
//
//   node feeds.mjs http://127.0.0.1:8080 https://openboek.example.nl GOLDEN
//
// The second is the address that the server was told readers find it at. GOLDEN holds documents of the cases, with moments, hashes and
// days of recording taken out; OPENBOEK_BLESS=1 writes them anew.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { CloudEvent, HTTP } from "cloudevents";
import { XMLValidator } from "fast-xml-parser";
import { parseAtomFeed } from "feedsmith";
import ICAL from "ical.js";

const [server, home, golden] = process.argv.slice(2);

function ensure(holds, what) {
  if (!holds) throw new Error(what);
}

async function read(address, type) {
  const answer = await fetch(server + address.replace(home, ""));
  const text = await answer.text();
  ensure(answer.status === 200, `${address}: ${answer.status} ${text}`);
  ensure(answer.headers.get("content-type") === type, `${address}: ${answer.headers.get("content-type")}`);
  return text;
}

/** What must fail does. */
function refused(what, check) {
  let failed = false;
  try {
    check();
  } catch {
    failed = true;
  }
  ensure(failed, `${what}: nobody noticed`);
}

/** A feed as another parser reads it, with all that RFC 4287 says must be there (4.1.1, 4.1.2). */
function checkedFeed(xml) {
  // The parser of feeds reads what is not well-formed too.
  ensure(XMLValidator.validate(xml) === true, "no XML");
  const feed = parseAtomFeed(xml);
  const complete = ({ id, title, updated }) => /^tag:[^,]+,\d{4}-\d{2}-\d{2}:\S+$/.test(id) && title && !Number.isNaN(Date.parse(updated));
  ensure(complete(feed), `feed without id, title or moment: ${feed.id}`);
  ensure(feed.links.some((link) => link.rel === "self") && feed.authors[0].name, "feed without itself or an author");
  const entries = feed.entries ?? [];
  for (const entry of entries) {
    ensure(complete(entry) && entry.summary && entry.content && entry.authors[0].name, `entry is not complete: ${entry.id}`);
    ensure(entry.links.some((link) => link.rel === "alternate") && entry.links.some((link) => link.rel === "related"), `${entry.id}: links`);
    ensure(/b3:[0-9a-f]{64}/.test(JSON.stringify(entry.content)), `${entry.id}: no hash`);
  }
  const moments = entries.map((entry) => Date.parse(entry.updated));
  ensure(moments.every((moment, at) => at === 0 || moment <= moments[at - 1]), "the newest is not first");
  ensure(entries.length === 0 || feed.updated === entries[0].updated, "the feed is not as new as its newest entry");
  return { feed, entries };
}

/** All entries of a feed, page by page. */
async function followed(address) {
  const found = [];
  for (let next = address; next; ) {
    const { feed, entries } = checkedFeed(await read(next, "application/atom+xml; charset=utf-8"));
    found.push(...entries);
    next = feed.links.find((link) => link.rel === "next")?.href;
  }
  const ids = new Set(found.map((entry) => entry.id));
  ensure(ids.size === found.length, `${address}: an entry twice`);
  return found;
}

/** A calendar as another parser reads it (RFC 5545, 3.1, 3.4, 3.6.1). */
function checkedCalendar(text) {
  ensure(text.endsWith("\r\n") && !/(^|[^\r])\n/.test(text), "lines do not end with CRLF");
  ensure(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75), "a line is too long");
  const calendar = new ICAL.Component(ICAL.parse(text));
  ensure(calendar.name === "vcalendar" && calendar.getFirstPropertyValue("version") === "2.0", "no calendar");
  ensure(calendar.getFirstPropertyValue("prodid"), "no prodid");
  const events = calendar.getAllSubcomponents("vevent");
  for (const event of events) {
    for (const name of ["uid", "dtstamp", "dtstart", "summary", "sequence"])
      ensure(event.getAllProperties(name).length === 1, `${name}: not once`);
    const [day, stamp] = [event.getFirstPropertyValue("dtstart"), event.getFirstPropertyValue("dtstamp")];
    // A day as it was written: one that does not exist would be put right in silence.
    ensure(day.isDate && !Number.isNaN(Date.parse(day.toString())) && day.clone().toString() === day.toString(), `no day: ${day}`);
    ensure(!stamp.isDate && stamp.zone === ICAL.Timezone.utcTimezone, `stamp is not in UTC: ${stamp}`);
  }
  const uids = new Set(events.map((event) => event.getFirstPropertyValue("uid")));
  ensure(uids.size === events.length, "a uid twice");
  return events;
}

/** A batch as the SDK of CloudEvents reads it, with what the Dutch government profile adds. */
function checkedEvents(body) {
  const headers = { "content-type": "application/cloudevents-batch+json" };
  const events = [HTTP.toEvent({ headers, body })].flat();
  const written = JSON.parse(body);
  const names = written.flatMap((event) => Object.keys(event));
  ensure(names.every((name) => /^[a-z0-9]{1,20}$/.test(name)), names.join());
  // The SDK gives a name and a moment of its own to what has none.
  ensure(events.every((event, at) => event.id === written[at].id && Date.parse(event.time) === Date.parse(written[at].time)), "names");
  for (const event of events) {
    ensure(new CloudEvent({ ...event }, true).validate(), event.id);
    ensure(event.specversion === "1.0" && /^nl(\.[a-z0-9-]+)+\.v\d+$/.test(event.type), event.type);
    ensure(event.source === `urn:nld:oin:00000001823288444000:systeem:openboek-${event.source.split("openboek-")[1]}`, event.source);
    ensure(event.time && event.sequence && event.dataref && event.data === undefined, JSON.stringify(event));
  }
  return events;
}

const document = JSON.parse(await read("/api/v1/openapi.json", "application/json"));
const ajv = new Ajv({ strict: false, validateFormats: false });
const valid = ajv.compile(document.components.schemas.CloudEvent);

/** All events of a ledger, so many at a time. */
async function pulled(arrangement, limit) {
  const found = [];
  for (let from = 0; ; from = Number(found.at(-1).sequence) + 1) {
    const address = `/api/v1/arrangements/${arrangement}/cloudevents?from=${from}&limit=${limit}`;
    const body = await read(address, "application/cloudevents-batch+json");
    const events = JSON.parse(body);
    if (events.length === 0) break;
    ensure(events.every((event) => valid(event)), JSON.stringify(valid.errors));
    ensure(checkedEvents(body).length === events.length && events.length <= limit, address);
    found.push(...events);
  }
  ensure(found.every((event, at) => at === 0 || found[at - 1].sequence < event.sequence), `${arrangement}: not in order`);
  return found;
}

/** A document without what is different each time the cases are recorded. */
const plain = (text) =>
  text
    .replaceAll(/b3:\s*[0-9a-f\s]{64,}/g, "b3:…")
    .replaceAll(/(DTSTAMP|LAST-MODIFIED):\w+/g, "$1:…")
    .replaceAll(/<(updated|published)>[^<]*/g, "<$1>…")
    .replaceAll(/(tag:[^,]+),\d{4}-\d{2}-\d{2}:/g, "$1,…:");

function same(name, text) {
  const path = join(golden, name);
  if (process.env.OPENBOEK_BLESS === "1") {
    mkdirSync(golden, { recursive: true });
    writeFileSync(path, plain(text));
  }
  const [now, before] = [plain(text).split("\n"), readFileSync(path, "utf8").split("\n")];
  const at = now.findIndex((line, number) => line !== before[number]);
  ensure(at < 0 && now.length === before.length, `${name}: line ${at + 1}\n- ${before[at]}\n+ ${now[at]}`);
}

const { arrangements } = JSON.parse(await read("/api/v1/arrangements", "application/json"));
const counts = { feeds: 0, entries: 0, days: 0, events: 0 };
for (const { arrangement: name } of arrangements) {
  const events = await pulled(name, 7);
  ensure(JSON.stringify(await pulled(name, 1000)) === JSON.stringify(events), `${name}: other events in larger batches`);
  const entries = await followed(`/${name}/nieuws/alles.atom`);
  const positions = entries.map((entry) => entry.id.split("/boeking/")[1].padStart(20, "0")).reverse();
  ensure(positions.join() === events.map((event) => event.sequence).join(), `${name}: feed and events are not the same`);
  ensure(entries.map((entry) => /b3:[0-9a-f]{64}/.exec(JSON.stringify(entry.content))[0]).reverse().join() === events.map((event) => event.id).join(), `${name}: hashes`);
  counts.events += events.length;
  const { paragraphs } = JSON.parse(await read(`/api/v1/arrangements/${name}/paragraphs?pageSize=1000`, "application/json"));
  for (const holder of new Set(paragraphs.map((one) => one.key.municipality))) {
    const of = await followed(`/${name}/nieuws/${holder}.atom`);
    ensure(of.length > 0 && of.every((entry) => entries.some((other) => other.id === entry.id)), `${name} ${holder}: other entries`);
    counts.feeds += 1;
    counts.entries += of.length;
    const calendar = await read(`/${name}/agenda/${holder}.ics`, "text/calendar; charset=utf-8");
    counts.days += checkedCalendar(calendar).length;
    ensure(calendar === (await read(`/${name}/agenda/${holder}.ics`, "text/calendar; charset=utf-8")), `${name} ${holder}: not twice the same`);
  }
  // The feed of every thing that an event names first.
  for (const subject of new Set(events.map((event) => event.subject).filter(Boolean))) {
    const [kind, id] = subject.split("/");
    const folders = { cut: "bezuiniging", view: "zienswijze", reaction: "reactie", request: "verzoek", commitment: "toezegging", proposal: "voorstel",
      subsidy: "subsidie", contribution: "bijdrage", vision: "visie", policy: "beleid", experiment: "experiment", indicator: "indicator" };
    const of = await followed(`/${name}/nieuws/${folders[kind]}/${id}.atom`);
    ensure(of.length >= events.filter((event) => event.subject === subject).length, `${subject}: entries are missing`);
    counts.feeds += 1;
  }
}

// Documents of the cases.
const [cut, vecht, dordrecht] = [
  await read("/stichtse-vecht/nieuws/bezuiniging/SV-20.atom", "application/atom+xml; charset=utf-8"),
  await read("/stichtse-vecht/agenda/GM1904.ics", "text/calendar; charset=utf-8"),
  await read("/drechtsteden/agenda/GM0505.ics", "text/calendar; charset=utf-8"),
];
same("stichtse-vecht-SV-20.atom", cut);
same("stichtse-vecht-GM1904.ics", vecht);
same("drechtsteden-GM0505.ics", dordrecht);
ensure(/xml:lang="en"/.test(await read("/stichtse-vecht/nieuws/GM1904.atom?lang=en", "application/atom+xml; charset=utf-8")), "not in English");

// What is damaged does not pass.
const [batch] = [await read("/api/v1/arrangements/stichtse-vecht/cloudevents", "application/cloudevents-batch+json")];
for (const [what, from, to] of [
  ["a feed that ends early", "</feed>", ""],
  ["an entry without an id", /<entry>\s*<id>[^<]*<\/id>/, "<entry>"],
  ["an entry without a moment", /(<entry>[^]*?)<updated>[^<]*<\/updated>/, "$1"],
  ["a hash that is cut", /b3:[0-9a-f]{64}/g, "b3:00"],
]) refused(what, () => checkedFeed(cut.replace(from, to)));
for (const [what, from, to] of [
  ["an event that does not end", "END:VEVENT\r\n", ""],
  ["an event without a uid", /UID:[^]*?\r\n(?! )/, ""],
  ["a day that is cut", /(DTSTART;VALUE=DATE:\d{4})\d{4}/, "$1"],
  ["a line that is not folded", "\r\n ", ""],
  ["lines of another system", /\r\n/g, "\n"],
]) refused(what, () => checkedCalendar(vecht.replace(from, to)));
for (const [what, from, to] of [
  ["an event without an id", /"id":"[^"]*",/, ""],
  ["an event with an empty source", /"source":"[^"]*"/, '"source":""'],
  ["a moment that is none", /"time":"[^"]*"/, '"time":"gisteren"'],
  ["a version of CloudEvents that there is not", '"specversion":"1.0"', '"specversion":"7.3"'],
  ["a name in capitals", '"sequence"', '"Sequence"'],
]) refused(what, () => checkedEvents(batch.replace(from, to)));
console.log(Object.values(counts).join(" "));
