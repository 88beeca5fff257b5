// What there is to see on a page that stands in a real Chromium, at the widths of a phone, a tablet and a screen, and on paper: WCAG 2.2 AA by
// axe-core, what scrolls sideways, what a keyboard reaches and whether one sees that; and a screenshot.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

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
    const hidden = closed !== null && (element.tagName !== "SUMMARY" || closed.parentElement.closest("details:not([open])") !== null);
    // Of radio buttons Tab reaches the chosen one, or the first; the arrows reach the others.
    const group = element.type === "radio" ? [...document.getElementsByName(element.name)] : [element];
    const other = element !== (group.find((one) => one.checked) ?? group[0]) && element.type === "radio";
    return !element.disabled && element.tabIndex >= 0 && !hidden && !other && element.checkVisibility({ visibilityProperty: true });
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

/** Eyes for a browser. `prepare` when a page is loaded, then `lookAt` gives what is wrong with it; `times` tells where the time went. */
export function eyes({ send, evaluate }, shots) {
  const inPage = (what) => evaluate(`(${what})()`);
  /** How long each kind of work took, in milliseconds. */
  const times = {};

  async function timed(what, work) {
    const begin = performance.now();
    const done = await work;
    times[what] = Math.round((times[what] ?? 0) + performance.now() - begin);
    return done;
  }

  async function prepare() {
    // Outside the security policy of the page, which runs no script.
    await evaluate(`${AXE};0`);
    await inPage(watchTab);
    // As on a phone and on paper, where they take no room.
    await send("Emulation.setScrollbarsHidden", { hidden: true });
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

  /** Everything that is wrong at all widths, or at those whose names are given. */
  async function lookAt(name, views = VIEWS.map((view) => view.name)) {
    const faults = [];
    for (const view of VIEWS.filter((one) => views.includes(one.name))) {
      await show(view);
      const found = await timed("around", inPage(lookAround));
      // A tablet shows what a phone or a screen does.
      if (view.name !== "768" && views.length > 1) await timed("shots", shoot(`${name}-${view.name}`, view.width));
      found.push(...(await timed("axe", heldAgainstAxe(view.media))));
      // Closed parts stay closed: what is in them is reached when somebody opens them.
      if (view.media === "screen") found.push(...(await timed("keyboard", walkedByKeyboard())));
      faults.push(...found.map((fault) => `(${view.name}) ${fault}`));
    }
    return faults;
  }

  return { prepare, lookAt, times };
}
