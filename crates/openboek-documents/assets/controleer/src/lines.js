// Files of lines (FORMAT.md, "Spelling").

import { textOf } from "./bytes.js";
import { LIMITS } from "./layout.js";
import { wrong } from "./reasons.js";

/** The lines of a file: UTF-8, LF after every line, no control characters; tabs only where they are allowed. */
export function linesOf(bytes, place, { tabs = false } = {}) {
  if (bytes.length > LIMITS.lines) wrong("too-large", place);
  const text = textOf(bytes);
  if (text === null) wrong("bytes", place);
  if (text === "") return [];
  const forbidden = tabs ? /[\x00-\x08\x0b-\x1f\x7f-\x9f]/ : /[\x00-\x09\x0b-\x1f\x7f-\x9f]/;
  const lines = text.split("\n");
  const bad = lines.findIndex((line) => forbidden.test(line));
  if (bad >= 0) wrong("bytes", place, `line ${bad + 1}`);
  if (lines.pop() !== "") wrong("no-final-newline", place, `line ${lines.length + 1}`);
  return lines;
}
