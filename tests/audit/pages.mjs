// Walks the pages of a reading room in a real Chromium and holds them against WCAG 2.2 AA with axe-core, at the widths of a phone, a tablet
// and a screen, and on paper. Its arguments: a folder for what the browser remembers, the address of the reading room, a folder for
// screenshots. Reads from standard input what to look at: { routes, pages, unlinked, missing }, the templates of addresses the server
// has, pages that are to be looked at, addresses that no page links to, and one where nothing is. Prints what it saw as JSON: { seen, looked,
// faults, times }.
//
// It starts at `/` and follows links until it saw an address of every template. Every kind of page is looked at once, beside `pages`.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pause, start } from "./devtools.mjs";

const AXE = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// Paper: A4 without its margins, at 96 dots an inch.
const VIEWS = [
  { name: "360", width: 360, height: 740, media: "screen" },
  { name: "768", width: 768, height: 1024, media: "screen" },
  { name: "1280", width: 1280, height: 900, media: "screen" },
  { name: "papier", width: 672, height: 980, media: "print" },
];
/** Of a longer page the screenshot shows the beginning. */
const SHOT_HEIGHT = 3500;

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

/** In the page: what the eye and the hand find, beside axe. */
function lookAround() {
  document.activeElement?.blur();
  for (const element of [document.documentElement, ...document.querySelectorAll(".scroll")]) element.scrollTo(0, 0);
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const found = wide > 0 ? [`is ${wide} pixels too wide`] : [];
  const paper = matchMedia("print").matches;
  for (const element of document.querySelectorAll("main *")) {
    const style = getComputedStyle(element);
    const scrolls = ["auto", "scroll"].includes(style.overflowX) && element.scrollWidth > element.clientWidth;
    if (scrolls && paper) found.push(`cuts off on paper: ${element.getAttribute("aria-label") ?? element.className}`);
    if (scrolls && !paper && element.tabIndex !== 0) found.push(`scrolls without a place for the keyboard: ${element.className}`);
  }
  return found;
}

/** In the page: what a keyboard must reach. */
function markStops() {
  window.stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((element) => {
    const closed = element.closest("details:not([open])");
    const hidden = closed !== null && element.tagName !== "SUMMARY";
    return !element.disabled && !hidden && element.checkVisibility({ visibilityProperty: true });
  });
  window.reached = new Set();
  // From the top again: without this Tab goes on from where it was.
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  return window.stops.length;
}

/** In the page: looks at each press of Tab where the one before it led, and whether one sees that. */
function watchTab() {
  window.unseen = [];
  window.addEventListener("keydown", () => {
    const element = document.activeElement;
    if (element === null || element === document.body || window.reached.has(element)) return;
    window.reached.add(element);
    const style = getComputedStyle(element);
    const name = `${element.tagName.toLowerCase()} ${(element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 60)}`;
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) window.unseen.push(`shows no focus: ${name}`);
    const visible = [...element.getClientRects()].some((box) => {
      // The middle of what is in sight of it.
      const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
      const [above, below] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
      if (left >= right || above >= below) return false;
      const top = document.elementFromPoint((left + right) / 2, (above + below) / 2);
      return top !== null && (element.contains(top) || top.contains(element));
    });
    if (!visible) window.unseen.push(`hides its focus: ${name}`);
  }, true);
}

/** In the page: what Tab did not reach, and where it was not seen. */
function afterTab() {
  const missed = window.stops.filter((element) => !window.reached.has(element));
  return [...window.unseen.splice(0), ...missed.map((element) => `not reached: ${element.outerHTML.slice(0, 120)}`)];
}

let loaded = () => {};
const browser = await start(profile, (method) => method === "Page.loadEventFired" && loaded());
const { send, evaluate } = browser;
const inPage = (what) => evaluate(`(${what})()`);

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
  // Outside the security policy of the page, which runs no script.
  await evaluate(`${AXE};0`);
  await inPage(watchTab);
}

async function show({ width, height, media }) {
  const mobile = { deviceScaleFactor: 1, mobile: false };
  await send("Emulation.setDeviceMetricsOverride", { width, height, ...mobile });
  await send("Emulation.setEmulatedMedia", { media });
}

/** What axe has to say. */
async function heldAgainstAxe(media) {
  // On paper nothing is tapped.
  const rules = { "color-contrast": { enabled: false }, "target-size": { enabled: media === "screen" } };
  const found = await axe({ runOnly: TAGS, rules });
  // Of what a box that scrolls has out of sight axe cannot tell the background: for the colours everything is made to fit.
  await evaluate(`for (const box of document.querySelectorAll(".scroll")) {
    box.firstElementChild.style.zoom = box.clientWidth / Math.max(box.scrollWidth, 1);
    box.style.overflow = "visible";
  }`);
  // Of words in a picture axe cannot tell the background either: the palette has a test of its own, in `page/policy.rs`.
  found.push(...(await axe({ runOnly: { type: "rule", values: ["color-contrast"] } }, ['svg[role="img"] *'])));
  await evaluate(`for (const box of document.querySelectorAll(".scroll")) box.firstElementChild.style.zoom = box.style.overflow = "";`);
  return found;
}

function axe(options, exclude = []) {
  const asked = JSON.stringify({ ...options, resultTypes: ["violations", "incomplete"] });
  return evaluate(`axe.run(${JSON.stringify({ include: ["html"], exclude })}, ${asked}).then(({ violations, incomplete }) =>
    [["violation", violations], ["incomplete", incomplete]].flatMap(([kind, rules]) => rules.map((rule) => {
      const [node] = rule.nodes;
      const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ");
      return \`\${kind} \${rule.id}, \${rule.nodes.length} times: \${node.target} \${node.html.slice(0, 160)}: \${why}\`;
    })))`);
}

async function walkedByKeyboard() {
  const key = { type: "rawKeyDown", key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
  const count = await inPage(markStops);
  // One more than there are stops: each press looks at the one before it.
  await Promise.all(Array.from({ length: count + 1 }, () => send("Input.dispatchKeyEvent", key)));
  return inPage(afterTab);
}

async function shoot(name, width) {
  const { cssContentSize: size } = await send("Page.getLayoutMetrics");
  const clip = { x: 0, y: 0, width, height: Math.min(size.height, SHOT_HEIGHT), scale: 1 };
  const { data } = await send("Page.captureScreenshot", { format: "png", clip, captureBeyondViewport: true });
  writeFileSync(join(shots, `${name}.png`), Buffer.from(data, "base64"));
}

const fileName = (address) => address.replace(/^\//, "").replace(/[^A-Za-z0-9.-]+/g, "-").slice(0, 80) || "begin";

async function look(address) {
  await open(address);
  for (const view of VIEWS) {
    await show(view);
    const found = await timed("around", inPage(lookAround));
    // A tablet shows what a phone or a screen does.
    if (view.name !== "768") await timed("shots", shoot(`${fileName(address)}-${view.name}`, view.width));
    found.push(...(await timed("axe", heldAgainstAxe(view.media))));
    // Closed parts stay closed: what is in them is reached when somebody opens them.
    if (view.media === "screen") found.push(...(await timed("keyboard", walkedByKeyboard())));
    faults.push(...found.map((fault) => `${address} (${view.name}) ${fault}`));
  }
}

/** How long each kind of work took, in milliseconds. */
const times = {};

async function timed(what, work) {
  const begin = performance.now();
  const done = await work;
  times[what] = Math.round((times[what] ?? 0) + performance.now() - begin);
  return done;
}

try {
  mkdirSync(shots, { recursive: true });
  let input = "";
  for await (const chunk of process.stdin) input += chunk;
  const asked = JSON.parse(input);
  const { seen, first } = await walk(asked);
  await send("Page.enable");
  // As on a phone and on paper, where they take no room.
  await send("Emulation.setScrollbarsHidden", { hidden: true });
  const looked = [...new Set([...asked.pages, ...first, asked.missing])];
  for (const address of looked) {
    await look(address);
  }
  console.log(JSON.stringify({ seen, looked, faults, times }));
} finally {
  await browser.close();
}
process.exit(process.exitCode ?? 0);
