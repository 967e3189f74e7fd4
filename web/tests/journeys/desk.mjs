// The desk by keyboard: the palette, the list of shortcuts, the register as a table and as a file, and the calendar.
import { readFile } from 'node:fs/promises';
import { audit, check, checkFaults, openPage, picture, signIn } from './office.mjs';

const WORDS = process.env.CONGVAN_COMMON_WORDS ?? 'ke hoach';

const options = (page) => page.getByRole('option');

async function palette(browser, theme) {
  const page = await openPage(browser, 'desk', { colorScheme: theme });
  await signIn(page);
  const home = page.locator('header a.home');
  await home.focus();
  // What keys open is fetched after the first screen.
  await page.waitForTimeout(4000);
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: /Gõ tên màn hình/ });
  await box.waitFor();
  check(await box.evaluate((input) => input === document.activeElement), 'the cursor stands in the palette');
  await audit(page, `palette, ${theme}`);
  await picture(page, `desk-palette-${theme}`);
  await page.keyboard.press('Escape');
  await box.waitFor({ state: 'detached' });
  check(await home.evaluate((link) => link === document.activeElement), 'Escape gives the keyboard back');

  // Initials without diacritics lead to a screen: «lhxl» for «Lịch hạn xử lý».
  await page.keyboard.press('Control+k');
  await page.keyboard.type('lhxl');
  await page.getByRole('option', { name: 'Lịch hạn xử lý', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Lịch hạn xử lý' }).waitFor();

  // Words typed without diacritics find papers; arrows choose, Enter opens.
  await page.keyboard.press('Control+k');
  await page.keyboard.type(WORDS);
  const papers = page.getByRole('group', { name: 'Văn bản', exact: true }).getByRole('option');
  await papers.nth(2).waitFor();
  const wanted = (await papers.first().locator('.name').textContent()).trim();
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await page.locator('[role=option][aria-selected=true] .name').textContent()).trim() === wanted) break;
    await page.keyboard.press('ArrowDown');
  }
  const active = await box.getAttribute('aria-activedescendant');
  check((await page.locator(`[id="${active}"]`).getAttribute('aria-selected')) === 'true', 'the active descendant is the one chosen');
  await picture(page, `desk-palette-papers-${theme}`);
  await page.keyboard.press('Enter');
  await page.locator('[data-page]').first().waitFor();
  check(new URL(page.url()).pathname.startsWith('/vb/'), `the paper is open: ${page.url()}`);
  await page.getByText('Người nhập').first().waitFor({ timeout: 10_000 }).catch(() => undefined);

  // What was opened is offered again; what the screen can do is too.
  await page.keyboard.press('Control+k');
  await page.getByRole('group', { name: 'Văn bản vừa mở' }).getByRole('option').first().waitFor();
  check((await page.getByRole('group', { name: 'Thao tác trên màn hình này' }).getByRole('option').count()) > 0, 'the actions of the screen are offered');
  await page.keyboard.press('Escape');
  await box.waitFor({ state: 'detached' });

  await page.goto('/viec');
  await page.getByRole('heading', { level: 1, name: 'Việc của tôi' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Phím tắt' }).waitFor();
  check((await page.locator('dialog[open] dt kbd').count()) > 25, 'every shortcut is listed');
  await audit(page, `shortcuts, ${theme}`);
  await picture(page, `desk-shortcuts-${theme}`);
  await page.keyboard.press('Escape');
  await options(page).first().waitFor({ state: 'detached' });
  checkFaults(page);
}

async function shortcutsByHand(browser) {
  const page = await openPage(browser, 'phone');
  await signIn(page);
  await page.goto('/toi');
  await page.getByRole('button', { name: 'Phím tắt' }).click();
  await page.getByRole('heading', { name: 'Phím tắt' }).waitFor();
  await audit(page, 'shortcuts, phone');
  await picture(page, 'phone-shortcuts');
  checkFaults(page);
}

/** Asks the server from the page of whoever is signed in there. */
const ask = (page, method, path, body) => page.evaluate(async ([verb, address, sent]) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`/api/v1${address}`, { method: verb, headers, body: sent ? JSON.stringify(sent) : undefined });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${verb} ${address}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}, [method, path, body]);

async function books(browser) {
  const page = await openPage(browser, 'desk');
  await signIn(page);
  const { items } = await ask(page, 'GET', '/registers');
  // A book from which nobody takes a number meanwhile: kept ones stand in the way of the next.
  const book = items.find((one) => one.book === 'copies');
  const year = new Date().getFullYear();
  const lastOf = async () => (await ask(page, 'GET', `/registers/${book.id}/years`)).items.find((one) => one.year === year)?.last ?? 0;
  if ((await lastOf()) < 250) {
    for (let times = 0; times < 5; times += 1) await ask(page, 'POST', `/registers/${book.id}/reservations`, { count: 50, day: new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10), purpose: 'Giữ số, "thử" lâu dài' });
  }
  const last = await lastOf();
  await page.goto(`/so/${book.id}?nam=${year}`);
  const heads = () => page.getByRole('columnheader').allTextContents();
  await page.locator('tbody th.number').first().waitFor();
  const table = page.getByRole('table', { name: 'Các dòng của sổ' });
  check((await table.getAttribute('aria-rowcount')) === String(last + 1), 'the table tells how many lines there are');
  check((await page.locator('tbody:not([aria-hidden]) tr').count()) < 40, 'only lines in view stand in the page');
  const numbered = (number) => page.locator('tbody th.number', { hasText: new RegExp(`^${number}$`) });
  await numbered(last).waitFor();
  await page.getByRole('region', { name: 'Các dòng của sổ' }).focus();
  await page.keyboard.press('Home');
  await numbered(1).waitFor();

  check(!(await heads()).includes('Tình trạng'), 'the state is no usual column');
  await page.getByText('Cột hiển thị').first().click();
  await page.getByLabel('Tình trạng').last().check();
  await page.getByLabel('Tác giả').last().uncheck();
  // From the top: what the bar above half covers is no fault of the page.
  await page.evaluate(() => scrollTo(0, 0));
  await audit(page, 'columns of a register');
  await picture(page, 'desk-register-columns');
  await page.reload();
  await page.locator('tbody th.number').first().waitFor();
  check((await heads()).includes('Tình trạng') && !(await heads()).includes('Tác giả'), `the columns are kept: ${await heads()}`);

  await page.getByRole('combobox', { name: 'Tình trạng' }).selectOption('reserved');
  await page.waitForURL(/tinh-trang=reserved/);
  await page.reload();
  await page.locator('tbody th.number').first().waitFor();
  check((await page.getByRole('combobox', { name: 'Tình trạng' }).inputValue()) === 'reserved', 'the address keeps the filter');
  let wanted = 0;
  for (let after = 0; after !== null;) {
    const part = await ask(page, 'GET', `/registers/${book.id}/entries?year=${year}&state=reserved&limit=100&after=${after}`);
    wanted += part.items.length;
    after = part.next;
  }
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Tải phần đang xem (CSV)' }).click();
  const file = await readFile(await (await coming).path(), 'utf8');
  const rows = file.split('\r\n').filter((row) => row !== '');
  check(file.startsWith('\uFEFFSố,'), 'the file begins with the mark and the heads');
  check(rows.length === wanted + 1 && wanted >= 250, `the file has ${rows.length - 1} lines of ${wanted}`);
  check(rows[1].includes('""thử""') && rows[1].includes('Đang giữ'), `the file has the columns shown: ${rows[1]}`);
  checkFaults(page);
}

/** A letter that the chairman gave to the head of a unit with a due date. */
async function given(browser) {
  const round = String(Date.now()).slice(-6);
  const clerk = await openPage(browser, 'desk');
  await signIn(clerk);
  const name = `lich-${round}.txt`;
  await clerk.goto('/tai-len');
  await clerk.getByTestId('files').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(`Số: ${round}/STC-NS\nBáo cáo giải ngân đợt ${round}\n`) });
  const row = clerk.locator('.upload', { hasText: name }).first();
  await row.getByText('Đã đọc · tìm được').waitFor({ timeout: 120_000 });
  const id = (await row.getByRole('link', { name: 'Mở văn bản' }).getAttribute('href')).split('/').at(-1);
  const { items: registers } = await ask(clerk, 'GET', '/registers');
  const { items: people } = await ask(clerk, 'GET', '/colleagues');
  const leader = people.find(({ posts }) => posts.some(({ title }) => title === 'Chủ tịch UBND xã'));
  await ask(clerk, 'POST', `/documents/${id}/registration`, {
    register: registers.find(({ book }) => book === 'incoming').id, submit_to: { kind: 'person', id: leader.id },
    fields: { subject: `Báo cáo giải ngân đợt ${round}`, kind: 'cong_van', code: `${round}/STC-NS`, issuer: 'Sở Tài chính tỉnh Lạc Giang', direction: 'incoming', urgency: 'normal' },
  });
  const chairman = await openPage(browser, 'desk');
  await signIn(chairman, 'chutich.anphu');
  const { items: units } = await ask(chairman, 'GET', '/units');
  const { tasks } = await ask(chairman, 'GET', `/documents/${id}/work`);
  await ask(chairman, 'POST', `/documents/${id}/actions`, {
    action: 'distribute', task: tasks.find(({ kind, closed }) => kind === 'distribute' && !closed).id, words: 'Phòng Kinh tế chủ trì.',
    parts: [{ part: 'lead', to: { kind: 'unit', id: units.find((one) => one.name === 'Phòng Kinh tế').id }, term: { unit: 'working_days', amount: 2 } }],
  });
  await clerk.context().close();
  await chairman.context().close();
}

async function calendar(browser, size, theme) {
  if (theme === 'light') await given(browser);
  const page = await openPage(browser, size, { colorScheme: theme });
  await signIn(page, 'tp.kinhte.anphu');
  const due = await page.evaluate(async () => {
    const { items } = await (await fetch('/api/v1/inbox?box=waiting&limit=100')).json();
    return items.map(({ task, document }) => ({ at: task.due_at, paper: document.id })).filter(({ at }) => at);
  });
  check(due.length > 0, 'somebody has tasks with due dates');
  const dayOf = (at) => new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(0, 10);
  const day = dayOf(due[0].at);
  const many = due.filter(({ at }) => dayOf(at) === day).length;
  await page.goto(`/lich?ngay=${day}`);
  const shown = page.locator(size === 'desk' ? '.desk-only .rows a' : '.phone-only .rows a');
  await shown.first().waitFor();
  if (size === 'desk') {
    check((await shown.count()) === many, `${many} tasks are due on ${day}, shown ${await shown.count()}`);
    check((await page.getByRole('columnheader').allTextContents())[0].startsWith('T2'), 'the week begins on Monday');
    const after = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    await page.locator(`[data-day="${day}"]`).focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((next) => document.activeElement?.dataset.day === next, after);
    check(new URL(page.url()).searchParams.get('ngay') === after, 'the address holds the day');
    await page.keyboard.press('PageDown');
    await page.waitForFunction((old) => document.activeElement?.dataset.day > old, after);
    await page.keyboard.press('PageUp');
    await page.waitForFunction((next) => document.activeElement?.dataset.day === next, after);
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction((next) => document.activeElement?.dataset.day === next, day);
    check((await page.locator('td.off').count()) >= 8, 'days off are grey');
  }
  await audit(page, `calendar, ${size}, ${theme}`);
  await picture(page, `${size}-calendar-${theme}`);
  await shown.first().click();
  await page.locator('[data-page]').first().waitFor();
  checkFaults(page);
}

export const journeys = {
  'palette and shortcuts by keys alone, light': (browser) => palette(browser, 'light'),
  'palette and shortcuts by keys alone, dark': (browser) => palette(browser, 'dark'),
  'shortcuts are reached without a keyboard': shortcutsByHand,
  'a register as a table and as a file': books,
  'calendar, desk, light': (browser) => calendar(browser, 'desk', 'light'),
  'calendar, desk, dark': (browser) => calendar(browser, 'desk', 'dark'),
  'calendar, phone, light': (browser) => calendar(browser, 'phone', 'light'),
  'calendar, phone, dark': (browser) => calendar(browser, 'phone', 'dark'),
};
