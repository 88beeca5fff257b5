// Makes controleer.html: one file with the page, its style and its script, which loads nothing. `--check` only looks whether the file
// that stands there is what the sources and the packages give.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { WORDS } from "./src/words.js";

const here = (path) => new URL(path, import.meta.url);
const read = (path) => readFileSync(here(path), "utf8");
const TARGET = "../controleer.html";
const LIBRARIES = ["@noble/ed25519", "@noble/hashes", "fflate"];

/** What the libraries give, as one small constant: of them only what is used is taken. */
async function libraries() {
  const entryPoints = [fileURLToPath(here("src/library.js"))];
  const options = { bundle: true, write: false, minify: true, charset: "utf8", target: "es2022", legalComments: "none" };
  const made = await build({ ...options, entryPoints, format: "iife", globalName: "library" });
  const names = [...read("src/library.js").matchAll(/^export \{ (.*) \}/gm)].map(([, list]) => list);
  return `${made.outputFiles[0].text}const { ${names.join(", ")} } = library;\n`;
}

/** Our modules put behind each other as they are written, comments too: whoever looks into the page can read what it does. */
async function script() {
  const modules = [];
  const visit = (name) => {
    if (name === "library" || modules.includes(name)) return;
    for (const [, from] of read(`src/${name}.js`).matchAll(/ from "\.\/(.*)\.js";$/gm)) visit(from);
    modules.push(name);
  };
  visit("main");
  const plain = (name) => read(`src/${name}.js`).replace(/^(import .*|export \{.*)\n/gm, "").replace(/^export /gm, "");
  const ours = modules.map((name) => `\n// ${"-".repeat(60)} ${name}.js\n\n${plain(name).trim()}\n`);
  const names = [...read("src/main.js").matchAll(/^export \{ (.*) \}/gm)].map(([, list]) => list);
  return `const controleer = (() => {\n"use strict";\n${await libraries()}${ours.join("")}\nreturn { ${names.join(", ")} };\n})();\n`;
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Whose the libraries are, and the licence that must go with them. */
function licences() {
  const whose = (name) => {
    const { version, license } = JSON.parse(read(`node_modules/${name}/package.json`));
    if (license !== "MIT") throw new Error(`${name} has another licence: ${license}`);
    const [holder] = read(`node_modules/${name}/LICENSE`).match(/Copyright \(c\) .*/);
    return `${name} ${version}: ${holder.trim()}`;
  };
  const text = read("node_modules/fflate/LICENSE").split(/Copyright .*\n/)[1].trim();
  const lines = ["Openboek, EUPL-1.2. In it, under the MIT licence:", ...LIBRARIES.map(whose), "", ...text.split("\n")];
  return `${lines.map((line) => `// ${line}`.trim()).join("\n")}\n`;
}

async function page() {
  const code = `\n${licences()}${await script()}`;
  if (/<\/script|<!--/i.test(code)) throw new Error("the script would end the element it stands in");
  const style = `\n${read("page.css")}`;
  const policy =
    `default-src 'none'; script-src ${hashOf(code)}; style-src ${hashOf(style)}; connect-src 'self'; ` +
    "base-uri 'none'; form-action 'none'";
  const parts = { policy, style, script: code, noscript: escaped(WORDS.noscript[0]) };
  return read("page.html")
    .replace(/data-w="([a-zA-Z]+)">/g, (mark, key) => `${mark}${escaped(WORDS[key][0])}`)
    .replace(/\{\{([a-z]+)\}\}/g, (_, key) => parts[key]);
}

const made = await page();
if (process.argv.includes("--check")) {
  const same = readFileSync(here(TARGET), "utf8") === made;
  console.log(same ? "controleer.html is what its sources give" : "controleer.html is not what its sources give: npm run build");
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(here(TARGET), made);
  console.log(`controleer.html: ${made.length} characters`);
}
