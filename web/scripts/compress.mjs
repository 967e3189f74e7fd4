// Writes down for the server which files a first screen needs, and puts a brotli twin beside every text asset of dist, so
// that it only hands bytes out.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { namedBeforehand } from './first-screens.mjs';

const root = new URL('../dist', import.meta.url).pathname;
const TEXT = new Set(['.js', '.css', '.html', '.svg', '.json', '.webmanifest', '.txt']);
const params = {
  [constants.BROTLI_PARAM_QUALITY]: 11,
  [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
};

await writeFile(join(root, 'opening.json'), JSON.stringify(await namedBeforehand()));

for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath ?? entry.path, entry.name);
  if (!entry.isFile() || !TEXT.has(extname(entry.name)) || path.includes('/.vite/')) continue;
  const bytes = await readFile(path);
  const packed = brotliCompressSync(bytes, { params });
  if (packed.length < bytes.length) await writeFile(`${path}.br`, packed);
}
