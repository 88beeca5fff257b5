// Which files a bundle has, and how large each may be (FORMAT.md, sections 6 and 7).

import { parseNumber } from "./bytes.js";

/** The most bytes of a file of lines, of an entry, of another file. */
export const LIMITS = { lines: 1 << 20, entry: 65_535, other: 64 << 20 };

const FIXED = {
  "LEESMIJ.txt": "other",
  authors: "lines",
  b3sums: "lines",
  checkpoint: "lines",
  consistency: "lines",
  "log.vkey": "lines",
  policy: "lines",
  previous: "lines",
  "schema.binpb": "other",
  streams: "lines",
  withheld: "lines",
};

const FOLDERS = { entries: "entry", proofs: "lines", payloads: "other" };

/** What every bundle has, in the order in which it is missed. */
export const REQUIRED = ["checkpoint", "log.vkey", "policy", "streams", "b3sums", "LEESMIJ.txt", "schema.binpb"];

/** What a path is: its folder, if any, with the index or name in it, and its limit; null when section 6 does not name it. */
export function placeOf(path) {
  if (Object.hasOwn(FIXED, path)) return { folder: "", limit: LIMITS[FIXED[path]] };
  const slash = path.indexOf("/");
  const [folder, name] = [path.slice(0, slash), path.slice(slash + 1)];
  if (folder === "documents" && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return { folder, name, limit: LIMITS.other };
  const index = parseNumber(name);
  if (!Object.hasOwn(FOLDERS, folder) || index === null) return null;
  return { folder, index, limit: LIMITS[FOLDERS[folder]] };
}

/** Whether a path is none of the bundle's business: a name in it begins with a dot. */
export const isDotted = (path) => path.split("/").some((name) => name.startsWith("."));

/** Whether a path is relative, goes down only, and means the same everywhere. */
export const isPlain = (path) =>
  !/[\\\0]/.test(path) && path.split("/").every((name) => name !== "" && name !== "." && name !== "..");
