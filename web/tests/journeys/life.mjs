// The life of a letter, from the scanner to the archive: recognised, registered by keyboard alone, instructed on the phone,
// assigned, answered, approved on the phone, numbered and sent by the clerk, and found by everybody who may and by nobody
// who may not. Taps and keys are counted on the way.
import { abbreviate, approveAtOnce, beside, issueBeside, openToIssue, submit, typed } from './drafts.mjs';
import { expectForm, settle } from './letters.mjs';
import { check, checkFaults, checkLimits, counted, look, openPage, signIn } from './office.mjs';
import { fileOf, freshLetter, upload } from './registering.mjs';
import { assignOn, openTask } from './work.mjs';

const LIMITS = { taps: 4, keys: 25 };
const HANDLERS = ['vanthu.anphu', 'chutich.anphu', 'chanhvp.anphu', 'tp.kinhte.anphu', 'cv.luc.anphu'];
/** Who keeps the archive and inspects it finds what the agency keeps, though he had no part in it. */
const INSPECTOR = 'kiemtra.anphu';
/** An administrator, a deputy and a specialist without a part in it, and the clerk of another agency. */
const STRANGERS = ['quantri.anphu', 'cv.anh.anphu', 'vanthu.snnmt'];
const SIGNER = 'Nguyễn Hữu Khang';

async function meet(browser, size, login) {
  const page = await openPage(browser, size);
  await signIn(page, login);
  return page;
}

/** Enter through what was read, the leader chosen by his name, Ctrl+Enter: no mouse, and few keys. */
async function registerByKeyboard(page, id, fields) {
  await page.goto(`/den/hang-doi?vb=${id}`);
  await page.waitForFunction(() => document.activeElement?.closest('form.card'));
  await page.waitForFunction(() => document.querySelector('.sheet img')?.naturalWidth > 0);
  await look(page, 'life-registering');
  await page.reload();
  await page.waitForFunction(() => document.activeElement?.closest('form.card'));
  const hand = await counted(page);
  const stops = await settle(page, fields);
  await expectForm(page, fields, stops);
  const to = page.getByLabel('Trình', { exact: true });
  while (!(await to.evaluate((field) => field === document.activeElement))) {
    check(hand.keys < LIMITS.keys, 'Shift+Tab comes to whom it is submitted');
    await page.keyboard.press('Shift+Tab');
  }
  for (const letter of 'Ng') await page.keyboard.press(letter);
  check((await to.locator('option:checked').textContent()).startsWith(SIGNER), 'the chairman is chosen by his name');
  await page.keyboard.press('Control+Enter');
  await page.locator('#noi-dung').getByText('Đã vào sổ số').waitFor();
  check(hand.taps === 0, 'the mouse is not touched');
  return { ...hand };
}

/** From the notice, which opens the paper: what to do, one phrase, who leads, send. */
async function instruct(page, id) {
  await page.goto(`/vb/${id}`);
  const bar = page.getByRole('region', { name: 'Xử lý' });
  await bar.getByRole('button', { name: 'Bút phê' }).waitFor();
  await look(page, 'life-notice');
  await page.goto(`/vb/${id}`);
  const hand = await counted(page);
  await bar.getByRole('button', { name: 'Bút phê' }).tap();
  const sheet = page.getByRole('dialog', { name: 'Bút phê' });
  await sheet.getByRole('button', { name: 'Giao chủ trì tham mưu, trả lời đúng hạn.' }).tap();
  await sheet.getByRole('button', { name: 'Phòng Kinh tế', exact: true }).tap();
  await look(page, 'life-instruction');
  await sheet.getByRole('button', { name: 'Chuyển', exact: true }).tap();
  await bar.getByText('Đã chuyển ý kiến.').waitFor();
  const taken = { ...hand };
  await look(page, 'life-instructed');
  return taken;
}

/** The answer is drafted out of the letter itself and goes on its way. */
async function answer(page, letter, subject) {
  await openTask(page, letter.fields.subject);
  await beside(page).getByRole('button', { name: 'Nhận việc' }).click();
  await beside(page).getByText('Đã nhận việc.').waitFor();
  await beside(page).getByRole('link', { name: 'Soạn văn bản trả lời' }).click();
  await page.getByLabel('Loại văn bản').selectOption({ label: 'Công văn' });
  await page.getByLabel('Trích yếu').fill(subject);
  await page.getByTestId('draft-files').setInputFiles(await typed(subject));
  await look(page, 'life-drafting');
  await page.getByRole('button', { name: 'Bắt đầu' }).click();
  await page.locator('[data-page]').first().waitFor();
  await beside(page).getByRole('heading', { name: 'Trả lời văn bản' }).waitFor();
  await look(page, 'life-draft');
  await submit(page);
}

/** Asks without diacritics; the index follows what happened, so whoever should find asks again for a while. */
async function finds(page, question, title, expected) {
  await page.goto(`/tim?q=${encodeURIComponent(question)}`);
  const hit = page.locator('article h2 a', { hasText: title });
  const shown = () => page.getByTestId('figure').or(page.locator('.empty')).first().waitFor();
  await shown();
  for (let asked = 0; expected && asked < 5 && (await hit.count()) === 0; asked += 1) {
    await page.waitForTimeout(1000);
    await page.reload();
    await shown();
  }
  return (await hit.count()) > 0;
}

const bare = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();

/** Both letters, by each who may and by nobody else. */
async function foundBy(browser, titles) {
  for (const login of [...HANDLERS, INSPECTOR, ...STRANGERS]) {
    const page = await meet(browser, 'desk', login);
    const expected = !STRANGERS.includes(login);
    for (const title of titles) check((await finds(page, bare(title), title, expected)) === expected, `${login} ${expected ? 'finds' : 'does not find'} «${title}»`);
    await look(page, `life-${expected ? 'found' : 'not-found'}`);
    checkFaults(page);
    await page.context().close();
  }
}

async function life(browser) {
  await abbreviate(browser);
  const letter = freshLetter();
  const reply = `Trả lời về ${letter.fields.subject}`;
  const clerk = await meet(browser, 'desk', 'vanthu.anphu');
  const id = await upload(clerk, await fileOf(browser, letter, true));
  await look(clerk, 'life-uploaded');
  const registering = await registerByKeyboard(clerk, id, letter.fields);

  const chairman = await meet(browser, 'phone', 'chutich.anphu');
  const instructing = await instruct(chairman, id);
  const head = await meet(browser, 'desk', 'tp.kinhte.anphu');
  await assignOn(head, letter.fields);
  const specialist = await meet(browser, 'desk', 'cv.luc.anphu');
  await answer(specialist, letter, reply);

  const headsPhone = await meet(browser, 'phone', 'tp.kinhte.anphu');
  await approveAtOnce(headsPhone, reply, 'Duyệt nội dung');
  await look(headsPhone, 'life-approved');
  const chief = await meet(browser, 'phone', 'chanhvp.anphu');
  await approveAtOnce(chief, reply, 'Duyệt thể thức');
  await approveAtOnce(chairman, reply, 'Ký duyệt');
  await look(chairman, 'life-signed');
  await openToIssue(clerk, reply);
  await issueBeside(clerk);
  await look(clerk, 'life-sent');
  for (const page of [clerk, chairman, head, specialist, headsPhone, chief]) {
    checkFaults(page);
    await page.context().close();
  }
  await foundBy(browser, [letter.fields.subject, reply]);
  checkLimits([
    ['taps from the notice to «Đã chuyển»', instructing.taps, LIMITS.taps],
    ['keys to register a scan, beside corrections', registering.keys, LIMITS.keys],
  ]);
  console.log(`      keys of corrections: ${registering.corrections}`);
}

export const journeys = { 'the life of a letter': life };
