// A clerk drops one scan with a separator sheet in it, sees two papers come, arranges their pages by keyboard, and
// takes it back.
import { audit, check, checkFaults, openPage, picture, signIn } from './office.mjs';

const SCAN = process.env.CONGVAN_BATCH_SCAN;

async function dropped(browser) {
  const page = await openPage(browser, 'desk');
  await signIn(page);
  await page.goto('/quet');
  await page.getByRole('heading', { level: 1, name: 'Quét hàng loạt' }).waitFor();
  const sheets = await page.getByRole('link', { name: 'Mở để in (PDF)' }).getAttribute('href');
  const printed = await page.request.get(new URL(sheets, page.url()).href);
  check(printed.headers()['content-type'] === 'application/pdf', 'separator sheets are a PDF');
  await audit(page, 'batches');

  // Without a scan of the house the printed sheets themselves are one: each is a page set aside.
  const scan = SCAN ?? { name: 'lo.pdf', mimeType: 'application/pdf', buffer: await printed.body() };
  await page.getByLabel('Tên lô').fill('Lô thử');
  await page.getByTestId('scans').setInputFiles(scan);
  await page.getByRole('heading', { level: 1, name: 'Lô thử' }).waitFor();
  await page.getByRole('heading', { name: /Trang để riêng/ }).waitFor();
  const backs = page.getByRole('button', { name: /Đưa trở lại/ });
  const sets = await backs.count();
  check(sets > 1, 'the sheets are set aside');
  await backs.first().click();
  await page.getByRole('article').first().waitFor();
  await backs.first().click();
  const thumbs = page.locator('article [data-scan-page]');
  await page.waitForFunction(() => document.querySelectorAll('article [data-scan-page]').length >= 2);
  await thumbs.first().click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('s');
  await page.waitForFunction(() => document.querySelectorAll('article').length >= 2);
  await page.keyboard.press('Control+z');
  await page.waitForFunction(() => document.querySelectorAll('article').length === 1);
  await page.keyboard.press('r');
  await page.locator('article [aria-label*="xoay 90°"]').waitFor();
  await picture(page, 'desk-batch');
  await audit(page, 'one batch');
  checkFaults(page);
}

export const journeys = { 'a scan is dropped and its pages are arranged by keys': dropped };
