// Every screen in both sizes and both themes: axe finds nothing, nothing is wider than the screen, and nothing is asked
// again and again.
import { audit, check, checkFaults, openPage, picture, SIZES, signIn } from './office.mjs';

const title = (page) => page.getByRole('heading', { level: 1 }).waitFor();
const first = (of) => (page) => page.locator(`${of}, .empty`).first().waitFor();

/** Name, address and what says that it stands, by who has something on it. */
const SCREENS = {
  'vanthu.anphu': {
    work: ['/viec', first('.tasks li')],
    registering: ['/den/hang-doi', first('output')],
    registers: ['/so', first('tbody th')],
    'register-setup': ['/so/moi/thiet-lap', title],
    issuing: ['/di/cho-so', first('form.card h2')],
    list: ['/van-ban', (page) => page.locator('.papers li').first().waitFor()],
    upload: ['/tai-len', (page) => page.getByTestId('files').waitFor({ state: 'attached' })],
    batches: ['/quet', title],
    quality: ['/chat-luong', title],
    search: ['/tim?q=ke%20hoach', (page) => page.getByTestId('figure').waitFor()],
    'search-empty': ['/tim?q=khongcotunay%20xyzzyx', (page) => page.getByTestId('figure').waitFor()],
    me: ['/toi', (page) => page.getByText('Máy này', { exact: true }).waitFor()],
    'not-admin': ['/quan-tri', title],
    'not-found': ['/khong-co', title],
  },
  'chutich.anphu': {
    'work-leader': ['/viec', first('.tasks li')],
    'work-done': ['/viec/da-xu-ly', first('.tasks li')],
    drafts: ['/soan', first('.drafts li')],
    late: ['/tre-han', first('.list li')],
    figures: ['/thong-ke', first('tbody tr')],
    calendar: ['/lich', title],
    waiting: ['/cho-gui', title],
    notices: ['/thong-bao', first('.lines li')],
    'notices-ways': ['/thong-bao/cach-nhan', (page) => page.getByLabel('Địa chỉ thư điện tử').waitFor()],
    delegations: ['/uy-quyen', (page) => page.getByRole('heading', { level: 2 }).first().waitFor()],
    widenings: ['/mo-rong-quyen', title],
    templates: ['/quan-tri/mau-but-phe', title],
    'me-leader': ['/toi', (page) => page.getByText('Máy này', { exact: true }).waitFor()],
  },
  'cv.luc.anphu': {
    'draft-new': ['/soan/moi', (page) => page.getByLabel('Trích yếu').waitFor()],
  },
  'quantri.anphu': {
    'admin-people': ['/quan-tri', title],
    'admin-units': ['/quan-tri/don-vi', title],
    'admin-routes': ['/quan-tri/quy-trinh', title],
    'admin-registers': ['/quan-tri/so', title],
    'admin-calendar': ['/quan-tri/lich', title],
    'admin-reminders': ['/quan-tri/nhac-han', title],
    'admin-audit': ['/quan-tri/nhat-ky', first('tbody tr')],
    'admin-jobs': ['/quan-tri/viec-hong', title],
    'admin-status': ['/quan-tri/he-thong', title],
  },
};

/** A screen that stands still asks for a live event or two while it is looked at; more is asked in a circle. */
const MOST_ASKED = 8;

const QUIET_MS = 350;
const MOST_PAUSES = 30;

/** Waits until nothing is asked for a moment: papers are still fetched ahead. A circle never stops and is counted then. */
async function settled(page) {
  for (let pause = 0, before = -1; pause < MOST_PAUSES && before !== page.asked; pause += 1) {
    before = page.asked;
    await page.waitForTimeout(QUIET_MS);
  }
}

async function look(page, name) {
  await page.waitForFunction(() => [...document.fonts].some(({ family, status }) => family === 'Inter Variable' && status === 'loaded'));
  await settled(page);
  const asked = page.asked;
  await picture(page, name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, `${name} is ${wide} px wider than the screen`);
  await audit(page, name);
  check(page.asked - asked <= MOST_ASKED, `${name} asked ${page.asked - asked} times while it was looked at`);
}

async function walk(browser, size, colorScheme) {
  const stranger = await openPage(browser, size, { colorScheme });
  await stranger.goto('/dang-nhap');
  await stranger.getByLabel('Tên đăng nhập').waitFor();
  await look(stranger, `${size}-${colorScheme}-sign-in`);
  for (const [login, screens] of Object.entries(SCREENS)) {
    const page = await openPage(browser, size, { colorScheme });
    await signIn(page, login);
    for (const [name, [address, ready]] of Object.entries(screens)) {
      await page.goto(address);
      await ready(page);
      await look(page, `${size}-${colorScheme}-${name}`);
    }
    if (login === 'vanthu.anphu') await read(page, size, colorScheme);
    checkFaults(page);
    await page.context().close();
  }
}

async function read(page, size, colorScheme) {
  await page.goto('/van-ban');
  await page.locator('.papers a').first().waitFor();
  const paper = await page.locator('.papers li', { hasNot: page.locator('.chip.info, .chip.warn, .chip.bad') }).locator('a').first().getAttribute('href');
  await page.goto(paper);
  await page.locator('[data-page]').first().waitFor();
  await look(page, `${size}-${colorScheme}-reader-page`);
  if (size === 'phone') await page.getByRole('button', { name: 'Chi tiết' }).click();
  await page.getByRole('heading', { name: 'Thông tin văn bản' }).last().waitFor();
  await look(page, `${size}-${colorScheme}-details`);
  await page.goto(`${paper}?che-do=chu`);
  await page.locator('[data-page] .text, [data-page] .muted').first().waitFor();
  await look(page, `${size}-${colorScheme}-reader-text`);
}

export const journeys = Object.fromEntries(
  Object.keys(SIZES).flatMap((size) =>
    ['light', 'dark'].map((theme) => [`${size}, ${theme}`, (browser) => walk(browser, size, theme)]),
  ),
);
