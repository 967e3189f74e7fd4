// Every screen in both sizes and both themes: axe finds nothing, nothing is wider than the screen, and nothing is asked
// again and again.
import { audit, check, checkFaults, openPage, picture, SIZES, signIn } from './office.mjs';

const SCREENS = {
  work: ['/viec', (page) => page.locator('.tasks li, .empty').first().waitFor()],
  'work-done': ['/viec/da-xu-ly', (page) => page.locator('.tasks li, .empty').first().waitFor()],
  registering: ['/den/hang-doi', (page) => page.locator('output, .empty').first().waitFor()],
  registers: ['/so', (page) => page.locator('tbody tr, .empty').first().waitFor()],
  drafts: ['/soan', (page) => page.locator('.drafts li, .empty').first().waitFor()],
  'draft-new': ['/soan/moi', (page) => page.getByLabel('Trích yếu').waitFor()],
  issuing: ['/di/cho-so', (page) => page.locator('form.card h2, .empty').first().waitFor()],
  late: ['/tre-han', (page) => page.locator('.list li, .empty').first().waitFor()],
  figures: ['/thong-ke', (page) => page.locator('tbody tr, .empty').first().waitFor()],
  list: ['/van-ban', (page) => page.locator('.papers li').first().waitFor()],
  upload: ['/tai-len', (page) => page.getByTestId('files').waitFor({ state: 'attached' })],
  search: ['/tim?q=ke%20hoach', (page) => page.getByTestId('figure').waitFor()],
  'search-empty': ['/tim?q=khongcotunay%20xyzzyx', (page) => page.getByTestId('figure').waitFor()],
  me: ['/toi', (page) => page.getByText('Máy này', { exact: true }).waitFor()],
  notices: ['/thong-bao', (page) => page.locator('.lines li, .empty').first().waitFor()],
  'notices-ways': ['/thong-bao/cach-nhan', (page) => page.getByLabel('Địa chỉ thư điện tử').waitFor()],
  'admin-people': ['/quan-tri', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
  'admin-units': ['/quan-tri/don-vi', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
  delegations: ['/uy-quyen', (page) => page.getByRole('heading', { level: 2 }).first().waitFor()],
  'register-setup': ['/so/moi/thiet-lap', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
  'admin-calendar': ['/quan-tri/lich', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
  'admin-reminders': ['/quan-tri/nhac-han', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
  'admin-jobs': ['/quan-tri/viec-hong', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
  'admin-status': ['/quan-tri/he-thong', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
  'not-found': ['/khong-co', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
};

/** A screen that stands still asks for a live event or two while it is looked at; more is asked in a circle. */
const MOST_ASKED = 8;

async function look(page, name) {
  await page.waitForTimeout(350);
  const asked = page.asked;
  await picture(page, name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, `${name} is ${wide} px wider than the screen`);
  await audit(page, name);
  check(page.asked - asked <= MOST_ASKED, `${name} asked ${page.asked - asked} times while it was looked at`);
}

async function walk(browser, size, colorScheme) {
  const page = await openPage(browser, size, { colorScheme });
  await page.goto('/dang-nhap');
  await page.getByLabel('Tên đăng nhập').waitFor();
  await look(page, `${size}-${colorScheme}-sign-in`);
  await signIn(page);
  for (const [name, [address, ready]] of Object.entries(SCREENS)) {
    await page.goto(address);
    await ready(page);
    await look(page, `${size}-${colorScheme}-${name}`);
  }
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
  checkFaults(page);
}

export const journeys = Object.fromEntries(
  Object.keys(SIZES).flatMap((size) =>
    ['light', 'dark'].map((theme) => [`${size}, ${theme}`, (browser) => walk(browser, size, theme)]),
  ),
);
