// The brotli bytes of JavaScript behind what a leader opens cold: his work, the list, or a paper from a notification.
import { readFile, stat } from 'node:fs/promises';

const SHELL = 'index.html';
const FIRST_SCREENS = ['src/work/WorkPage.svelte', 'src/documents/ListPage.svelte', 'src/documents/ReaderPage.svelte'];

const root = new URL('../dist/', import.meta.url);
const packed = async (file) => (await stat(new URL(`${file}.br`, root)).catch(() => ({ size: 0 }))).size;
const manifestOf = async () => JSON.parse(await readFile(new URL('.vite/manifest.json', root), 'utf8'));

/** A chunk and everything it imports at once. */
function closure(manifest, key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const other of manifest[key].imports ?? []) closure(manifest, other, seen);
  return seen;
}

/** Every chunk of JavaScript: `{ key, bytes }`. */
export async function chunks() {
  const scripts = Object.entries(await manifestOf()).filter(([, { file }]) => file.endsWith('.js'));
  return Promise.all(scripts.map(async ([key, { file }]) => ({ key, bytes: await packed(file) })));
}

/** The files that a first screen imports beside those of the page, by the name of the screen's route. */
export async function namedBeforehand() {
  const manifest = await manifestOf();
  const page = closure(manifest, SHELL);
  const files = (screen) => [...closure(manifest, screen)].filter((key) => !page.has(key)).map((key) => manifest[key].file);
  return { work: files(FIRST_SCREENS[0]), reader: files(FIRST_SCREENS[2]) };
}

/** Each first screen with all it imports: `{ screen, bytes }`. */
export async function firstScreens() {
  const manifest = await manifestOf();
  return Promise.all(FIRST_SCREENS.map(async (screen) => {
    const sizes = [...closure(manifest, screen, closure(manifest, SHELL))].map((key) => packed(manifest[key].file));
    return { screen, bytes: (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) };
  }));
}
