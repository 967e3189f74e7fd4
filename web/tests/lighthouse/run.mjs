// Lighthouse on what a leader opens on his phone, signed in: his work and a paper. Prints one JSON object a line and, on
// the standard error, every audit that costs a point. Settings: PROGRAM, CHROMIUM.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { openBrowser, OFFICE } from '../journeys/office.mjs';
import { bornDigital, LEADER, pictured, signedIn, submit } from '../bench/papers.mjs';
import { startOffice } from '../bench/server.mjs';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const TIMES = process.env.CONGVAN_BENCH_QUICK ? 1 : 3;

async function handIn(url) {
  const browser = await openBrowser();
  const [clerk, leader] = [await signedIn(url, OFFICE.login), await signedIn(url, LEADER)];
  const paper = await submit(clerk, await bornDigital(browser, 3));
  await pictured(leader, paper);
  const { cookies } = await leader.storageState();
  await browser.close();
  return { paper, cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
}

/** What keeps a category below 100: the audits that weigh in it and are not perfect. */
function lost({ categories, audits }, name) {
  return categories[name].auditRefs
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => `${id} ${audits[id].score} ${audits[id].displayValue ?? ''}`);
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const office = await startOffice();
const { paper, cookie } = await handIn(office.url);
const chrome = await launch({
  chromePath: OFFICE.browser,
  chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  for (const [screen, path] of [['inbox', '/viec'], ['reader', `/vb/${paper.id}`]]) {
    const runs = [];
    for (let time = 0; time < TIMES; time += 1) {
      const { lhr } = await lighthouse(office.url + path, {
        port: chrome.port, formFactor: 'mobile', onlyCategories: CATEGORIES, extraHeaders: { cookie }, logLevel: 'error',
      });
      runs.push(lhr);
    }
    for (const name of CATEGORIES) {
      const value = Math.round(100 * median(runs.map(({ categories }) => categories[name].score ?? 0)));
      console.log(JSON.stringify({ name: `web.lighthouse.${screen}.${name.replace('-', '_')}`, value, unit: 'points' }));
      for (const line of lost(runs.at(-1), name)) console.error(`      ${screen} ${name}: ${line}`);
    }
  }
} finally {
  chrome.kill();
  await office.stop();
}
process.exit(0);
