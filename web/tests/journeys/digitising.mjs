// Twenty letters come as one scan with separator sheets between them: they become twenty papers with filled forms, and
// the clerk registers them all without touching the mouse.
import { audit, check, checkFaults, openPage, picture, signIn } from './office.mjs';
import { expectForm, letterOf, mend, scanned, scanOf, settle, spoilt } from './letters.mjs';

const LETTERS = 20;
const READ_MS = 300_000;
const ISSUERS = [
  ['Sở Tài chính', 'STC', 'KT. GIÁM ĐỐC<br>PHÓ GIÁM ĐỐC', 'Trần Văn Minh'],
  ['Sở Xây dựng', 'SXD', 'GIÁM ĐỐC', 'Nguyễn Thị Hòa'],
  ['Sở Y tế', 'SYT', 'KT. GIÁM ĐỐC<br>PHÓ GIÁM ĐỐC', 'Lê Quang Hùng'],
  ['Sở Nội vụ', 'SNV', 'GIÁM ĐỐC', 'Phạm Thanh Tùng'],
];
const SUBJECTS = [
  'rà soát các hồ chứa trước mùa lũ', 'báo cáo tình hình giải ngân vốn đầu tư công', 'tổ chức tiêm chủng mở rộng tại các xã',
  'chấn chỉnh việc chấp hành giờ làm việc', 'tăng cường phòng cháy và chữa cháy', 'lập dự toán chi thường xuyên năm 2027',
  'kiểm tra công tác văn thư, lưu trữ', 'hướng dẫn cấp giấy phép xây dựng nhà ở', 'phối hợp tổ chức tuần lễ chuyển đổi số',
  'cử cán bộ tham dự lớp bồi dưỡng nghiệp vụ',
];
const KINDS = [null, 'Thông báo', null, 'Kế hoạch'];

function letters() {
  const from = Number(String(Date.now()).slice(-6, -2)) * 10;
  return Array.from({ length: LETTERS }, (_, at) => {
    const [issuer, sign, post, signer] = ISSUERS[at % ISSUERS.length];
    const kind = KINDS[at % KINDS.length];
    const letter = {
      issuer, post, signer, kind, day: 2 + (at % 18), month: 11,
      code: `${from + at}/${kind === 'Thông báo' ? 'TB-' : kind ? 'KH-' : ''}${sign}${kind ? '' : '-VP'}`,
      subject: SUBJECTS[at % SUBJECTS.length],
    };
    const { day, code, subject } = letter;
    return { letter, wanted: { code, issued_on: `${String(day).padStart(2, '0')}/11/2026`, issuer, subject, signer } };
  });
}

/** The sheet for one register, as a printer and a scanner leave it: the office shows the page it prints. */
async function sheetOf(page, register) {
  await page.goto('/quet');
  const panel = page.locator('section, details, div').filter({ has: page.getByRole('link', { name: 'Mở để in (PDF)' }) }).last();
  await page.getByLabel('Vào sổ').selectOption({ label: register });
  const address = await panel.getByRole('link', { name: 'Mở để in (PDF)' }).getAttribute('href');
  const printed = await page.request.get(new URL(address.replace(/count=\d+/, 'count=1'), page.url()).href);
  await page.getByLabel('Tên lô').fill('Tờ ngăn cách');
  await page.getByTestId('scans').setInputFiles({ name: 'to-ngan-cach.pdf', mimeType: 'application/pdf', buffer: await printed.body() });
  await page.getByRole('heading', { name: /Trang để riêng/ }).waitFor();
  const image = await page.locator('img[src*="/image"]').first().getAttribute('src');
  return spoilt(page, image.replace('width=240', 'width=910'), -0.4);
}

async function twenty(browser) {
  const page = await openPage(browser, 'desk');
  await signIn(page);
  const all = letters();
  const books = await page.evaluate(async () => (await (await fetch('/api/v1/registers')).json()).items);
  const book = books.filter((one) => one.book === 'incoming').at(-1).name;
  const sheet = await sheetOf(page, book);
  const pages = [];
  for (const [at, { letter }] of all.entries()) pages.push(sheet, await scanned(browser, letterOf(letter), at % 2 ? 0.6 : -0.5));

  await page.goto('/quet');
  await page.getByLabel('Tên lô').fill('Hai mươi văn bản');
  const dropped = Date.now();
  await page.getByTestId('scans').setInputFiles(scanOf(pages, 'hai-muoi-van-ban.pdf'));
  await page.getByRole('heading', { level: 1, name: 'Hai mươi văn bản' }).waitFor();
  await page.getByText(`Cả ${LETTERS} văn bản đã sẵn sàng vào sổ.`).waitFor({ timeout: READ_MS });
  console.log(`      ${LETTERS} letters read in ${((Date.now() - dropped) / 1000).toFixed(1)} s`);
  check((await page.getByRole('article').count()) === LETTERS, 'every letter is a paper');
  await picture(page, 'desk-twenty-papers');
  await audit(page, 'twenty papers of a batch');

  await page.getByRole('link', { name: 'Vào sổ lần lượt' }).focus();
  await page.keyboard.press('Enter');
  const typed = [];
  const wrong = [];
  for (const [at, { wanted }] of all.entries()) {
    await page.waitForFunction((code) => document.activeElement?.closest('form.card') && document.querySelector('nav[aria-label="Văn bản chờ vào sổ"] [aria-current]')?.textContent.length && code, wanted.code);
    await page.waitForFunction(() => document.querySelector('.sheet img')?.naturalWidth > 0);
    check((await page.locator('form.card .books select option:checked').first().textContent()) === book, 'the register of the separator sheet is chosen');
    if (at === 0) await picture(page, 'desk-twenty-first-form');
    const stops = await settle(page, wanted, typed);
    wrong.push(...(await mend(page, wanted)));
    await expectForm(page, wanted, stops);
    await settle(page, wanted);
    await page.keyboard.press('Enter');
    await page.locator('#noi-dung').getByText('Đã vào sổ số').waitFor();
    if (at + 1 < LETTERS) await page.waitForFunction((left) => document.querySelectorAll('nav[aria-label] li button').length === left, LETTERS - at - 1);
  }
  await page.getByText('Không còn văn bản nào của lô chờ vào sổ.').waitFor();
  const fields = LETTERS * 5;
  console.log(`      typed anew: ${typed.length} of ${fields} fields (${typed}); wrong where nothing was asked: ${wrong.length} (${wrong})`);
  check(wrong.length <= fields * 0.05, `what is called sure is right: ${wrong}`);
  check(typed.length + wrong.length <= fields * 0.1, `nine in ten fields are read right: ${typed} ${wrong}`);
  await page.goBack();
  await picture(page, 'desk-twenty-registered');
  checkFaults(page);
}

export const journeys = { 'twenty letters dropped as one scan are registered by keyboard alone': twenty };
