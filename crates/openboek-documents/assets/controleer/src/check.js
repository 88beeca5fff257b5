// The answer of a verifier (FORMAT.md, section 7): klopt, klopt niet, or niet te controleren.

import { compareBeside } from "./beside.js";
import { checkBundle } from "./bundle.js";
import { answerOf, Missing, withSentences, Wrong } from "./reasons.js";

const STATUS = { klopt: 0, "klopt niet": 1, "niet te controleren": 2 };

/**
 * Checks a bundle.
 *
 * `reader`: `now` (milliseconds since 1970), and optionally what the reader brings: `origin`, `streams` (codes), `logKeys`, `policy` and
 * `authors` (as parsed), `previous` (bytes of the note kept from last time), `beside` (the source of another bundle), `maxAge`
 * (milliseconds).
 *
 * Gives `answer`, `exit_status`, and `rests_on` or `reason`, as `openboek-audit verify --json` prints them; `note` are the bytes of the
 * checkpoint when it holds.
 */
export function check(source, reader) {
  const missing = new Missing();
  let found;
  try {
    found = checkBundle(source, reader, missing);
    if (found !== null && (reader.beside ?? null) !== null) {
      found.report.beside = compareBeside(found, reader.beside, reader, missing);
    }
  } catch (error) {
    return refusal(error);
  }
  if (missing.first !== null) return answer(answerOf(missing.first), { reason: withSentences(missing.first) });
  if (found === null) return answer("niet te controleren", { reason: withSentences({ code: "file-missing", place: "", detail: "" }) });
  return { ...answer("klopt", { rests_on: found.report }), note: found.note };
}

/** The answer to something that breaks the format; anything else that was thrown is a fault of this program and goes on. */
export function refusal(error) {
  if (!(error instanceof Wrong)) throw error;
  return answer(answerOf(error.reason), { reason: withSentences(error.reason) });
}

const answer = (word, rest) => ({ answer: word, exit_status: STATUS[word], ...rest });
