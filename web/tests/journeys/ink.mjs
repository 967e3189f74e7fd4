// A leader writes on a page with a pen: his hand does not draw, what he wrote stays beside the file, is his own until he
// shows it, and two devices lose nothing of each other.
import { createHash } from 'node:crypto';
import { SIZES, audit, check, checkFaults, openPage, picture, signIn } from './office.mjs';
import { drawn, letterOf } from './letters.mjs';

const CLERK = process.env.CONGVAN_LOGIN ?? 'vanthu.anphu';
const LEADER = process.env.CONGVAN_LEADER ?? 'chutich.anphu';
const DEPUTY = process.env.CONGVAN_DEPUTY ?? 'pct.huong.anphu';

/** A letter of one page that the leaders may read. */
async function letter(browser) {
  const page = await openPage(browser, 'desk');
  await signIn(page, CLERK);
  const code = `${Date.now() % 100_000}/STC-QLNS`;
  const html = letterOf({ code, day: 20, month: 11, issuer: 'Sở Tài chính', subject: 'báo cáo giải ngân', post: 'GIÁM ĐỐC', signer: 'Trần Văn Bình' });
  await page.goto('/tai-len');
  const name = `net-viet-${Date.now()}`;
  await page.getByTestId('files').setInputFiles(await drawn(browser, html, name));
  const row = page.locator('.upload', { hasText: name }).first();
  await row.getByText('Đã đọc · tìm được').waitFor({ timeout: 60_000 });
  const address = await row.getByRole('link', { name: 'Mở văn bản' }).getAttribute('href');
  return { page, address: address.split('?')[0] };
}

async function reads(page, address) {
  await page.goto(address);
  await page.locator('[data-page="1"] canvas[role=img]').waitFor();
  await page.locator('svg[data-ink="1"]').waitFor();
}

const own = (page) => page.locator('svg[data-ink="1"] [data-own] path');
const field = (page) => page.locator('svg[data-ink="1"]').boundingBox();

/** Draws from one share of what is seen of the page to another with a pen that presses ever harder. */
async function penDraws(page, from, to, pointerType = 'pen') {
  const box = await field(page);
  const session = await page.context().newCDPSession(page);
  const at = ([x, y]) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
  const send = (type, place, force) =>
    session.send('Input.dispatchMouseEvent', { type, ...at(place), button: 'left', buttons: type === 'mouseReleased' ? 0 : 1, clickCount: 1, pointerType, force });
  await send('mousePressed', from, 0.2);
  for (let step = 1; step <= 12; step += 1) {
    const part = step / 12;
    await send('mouseMoved', [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part + 0.008 * Math.sin(part * 9)], 0.2 + 0.6 * part);
  }
  await send('mouseReleased', to, 0);
  // The pen goes away: while it hovers, a hand beside it does not scroll.
  await session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x: 2, y: 2, pointerType });
  await session.detach();
}

/** Swipes upwards with one finger over the page, as quickly as a hand does. */
async function fingerSwipes(page) {
  const session = await page.context().newCDPSession(page);
  const touch = (type, ...touchPoints) => session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', { x: 190, y: 400 });
  for (let y = 390; y >= 220; y -= 10) {
    await touch('touchMove', { x: 190, y });
    await page.waitForTimeout(16);
  }
  await touch('touchEnd');
  await page.waitForTimeout(400);
  await session.detach();
}

/** Waits until so many of one's own strokes stand on the page. */
async function count(page, wanted, why) {
  await page.waitForFunction((number) => document.querySelectorAll('svg[data-ink="1"] [data-own] path').length === number, wanted, { timeout: 10_000 })
    .catch(async () => check(false, `${why}: ${await own(page).count()} strokes instead of ${wanted}`));
}

async function hash(page, address) {
  const bytes = await page.evaluate(async (id) => {
    const paper = await (await fetch(`/api/v1/documents/${id}`)).json();
    const file = await (await fetch(`/api/v1/files/${paper.files[0].id}/content`)).arrayBuffer();
    return { sha256: paper.files[0].sha256, bytes: Array.from(new Uint8Array(file)) };
  }, address.split('/').pop());
  check(createHash('sha256').update(Buffer.from(bytes.bytes)).digest('hex') === bytes.sha256, 'the file is the one that came');
  return bytes.sha256;
}

async function writing(browser) {
  const { page: clerk, address } = await letter(browser);
  const before = await hash(clerk, address);
  const leader = await openPage(browser, 'phone');
  await signIn(leader, LEADER);
  await reads(leader, address);
  await leader.getByRole('button', { name: 'Viết lên trang' }).click();
  await penDraws(leader, [0.15, 0.3], [0.8, 0.33]);
  await count(leader, 1, 'the pen draws');
  const top = await leader.locator('.scroller').evaluate((one) => one.scrollTop);
  await leader.waitForTimeout(700);
  // One page fits on a phone held upright; on a lower screen there is something to scroll.
  await leader.setViewportSize({ width: 390, height: 560 });
  await fingerSwipes(leader);
  await count(leader, 1, 'a finger does not draw');
  const scrolled = (await leader.locator('.scroller').evaluate((one) => one.scrollTop)) - top;
  check(scrolled > 40, `a finger scrolls (${scrolled} px)`);
  await leader.setViewportSize(SIZES.phone.viewport);
  await leader.locator('.scroller').evaluate((one) => one.scrollTo(0, 0));
  await leader.getByRole('button', { name: 'Xanh' }).click();
  await penDraws(leader, [0.2, 0.42], [0.6, 0.46]);
  await count(leader, 2, 'a second colour');
  await leader.getByRole('button', { name: 'Tô vàng' }).click();
  await penDraws(leader, [0.2, 0.2], [0.7, 0.2]);
  await count(leader, 3, 'three colours');
  await leader.keyboard.press('Control+z');
  await count(leader, 2, 'undone');
  await leader.keyboard.press('Control+y');
  await count(leader, 3, 'done again');
  await leader.getByRole('status').getByText('Đã lưu', { exact: true }).waitFor();
  await audit(leader, 'writing');
  await picture(leader, 'phone-ink');
  await leader.getByRole('button', { name: 'Tẩy' }).click();
  await penDraws(leader, [0.4, 0.40], [0.4, 0.48]);
  await count(leader, 2, 'erased by stroke');
  await leader.getByRole('button', { name: 'Tùy chọn bút' }).click();
  await leader.getByRole('button', { name: 'Xóa cả trang' }).click();
  await count(leader, 0, 'cleared');
  await leader.getByRole('button', { name: 'Hoàn tác' }).click();
  await count(leader, 2, 'and brought back');
  await audit(leader, 'options of the pen');
  await picture(leader, 'phone-ink-options');
  await leader.getByRole('status').getByText('Đã lưu', { exact: true }).waitFor();
  await leader.reload();
  await count(leader, 2, 'there after a reload');

  const deputy = await openPage(browser, 'desk', { colorScheme: 'dark' });
  await signIn(deputy, DEPUTY);
  await reads(deputy, address);
  check((await deputy.locator('svg[data-ink="1"] path').count()) === 0, 'private strokes are seen by nobody else');
  await leader.getByRole('button', { name: 'Viết lên trang' }).click();
  await leader.getByRole('button', { name: 'Tùy chọn bút' }).click();
  await leader.getByLabel(/^Kèm ý kiến/).check();
  await leader.getByRole('status').getByText('Đã lưu', { exact: true }).waitFor();
  await reads(deputy, address);
  await deputy.getByText(/^Nét viết của Nguyễn Hữu Khang, \d\d\/\d\d\/\d{4}$/).waitFor();
  check((await deputy.locator('svg[data-ink="1"] path').count()) === 2, 'shown strokes are seen with their author');
  await audit(deputy, 'strokes of others');
  await picture(deputy, 'desk-ink-of-others');
  await deputy.getByRole('button', { name: 'Nét viết của người khác' }).click();
  check((await deputy.locator('svg[data-ink="1"] path').count()) === 0, 'they can be hidden');
  check((await hash(clerk, address)) === before, 'the original is as it came');
  for (const page of [clerk, leader, deputy]) checkFaults(page);
}

async function twoDevices(browser) {
  const { page: clerk, address } = await letter(browser);
  const tablet = await openPage(browser, 'desk');
  await signIn(tablet, LEADER);
  await reads(tablet, address);
  const phone = await openPage(browser, 'phone');
  await signIn(phone, LEADER);
  await reads(phone, address);
  for (const page of [tablet, phone]) await page.getByRole('button', { name: 'Viết lên trang' }).click();
  await penDraws(tablet, [0.2, 0.2], [0.7, 0.25], 'mouse');
  await tablet.getByRole('status').getByText('Đã lưu', { exact: true }).waitFor();
  await picture(tablet, 'desk-ink');
  await audit(tablet, 'writing at the desk');
  await phone.context().setOffline(true);
  await penDraws(phone, [0.2, 0.35], [0.7, 0.4]);
  await phone.getByText('Chưa lưu được: sẽ gửi lại khi có mạng').first().waitFor();
  await phone.context().setOffline(false);
  const sheet = phone.getByRole('dialog', { name: /thiết bị khác vừa lưu/ });
  await sheet.waitFor({ timeout: 30_000 });
  await audit(phone, 'two devices');
  await picture(phone, 'phone-ink-clash');
  await sheet.getByRole('button', { name: 'Gộp cả hai' }).click();
  await count(phone, 2, 'both are kept');
  await phone.getByRole('status').getByText('Đã lưu', { exact: true }).waitFor();
  await tablet.reload();
  await count(tablet, 2, 'on both devices');
  for (const page of [clerk, tablet, phone]) checkFaults(page);
}

export const journeys = {
  'a pen writes, a hand does not, and the file stays as it came': writing,
  'two devices on one page': twoDevices,
};
