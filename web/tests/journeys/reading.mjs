// Reading a paper: turned, side by side, at night, trimmed, as text, searched inside, on to the next; phone and desk.
import { audit, check, checkFaults, openPage, picture, signIn } from './office.mjs';

const LEADER = process.env.CONGVAN_LEADER ?? 'chutich.anphu';

/** Opens a paper of two pages from the list, the way a person does. */
async function openPaper(page, pages = 2) {
  await page.goto('/van-ban');
  await page.locator('.papers a').first().waitFor();
  const ids = await page.locator('.papers a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const href of ids) {
    const id = href.split('/')[2].split('?')[0];
    const count = await page.evaluate(async (paper) => (await (await fetch(`/api/v1/documents/${paper}`)).json()).files[0]?.page_count ?? 0, id);
    if (count !== pages || href === ids[0] || href === ids.at(-1)) continue;
    await page.locator(`.papers a[href="${href}"]`).click();
    await drawn(page, 1);
    return { href, before: ids[ids.indexOf(href) - 1], after: ids[ids.indexOf(href) + 1] };
  }
  throw new Error(`the list has no paper of ${pages} pages`);
}

const drawn = (page, number) => page.waitForFunction((n) => document.querySelector(`[data-page="${n}"] canvas[role=img]`)?.width > 0, number);
const box = (page, number) => page.locator(`[data-page="${number}"]`).first().boundingBox();
const pause = (page, ms = 300) => page.waitForTimeout(ms);

/** Two fingers from one distance of the middle to another. */
async function pinch(page, from, to) {
  const hand = await page.context().newCDPSession(page);
  const fingers = (apart) => [-1, 1].map((side, id) => ({ x: 195 + side * apart, y: 400, id }));
  await hand.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(from) });
  for (let step = 1; step <= 10; step += 1) {
    await hand.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(from + ((to - from) * step) / 10) });
    await pause(page, 16);
  }
  await hand.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

async function themes(page, where) {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((to) => (document.documentElement.dataset.theme = to), theme);
    await pause(page);
    await audit(page, `${where}, ${theme}`);
    await picture(page, `${where.replaceAll(' ', '-')}-${theme}`);
  }
  await page.evaluate(() => delete document.documentElement.dataset.theme);
}

async function turnAndNight(page) {
  const upright = await box(page, 1);
  await page.keyboard.press('r');
  await page.waitForFunction(() => {
    const { width, height } = document.querySelector('[data-page="1"]').getBoundingClientRect();
    return width > height;
  });
  const img = await page.locator('[data-page="1"] canvas[role=img]').boundingBox();
  const sheet = await box(page, 1);
  check(Math.abs(img.width - sheet.width) < 2 && Math.abs(img.height - sheet.height) < 2, 'the turned picture fills its sheet');
  await page.keyboard.press('Shift+R');
  await page.waitForFunction((height) => Math.abs(document.querySelector('[data-page="1"]').getBoundingClientRect().height - height) < 2, upright.height);

  const filter = () => page.locator('[data-page="1"]').evaluate((node) => getComputedStyle(node).filter);
  check(!(await filter()).includes('invert'), 'a page is not inverted unless one asks for it');
  await page.keyboard.press('n');
  await page.locator('.sheet.night').first().waitFor();
  check((await filter()).includes('hue-rotate'), 'the hue of seals stays at night');
  await page.reload();
  await drawn(page, 1);
  check((await filter()).includes('invert'), 'the night is remembered on the device');
}

async function find(page, where) {
  await page.keyboard.press(where === 'phone' ? 'f' : 'Control+f');
  const input = page.getByRole('searchbox', { name: 'Tìm trong văn bản này' });
  await input.waitFor();
  check(await input.evaluate((node) => node === document.activeElement), 'one types at once');
  await input.fill('uy ban nhan d');
  await page.locator('[data-now]').first().waitFor();
  const count = page.locator('search .count');
  await page.waitForFunction(() => /^\d+\/[2-9]|^\d+\/\d\d/.test(document.querySelector('search .count')?.textContent ?? ''));
  await page.locator('search').getByText('đang đọc').waitFor({ state: 'detached' });
  const [first, all] = (await count.textContent()).split('/').map(Number);
  const seen = new Set();
  for (let step = 0; step < all; step += 1) {
    await page.waitForFunction(() => {
      const mark = document.querySelector('[data-now]')?.getBoundingClientRect();
      return mark && mark.top > 0 && mark.bottom < innerHeight;
    });
    const here = await count.textContent();
    seen.add(here);
    await page.keyboard.press('Enter');
    await page.waitForFunction((was) => document.querySelector('search .count').textContent !== was, here);
  }
  check(seen.size === all, `Enter comes to each of the ${all} places: ${[...seen]}`);
  // After the last place comes the first, and Shift+Enter goes back.
  await count.filter({ hasText: `${first}/${all}` }).waitFor();
  await page.keyboard.press('Shift+Enter');
  await count.filter({ hasText: `${first === 1 ? all : first - 1}/${all}` }).waitFor();
  await themes(page, `${where} find`);
  await input.fill('khong co chu nao nhu the');
  await page.locator('search .count', { hasText: 'Không có' }).waitFor();
  await page.keyboard.press('Escape');
  await input.waitFor({ state: 'hidden' });
  check((await page.locator('[data-mark]').count()) === 0, 'no mark is left');
}

async function textView(page, where) {
  await page.getByRole('button', { name: 'Chữ', exact: true }).click();
  await page.locator('[data-page="1"] .text p').first().waitFor();
  check(await page.getByText('để đọc nhanh').first().isVisible(), 'the text view says what it is');
  const lines = await page.evaluate(async () => {
    const paper = await (await fetch(`/api/v1/documents/${location.pathname.split('/')[2]}`)).json();
    return (await (await fetch(`/api/v1/files/${paper.files[0].id}/pages/1`)).json()).text.split('\n').filter((line) => line.trim()).length;
  });
  const parts = page.locator('[data-page="1"] .text p');
  check((await parts.count()) < lines, `${lines} lines are joined: ${await parts.count()}`);
  const size = () => page.locator('[data-page="1"]').evaluate((node) => parseFloat(getComputedStyle(node).fontSize));
  const before = await size();
  await page.keyboard.press('+');
  await page.waitForFunction((was) => parseFloat(getComputedStyle(document.querySelector('[data-page="1"]')).fontSize) > was, before);
  const larger = await size();
  await page.reload();
  await parts.first().waitFor();
  check((await size()) === larger, 'the size of the text is remembered');
  check(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'text flows within the screen');
  await themes(page, `${where} text`);
  const last = parts.nth((await parts.count()) - 2);
  await last.scrollIntoViewIfNeeded();
  await last.click({ position: { x: 8, y: 8 } });
  await page.locator('.mark[data-now]').first().waitFor();
  await drawn(page, 1);
  await page.waitForFunction(() => {
    const mark = document.querySelector('.mark[data-now]').getBoundingClientRect();
    return mark.top > 0 && mark.bottom < innerHeight;
  });
  await picture(page, `${where}-place`);
}

async function menu(page, where) {
  await page.getByRole('button', { name: 'Hiển thị' }).click();
  const sheet = page.getByRole('dialog', { name: 'Hiển thị' });
  await sheet.waitFor();
  for (const words of ['Xoay trái', 'Xoay phải', 'Lớn hơn', 'Tìm trong văn bản', 'Văn bản sau']) {
    const { height } = await sheet.getByRole('button', { name: words }).boundingBox();
    check(height >= 48, `«${words}» can be hit`);
  }
  await themes(page, `${where} display`);
  await sheet.getByRole('checkbox', { name: /Ban đêm/ }).click();
  await page.locator('.sheet.night').first().waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
}

/** The list's neighbours, and back to the list. */
async function nextPaper(page, { href, before, after }) {
  const at = () => new URL(page.url()).pathname;
  await page.keyboard.press(']');
  await page.waitForFunction((path) => location.pathname === path, after.split('?')[0]);
  await drawn(page, 1);
  await page.keyboard.press('[');
  await page.waitForFunction((path) => location.pathname === path, href.split('?')[0]);
  await page.getByRole('link', { name: 'Văn bản trước' }).click();
  await page.waitForFunction((path) => location.pathname === path, before.split('?')[0]);
  await page.getByRole('button', { name: 'Quay lại' }).click();
  await page.locator('.papers a').first().waitFor();
  check(at() === '/van-ban', 'Back leads to the list');
}

async function onThePhone(browser) {
  const page = await openPage(browser, 'phone');
  await signIn(page, LEADER);
  const paper = await openPaper(page);
  const [sheet, img] = [await box(page, 1), await page.locator('[data-page="1"] canvas[role=img]').boundingBox()];
  check(img.width > sheet.width * 1.05, 'margins are trimmed so that the text is larger');
  await picture(page, 'phone-trimmed');
  const allowed = await page.evaluate(() => ({
    viewport: document.querySelector('meta[name=viewport]').content,
    touch: [document.documentElement, document.body, document.querySelector('.scroller'), document.querySelector('.sheet')].map((node) => getComputedStyle(node).touchAction),
  }));
  check(!/user-scalable|maximum-scale/.test(allowed.viewport) && allowed.touch.every((how) => how === 'auto'), 'fingers may spread the page');
  await pinch(page, 40, 130);
  await page.waitForFunction(() => visualViewport.scale > 1.3);
  await page.locator('[data-page="1"] canvas[role=img][width="1240"]').waitFor();
  await pinch(page, 120, 20);
  await page.locator('[data-page="1"] canvas[role=img][width="910"]').waitFor();
  await turnAndNight(page);
  await picture(page, 'phone-night');
  await find(page, 'phone');
  await textView(page, 'phone');
  await page.goto('/van-ban');
  const again = await openPaper(page);
  check(again.href === paper.href, 'the list stands as it was');
  await menu(page, 'phone');
  await nextPaper(page, again);
  checkFaults(page);
}

async function onTheDesk(browser) {
  const page = await openPage(browser, 'desk');
  await signIn(page, LEADER);
  await openPaper(page);
  await page.keyboard.press('2');
  await page.waitForFunction(() => {
    const [one, two] = [1, 2].map((n) => document.querySelector(`[data-page="${n}"]`)?.getBoundingClientRect());
    return one && two && Math.abs(one.bottom - two.bottom) < 2 && two.left > one.right;
  });
  await drawn(page, 2);
  await picture(page, 'desk-two');
  await page.keyboard.press('2');
  await turnAndNight(page);
  await picture(page, 'desk-night');
  await find(page, 'desk');
  await textView(page, 'desk');
  const again = await openPaper(page);
  await menu(page, 'desk');
  await nextPaper(page, again);
  checkFaults(page);
}

export const journeys = {
  'a leader reads on the phone in every way': onThePhone,
  'and at the desk': onTheDesk,
};
