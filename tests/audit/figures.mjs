// Follows every figure of paragraphs to its end: one click leads to the entries and the decision behind it, a second to the proof. Its
// arguments: the address of the reading room and the paths of paragraphs. Prints { figures, bare, faults, bytes } as JSON: how many figures
// lead somewhere, the texts of those that have nothing behind them, what is wrong, and how large the page of each paragraph is.

const [home, ...paragraphs] = process.argv.slice(2);
const faults = [];
const bare = new Set();
const pages = new Map();
const sent = new Map();
const bytes = {};
let figures = 0;

const plain = (html) => html.replace(/<[^>]*>/g, " ").replaceAll("&nbsp;", " ").replace(/[\s\u00a0]+/g, " ").trim();
const unescaped = (text) => text.replaceAll("&amp;", "&").replaceAll("&#38;", "&");
const links = (html) => [...html.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)].map(([, link]) => unescaped(link));

/** The text of an address; each is asked for once. */
async function read(path) {
  if (!pages.has(path)) {
    const answer = await fetch(new URL(path, home));
    if (!answer.ok) faults.push(`${path}: answers ${answer.status}`);
    // Of the packed page: what goes over the line.
    sent.set(path, Number(answer.headers.get("content-length")));
    pages.set(path, await answer.text());
  }
  return pages.get(path);
}

/** An entry says what was decided and gives its proof. */
async function entryProves(path) {
  if (pages.has(path)) return;
  const proof = links(await read(path)).find((link) => link.endsWith(".bewijs"));
  if (proof === undefined) faults.push(`${path}: gives no proof`);
  else if (!(await read(proof)).startsWith("c2sp.org/tlog-proof@v1\nindex ")) faults.push(`${proof}: is no proof`);
}

async function follow(paragraph, figure) {
  const page = await read(figure);
  const main = page.slice(page.indexOf("<main"), page.indexOf("</main>"));
  const entries = [...main.matchAll(/<article class="entry"[\s\S]*?<\/article>/g)].map(([entry]) => entry);
  if (entries.length === 0) faults.push(`${paragraph}: no entry behind ${figure}`);
  for (const entry of entries) {
    const to = links(entry).find((link) => /\/boeking\/\d+/.test(link));
    if (to === undefined) faults.push(`${figure}: an entry without its page`);
    else await entryProves(to);
    if (!entry.includes("<dl")) faults.push(`${figure}: an entry that does not say what was decided`);
  }
  if (!links(main).some((link) => link.startsWith("/controleer?bundel="))) faults.push(`${figure}: does not lead to the proof`);
}

for (const paragraph of paragraphs) {
  const page = await read(paragraph);
  bytes[paragraph] = { sent: sent.get(paragraph), whole: Buffer.byteLength(page) };
  for (const [, anchor, inside] of page.matchAll(/<td\b[^>]*\bid="([^"]*)"[^>]*>([\s\S]*?)<\/td>/g)) {
    const text = plain(inside);
    const to = links(inside).find((link) => link.includes("/cijfer?"));
    if (text === "–") continue;
    if (to === undefined) bare.add(text);
    else {
      figures += 1;
      if (!to.endsWith(`cijfer=${anchor}`)) faults.push(`${paragraph}: ${anchor} leads to ${to}`);
      await follow(paragraph, to);
    }
  }
}
console.log(JSON.stringify({ figures, bare: [...bare], faults, bytes }));
