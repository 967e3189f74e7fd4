// What a first screen costs a leader on a slow line, in bytes, requests and nodes: these do not hang on how busy the machine
// is. The line is slow so that what comes before page 1 and what after it is the same every time.
import { firstScreens } from '../../scripts/first-screens.mjs';
import { openLine, SLOW_4G } from '../bench/line.mjs';
import { BEFORE } from '../bench/measures.mjs';
import { bornDigital, LEADER, pictured, scan, signedIn, submit } from '../bench/papers.mjs';
import { cookieOf, takePhone } from '../bench/phone.mjs';
import { check, checkLimits, OFFICE } from './office.mjs';

const LIMITS = { bytes: 120_000, requests: 12, nodes: 400, script: 35_000 };
const SCAN_PAGES = 12;
/** After that a screen holds what it will hold: events keep a line open, so it is never idle. */
const SETTLED_MS = 3000;

const nodes = (page) => page.evaluate(() => document.querySelectorAll('*').length);

/** In the page: what had been asked for by the moment at which page 1 stood on the screen. */
function untilPageOne() {
  const [navigation] = performance.getEntriesByType('navigation');
  const all = performance.getEntriesByType('resource');
  const before = [navigation, ...all.filter(({ startTime }) => startTime < globalThis.benchClock.stood)];
  return { bytes: before.reduce((sum, { transferSize }) => sum + transferSize, 0), asked: before.map(({ name }) => new URL(name).pathname) };
}

/** Opens a paper from a notice with an empty cache: what came and what was asked until page 1 could be read. */
async function openCold(browser, line, state, paper) {
  const context = await takePhone(browser, line.url, state);
  const page = await context.newPage();
  line.shape = SLOW_4G;
  await page.goto(`/vb/${paper.id}`, { waitUntil: 'commit' });
  await page.evaluate(() => globalThis.benchClock.readable());
  const cost = await page.evaluate(untilPageOne);
  check(cost.asked.some((path) => path.includes('/pages/1/image')), 'page 1 came before it stood');
  line.shape = null;
  await page.waitForTimeout(SETTLED_MS);
  cost.nodes = await nodes(page);
  await context.close();
  return cost;
}

/** Opens a paper that is not kept with an app that is: page 1 is asked for beside the page, and once. */
async function openWarm(browser, line, state, paper, other) {
  const context = await takePhone(browser, line.url, state);
  await BEFORE.warm(context, { other });
  const page = await context.newPage();
  line.shape = SLOW_4G;
  line.asked.length = 0;
  await page.goto(`/vb/${paper.id}`, { waitUntil: 'commit' });
  await page.evaluate(() => globalThis.benchClock.readable());
  const pictures = line.asked.filter((path) => /first-picture|\/pages\/1\/image/.test(path));
  line.shape = null;
  check(pictures.length === 1 && pictures[0] === `/api/v1/documents/${paper.id}/first-picture?width=910`, `page 1 is asked for once: ${pictures}`);
  await context.close();
}

async function firstScreensAreSmall(browser) {
  const [clerk, leader] = [await signedIn(OFFICE.url, OFFICE.login), await signedIn(OFFICE.url, LEADER)];
  const line = await openLine(new URL(OFFICE.url).port);
  const state = await cookieOf(browser, line.url, LEADER);
  const rows = [];
  let other;
  for (const [kind, made] of [['letter', await bornDigital(browser, 2)], ['scan', await scan(browser, SCAN_PAGES)]]) {
    const paper = await submit(clerk, made);
    await pictured(leader, paper);
    if (other) await openWarm(browser, line, state, paper, other);
    other = paper;
    const cost = await openCold(browser, line, state, paper);
    rows.push([`${kind}: bytes until page 1`, cost.bytes, LIMITS.bytes], [`${kind}: requests until page 1`, cost.asked.length, LIMITS.requests]);
    rows.push([`${kind}: nodes of the reader`, cost.nodes, LIMITS.nodes]);
    if (cost.asked.length > LIMITS.requests || cost.bytes > LIMITS.bytes) console.log(cost.asked.map((path) => `        ${path}`).join('\n'));
  }
  const context = await takePhone(browser, line.url, state);
  const page = await context.newPage();
  await page.goto('/viec');
  check((await page.evaluate(() => globalThis.benchClock.listed())) > 0, 'the inbox is listed');
  await page.waitForTimeout(SETTLED_MS);
  rows.push(['nodes of the inbox', await nodes(page), LIMITS.nodes]);
  for (const { screen, bytes } of await firstScreens()) rows.push([`JavaScript of ${screen.split('/').at(-1)}`, bytes, LIMITS.script]);
  line.close();
  checkLimits(rows);
}

export const journeys = { 'the first screens stay small': firstScreensAreSmall };
