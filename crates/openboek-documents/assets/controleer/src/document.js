// A PDF of ours: what it shows, the figures and the proof in it, and whether the three belong together.

import { textOf } from "./bytes.js";
import { check, refusal } from "./check.js";
import { compareFigures, traced } from "./figures.js";
import { notOurs, Pdf } from "./pdf.js";
import { shown } from "./pdfblocks.js";
import { comparePrinted } from "./printed.js";
import { wrong } from "./reasons.js";
import { b3 } from "./hashes.js";
import { ZipSource } from "./zip.js";

const PRINT_FORMAT = "openboek/print/v1";
const FIGURES_FORMAT = "openboek/paragraph/v1";

/** Whether bytes are a PDF. */
export const isPdf = (bytes) => textOf(bytes.subarray(0, 5)) === "%PDF-";

/** The files in a PDF: the words, the figures and the bundle as a source. */
export const partsOf = (bytes) => guarded(() => opened(bytes));

function opened(bytes) {
  const pdf = new Pdf(bytes);
  const attached = pdf.attached();
  const part = (name) => attached.get(name) ?? wrong("pdf-no-proof", name);
  const json = (name, format) => {
    let value;
    try {
      value = JSON.parse(textOf(part(name)) ?? "");
    } catch {
      wrong("pdf-attachment", name);
    }
    if (value?.format !== format) wrong("pdf-attachment", name, value?.format ?? "");
    return value;
  };
  const bundle = new ZipSource(part("bewijs.zip"));
  return { pdf, doc: json("afdruk.json", PRINT_FORMAT), figures: json("paragraaf.json", FIGURES_FORMAT), bundle };
}

/** What is in no shape of ours breaks in many ways; all mean that it is not as we made it. */
function guarded(work) {
  try {
    return work();
  } catch (error) {
    const broken = error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
    return broken ? notOurs(error.message) : refuse(error);
  }
}

function refuse(error) {
  throw error;
}

/** Checks a PDF: the answer to its bundle, when also all that is printed is so in the figures, and the figures are of the state of the bundle. */
export function checkDocument(parts, reader) {
  try {
    return guarded(() => checked(parts, reader));
  } catch (error) {
    return refusal(error);
  }
}

/** The hash of the last event that a bundle holds. */
function lastEvent(bundle) {
  const indexes = bundle.paths.filter((path) => path.startsWith("entries/")).map((path) => Number(path.slice("entries/".length)));
  for (const index of indexes.sort((one, other) => other - one)) {
    const bytes = bundle.read(`entries/${index}`, 1 << 20);
    if (textOf(bytes)?.startsWith("openboek/entry/v1\n")) return `b3:${b3(bytes)}`;
  }
  return null;
}

function checked({ pdf, doc, figures, bundle }, reader) {
  const answer = check(bundle, reader);
  if (answer.answer !== "klopt") return answer;
  comparePrinted(shown(pdf), doc);
  compareFigures(doc, figures);
  const { stand } = figures;
  const report = answer.rests_on;
  // The document is of the state that the bundle proves.
  for (const [name, here, proved] of [["origin", stand.origin, report.origin], ["size", stand.size, report.size], ["root", stand.root, report.root]]) {
    if (here !== proved) wrong("pdf-stand", name, `„${here}” ≠ „${proved}”`);
  }
  // The entry it names is the last one of the log; of a paragraph as it is published, the last event that it was computed from.
  const last = bundle.read(`entries/${stand.size - 1}`, 1 << 20);
  const named = last === null ? [] : [`b3:${b3(last)}`, lastEvent(bundle)];
  if (!named.includes(stand.last_event_hash)) wrong("pdf-stand", "last_event_hash", stand.last_event_hash);
  if (!report.streams.some(({ stream }) => stream === figures.head.holder)) wrong("pdf-stand", "holder", figures.head.holder);
  const payloadOf = (index) => {
    const bytes = bundle.read(`payloads/${index}`, 64 << 20);
    // Thirty-two bytes of salt stand before it.
    return bytes === null ? null : bytes.subarray(32);
  };
  const indexes = bundle.paths.filter((path) => path.startsWith("payloads/")).map((path) => Number(path.slice("payloads/".length)));
  return { ...answer, document: { title: doc.title, ...traced(figures, payloadOf, indexes) } };
}
