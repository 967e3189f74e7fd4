// Every package installed stands under a licence of the list; nothing is asked of the network.
import { readFile } from 'node:fs/promises';

const ALLOWED = new Set([
  '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0',
  'OFL-1.1', 'Python-2.0', 'Unlicense',
]);
/** Packages used while building or testing only, whose licence binds changes to their own files. */
const TOOLS_ONLY = new Set(['MPL-2.0']);

/** Packages that state their licence in their Readme only; read by a person. */
const STATED = { 'node_modules/combine-errors': 'MIT' };

const root = new URL('../', import.meta.url);
const lock = JSON.parse(await readFile(new URL('package-lock.json', root), 'utf8'));
const isAllowed = (licence, allowed) =>
  licence.replace(/[()]/g, '').split(' OR ').some((one) => one.split(' AND ').every((part) => allowed.has(part.trim())));

let refused = 0;
let seen = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '' || entry.link) continue;
  seen += 1;
  const licence = entry.license ?? STATED[path] ?? (await licenceOf(path));
  const allowed = entry.dev ? new Set([...ALLOWED, ...TOOLS_ONLY]) : ALLOWED;
  if (isAllowed(licence, allowed)) continue;
  refused += 1;
  console.error(`${path}: ${licence}`);
}
if (lock.packages && JSON.stringify(lock).includes('"resolved"')) {
  refused += 1;
  console.error('package-lock.json holds download addresses; see .npmrc');
}
console.log(`${seen} packages, ${refused} refused`);
process.exit(refused === 0 ? 0 : 1);

async function licenceOf(path) {
  const text = await readFile(new URL(`${path}/package.json`, root), 'utf8').catch(() => '{}');
  const { license } = JSON.parse(text);
  return typeof license === 'string' ? license : (license?.type ?? 'unknown');
}
