// A leader's phone: find and read without diacritics, come back to the same place, lose the network, be locked out.
import { check, checkFaults, OFFICE, openPage, signIn } from './office.mjs';

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
  await page.waitForFunction(() => Array.from(document.querySelectorAll('[data-page] img')).some((img) => img.naturalWidth > 0));
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

export const journeys = {
  'finds, reads and comes back': readOnTheWay,
  'loses the network and gets it back': noNetwork,
  'is locked with a sheet open': locked,
};
