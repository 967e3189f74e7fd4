// The inspector and the administrator prove that nothing was altered, and find who did what: by kind, person, paper and
// day; the inspector opens the paper, the administrator is not told which it was.
import { readFile } from 'node:fs/promises';
import { check, checkFaults, look, openPage, signIn } from './office.mjs';

const INSPECTOR = process.env.CONGVAN_INSPECTOR ?? 'kiemtra.anphu';
const ADMINISTRATOR = process.env.CONGVAN_ADMINISTRATOR ?? 'quantri.anphu';
const HIDDEN = 'Văn bản ngoài phạm vi được xem';

async function choose(page, label, typed) {
  await page.getByRole('button', { name: label }).click();
  await page.getByRole('dialog').getByRole('searchbox').fill(typed);
  await page.keyboard.press('Enter');
}

/** The log stands, and so does its proof. */
async function proven(page) {
  await page.locator('tbody tr').first().waitFor();
  await page.getByText('Nguyên vẹn', { exact: true }).waitFor();
}

async function inspects(browser) {
  const page = await openPage(browser, 'phone');
  await signIn(page, INSPECTOR);
  await page.goto('/toi');
  await page.getByRole('link', { name: 'Nhật ký', exact: true }).click();
  await proven(page);
  await look(page, 'audit-inspector');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Kiểm tra lại' }).click();
  await proven(page);

  const newest = page.locator('tbody tr').first().locator('.what');
  check((await newest.innerText()) === 'Đăng nhập', 'his own sign-in is the newest');
  await choose(page, 'Loại việc', 'dua van ban vao');
  await page.waitForURL(/viec=document\.captured/);
  await page.locator('tbody tr a').first().waitFor();
  const kinds = await page.locator('tbody .what').allInnerTexts();
  check(kinds.every((words) => words === 'Đưa văn bản vào'), `only what was brought in: ${kinds}`);
  await look(page, 'audit-filtered');
  await page.setViewportSize({ width: 390, height: 844 });

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: /CSV/ }).click();
  const file = await readFile(await (await saving).path(), 'utf8');
  check(file.trim().split('\r\n').length > kinds.length, 'what is in view is in the file');

  const only = page.getByRole('button', { name: /^Chỉ xem nhật ký của/ }).first();
  const name = (await only.getAttribute('aria-label')).replace('Chỉ xem nhật ký của: ', '');
  await only.click();
  await page.getByText('Đang xem nhật ký của một văn bản.').waitFor();
  await page.getByRole('link', { name, exact: true }).first().click();
  await page.waitForURL(/\/vb\//);
  await page.goBack();
  await page.getByRole('link', { name: 'Bỏ lọc' }).click();
  await page.waitForURL(/nhat-ky$/);
  await proven(page);
  const whole = page.waitForEvent('download');
  await page.getByRole('button', { name: /CSV/ }).click();
  const [, ...lines] = (await readFile(await (await whole).path(), 'utf8')).trim().split('\r\n');
  check(lines.length > 100 && lines.length === Number(lines[0].split(',')[0]), `the whole log is in the file, not what was scrolled: ${lines.length}`);

  await page.getByLabel('Từ ngày').fill('01/01/2100');
  await page.keyboard.press('Enter');
  await page.getByText('Không có việc nào được ghi như thế.').waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await look(page, 'audit-empty');
  checkFaults(page);
}

async function administers(browser) {
  const page = await openPage(browser, 'desk');
  await signIn(page, ADMINISTRATOR);
  await page.goto('/quan-tri');
  await page.getByRole('link', { name: 'Nhật ký', exact: true }).click();
  await proven(page);
  await choose(page, 'Loại việc', 'dua van ban vao');
  await page.waitForURL(/viec=document\.captured/);
  await page.getByText(HIDDEN).first().waitFor();
  await choose(page, 'Loại việc', 'dang nhap, tai khoan');
  await page.waitForURL(/viec=account/);
  await choose(page, 'Người làm', 'he thong');
  await page.waitForURL(/nguoi=none/);
  await page.getByRole('link', { name: 'Bỏ lọc' }).click();
  await proven(page);
  const [before] = await Promise.all([page.locator('tbody tr').count(), page.mouse.wheel(0, 20_000)]);
  await page.waitForFunction((some) => document.querySelectorAll('tbody tr').length > some, before);
  await page.evaluate(() => scrollTo(0, 0));
  await look(page, 'audit-administrator');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Kiểm tra lại' }).click();
  await page.getByRole('alert').first().waitFor();
  await look(page, 'audit-offline');
  checkFaults(page);
}

export const journeys = { 'the inspector looks and proves': inspects, 'the administrator looks': administers };
