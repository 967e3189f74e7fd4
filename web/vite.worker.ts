// The service worker, built after the app: one classic script at an address that stays, with the list of the files that
// make the leader's screens, so that they stand without a network.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import { namedBeforehand } from './scripts/first-screens.mjs';

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
  assets?: string[];
  css?: string[];
}
const root = new URL('./dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', root), 'utf8')) as Record<string, Chunk>;

/** What a person on the way opens, with all that these screens fetch later. The desks of the office come when used. */
const SCREENS = [
  'src/work/WorkPage.svelte', 'src/documents/ListPage.svelte', 'src/documents/ReaderPage.svelte', 'src/identity/LockScreen.svelte',
  'src/identity/MePage.svelte', 'src/offline/WaitingPage.svelte', 'src/notices/NoticesPage.svelte', 'src/drafts/desk.ts',
];
const SHELL = 'index.html';
/** Fetched by whoever reads English, and kept then. */
const LATER = /\/messages\/en/;

const files = new Set<string>();
const seen = new Set<string>();
function take(key: string, deep: boolean): void {
  const chunk = manifest[key];
  if (!chunk || seen.has(key) || LATER.test(key)) return;
  seen.add(key);
  for (const file of [chunk.file, ...(chunk.assets ?? []), ...(chunk.css ?? [])]) files.add(`/${file}`);
  for (const other of chunk.imports ?? []) take(other, deep);
  // The shell names every screen there is: only those above are taken.
  if (deep) for (const other of chunk.dynamicImports ?? []) take(other, true);
}
take(SHELL, false);
const shell = new Set(seen);
for (const screen of SCREENS) {
  if (!manifest[screen]) throw new Error(`${screen} is no part of the app any more`);
  take(screen, true);
}
for (const key of shell) for (const other of manifest[key]?.dynamicImports ?? []) if (/\/(messages|offline|notices)\//.test(other)) take(other, true);

const named = Object.entries(await namedBeforehand()).map(([screen, imported]) => [screen, imported.filter((file) => file.endsWith('.js')).map((file) => `/${file}`)]);
const screens = Object.fromEntries(named) as Record<string, string[]>;
const list = Array.from(files).sort();
const build = createHash('sha256').update(readFileSync(new URL('index.html', root))).update(list.join()).digest('hex').slice(0, 12);

export default defineConfig({
  publicDir: false,
  define: { __SHELL__: JSON.stringify({ build, files: list, screens }) },
  build: {
    target: 'es2022',
    emptyOutDir: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: 'src/worker/sw.ts',
      output: { format: 'iife', entryFileNames: 'sw.js' },
    },
  },
});
