// A real Chromium, driven over the browser's own protocol through a pipe: no package is needed for that.

import { spawn } from "node:child_process";

const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"];
const MORE = ["--disable-component-update", "--disable-default-apps", "--disable-extensions", "--remote-debugging-pipe"];

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts one, with a folder for what it remembers and a page of its own; what the page tells by itself goes to `told(method, parameters)`.
 * Gives `send` (a method of the protocol), `evaluate` (an expression in the page) and `close`.
 */
export async function start(profile, told) {
  const chromium = spawn("chromium", [...FLAGS, ...MORE, `--user-data-dir=${profile}`], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    detached: true,
  });
  const [, , , toBrowser, fromBrowser] = chromium.stdio;
  let [last, session] = [0, undefined];
  const waiting = new Map();

  function send(method, parameters = {}) {
    last += 1;
    const id = last;
    toBrowser.write(`${JSON.stringify({ id, method, params: parameters, sessionId: session })}\0`);
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject, method }));
  }

  function heard({ id, result, error, method, params }) {
    if (id === undefined) return told(method, params);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked.resolve(result);
    else asked.reject(new Error(`${asked.method}: ${error.message}`));
  }

  let rest = "";
  fromBrowser.setEncoding("utf8");
  fromBrowser.on("data", (chunk) => {
    const messages = `${rest}${chunk}`.split("\0");
    rest = messages.pop();
    for (const message of messages) heard(JSON.parse(message));
  });

  async function evaluate(expression) {
    const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Closed, not killed, it keeps what the page remembered. */
  async function close() {
    session = undefined;
    send("Browser.close").catch(() => {});
    const closed = new Promise((resolve) => chromium.once("exit", resolve));
    if ((await Promise.race([closed, pause(5_000)])) === undefined) process.kill(-chromium.pid, "SIGKILL");
  }

  try {
    const { targetId } = await send("Target.createTarget", { url: "about:blank" });
    ({ sessionId: session } = await send("Target.attachToTarget", { targetId, flatten: true }));
  } catch (error) {
    await close();
    throw error;
  }
  return { send, evaluate, close };
}
