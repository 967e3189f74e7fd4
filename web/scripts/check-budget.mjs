// Adds up the brotli bytes of JavaScript behind the first screen and fails above the budget.
import { readFile, stat } from 'node:fs/promises';

const LIMIT = 35_000;
const root = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', root), 'utf8'));
const packed = async (file) => (await stat(new URL(`${file}.br`, root))).size;

/** The chunk of a source and everything it imports at once. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const other of manifest[key].imports ?? []) closure(other, seen);
  return seen;
}

const first = closure('index.html');
let total = 0;
for (const key of first) total += await packed(manifest[key].file);
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.file.endsWith('.js')) continue;
  const bytes = await packed(chunk.file).catch(() => 0);
  console.log(`${String(bytes).padStart(7)} B  ${first.has(key) ? 'first' : '     '}  ${key}`);
}
console.log(`${String(total).padStart(7)} B  JavaScript of the first screen, brotli (limit ${LIMIT})`);
if (total > LIMIT) {
  console.error('The first screen is over its budget: load more of it on demand.');
  process.exit(1);
}
