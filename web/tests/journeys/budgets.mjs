// What a first screen costs a leader on a slow line, in bytes, requests and nodes: these do not hang on how busy the machine
// is. The line is slow so that what comes before page 1 and what after it is the same every time.
import { firstScreens } from '../../scripts/first-screens.mjs';
import { openLine, SLOW_4G } from '../bench/line.mjs';
import { bornDigital, LEADER, pictured, scan, signedIn, submit } from '../bench/papers.mjs';
import { cookieOf, takePhone } from '../bench/phone.mjs';
import { check, checkLimits, OFFICE } from './office.mjs';

const LIMITS = { bytes: 120_000, requests: 12, nodes: 400, script: 35_000 };
const SCAN_PAGES = 12;

const nodes = (page) => page.evaluate(() => document.querySelectorAll('*').length);

/** Opens a paper from a notice with an empty cache: what came and what was asked until page 1 could be read. */
async function openCold(browser, line, state, paper) {
  const context = await takePhone(browser, line.url, state);
  const page = await context.newPage();
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const before = line.received();
  line.shape = SLOW_4G;
  await page.goto(`/vb/${paper.id}`, { waitUntil: 'commit' });
  await page.evaluate(() => globalThis.benchClock.readable(1));
  const cost = { bytes: line.received() - before, requests: asked.length, asked: [...asked] };
  line.shape = null;
  await page.waitForLoadState('networkidle');
  cost.nodes = await nodes(page);
  await context.close();
  return cost;
}

async function firstScreensAreSmall(browser) {
  const [clerk, leader] = [await signedIn(OFFICE.url, OFFICE.login), await signedIn(OFFICE.url, LEADER)];
  const line = await openLine(new URL(OFFICE.url).port);
  const state = await cookieOf(browser, line.url, LEADER);
  const rows = [];
  for (const [kind, made] of [['letter', await bornDigital(browser, 2)], ['scan', await scan(browser, SCAN_PAGES)]]) {
    const paper = await submit(clerk, made);
    await pictured(leader, paper);
    const cost = await openCold(browser, line, state, paper);
    rows.push([`${kind}: bytes until page 1`, cost.bytes, LIMITS.bytes], [`${kind}: requests until page 1`, cost.requests, LIMITS.requests]);
    rows.push([`${kind}: nodes of the reader`, cost.nodes, LIMITS.nodes]);
    if (cost.requests > LIMITS.requests) console.log(cost.asked.map((path) => `        ${path}`).join('\n'));
  }
  const context = await takePhone(browser, line.url, state);
  const page = await context.newPage();
  await page.goto('/viec');
  check((await page.evaluate(() => globalThis.benchClock.listed())) > 0, 'the inbox is listed');
  await page.waitForLoadState('networkidle');
  rows.push(['nodes of the inbox', await nodes(page), LIMITS.nodes]);
  for (const { screen, bytes } of await firstScreens()) rows.push([`JavaScript of ${screen.split('/').at(-1)}`, bytes, LIMITS.script]);
  line.close();
  checkLimits(rows);
}

export const journeys = { 'the first screens stay small': firstScreensAreSmall };
