// What every journey needs: a browser, a person who signs in, screenshots, axe, and a way to fail.
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const env = process.env;

export const OFFICE = {
  url: env.CONGVAN_URL ?? 'http://127.0.0.1:8080',
  login: env.CONGVAN_LOGIN ?? 'vanthu.anphu',
  password: env.CONGVAN_PASSWORD ?? 'congvan-demo-2026',
  browser: env.CHROMIUM ?? '/usr/bin/chromium',
};
export const SIZES = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1440, height: 900 } },
};
const PICTURES = new URL('../../../target/journeys/', import.meta.url);

export async function openBrowser() {
  await mkdir(PICTURES, { recursive: true });
  return chromium.launch({
    executablePath: OFFICE.browser,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

/** A page of that size; errors of the page and breaches of the content policy are collected. */
export async function openPage(browser, size, options = {}) {
  const context = await browser.newContext({ ...SIZES[size], locale: 'vi-VN', baseURL: OFFICE.url, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.asked = 0;
  page.on('request', (request) => { if (request.url().includes('/api/')) page.asked += 1; });
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|is not a function|undefined/.test(message.text())) {
      page.faults.push(message.text());
    }
  });
  return page;
}

export async function signIn(page, login = OFFICE.login) {
  await page.goto('/dang-nhap');
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(OFFICE.password);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Việc của tôi' }).waitFor();
}

export async function picture(page, name) {
  await page.screenshot({ path: new URL(`${name}.png`, PICTURES).pathname });
}

/** A screen as it stands: axe in both themes, a picture at both sizes. */
export async function look(page, name) {
  const own = page.viewportSize();
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(300);
    await audit(page, `${name}, ${colorScheme}`);
  }
  for (const [size, { viewport }] of Object.entries(SIZES).toSorted(([, a]) => (a.viewport.width === own.width ? 1 : -1))) {
    await page.setViewportSize(viewport);
    await page.waitForTimeout(300);
    await picture(page, `${size}-${name}`);
  }
}

/** What stood on every page when a journey failed. */
export async function lastSights(browser, name) {
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    await picture(page, `failed-${name}-${index}`).catch(() => undefined);
    console.error(`      page ${index}: ${page.url()}${page.faults?.length ? `\n${page.faults.join('\n')}` : ''}`);
  }
}

/** Notes anything axe finds on the screen as it stands among the page's faults. */
export async function audit(page, where) {
  const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  );
  const lines = violations.flatMap(({ id, impact, nodes }) =>
    nodes.slice(0, 3).map((node) => `${where}: ${id} (${impact}) ${node.target.join(' ')} — ${node.failureSummary}`),
  );
  page.faults.push(...lines);
}

export function check(holds, message) {
  if (!holds) throw new Error(message);
}

/** Fails when the page threw, broke the content policy or failed an audit on the way. */
export function checkFaults(page) {
  check(page.faults.length === 0, `faults of the page:\n${page.faults.join('\n')}`);
}

/**
 * Counts what a person's hand does on that page from now on: taps on the screen or with the mouse, and keys (Ctrl+Enter
 * are two). What is typed in place of what was read wrongly stands apart, as corrections.
 */
export async function counted(page) {
  if (!page.hand) await watchHand(page);
  page.hand = { taps: 0, keys: 0, corrections: 0 };
  return page.hand;
}

async function watchHand(page) {
  await page.exposeBinding('countTap', () => (page.hand.taps += 1));
  const watch = () => addEventListener('pointerdown', ({ isTrusted }) => isTrusted && globalThis.countTap(), { capture: true });
  await page.addInitScript(watch);
  await page.evaluate(watch);
  const { keyboard } = page;
  const [press, type] = [keyboard.press.bind(keyboard), keyboard.type.bind(keyboard)];
  keyboard.press = (keys, options) => {
    const pressed = keys.split(/(?<=.)[+]/).length;
    if (keys === 'Control+a') page.hand.corrections += pressed;
    else page.hand.keys += pressed;
    return press(keys, options);
  };
  keyboard.type = (text, options) => {
    page.hand.corrections += Array.from(text).length;
    return type(text, options);
  };
}

/** Prints `[what, counted, limit]` as a table and fails when one is above its limit. */
export function checkLimits(rows) {
  for (const [what, value, limit] of rows) console.log(`      ${what.padEnd(44)} ${String(value).padStart(8)}  (limit ${limit})`);
  const over = rows.filter(([, value, limit]) => value > limit).map(([what, value, limit]) => `${what}: ${value}, limit ${limit}`);
  check(over.length === 0, `above the limit:\n${over.join('\n')}`);
}
