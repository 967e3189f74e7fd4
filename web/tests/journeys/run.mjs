// Runs the journeys named on the command line, or all, against the office at CONGVAN_URL.
import { readdir } from 'node:fs/promises';
import { lastSights, openBrowser } from './office.mjs';

const here = new URL('.', import.meta.url);
const own = new Set(['run.mjs', 'office.mjs', 'letters.mjs']);
const wanted = process.argv.slice(2);
const files = (await readdir(here)).filter((name) => name.endsWith('.mjs') && !own.has(name)).sort();

let failed = 0;
for (const file of files) {
  const name = file.replace('.mjs', '');
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { journeys } = await import(new URL(file, here));
  for (const [title, walk] of Object.entries(journeys)) {
    const browser = await openBrowser();
    const started = Date.now();
    try {
      await walk(browser);
      console.log(`ok    ${name}: ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.error(`FAIL  ${name}: ${title}\n${error.stack ?? error}`);
      await lastSights(browser, name);
    } finally {
      await browser.close();
    }
  }
}
process.exit(failed === 0 ? 0 : 1);
