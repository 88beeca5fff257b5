// Records from the desk in a real Chromium, and looks at its pages as `pages.mjs` does at those of the reading room. Its arguments: a folder for
// what the browser remembers, the address of the desk, a folder for screenshots. Reads from standard input { forms, kind, fields, wrong,
// more, correction }: addresses of forms that are looked at on a phone; the form to record with, what to fill in, by name, and what to fill in
// first that is wrong; the list that gets one more; the form that corrects, and what is changed in it once the entry is fetched. Prints
// { faults, problems, check, done, again, address, corrected, correctedAt }.

import { mkdirSync } from "node:fs";
import { start } from "./devtools.mjs";
import { eyes } from "./looking.mjs";

const [profile, home, shots] = process.argv.slice(2);
const faults = [];
let loaded = () => {};
const browser = await start(profile, (method) => method === "Page.loadEventFired" && loaded());
const { send, evaluate } = browser;
const { prepare, lookAt } = eyes(browser, shots);

/** What makes the browser go on, and the page that it comes to. */
async function come(go) {
  const done = new Promise((resolve) => {
    loaded = resolve;
  });
  await go();
  await done;
  await prepare();
}

const open = (address) => come(() => send("Page.navigate", { url: new URL(address, home).href }));

async function look(name, views) {
  faults.push(...(await lookAt(name, views)).map((fault) => `${name} ${fault}`));
}

const text = () => evaluate(`document.querySelector("main").innerText`);

/** In the page: chooses, ticks or clears a field; whether it is one to write in. */
function take(name, value) {
  const all = [...document.getElementsByName(name)];
  const field = all.find((one) => one.value === value && ["radio", "checkbox"].includes(one.type)) ?? all[0];
  if (field === undefined) throw new Error(`there is no field ${name}`);
  for (let fold = field.closest("details"); fold !== null; fold = fold.parentElement.closest("details")) fold.open = true;
  if (["radio", "checkbox"].includes(field.type)) {
    if (!field.checked) field.click();
    return false;
  }
  if (!field.checkVisibility()) throw new Error(`nobody can see the field ${name}`);
  if (field.tagName === "SELECT") {
    field.value = value;
    if (field.value !== value) throw new Error(`${name} has no choice ${value}`);
    return false;
  }
  field.focus();
  field.select();
  return true;
}

async function fill(fields) {
  for (const [name, value] of fields) {
    const writes = await evaluate(`(${take})(${JSON.stringify(name)}, ${JSON.stringify(value)})`);
    if (writes) await send("Input.insertText", { text: value });
  }
}

/** Presses the button that is named so, as the keyboard does. */
function press(value, name = "stap") {
  const button = `[...document.querySelectorAll('button[name="${name}"]')].findLast((one) => one.value === ${JSON.stringify(value)})`;
  const key = { key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: "\r" };
  return come(async () => {
    await evaluate(`${button}.focus()`);
    await send("Input.dispatchKeyEvent", { type: "keyDown", ...key });
    await send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
  });
}

try {
  mkdirSync(shots, { recursive: true });
  let input = "";
  for await (const chunk of process.stdin) input += chunk;
  const { forms, kind, fields, wrong, more, correction } = JSON.parse(input);
  await send("Page.enable");
  await open("/");
  await look("balie-begin");
  await open(kind.split("/").slice(0, 2).join("/"));
  await look("balie-soorten");
  for (const form of forms) {
    await open(form);
    await look(form, ["360"]);
  }
  await open(kind);
  await look("balie-formulier");
  await fill(wrong);
  await press("bekijk");
  await look("balie-fouten");
  const problems = await text();
  const where = await evaluate(`[...document.querySelectorAll(".problems a")].map((link) => {
    const target = document.getElementById(link.hash.slice(1));
    return target === null ? link.hash : "";
  }).filter((hash) => hash !== "")`);
  faults.push(...where.map((hash) => `a problem leads nowhere: ${hash}`));
  await press(more, "meer");
  await fill(fields);
  await press("bekijk");
  await look("balie-nagaan");
  const check = await text();
  await press("terug");
  await press("bekijk");
  const again = await text();
  await press("leg-vast");
  await look("balie-vastgelegd");
  const done = await text();
  const address = await evaluate(`document.querySelector("main a")?.href`);
  await open(correction.form);
  await fill([["entry_corrected.entry", address.split("/").at(-1)]]);
  await press("entry_corrected.entry", "meer");
  await look("balie-verbetering");
  await fill(correction.fields);
  await press("bekijk");
  const corrected = await text();
  await press("leg-vast");
  const correctedAt = await evaluate(`document.querySelector("main a")?.href`);
  console.log(JSON.stringify({ faults, problems, check, again, done, address, corrected, correctedAt }));
} finally {
  await browser.close();
}
process.exit(process.exitCode ?? 0);
