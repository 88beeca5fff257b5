// Opens controleer.html in a real Chromium, over the browser's own protocol through a pipe, and reads what it answers. Reads a JSON array
// of steps from standard input, prints one JSON answer a line. Its argument is a folder for what the browser remembers.
//
// A step: `open` (an address), or `click` (a selector of a link or button), or `file` ([id, path]: chosen in a file input), or `drop` (the
// path of a file that is dragged onto the page), or `fill` ([id, text]). The answer tells, when the page has come to rest: `status` and its
// `answer`, the `text` of the result, the `address`, and `outside`: what was asked from elsewhere, what the security policy blocked, and
// what went wrong.

import { pause, start } from "./devtools.mjs";

const [profile] = process.argv.slice(2);
const outside = [];
let home = "about:";

function told(method, params) {
  if (method === "Network.requestWillBeSent") {
    const { url } = params.request;
    const known = ["file:", "data:", "blob:"].some((scheme) => url.startsWith(scheme)) || url.startsWith(home);
    if (!known) outside.push(url);
  } else if (method === "Log.entryAdded" && params.entry.level === "error" && !params.entry.url?.endsWith("/favicon.ico")) {
    // A browser asks for that icon by itself.
    outside.push(`${params.entry.text} ${params.entry.url ?? ""}`);
  } else if (method === "Runtime.exceptionThrown") {
    outside.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
  }
}

const { send, evaluate, close } = await start(profile, told);

const STATE = `(() => {
  const status = document.getElementById("status");
  return document.readyState !== "complete" ? null : {
    address: location.href,
    status: status?.textContent ?? "",
    answer: status?.dataset.answer ?? "",
    text: document.getElementById("parts")?.innerText ?? document.body.innerText,
    title: document.title,
  };
})()`;

/** Waits until the page has an answer, or a message that is no longer one of being busy. */
async function atRest() {
  for (let round = 0; round < 400; round += 1) {
    const state = await evaluate(STATE).catch(() => null);
    if (state !== null && !/^(Bezig|Fetching|Checking)/.test(state.status)) return state;
    await pause(25);
  }
  throw new Error("the page does not come to rest");
}

async function drop(path) {
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await send("Input.dispatchDragEvent", { type, x: 100, y: 100, data });
  }
}

const quoted = JSON.stringify;

async function take(step) {
  if (step.open !== undefined) await send("Page.navigate", { url: step.open });
  if (step.click !== undefined) await evaluate(`document.querySelector(${quoted(step.click)}).click()`);
  if (step.fill !== undefined) await evaluate(`document.getElementById(${quoted(step.fill[0])}).value = ${quoted(step.fill[1])}`);
  if (step.drop !== undefined) await drop(step.drop);
  if (step.file !== undefined) {
    const [id, path] = step.file;
    const { result } = await send("Runtime.evaluate", { expression: `document.getElementById(${quoted(id)})` });
    await send("DOM.setFileInputFiles", { objectId: result.objectId, files: [path] });
  }
  await pause(100);
  return atRest();
}

try {
  let input = "";
  for await (const chunk of process.stdin) input += chunk;
  const steps = JSON.parse(input);
  for (const domain of ["Page", "Network", "Log", "Runtime", "DOM"]) await send(`${domain}.enable`);
  for (const step of steps) {
    if (step.open?.startsWith("http")) home = new URL(step.open).origin;
    const offline = step.open === undefined ? undefined : !step.open.startsWith("http");
    const free = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    if (offline !== undefined) await send("Network.emulateNetworkConditions", { offline, ...free });
    outside.length = 0;
    const state = await take(step);
    console.log(JSON.stringify({ ...state, outside: [...outside] }));
  }
} finally {
  await close();
}
process.exit(process.exitCode ?? 0);
