// Adds up the brotli bytes of JavaScript behind the first screens and fails above the budget.
import { readFile, stat } from 'node:fs/promises';

const LIMIT = 35_000;
const SHELL = 'index.html';
/** What a leader opens cold: his work, the list, or a paper from a notification. */
const FIRST_SCREENS = ['src/work/WorkPage.svelte', 'src/documents/ListPage.svelte', 'src/documents/ReaderPage.svelte'];

const root = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', root), 'utf8'));
const packed = async (file) => (await stat(new URL(`${file}.br`, root)).catch(() => ({ size: 0 }))).size;

/** A chunk and everything it imports at once. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const other of manifest[key].imports ?? []) closure(other, seen);
  return seen;
}

for (const [key, chunk] of Object.entries(manifest)) {
  if (chunk.file.endsWith('.js')) console.log(`${String(await packed(chunk.file)).padStart(7)} B  ${key}`);
}

let isOver = false;
for (const screen of FIRST_SCREENS) {
  let total = 0;
  for (const key of closure(screen, closure(SHELL))) total += await packed(manifest[key].file);
  console.log(`${String(total).padStart(7)} B  in all until ${screen} (limit ${LIMIT})`);
  isOver ||= total > LIMIT;
}
if (isOver) {
  console.error('A first screen is over its budget: load more of it on demand.');
  process.exit(1);
}
