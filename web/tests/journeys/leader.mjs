// A leader's phone: find and read without diacritics, come back to the same place, lose the network, be locked out.
import { check, checkFaults, OFFICE, openPage, picture, signIn } from './office.mjs';

const LEADER = process.env.CONGVAN_LEADER ?? 'chutich.anphu';
const QUESTION = process.env.CONGVAN_LEADER_QUESTION ?? 'du toan ngan sach';
const LONG_AGO_MS = 24 * 3600 * 1000;

async function readOnTheWay(browser) {
  const page = await openPage(browser, 'phone');
  await signIn(page, LEADER);
  await page.getByRole('link', { name: 'Tìm', exact: true }).click();
  await page.getByRole('searchbox').fill(QUESTION);
  const first = page.locator('article h2 a').first();
  await first.waitFor();
  await page.getByTestId('figure').waitFor();
  const address = await first.getAttribute('href');
  await first.click();
  await page.waitForFunction(() => Array.from(document.querySelectorAll('[data-page] canvas[role=img]')).some((picture) => picture.width > 0));
  await page.getByRole('button', { name: 'Chữ', exact: true }).click();
  await page.locator('[data-page] .text').first().waitFor();
  await page.getByRole('button', { name: 'Quay lại' }).click();
  await page.waitForFunction((href) => document.activeElement?.getAttribute('href') === href, address);
  check((await page.getByRole('searchbox').inputValue()) === QUESTION, 'the question still stands in the box');
  checkFaults(page);
}

async function noNetwork(browser) {
  const page = await openPage(browser, 'phone');
  await signIn(page, LEADER);
  await page.goto('/van-ban');
  await page.locator('.papers a').first().waitFor();
  await page.context().setOffline(true);
  await page.getByText('Mất kết nối.').waitFor();
  check((await page.locator('.papers a').count()) > 0, 'the list stays on the screen');
  await page.getByRole('link', { name: 'Tôi', exact: true }).click();
  await page.getByRole('button', { name: 'Thử lại' }).waitFor();
  await page.context().setOffline(false);
  await page.getByText('Máy này', { exact: true }).waitFor();
  const card = page.locator('section.card').first();
  check((await card.evaluate((node) => getComputedStyle(node).paddingTop)) !== '0px', 'the screen that came late has its style');
  checkFaults(page);
}

async function locked(browser) {
  const page = await openPage(browser, 'phone');
  await signIn(page, LEADER);
  await page.goto(`/tim?q=${encodeURIComponent(QUESTION)}`);
  await page.getByTestId('figure').waitFor();
  await page.getByRole('button', { name: 'Lọc' }).click();
  const sheet = page.getByRole('dialog', { name: 'Lọc' });
  await sheet.waitFor();
  await page.evaluate((ago) => localStorage.setItem('congvan.active_at', String(Date.now() - ago)), LONG_AGO_MS);
  const lock = page.getByRole('dialog', { name: 'Đã tạm khóa' });
  await lock.waitFor();
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Escape');
  check(await lock.isVisible(), 'Escape does not open the lock');
  check(!(await sheet.isVisible()), 'nothing under the lock can be seen');
  await page.keyboard.type(OFFICE.password);
  await page.keyboard.press('Enter');
  await lock.waitFor({ state: 'hidden' });
  await sheet.waitFor();
  checkFaults(page);
}

const LOOK = '#look img';
const PAGE = '[data-page="1"] canvas[role=img]';
const SCRIPT_MS = 2000;
const MOST_PX = 4;
const place = (page, picture) => page.locator(picture).evaluate((node) => node.getBoundingClientRect().toJSON());

/** The address of the newest paper that has pages to look at: a plain text has none. */
async function paperOf(page) {
  await page.goto('/van-ban');
  await page.locator('.papers a').first().waitFor();
  const papers = await page.locator('.papers a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const address of papers) {
    if ((await page.request.get(`/api/v1/documents/${address.split('/').at(-1)}/first-picture`)).ok()) return address;
  }
  throw new Error('no paper has a picture');
}

/** Whatever is said of the pages of a paper, that what was read of them is in doubt. */
async function doubt(page, address) {
  const doubtful = async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/"recognition":(null|\{[^}]*\})/g, '"recognition":{"state":"recognised","confidence":40,"trouble":null}') });
  };
  await page.route(`**${address}`, doubtful);
  await page.route('**/files/*/pages', doubtful);
}

/** Page 1 stands before the app does, in the place where the reader then shows it, also with a note on what was read. */
async function looks(browser) {
  const page = await openPage(browser, 'phone', { serviceWorkers: 'block' });
  await signIn(page, LEADER);
  const address = await paperOf(page);
  await doubt(page, address);
  await page.route('**/assets/shell-*', async (route) => {
    await new Promise((later) => setTimeout(later, SCRIPT_MS));
    await route.continue();
  });
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction((look) => document.querySelector(look)?.naturalWidth > 0, LOOK);
  const before = await place(page, LOOK);
  await picture(page, 'leader-phone-look');
  await page.locator(LOOK).waitFor({ state: 'detached' });
  await page.locator('[data-page="1"] + [data-note="unsure"]').waitFor();
  const after = await place(page, PAGE);
  await picture(page, 'leader-phone-looked');
  for (const side of ['top', 'left', 'width']) check(Math.abs(before[side] - after[side]) <= MOST_PX, `the page does not move: ${side} ${before[side]} then ${after[side]}`);
  checkFaults(page);
}

/** So does a page that is kept; a device that has lain for too long shows none before its lock. */
async function looksAtKept(browser) {
  const page = await openPage(browser, 'phone');
  await page.addInitScript(() => {
    new MutationObserver(() => (globalThis.hasLooked ||= document.getElementById('look') !== null)).observe(document, { childList: true, subtree: true });
  });
  await signIn(page, LEADER);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const address = await paperOf(page);
  const kept = page.waitForResponse((answer) => /\/files\/[^/]+\/pages$/.test(answer.url()));
  await page.goto(address);
  await kept;
  await page.waitForFunction((picture) => document.querySelector(picture)?.width > 0, PAGE);
  await page.context().setOffline(true);
  await page.goto(address);
  await page.locator(PAGE).waitFor();
  check(await page.evaluate(() => globalThis.hasLooked), 'a page that is kept stands before the app');
  await page.evaluate((ago) => localStorage.setItem('congvan.active_at', String(Date.now() - ago)), LONG_AGO_MS);
  await page.goto(address);
  await page.getByRole('dialog', { name: 'Đã tạm khóa' }).waitFor();
  check(!(await page.evaluate(() => globalThis.hasLooked)), 'what lay for too long shows no page before its lock');
  await page.context().setOffline(false);
  checkFaults(page);
}

export const journeys = {
  'sees page 1 before the app stands': looks,
  'sees a kept page before the app stands': looksAtKept,
  'finds, reads and comes back': readOnTheWay,
  'loses the network and gets it back': noNetwork,
  'is locked with a sheet open': locked,
};
