// Searching and reading without a mouse; the way back is the back button.
import { check, checkFaults, openPage, signIn } from './office.mjs';

const WORDS = process.env.CONGVAN_COMMON_WORDS ?? 'ke hoach';

async function keyboardOnly(browser) {
  const page = await openPage(browser, 'desk');
  await signIn(page);
  await page.keyboard.press('/');
  // Fails by the time limit where the slash does not put the cursor in the search box.
  await page.waitForFunction(() => document.activeElement?.matches('input[data-search]'));
  await page.keyboard.type(WORDS, { delay: 30 });
  await page.keyboard.press('Enter');
  await page.getByTestId('figure').waitFor();
  check(new URL(page.url()).searchParams.get('q') === WORDS, `the address holds the question: ${page.url()}`);

  for (let presses = 0; presses < 120; presses += 1) {
    if (await page.evaluate(() => document.activeElement?.matches('article h2 a') ?? false)) break;
    await page.keyboard.press('Tab');
  }
  const title = await page.evaluate(() => document.activeElement?.textContent);
  check(title, 'the tabulator reaches the first hit');
  await page.keyboard.press('Enter');
  await page.locator('[data-page]').first().waitFor();
  const before = await page.locator('.jump input').inputValue();
  if ((await page.locator('[data-page]').count()) > 1) {
    await page.keyboard.press('j');
    await page.waitForFunction((old) => document.querySelector('.jump input').value !== old, before);
    await page.keyboard.press('k');
    await page.waitForFunction((old) => document.querySelector('.jump input').value === old, before);
  }
  await page.goBack();
  await page.locator('article h2 a').first().waitFor();
  check(new URL(page.url()).searchParams.get('q') === WORDS, 'the back button shows the same search');
  await page.keyboard.press('Control+k');
  await page.waitForFunction(() => document.activeElement?.matches('dialog[open] input[role=combobox]'));
  checkFaults(page);
}

export const journeys = { 'search, open, page, back by keys': keyboardOnly };
