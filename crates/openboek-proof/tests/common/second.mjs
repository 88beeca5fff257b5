// The second verifier, the script of controleer.html, asked one bundle after another: a JSON object on each line of standard input, with
// every file in base64; on each line of standard output answer, code and place, parted by tabs.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { runInThisContext } from "node:vm";

const script = readFileSync(process.argv[2], "utf8").match(/<script>([^]*)<\/script>/)[1];
const { check, MemorySource, parseAuthors, parseLogKeys, parsePolicy, refusal } = runInThisContext(`${script}; controleer`);

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const source = (files) => new MemorySource(new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)])));

function answerTo({ files, reader }) {
  const { logKeys, policy, authors, previous, beside, ...rest } = reader;
  const made = (text, make) => (text === undefined ? undefined : make(text));
  try {
    const own = {
      logKeys: made(logKeys, (text) => parseLogKeys(bytes(text), "log.vkey")),
      policy: made(policy, (text) => parsePolicy(bytes(text), "policy")),
      // A reader may know no author at all.
      authors: made(authors, (text) => (text === "" ? [] : parseAuthors(bytes(text), "authors"))),
      previous: made(previous, bytes),
      beside: made(beside, source),
    };
    return check(source(files), { ...rest, ...own });
  } catch (error) {
    return refusal(error);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { answer, reason } = answerTo(JSON.parse(line));
  console.log([answer, reason?.code ?? "", reason?.place ?? ""].join("\t"));
}
