// The words that a page shows: every letter that is drawn, and to which element of the structure it belongs. What can show something in another
// way (pictures, curves, filled shapes, transparency, letters that are not drawn) is not looked into: then nothing is said about the file.

import { Name, notOurs, Values, Word } from "./pdf.js";

/** Letters that are darker than this are read by people. */
const DARK = 0.5;
const SMALLEST = 4;

/** What a document of ours draws with: letters, and straight lines between rows. */
const HARMLESS = new Set(["BT", "ET", "M", "J", "j", "d", "i", "m", "S", "CS", "SCN"]);
/** Letters move apart or together by this much at most, in thousandths of their size. */
const KERNING = 400;

/** The letters of a font, by code, from its ToUnicode map. */
function lettersOf(pdf, font) {
  if (pdf.get(font, "Encoding")?.text !== "Identity-H") notOurs("the encoding of a font");
  const reader = new Values(pdf.unpacked(pdf.get(font, "ToUnicode")));
  const letters = new Map();
  const code = (bytes) => bytes.reduce((number, byte) => number * 256 + byte, 0);
  const text = (bytes) => new TextDecoder("utf-16be").decode(bytes);
  let values = [];
  for (let value = reader.next(); value !== undefined; value = reader.next()) {
    if (!(value instanceof Word)) values.push(value);
    else {
      if (value.text === "endbfchar") for (let at = 0; at < values.length; at += 2) letters.set(code(values[at]), text(values[at + 1]));
      if (value.text === "endbfrange") notOurs("a range of letters");
      values = [];
    }
  }
  return letters;
}

/**
 * The words of a page: `tagged`, by the number of its marked content a text and the places where its lines begin, and `artifacts`, texts beside
 * the structure.
 */
export function wordsOfPage(pdf, page, fonts) {
  if (page.has("Annots") || page.has("AA") || page.has("Rotate")) notOurs("something on top of a page");
  const resources = pdf.get(page, "Resources") ?? pdf.get(pdf.get(page, "Parent"), "Resources") ?? new Map();
  const contents = pdf.get(page, "Contents");
  const streams = (Array.isArray(contents) ? contents : [contents]).map((one) => pdf.unpacked(pdf.resolve(one)));
  const drawn = { tagged: new Map(), artifacts: [] };
  const marks = [];
  let state = { font: null, size: 0, dark: true, x: 0, y: 0, turned: 1 };
  const states = [];
  const fontOf = (name) => {
    const font = pdf.resolve(pdf.get(pdf.get(resources, "Font"), name.text));
    if (!fonts.has(font)) fonts.set(font, lettersOf(pdf, font));
    return fonts.get(font);
  };
  // Whether what is shown next begins a line.
  let fresh = true;
  const show = (bytes) => {
    if (!state.dark || state.size < SMALLEST || state.font === null) notOurs("letters that cannot be seen");
    let text = "";
    for (let at = 0; at + 1 < bytes.length; at += 2) text += state.font.get(bytes[at] * 256 + bytes[at + 1]) ?? "\ufffd";
    const mark = marks.at(-1);
    if (mark === undefined) notOurs("words outside the structure");
    if (mark.artifact) drawn.artifacts[drawn.artifacts.length - 1] += text;
    else {
      const words = drawn.tagged.get(mark.id) ?? { text: "", lines: [] };
      drawn.tagged.set(mark.id, words);
      words.text += text;
      if (!fresh) return;
      words.lines.push({ x: state.x, y: state.y });
      fresh = false;
    }
  };
  let values = [];
  let from = null;
  for (const bytes of streams) {
    const reader = new Values(bytes);
    for (let value = reader.next(); value !== undefined; value = reader.next()) {
      if (!(value instanceof Word)) {
        values.push(value);
        continue;
      }
      const operator = value.text;
      if (operator === "q") states.push({ ...state });
      else if (operator === "Q") state = states.pop() ?? notOurs("Q");
      else if (operator === "BDC" || operator === "BMC") {
        const [tag, given] = values;
        const properties = given instanceof Map ? given : new Map();
        const id = properties.get("MCID") ?? marks.at(-1)?.id ?? null;
        const artifact = (tag instanceof Name && tag.text === "Artifact") || (marks.at(-1)?.artifact ?? false);
        if (!artifact && id === null) notOurs("words outside the structure");
        if (artifact) drawn.artifacts.push("");
        marks.push({ artifact, id });
      } else if (operator === "EMC") marks.pop();
      else if (operator === "Tf") state = { ...state, font: fontOf(values[0]), size: Math.abs(values[1]) };
      else if (operator === "cm" || operator === "Tm") {
        const [a, b, c, d, x, y] = values;
        if (a !== 1 || b !== 0 || c !== 0 || Math.abs(d) !== 1) notOurs("letters that are turned or stretched");
        if (operator === "cm") state = { ...state, x: state.x + x, y: state.y + state.turned * y, turned: state.turned * d };
        else if (x !== 0 || y !== 0 || d * state.turned !== 1) notOurs("letters that are moved");
        fresh = true;
      } else if (operator === "w") {
        if (!(values[0] <= 1)) notOurs("a thick line");
      } else if (operator === "Tr") {
        if (values[0] !== 0) notOurs("letters that cannot be seen");
      } else if (operator === "cs") state = { ...state, dark: false };
      else if (operator === "scn") state = { ...state, dark: values.every((one) => typeof one === "number" && one < DARK) };
      else if (operator === "Tj") show(values[0]);
      else if (operator === "TJ") {
        if (values[0].some((part) => typeof part === "number" && Math.abs(part) > KERNING)) notOurs("letters that are moved");
        values[0].filter((part) => part instanceof Uint8Array).forEach(show);
      }
      else if (operator === "l") {
        // Lines lie flat: with slanted ones letters could be drawn.
        if (from === null || from !== values[1]) notOurs("a line that does not lie flat");
      } else if (!HARMLESS.has(operator)) notOurs(`drawing with ${operator.slice(0, 8)}`);
      if (operator === "m") from = values[1];
      values = [];
    }
  }
  return drawn;
}
