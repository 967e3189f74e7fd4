// A letter is registered with the keyboard alone, whatever was read off it; a form fills while pages are recognised and
// leaves alone what was typed; a paper photographed page by page arrives as one.
import { audit, check, checkFaults, openPage, picture, signIn } from './office.mjs';
import { drawn, expectForm, letterOf, scanned, scanOf, settle } from './letters.mjs';

const READ_MS = 90_000;

/** A letter that no other run has sent. */
export function freshLetter() {
  const number = String(Date.now()).slice(-5);
  const fields = {
    code: `${number}/STC-NS`, issued_on: '20/11/2026', issuer: 'Sở Tài chính', subject: `rà soát đợt ${number} các hồ chứa trước mùa lũ`, signer: 'Trần Văn Minh',
  };
  const html = letterOf({ ...fields, day: 20, month: 11, kind: null, post: 'KT. GIÁM ĐỐC<br>PHÓ GIÁM ĐỐC' });
  return { fields, html, name: `stc-${number}` };
}

/** With a text layer, or as a scan that has to be recognised. */
export async function fileOf(browser, { html, name }, asScan = false) {
  return asScan ? scanOf([await scanned(browser, html)], `${name}.pdf`) : drawn(browser, html, name);
}

export async function upload(page, file) {
  await page.goto('/tai-len');
  await page.getByTestId('files').setInputFiles(file);
  const row = page.locator('.upload', { hasText: file.name }).first();
  await row.getByText('Đã đọc · tìm được').waitFor({ timeout: READ_MS });
  return (await row.getByRole('link', { name: 'Mở văn bản' }).getAttribute('href')).split('/').at(-1);
}

async function byKeyboard(browser, asScan) {
  const letter = freshLetter();
  const page = await openPage(browser, 'desk');
  await signIn(page);
  const id = await upload(page, await fileOf(browser, letter, asScan));
  await page.goto(`/den/hang-doi?vb=${id}`);
  await page.waitForFunction(() => document.activeElement?.closest('form.card'));
  const { items } = await page.evaluate(async (paper) => (await fetch(`/api/v1/documents/${paper}/suggestions`)).json(), id);
  check(items.length > 0, 'something was read off the letter');
  const placed = items.some(({ field, places }) => field === 'code' && places.length > 0);
  await page.waitForFunction(() => document.querySelector('.sheet img')?.naturalWidth > 0);
  await page.locator('[data-field="code"] input').focus();
  check((await page.locator('[data-piece]').count() > 0) === placed, 'the piece of the page stands at what has a place');
  if (placed) {
    const spot = await page.locator('[data-spot]').boundingBox();
    const window = await page.locator('.page[role=region]').boundingBox();
    check(spot && spot.y >= window.y && spot.y + spot.height <= window.y + window.height, 'the place stands in sight, outlined');
  }
  await picture(page, `desk-registering-${asScan ? 'scan' : 'read'}`);
  await audit(page, 'registering what was read');

  await page.reload();
  await page.waitForFunction(() => document.activeElement?.closest('form.card'));
  const stops = await settle(page, letter.fields);
  await expectForm(page, letter.fields, stops);
  await picture(page, 'desk-registering-settled');
  await page.keyboard.press('Enter');
  await page.locator('#noi-dung').getByText('Đã vào sổ số').waitFor();
  checkFaults(page);
}

/** Alt and a digit take what was read instead of what stands there. */
async function alternatives(browser) {
  const letter = freshLetter();
  const page = await openPage(browser, 'desk');
  await signIn(page);
  const id = await upload(page, await fileOf(browser, letter));
  await page.route('**/suggestions', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    const code = body.items.find(({ field }) => field === 'code');
    body.items.push({ ...code, value: '999/STC-QLG', confidence: 12 });
    await route.fulfill({ json: body });
  });
  await page.goto(`/den/hang-doi?vb=${id}`);
  await page.waitForFunction(() => document.activeElement?.closest('form.card'));
  const code = page.getByLabel('Số, ký hiệu');
  await code.focus();
  await page.getByRole('list', { name: 'Gợi ý khác' }).getByText('999/STC-QLG').waitFor();
  await page.keyboard.press('Alt+1');
  check((await code.inputValue()) === '999/STC-QLG', 'Alt+1 takes the other value');
  await page.keyboard.press('Alt+1');
  check((await code.inputValue()) === letter.fields.code, 'and back again');
  // No letter of this desk goes along to the other one, where it is no draft.
  const none = page.waitForResponse((answer) => answer.url().includes('/drafts/') && answer.status() === 404, { timeout: 2000 }).catch(() => null);
  await page.getByRole('link', { name: 'Phát hành', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Chờ số, phát hành' }).waitFor();
  check((await none) === null, `a letter went along: ${page.url()}`);
  checkFaults(page);
}

/** The server says how far it is; here it is made to say what a long scan would. */
async function fillsMeanwhile(browser) {
  const letter = freshLetter();
  // Its answers are put in on the way, where a service worker would not pass.
  const page = await openPage(browser, 'desk', { serviceWorkers: 'block' });
  await signIn(page);
  const id = await upload(page, await fileOf(browser, letter));
  let done = 0;
  let asked = 0;
  await page.route(`**/api/v1/documents/${id}`, async (route) => {
    const answer = await route.fetch();
    const paper = await answer.json();
    asked += 1;
    done = Math.min(done + 1, 4);
    const state = done < 4 ? 'not_yet_read' : 'read';
    const files = paper.files.map((file) => ({ ...file, state, recognition: { total: 4, waiting: 4 - done, failed: 0 } }));
    const unread = done < 3 ? { code: null, issuer: null, subject: null, issued_on: null, signer: null } : {};
    await route.fulfill({ json: { ...paper, ...unread, state, files }, headers: { etag: answer.headers().etag ?? '' } });
  });
  await page.goto(`/den/hang-doi?vb=${id}`);
  await page.getByText('Đang nhận dạng: trang').waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('[data-field="code"]'));
  await page.keyboard.type('12/GO-TAY');
  await picture(page, 'desk-registering-going');
  await page.getByText('Đang nhận dạng: trang').waitFor({ state: 'detached', timeout: 20_000 });
  check((await page.getByLabel('Số, ký hiệu').inputValue()) === '12/GO-TAY', 'what was typed stays');
  check((await page.getByLabel('Cơ quan ban hành').inputValue()) !== '', 'what was not touched is filled');
  const before = asked;
  await page.waitForTimeout(4500);
  check(asked === before, `nothing is asked again when it is read: ${asked - before}`);
  await audit(page, 'registering what was recognised');
  checkFaults(page);
}

async function photographed(browser) {
  const page = await openPage(browser, 'phone');
  await signIn(page);
  await page.goto('/tai-len');
  await page.getByRole('button', { name: 'Chụp văn bản' }).waitFor();
  const shots = [];
  for (const text of ['Trang một', 'Trang hai']) {
    const sheet = await browser.newPage({ viewport: { width: 600, height: 800 } });
    await sheet.setContent(`<h1>${text} ${Date.now()}</h1>`);
    shots.push({ name: 'image.jpg', mimeType: 'image/jpeg', buffer: await sheet.screenshot({ type: 'jpeg' }) });
    await sheet.close();
  }
  for (const shot of shots) await page.getByTestId('camera').setInputFiles(shot);
  await page.getByRole('button', { name: 'Gửi 2 trang' }).waitFor();
  await page.waitForTimeout(300);
  await picture(page, 'phone-photographed');
  await audit(page, 'photographing');
  await page.getByRole('button', { name: 'Gửi 2 trang' }).tap();
  const rows = page.locator('.upload').filter({ hasText: '-trang-0' });
  await rows.nth(1).getByRole('link', { name: 'Mở văn bản' }).waitFor({ timeout: 30_000 });
  const papers = await rows.getByRole('link', { name: 'Mở văn bản' }).evaluateAll((links) => links.map(({ href }) => href.split('/').at(-1)));
  check(papers.length === 2 && papers[0] === papers[1], `both pages make one paper: ${papers}`);
  const { files } = await page.evaluate(async (paper) => (await fetch(`/api/v1/documents/${paper}`)).json(), papers[0]);
  check(files.map(({ name }) => name.slice(-6, -4)).join() === '01,02', `in their order: ${files.map(({ name }) => name)}`);
  checkFaults(page);
}

export const journeys = {
  'a letter is registered by keyboard alone': (browser) => byKeyboard(browser, false),
  'a scan is registered by keyboard alone': (browser) => byKeyboard(browser, true),
  'another value is taken with Alt': alternatives,
  'a form fills while pages are recognised': fillsMeanwhile,
  'a paper is photographed page by page': photographed,
};
