// Policies: which witnesses must have cosigned (C2SP tlog-policy, draft of July 2026).

import { parseNumber } from "./bytes.js";
import { linesOf } from "./lines.js";
import { isSamePublicKey, NOTE, parseKey } from "./note.js";
import { wrong } from "./reasons.js";

/** Reads a policy: `logs` (keys), `members` (witnesses and groups in order), `quorum` (a member's name, or null for none). */
export function parsePolicy(bytes, place) {
  const policy = { logs: [], members: new Map(), quorum: undefined };
  const grouped = new Set();
  linesOf(bytes, place, { tabs: true }).forEach((line, at) => {
    const words = line.split(/[ \t]/).filter((word) => word !== "");
    if (words.length === 0 || words[0].startsWith("#")) return;
    readLine(policy, grouped, words, (code) => wrong(code, place, `line ${at + 1}`));
  });
  if (policy.quorum === undefined) wrong("policy", place, "quorum");
  return policy;
}

function readLine(policy, grouped, words, fail) {
  const [keyword, ...rest] = words;
  if (keyword === "log" && (rest.length === 1 || rest.length === 2)) {
    policy.logs.push(newKey(policy, rest[0], fail));
  } else if (keyword === "witness" && (rest.length === 2 || rest.length === 3)) {
    const key = newKey(policy, rest[1], fail);
    if (key.type === NOTE) fail("policy");
    define(policy, rest[0], { key }, fail);
  } else if (keyword === "group" && rest.length >= 3) {
    const [name, leastText, ...of] = rest;
    for (const member of of) {
      if (!policy.members.has(member) || grouped.has(member)) fail("policy");
      grouped.add(member);
    }
    const least = leastText === "all" ? of.length : leastText === "any" ? 1 : parseNumber(leastText);
    if (least === null || least < 1 || least > of.length) fail("policy");
    define(policy, name, { least, of }, fail);
  } else if (keyword === "quorum" && rest.length === 1 && policy.quorum === undefined) {
    if (rest[0] !== "none" && !policy.members.has(rest[0])) fail("policy");
    policy.quorum = rest[0] === "none" ? null : rest[0];
  } else {
    fail("policy");
  }
}

function newKey(policy, text, fail) {
  const key = parseKey(text);
  if (key.fault !== undefined) fail(key.fault === "key-id" ? "key-id" : "policy");
  if ([...policy.logs, ...witnesses(policy)].some((other) => isSamePublicKey(other, key))) fail("key-twice");
  return key;
}

function define(policy, name, member, fail) {
  if (name === "none" || policy.members.has(name)) fail("policy");
  policy.members.set(name, member);
}

/** The keys of the witnesses that a policy names. */
export const witnesses = (policy) => [...policy.members.values()].filter((member) => member.key).map((member) => member.key);

/** Whether the witnesses for whose keys `cosigned` holds are what the policy asks. */
export function isQuorum(policy, cosigned) {
  const counts = ({ key, least, of }) =>
    key ? cosigned(key) : of.filter((name) => counts(policy.members.get(name))).length >= least;
  return policy.quorum === null || counts(policy.members.get(policy.quorum));
}
