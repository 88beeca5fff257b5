// The whole: a page in a browser, a library elsewhere.

import { start } from "./page.js";

export { check, refusal } from "./check.js";
export { checkDocument, isPdf, partsOf } from "./document.js";
export { parseAuthors } from "./keys.js";
export { MemorySource } from "./files.js";
export { b3 } from "./hashes.js";
export { parseLogKeys } from "./note.js";
export { parsePolicy } from "./policy.js";
export { CODES } from "./reasons.js";
export { ZipSource } from "./zip.js";

if (typeof document !== "undefined") start(document);
