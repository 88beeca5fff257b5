// Walks the pages of a reading room in a real Chromium and holds them against WCAG 2.2 AA with axe-core, at the widths of a phone, a tablet
// and a screen, and on paper. Its arguments: a folder for what the browser remembers, the address of the reading room, a folder for
// screenshots. Reads from standard input what to look at: { routes, pages, unlinked, missing }, the templates of addresses the server
// has, pages that are to be looked at, addresses that no page links to, and one where nothing is. Prints what it saw as JSON: { seen, looked,
// faults, times }.
//
// It starts at `/` and follows links until it saw an address of every template. Every kind of page is looked at once, beside `pages`.

import { mkdirSync } from "node:fs";
import { pause, start } from "./devtools.mjs";
import { eyes } from "./looking.mjs";

const [profile, home, shots] = process.argv.slice(2);
const faults = [];

/** Whether an address is one of a template: a part in braces is any text, one with a star any rest. */
function fits(template, path) {
  const [parts, given] = [template.split("/"), path.split("/")];
  return parts.every((part, at) => {
    if (part.startsWith("{*")) return given.length > at;
    return given[at] !== undefined && (part.startsWith("{") ? given[at] !== "" : part === given[at]);
  }) && (given.length === parts.length || template.includes("{*"));
}

/** The template of an address: the one with the fewest parts left open. */
function routeOf(url, routes) {
  const path = decodeURIComponent(new URL(url, home).pathname);
  const open = (template) => template.split("{").length + (template.includes("{*") ? 1 : 0);
  return routes.filter((template) => fits(template, path)).sort((a, b) => open(a) - open(b))[0];
}

const unescaped = (text) => text.replaceAll("&amp;", "&").replaceAll("&#38;", "&").replaceAll("&#x26;", "&");

/** How often a template is followed at most: there are thousands of figures and entries. */
const OF_A_KIND = 12;

/** Follows links; every address it saw by template, with the first page of each. */
async function walk({ routes, pages, unlinked }) {
  const [queue, known, seen, first] = [["/", ...pages, ...unlinked], new Set(), new Map(), new Map()];
  while (queue.length > 0) {
    const address = queue.shift().split("#")[0];
    const route = routeOf(address, routes);
    const count = seen.get(route) ?? 0;
    if (known.has(address) || count >= OF_A_KIND) continue;
    known.add(address);
    seen.set(route, count + 1);
    const answer = await fetch(new URL(address, home));
    if (!answer.ok) faults.push(`${address}: answers ${answer.status}`);
    const text = await answer.text();
    if (!answer.headers.get("content-type")?.startsWith("text/html")) continue;
    if (!first.has(route)) first.set(route, address);
    for (const [, link] of text.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)) {
      if (link.startsWith("/")) queue.push(unescaped(link));
      else if (!link.startsWith("#") && !link.startsWith("?")) faults.push(`${address}: leads to ${link}`);
    }
  }
  return { seen: [...seen.keys()], first: [...first.values()] };
}

let loaded = () => {};
const browser = await start(profile, (method) => method === "Page.loadEventFired" && loaded());
const { send, evaluate } = browser;
const { prepare, lookAt, times } = eyes(browser, shots);

async function open(address) {
  const done = new Promise((resolve) => {
    loaded = resolve;
  });
  await send("Page.navigate", { url: new URL(address, home).href });
  await done;
  // The page that checks bundles is busy for a while.
  for (let round = 0; round < 400; round += 1) {
    if (await evaluate(`!/^(Bezig|Fetching|Checking)/.test(document.getElementById("status")?.textContent ?? "")`)) break;
    await pause(25);
  }
  await prepare();
}

const fileName = (address) => address.replace(/^\//, "").replace(/[^A-Za-z0-9.-]+/g, "-").slice(0, 80) || "begin";

async function look(address) {
  await open(address);
  faults.push(...(await lookAt(fileName(address))).map((fault) => `${address} ${fault}`));
}

try {
  mkdirSync(shots, { recursive: true });
  let input = "";
  for await (const chunk of process.stdin) input += chunk;
  const asked = JSON.parse(input);
  const { seen, first } = await walk(asked);
  await send("Page.enable");
  const looked = [...new Set([...asked.pages, ...first, asked.missing])];
  for (const address of looked) {
    await look(address);
  }
  console.log(JSON.stringify({ seen, looked, faults, times }));
} finally {
  await browser.close();
}
process.exit(process.exitCode ?? 0);
