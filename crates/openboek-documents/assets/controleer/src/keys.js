// The keys a verifier goes by: the reader's own where there are any, else those of the bundle (FORMAT.md, section 6).

import { isActor, isOrigin } from "./entry.js";
import { isSamePublicKey, parseKeys, parseLogKeys } from "./note.js";
import { parsePolicy, witnesses } from "./policy.js";
import { wrong } from "./reasons.js";

/** `authors`: keys named after actors; the file is absent when nobody signed. */
export function parseAuthors(bytes, place) {
  const keys = parseKeys(bytes, place);
  if (keys.length === 0) wrong("lines", place);
  for (const key of keys) if (!isActor(key.name)) wrong("key", place, key.name);
  return keys;
}

const PARSERS = { "log.vkey": parseLogKeys, policy: parsePolicy, authors: parseAuthors };

/**
 * `log` (the current key first), `policy`, `authors`: what is gone by; `origin`; `listedAuthors`: who the bundle says signed; `trusted`:
 * the files that had to be trusted.
 */
export function gatherKeys(files, reader, missing) {
  const listed = {};
  for (const [path, parse] of Object.entries(PARSERS)) {
    const bytes = files.read(path);
    listed[path] = bytes === null ? null : parse(bytes, path);
  }
  const own = { "log.vkey": reader.logKeys, policy: reader.policy, authors: reader.authors };
  const keys = {
    origin: findOrigin(reader.origin ?? null, [...(own["log.vkey"] ?? []), ...(listed["log.vkey"] ?? [])]),
    log: own["log.vkey"] ?? listed["log.vkey"],
    policy: own.policy ?? listed.policy,
    authors: own.authors ?? listed.authors ?? [],
    listedAuthors: listed.authors ?? [],
    trusted: Object.keys(PARSERS).filter((path) => (own[path] ?? null) === null && listed[path] !== null),
  };
  if (keys.log === null) missing.note("log-key-missing", "log.vkey");
  if (keys.policy === null) missing.note("file-missing", "policy");
  checkRoles(keys);
  return keys;
}

/** The log that is meant; every key of a log is named after it. */
function findOrigin(expected, logKeys) {
  if (logKeys.length > 0 && !isOrigin(logKeys[0].name)) wrong("origin", "log.vkey");
  const origin = expected ?? logKeys[0]?.name ?? null;
  if (logKeys.some((key) => key.name !== origin)) wrong("origin", "log.vkey");
  return origin;
}

/** A key has one role: the log's, a witness's or an author's. */
function checkRoles({ log, policy, authors }) {
  const roles = [log ?? [], policy === null ? [] : witnesses(policy), authors];
  const shared = roles.some((keys, role) =>
    roles.slice(role + 1).some((others) => keys.some((key) => others.some((other) => isSamePublicKey(key, other)))),
  );
  if (shared) wrong("key-twice", "log.vkey, policy, authors");
}
