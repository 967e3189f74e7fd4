// What is measured on the phone. Every measure begins with a phone of its own, so that nothing is left over from the last.
import { openSlow, takePhone } from './phone.mjs';
import { SLOW_4G } from './line.mjs';

/** Long enough for the app to keep itself. */
const QUIET_MS = 8000;
/** Of long papers so many pages are fetched ahead. */
const AHEAD_PAGES = 40;
const READING_MS = 1200;

/** From the tap on the notice until page 1 can be read, and what came over the line until then. */
async function openPaper(context, line, paper) {
  const page = await openSlow(context);
  line.shape = SLOW_4G;
  const before = line.received();
  let requests = 0;
  page.on('request', () => (requests += 1));
  try {
    await page.goto(`/vb/${paper.id}`, { waitUntil: 'commit' });
    const ms = await page.evaluate(() => globalThis.benchClock.readable());
    return { page, ms, kb: (line.received() - before) / 1000, requests };
  } finally {
    line.shape = null;
  }
}

/** The phone looks at something over a good line and is put away. */
async function beforehand(context, look) {
  const page = await context.newPage();
  await look(page);
  await page.waitForTimeout(QUIET_MS);
  await page.close();
}

/** What the phone did before the notice came. */
export const BEFORE = {
  cold: null,
  // Whoever saves data has the app and nothing fetched ahead.
  warm: (context, { other }) => beforehand(context, async (page) => {
    await page.addInitScript(() => Object.defineProperty(navigator.connection, 'saveData', { value: true }));
    await page.goto(`/vb/${other.id}`);
    await page.evaluate(() => globalThis.benchClock.readable());
  }),
  ahead: (context, { paper }) => beforehand(context, async (page) => {
    await page.goto('/viec');
    const ahead = [paper.file, Math.min(paper.pages, AHEAD_PAGES)];
    await page.evaluate(([file, pages]) => globalThis.benchClock.kept(file, pages), ahead);
  }),
};

export async function firstPage({ browser, line, state, other }, paper, before) {
  const context = await takePhone(browser, line.url, state);
  await before?.(context, { paper, other });
  const { ms, kb, requests } = await openPaper(context, line, paper);
  await context.close();
  return { ms, kb, requests };
}

export async function inbox({ browser, line, state }) {
  const context = await takePhone(browser, line.url, state);
  const page = await openSlow(context);
  line.shape = SLOW_4G;
  await page.goto('/viec', { waitUntil: 'commit' });
  const ms = await page.evaluate(() => globalThis.benchClock.listed());
  line.shape = null;
  await context.close();
  return ms;
}

async function turn(page, to) {
  await page.evaluate((next) => (globalThis.benchClock.next = next), to);
  await page.keyboard.press('j');
  return page.evaluate(() => globalThis.benchClock.turned);
}

/** Turns page after page of a paper fetched ahead, reading each: milliseconds from key to page. */
export async function turns({ browser, line, state, other }, paper, count) {
  const context = await takePhone(browser, line.url, state);
  await BEFORE.ahead(context, { paper, other });
  const { page } = await openPaper(context, line, paper);
  line.shape = SLOW_4G;
  const taken = [];
  for (let to = 2; to <= Math.min(count + 1, paper.pages); to += 1) {
    await page.waitForTimeout(READING_MS);
    taken.push(await turn(page, to));
  }
  line.shape = null;
  await context.close();
  return taken;
}

/**
 * Memory in MB of the process that shows the paper: with an empty page, after all pages of the paper were turned, and
 * then without what a browser short of memory gives back (pictures it can decode again).
 */
export async function memory({ browser, line, state }, paper, readPss) {
  const context = await takePhone(browser, line.url, state);
  const page = await context.newPage();
  const tools = await browser.newBrowserCDPSession();
  const largest = async () => Math.max(...(await Promise.all((await renderers(tools)).map(readPss))));
  const empty = await largest();
  await page.goto(`/vb/${paper.id}`);
  await page.evaluate(() => globalThis.benchClock.readable());
  for (let to = 2; to <= paper.pages; to += 1) await turn(page, to);
  await page.waitForTimeout(READING_MS);
  const full = await largest();
  const own = await context.newCDPSession(page);
  await own.send('Memory.simulatePressureNotification', { level: 'critical' });
  await page.waitForTimeout(READING_MS);
  const least = await largest();
  await context.close();
  return { empty, full, least };
}

async function renderers(tools) {
  const { processInfo } = await tools.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}
