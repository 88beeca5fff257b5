// The page: takes files, asks for the check, shows the answer. Nothing here decides about it.

import { fromBase64, parseNumber, textOf, toBase64 } from "./bytes.js";
import { check, refusal } from "./check.js";
import { checkDocument, isPdf, partsOf } from "./document.js";
import { isOrigin } from "./entry.js";
import { b3 } from "./hashes.js";
import { parseAuthors } from "./keys.js";
import { parseLogKeys } from "./note.js";
import { parsePolicy } from "./policy.js";
import { Wrong } from "./reasons.js";
import { wordsOf } from "./words.js";
import { ZipSource } from "./zip.js";

/** More than a browser can take into memory with ease. */
const MAX_BUNDLE = 512 << 20;
/** The most bytes of the reader's own files that are read. */
const MAX_OWN = 1 << 20;
const DAY = 86_400_000;
const MEMORY = "openboek-checkpoint ";

/** Something that keeps the check from starting: not an answer about the bundle. */
class Unusable extends Error {}

export function start(document) {
  const parameters = new URLSearchParams(document.location.search);
  const language = parameters.get("lang") === "en" ? "en" : "nl";
  const word = wordsOf(language);
  const page = new Page(document, word, language);
  page.translate();
  const bundle = parameters.get("bundel") ?? "";
  // The entries behind the figure whose link was followed.
  page.entries = (parameters.get("boeking") ?? "").split(",").map(parseNumber).filter((index) => index !== null);
  // Only a bundle of the server this page came from.
  if (/^\/[a-z0-9-]+\/bundel\/[A-Za-z0-9]+\.zip$/.test(bundle)) page.fetchBundle(bundle);
}

class Page {
  #document;
  #word;
  #language;
  /** Name and bytes of what was given last, so that it can be checked again. */
  #given = null;
  /** Entries that are told apart in the answer, by their index. */
  entries = [];

  constructor(document, word, language) {
    [this.#document, this.#word, this.#language] = [document, word, language];
    const bundle = this.#byId("bundle");
    bundle.addEventListener("change", () => this.#take(bundle.files[0]));
    this.#byId("own").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#run();
    });
    const target = document.documentElement;
    for (const moment of ["dragover", "dragleave", "drop"]) {
      target.addEventListener(moment, (event) => {
        event.preventDefault();
        target.classList.toggle("over", moment === "dragover");
        if (moment === "drop") this.#take(event.dataTransfer.files[0]);
      });
    }
    this.#byId("controls").hidden = false;
  }

  #byId(id) {
    return this.#document.getElementById(id);
  }

  translate() {
    const document = this.#document;
    document.documentElement.lang = this.#language;
    document.title = this.#word("title");
    for (const element of document.querySelectorAll("[data-w]")) element.textContent = this.#word(element.dataset.w);
    const other = this.#byId("language");
    const parameters = new URLSearchParams(document.location.search);
    if (this.#language === "en") parameters.delete("lang");
    else parameters.set("lang", "en");
    other.href = `?${parameters}`;
    other.lang = other.hreflang = this.#language === "en" ? "nl" : "en";
    // A file on a stick has no other pages beside it, and is kept already.
    const served = document.location.protocol.startsWith("http");
    for (const element of document.querySelectorAll(".served")) element.hidden = !served;
  }

  async fetchBundle(address) {
    this.#say(this.#word("fetching"));
    try {
      const [, arrangement] = address.split("/");
      const kept = remembered((origin) => origin.endsWith(`/${arrangement}`));
      const joined = kept === null ? null : await fetch(`${address}?vorige=${encodeURIComponent(toBase64(kept))}`);
      // A server that cannot join what it said before says so: then its bundle alone shows that it does not.
      const answer = joined?.ok ? joined : await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      this.#given = { name: address, bytes: new Uint8Array(await answer.arrayBuffer()) };
    } catch {
      this.#say(this.#word("notFetched"));
      return;
    }
    await this.#run();
  }

  async #take(file) {
    if (file === undefined) return;
    this.#say(this.#word("busy"));
    try {
      if (file.size > MAX_BUNDLE) throw new Unusable(this.#word("tooLarge"));
      this.#given = { name: file.name, bytes: await bytesOf(file) };
    } catch (error) {
      this.#fail(error);
      return;
    }
    await this.#run();
  }

  async #run() {
    if (this.#given === null) return;
    this.#byId("result").hidden = true;
    this.#say(this.#word("busy"));
    // Lets the browser show that before the computing begins.
    await new Promise((resolve) => setTimeout(resolve, 20));
    try {
      const { name, bytes } = this.#given;
      const reader = await this.#reader();
      this.#show(name, answerTo(bytes, reader, this.entries), reader);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What the reader brings. */
  async #reader() {
    const reader = { now: Date.now() };
    const origin = this.#byId("origin").value.trim();
    if (origin !== "" && !isOrigin(origin)) throw this.#unusable("origin");
    if (origin !== "") reader.origin = origin;
    const own = [["logKeys", parseLogKeys], ["policy", parsePolicy], ["authors", parseAuthors], ["previous", (bytes) => bytes], ["beside", (bytes) => new ZipSource(bytes)]];
    for (const [id, parse] of own) {
      const file = this.#byId(id).files[0];
      if (file === undefined) continue;
      try {
        if (file.size > (id === "beside" ? MAX_BUNDLE : MAX_OWN)) throw new Wrong("too-large", id);
        reader[id] = parse(await bytesOf(file), file.name);
      } catch (error) {
        throw error instanceof Wrong ? this.#unusable(id) : error;
      }
    }
    const days = this.#byId("maxAge").value;
    if (days !== "" && !(Number(days) >= 0)) throw this.#unusable("maxAge");
    if (days !== "") reader.maxAge = Number(days) * DAY;
    return reader;
  }

  #unusable(id) {
    return new Unusable(`${this.#word("notUsable")}${this.#word(id)}`);
  }

  #fail(error) {
    this.#byId("result").hidden = true;
    this.#say(error instanceof Unusable ? error.message : this.#word("broken"));
    if (!(error instanceof Unusable)) throw error;
  }

  /** Tells people what happens, also those who listen. */
  #say(text, answer = "") {
    const status = this.#byId("status");
    status.textContent = text;
    status.dataset.answer = answer;
  }

  #show(name, { answer, reason, rests_on: report, document, note, hashes }, reader) {
    const key = { klopt: "Klopt", "klopt niet": "KloptNiet", "niet te controleren": "NietTeControleren" }[answer];
    const parts = this.#byId("parts");
    parts.replaceChildren(this.#element("p", this.#word(`means${key}`)));
    parts.append(this.#list([[this.#word("checked"), name], ...(reason === undefined ? [] : this.#reasonRows(reason))]));
    if (reader.fromMemory) parts.append(this.#element("p", this.#word("withRemembered")), this.#forgetting(reader.fromMemory));
    if (report !== undefined) {
      if (hashes.length > 0) parts.append(this.#element("h3", this.#word("behind")), this.#list(this.#entryRows(hashes)));
      if (document !== undefined) this.#showDocument(parts, document);
      this.#showReport(parts, report, note);
    }
    this.#byId("result").hidden = false;
    this.#say(this.#word(key.charAt(0).toLowerCase() + key.slice(1)), answer);
  }

  #reasonRows(reason) {
    const sentence = this.#language === "en" ? reason.english : reason.dutch;
    return [[this.#word("reason"), sentence], [this.#word("code"), reason.code]];
  }

  #entryRows(hashes) {
    return hashes.map(([index, hash]) => [`${this.#word("entry")} ${index}`, hash === null ? this.#word("notIn") : `b3:${hash}`]);
  }

  #showDocument(parts, { title, amounts, recorded }) {
    const rows = [["dTitle", title], ["dAmounts", amounts], ["dRecorded", recorded], ["dComputed", amounts - recorded]];
    parts.append(this.#element("h3", this.#word("inDocument")), this.#list(rows.map(([key, value]) => [this.#word(key), String(value)])));
    parts.append(this.#element("p", this.#word("dLimits")));
  }

  #showReport(parts, report, note) {
    parts.append(this.#element("h3", this.#word("restsOn")), this.#list(reportRows(report, this.#word)));
    parts.append(this.#element("h3", this.#word("warnings")));
    const warnings = this.#element("ul");
    for (const text of warningsOf(report, this.#word)) warnings.append(this.#element("li", text));
    parts.append(warnings);
    const keep = this.#element("a", this.#word("keep"));
    keep.href = URL.createObjectURL(new Blob([note], { type: "text/plain" }));
    keep.download = `checkpoint-${report.origin.replaceAll("/", "-")}-${report.size}.txt`;
    const remember = this.#element("button", this.#word("remember"));
    remember.type = "button";
    remember.addEventListener("click", () => {
      const done = memorise(report.origin, note);
      remember.replaceWith(this.#told(done ? "remembered" : "notRemembered"));
    });
    const line = this.#element("p");
    line.className = "actions";
    line.append(keep, remember);
    parts.append(line);
  }

  #forgetting(origin) {
    const forget = this.#element("button", this.#word("forget"));
    forget.type = "button";
    forget.addEventListener("click", () => {
      memorise(origin, null);
      forget.replaceWith(this.#told("forgotten"));
    });
    return forget;
  }

  /** A short message that is also read out. */
  #told(key) {
    const told = this.#element("span", this.#word(key));
    told.setAttribute("role", "status");
    return told;
  }

  #element(name, text = "") {
    const element = this.#document.createElement(name);
    element.textContent = text;
    return element;
  }

  #list(rows) {
    const list = this.#element("dl");
    for (const [name, value] of rows) list.append(this.#element("dt", name), this.#element("dd", value));
    return list;
  }
}

const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

/**
 * The answer to the bytes of a zip or a PDF, with the event hashes of some entries in it. Brings the remembered checkpoint of that log when the
 * reader brings none.
 */
function answerTo(bytes, reader, indexes) {
  let source;
  let parts = null;
  try {
    if (isPdf(bytes)) parts = partsOf(bytes);
    source = parts?.bundle ?? new ZipSource(bytes);
    if (reader.previous === undefined) {
      const origin = (textOf(source.read("checkpoint", MAX_OWN) ?? new Uint8Array(0)) ?? "").split("\n")[0];
      const kept = remembered((known) => known === origin);
      if (kept !== null) [reader.previous, reader.fromMemory] = [kept, origin];
    }
  } catch (error) {
    return refusal(error);
  }
  const answer = parts === null ? check(source, reader) : checkDocument(parts, reader);
  // Read only from a bundle that holds.
  const entryAt = (index) => (answer.answer === "klopt" ? source.read(`entries/${index}`, MAX_OWN) : null);
  const hashes = indexes.map((index) => [index, entryAt(index)]).map(([index, entry]) => [index, entry === null ? null : b3(entry)]);
  return { ...answer, hashes };
}

/** The note this browser remembers for the first origin that fits, or null. A browser may refuse to remember anything. */
function remembered(isIt) {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at));
    const key = keys.find((one) => one.startsWith(MEMORY) && isIt(one.slice(MEMORY.length)));
    return key === undefined ? null : fromBase64(localStorage.getItem(key));
  } catch {
    return null;
  }
}

/** Remembers a note for an origin, or forgets it; whether that went well. */
function memorise(origin, note) {
  try {
    if (note === null) localStorage.removeItem(MEMORY + origin);
    else localStorage.setItem(MEMORY + origin, toBase64(note));
    return true;
  } catch {
    return false;
  }
}

/** What an answer rests on, in words. */
function reportRows(report, word) {
  const again = report.receipts.filter((receipt) => !receipt.computed_again).map((receipt) => receipt.document);
  const document = (one) => `${one.name} (${one.media_type}${one.superseded ? `, ${word("superseded")}` : ""})`;
  const size = (number) => (number === null ? "" : `${number} ${word("entries")}`);
  const rows = [
    ["rOrigin", report.origin],
    ["rSize", report.size],
    ["rRoot", report.root],
    ["rRecorded", report.recorded],
    ["rStreams", report.streams.map((line) => `${line.stream} (${line.size})`).join(", ")],
    ["rEntries", report.entries],
    ["rPayloads", report.payloads],
    ["rSignatures", report.signatures],
    ["rCosigners", report.cosigners.map((one) => `${one.name} (${new Date(one.time * 1000).toISOString()})`).join(", ")],
    ["rJoined", size(report.joined)],
    ["rBeside", size(report.beside)],
    ["rErased", report.erased.join(", ")],
    ["rWithheld", report.withheld.join(", ")],
    ["rDocuments", report.documents.map(document).join(", ")],
    ["rNotAgain", again.join(", ")],
  ];
  return rows.filter(([, value]) => value !== "").map(([key, value]) => [word(key), String(value)]);
}

function warningsOf(report, word) {
  const lines = [];
  if (report.no_witness) lines.push(word("wWitness"));
  if (report.joined === null && report.beside === null) lines.push(word("wCompared"));
  lines.push(word("wWhole"));
  if (report.trusted.length > 0) lines.push(`${word("wTrusted")}${report.trusted.join(", ")}.`);
  return lines;
}
