// A paper is uploaded and found again by words of its second page typed without diacritics.
import { fileURLToPath } from 'node:url';
import { basename } from 'node:path';
import { check, checkFaults, openPage, picture, signIn } from './office.mjs';

const PDF = process.env.CONGVAN_PDF ?? fileURLToPath(new URL('../../../tests/data/papers/an-phu/outgoing/2026-05-08-41-kh-ubnd.pdf', import.meta.url));
const WORDS = process.env.CONGVAN_WORDS ?? 'tham lau bang gieng giam ap';
const PAGE = Number(process.env.CONGVAN_PAGE ?? 2);

async function uploadAndFind(browser, size) {
  const page = await openPage(browser, size);
  await signIn(page);
  await page.goto('/tai-len');
  await page.getByLabel('Cả cơ quan').check();
  await page.getByTestId('files').setInputFiles(PDF);
  const row = page.locator('.upload', { hasText: basename(PDF) }).first();
  await row.getByText('Đã đọc · tìm được').waitFor({ timeout: 60_000 });
  await picture(page, `${size}-uploaded`);
  const address = await row.getByRole('link', { name: 'Mở văn bản' }).getAttribute('href');

  await page.goto('/tim');
  await page.getByRole('searchbox').fill(WORDS);
  const hit = page.locator(`article h2 a[href^="${address}?"]`);
  // The index follows what was read; on a busy machine a question asked at once may come before it.
  for (let asked = 0; asked < 4 && !(await hit.waitFor({ timeout: 3000 }).then(() => true, () => false)); asked += 1) await page.reload();
  await hit.waitFor({ timeout: 3000 });
  check((await hit.getAttribute('href')).includes(`trang=${PAGE}`), `opens at page ${PAGE}: ${await hit.getAttribute('href')}`);
  await picture(page, `${size}-found`);

  await hit.click();
  await page.locator(`[data-page="${PAGE}"] canvas[role=img]`).waitFor();
  const mark = page.locator(`[data-page="${PAGE}"] [data-mark]`).first();
  await mark.waitFor();
  await page.waitForFunction(() => Array.from(document.querySelectorAll('[data-page] canvas[role=img]')).some((picture) => picture.width > 0));
  const box = await mark.boundingBox();
  const view = page.viewportSize();
  check(box && box.y >= 0 && box.y <= view.height, 'the first mark is in view');
  check((await page.locator('[data-page] canvas[role=img]').count()) <= 5, 'at most five page pictures are alive');
  await page.waitForTimeout(300);
  await picture(page, `${size}-reader`);
  checkFaults(page);
}

export const journeys = {
  'a paper is found by its second page, phone': (browser) => uploadAndFind(browser, 'phone'),
  'a paper is found by its second page, desk': (browser) => uploadAndFind(browser, 'desk'),
};
