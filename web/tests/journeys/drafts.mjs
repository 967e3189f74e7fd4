// A letter goes out: the specialist drafts and asks, the head sends it back once and then approves, the office checks
// the form, the leader approves on his phone in three taps, the clerk numbers and sends it by keyboard.
import { readFile } from 'node:fs/promises';
import { audit, check, checkFaults, counted, openPage, picture, signIn } from './office.mjs';
import { openTask } from './work.mjs';

const LATE_MS = 6000;
const DRAFTER = process.env.CONGVAN_SPECIALIST ?? 'cv.luc.anphu';
const ASKED = process.env.CONGVAN_ASKED ?? 'cv.binh.anphu';
const HEAD = process.env.CONGVAN_HEAD ?? 'tp.kinhte.anphu';
const OFFICE = process.env.CONGVAN_CHIEF ?? 'chanhvp.anphu';
const LEADER = process.env.CONGVAN_LEADER ?? 'chutich.anphu';
const ADMINISTRATOR = process.env.CONGVAN_ADMINISTRATOR ?? 'quantri.anphu';
const SIGNER = 'Nguyễn Hữu Khang';

const textFile = (name, lines) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) });

/** A draft that no other run has written, and what becomes of it. */
function freshDraft() {
  const number = String(Date.now()).slice(-6);
  const subject = `Trả lời về nhu cầu kinh phí thủy lợi đợt ${number}`;
  const head = ['Kính gửi: Sở Tài chính.', '', `Thực hiện Công văn số ${number}/STC-NS, Ủy ban nhân dân xã báo cáo như sau.`, ''];
  const middle = ['Toàn xã có 12 km kênh mương nội đồng cần kiên cố hóa.', '', 'Việc rà soát đã được thực hiện tại cả năm thôn.', '', 'Hồ sơ kỹ thuật đã được Phòng Kinh tế kiểm tra.', ''];
  return {
    subject,
    first: textFile(`du-thao-${number}.txt`, [...head, ...middle, 'Đề nghị bố trí 200 triệu đồng trong năm 2027.']),
    second: textFile(`du-thao-${number}-sua.txt`, [...head, ...middle, 'Đề nghị bố trí 350 triệu đồng trong năm 2027 và 150 triệu đồng trong năm 2028.']),
  };
}

const bar = (page) => page.getByRole('region', { name: 'Xử lý' });
export const beside = (page) => page.getByLabel('Chi tiết văn bản');

/** Number and symbol are made of abbreviations: an office that has none yet gets them. */
export async function abbreviate(browser) {
  const page = await openPage(browser, 'desk');
  await signIn(page, ADMINISTRATOR);
  await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const get = async (path) => (await fetch(`/api/v1${path}`)).json();
    const patch = (path, abbreviation) => fetch(`/api/v1${path}`, { method: 'PATCH', headers, body: JSON.stringify({ abbreviation }) });
    const office = await get('/organisation');
    if (!office.abbreviation) await patch('/organisation', 'UBND');
    const { items } = await get('/units');
    const unit = items.find(({ name }) => name === 'Phòng Kinh tế');
    if (!unit.abbreviation) await patch(`/units/${unit.id}`, 'KT');
  });
  await page.context().close();
}

async function begin(page, { subject, first }) {
  await page.goto('/soan');
  await page.locator('.drafts li, .empty').first().waitFor();
  await page.getByRole('link', { name: 'Soạn văn bản mới' }).click();
  await page.getByRole('button', { name: 'Bắt đầu' }).click();
  await page.getByText('Hãy viết trích yếu.').waitFor();
  await page.getByLabel('Loại văn bản').selectOption({ label: 'Công văn' });
  await page.getByLabel('Trích yếu').fill(subject);
  await page.getByTestId('draft-files').setInputFiles(first);
  await picture(page, 'drafts-desk-new');
  await audit(page, 'a new draft');
  await page.getByRole('button', { name: 'Bắt đầu' }).click();
  await page.locator('[data-page] .text').first().waitFor();
}

async function ask(page) {
  await beside(page).getByRole('button', { name: 'Xin ý kiến' }).click();
  const sheet = page.getByRole('dialog', { name: 'Xin ý kiến' });
  await sheet.getByRole('searchbox', { name: 'Tìm người, đơn vị' }).fill('thanh binh');
  await sheet.getByRole('button', { name: 'Ngô Thị Thanh Bình' }).waitFor();
  await page.keyboard.press('Enter');
  await sheet.getByRole('button', { name: '3 ngày làm việc', exact: true }).click();
  await page.waitForTimeout(300);
  await picture(page, 'drafts-desk-ask');
  await audit(page, 'asking for opinions');
  await sheet.getByRole('button', { name: 'Xin ý kiến', exact: true }).click();
  await beside(page).getByText('Đã gửi xin ý kiến.').waitFor();
}

export async function submit(page) {
  await beside(page).getByRole('button', { name: 'Trình duyệt' }).click();
  const sheet = page.getByRole('dialog', { name: 'Trình duyệt' });
  await sheet.getByLabel('Quy trình trình ký').waitFor();
  const signer = sheet.getByRole('button', { name: new RegExp(SIGNER) });
  if (await signer.count()) await signer.click();
  await page.waitForTimeout(300);
  await picture(page, 'drafts-desk-submit');
  await audit(page, 'submitting');
  await page.keyboard.press('Control+Enter');
  await beside(page).getByText('Đã trình.').waitFor();
}

async function opine(page, { subject }) {
  await openTask(page, subject);
  await bar(page).getByRole('button', { name: 'Góp ý' }).tap();
  const sheet = page.getByRole('dialog', { name: 'Góp ý' });
  await sheet.getByRole('button', { name: 'Không đồng ý' }).tap();
  await sheet.getByRole('button', { name: 'Góp ý', exact: true }).tap();
  await sheet.getByText('Hãy viết nội dung hoặc lý do').waitFor();
  await sheet.getByRole('textbox', { name: 'Ý kiến' }).fill('Đề nghị bổ sung kinh phí năm 2028.');
  await picture(page, 'drafts-phone-opinion');
  await audit(page, 'an opinion');
  await sheet.getByRole('button', { name: 'Góp ý', exact: true }).tap();
  await bar(page).getByText('Đã góp ý.').waitFor();
}

/** Task, «Thêm», «Trả lại», «Gửi»: four taps, the likeliest reason stands there already. */
async function giveBack(page, { subject }) {
  const hand = await counted(page);
  await openTask(page, subject);
  await bar(page).getByRole('button', { name: 'Thêm', exact: true }).tap();
  await page.getByRole('dialog', { name: 'Xử lý' }).getByRole('button', { name: 'Trả lại' }).tap();
  const sheet = page.getByRole('dialog', { name: 'Trả lại' });
  await sheet.getByRole('textbox', { name: 'Lý do' }).waitFor();
  await page.waitForTimeout(300);
  await picture(page, 'drafts-phone-return');
  await audit(page, 'returning');
  await sheet.getByRole('button', { name: 'Gửi', exact: true }).tap();
  await bar(page).getByText('Đã trả lại.').waitFor();
  check(hand.taps === 4, `returning takes 4 taps, not ${hand.taps}`);

  // Undone, it waits for him again; returned once more it is not his to go on with.
  await bar(page).getByRole('button', { name: /^Hoàn tác/ }).tap();
  await bar(page).getByText('Đã trả lại.').waitFor({ state: 'detached' });
  await bar(page).getByRole('button', { name: 'Thêm', exact: true }).tap();
  await page.getByRole('dialog', { name: 'Xử lý' }).getByRole('button', { name: 'Trả lại' }).tap();
  await sheet.getByRole('button', { name: 'Gửi', exact: true }).tap();
  await bar(page).getByText('Đã trả lại.').waitFor();
  await picture(page, 'drafts-phone-returned');
  await audit(page, 'a draft returned');
}

async function addVersion(page, { subject, second }) {
  await page.goto('/viec');
  await page.locator('.tasks a', { hasText: subject }).first().click();
  await beside(page).getByText('trả lại', { exact: false }).first().waitFor();
  await beside(page).getByRole('button', { name: 'Thêm bản dự thảo' }).click();
  const sheet = page.getByRole('dialog', { name: 'Thêm bản dự thảo' });
  await sheet.getByTestId('version-files').setInputFiles(second);
  const box = sheet.getByRole('checkbox', { name: second.name });
  await box.waitFor();
  check(await box.isChecked(), 'what was just uploaded belongs to the new version');
  await sheet.getByLabel(/Bản này sửa gì/).fill('Bổ sung kinh phí năm 2028 theo góp ý.');
  await picture(page, 'drafts-desk-version');
  await audit(page, 'adding a version');
  await sheet.getByRole('button', { name: 'Thêm bản dự thảo' }).click();
  await beside(page).getByText('Đã thêm bản mới.').waitFor();
}

async function compare(page) {
  await page.locator('[data-page]').getByText('350 triệu').first().waitFor({ timeout: 20_000 });
  await beside(page).getByRole('link', { name: 'So với bản 1' }).click();
  await page.locator('ins', { hasText: '350' }).waitFor();
  check((await page.locator('del', { hasText: '200' }).count()) === 1, 'what was removed is shown beside what was added');
  check((await page.getByRole('button', { name: /đoạn không đổi/ }).count()) > 0, 'what did not change is folded');
  await picture(page, 'drafts-desk-compare');
  await audit(page, 'two versions compared');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(200);
  await picture(page, 'drafts-phone-compare');
  await audit(page, 'two versions compared on a narrow screen');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('link', { name: 'Về văn bản' }).click();
  await page.locator('[data-page]').first().waitFor();
}

/** A search may open the file of an earlier version: the reader says so and leads to the present one. */
async function earlier(page) {
  await page.goto(`${new URL(page.url()).pathname}?tep=0`);
  await page.getByText('không phải bản hiện hành').waitFor();
  await page.waitForTimeout(300);
  await picture(page, 'drafts-desk-earlier');
  await audit(page, 'a file of an earlier version');
  await page.getByRole('button', { name: 'Mở bản hiện hành' }).click();
  await page.getByText('không phải bản hiện hành').waitFor({ state: 'hidden' });
  await page.locator('[data-page]').getByText('350 triệu').first().waitFor();
}

/** Task, the action, the same word on the sheet that says what is approved: three taps. */
async function approve(page, { subject, second }, name, shot) {
  const hand = await counted(page);
  await openTask(page, subject);
  await page.locator('[data-page]').getByText('350 triệu').first().waitFor();
  await bar(page).getByRole('button', { name }).tap();
  const sheet = page.getByRole('dialog', { name });
  await sheet.getByText('Bạn duyệt bản 2').waitFor();
  await sheet.getByText(second.name).waitFor();
  await page.waitForTimeout(300);
  await picture(page, `drafts-phone-${shot}`);
  await audit(page, name);
  await sheet.getByRole('button', { name }).tap();
  await bar(page).getByText('Đã duyệt.').waitFor();
  check(hand.taps === 3, `${name} takes 3 taps, not ${hand.taps}`);
}

async function issue(page, { subject }) {
  // A quick hand: the server is listened to only after the number was given and written; the list tells it all the same.
  await page.route('**/api/v1/events', async (route) => {
    await new Promise((later) => setTimeout(later, LATE_MS));
    await route.continue();
  });
  await page.goto('/di/cho-so');
  await page.getByRole('navigation', { name: 'Văn bản chờ phát hành' }).getByRole('button', { name: subject }).click();
  const form = page.getByRole('form', { name: 'Chờ số, phát hành' });
  await form.getByRole('heading', { name: subject }).waitFor();
  await form.getByText('Số kế tiếp:').waitFor({ state: 'attached' });
  await page.waitForTimeout(300);
  await picture(page, 'drafts-desk-number');
  await audit(page, 'numbering');
  await page.keyboard.press('Control+Enter');
  await page.locator('.head').getByText(/Đã cấp số \d+\/UBND-KT\./).waitFor();
  // Nothing can be written into a text file: the clerk says how it goes out.
  await form.getByText('Chưa ghi được số và ngày vào tệp.').waitFor();
  await page.getByRole('navigation', { name: 'Văn bản chờ phát hành' }).getByRole('button', { name: subject }).getByText(/\d+\/UBND-KT/).waitFor();
  await page.waitForTimeout(300);
  await picture(page, 'drafts-desk-unstamped');
  await audit(page, 'a file without number');
  await form.getByRole('button', { name: 'Phát hành không ghi số' }).click();
  const without = page.getByRole('dialog', { name: 'Phát hành không ghi số' });
  await without.getByRole('button', { name: 'Gửi bản giấy đã ghi số, đóng dấu.' }).click();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('searchbox', { name: 'Tìm cơ quan, đơn vị' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.matches('form [type=search]'));
  await page.keyboard.type('snnmt');
  await form.getByRole('button', { name: /^Sở Nông nghiệp và Môi trường/ }).waitFor();
  await page.keyboard.press('Enter');
  await form.getByText('Gửi ra ngoài hệ thống').click();
  await form.getByLabel('Tên nơi nhận').fill('Sở Tài chính tỉnh Lạc Giang');
  await page.keyboard.press('Control+Enter');
  await form.getByText('Nơi nhận đang gõ chưa được thêm.').waitFor();
  await page.keyboard.press('Enter');
  await picture(page, 'drafts-desk-issue');
  await audit(page, 'issuing');
  await page.keyboard.press('Control+Enter');
  await page.locator('.head').getByText(/Đã phát hành .* gửi 2 nơi\./).waitFor();
}

async function goesOut(browser) {
  const draft = freshDraft();
  await abbreviate(browser);
  const drafter = await openPage(browser, 'desk');
  await signIn(drafter, DRAFTER);
  await begin(drafter, draft);
  await ask(drafter);
  await submit(drafter);

  const asked = await openPage(browser, 'phone');
  await signIn(asked, ASKED);
  await opine(asked, draft);
  const head = await openPage(browser, 'phone');
  await signIn(head, HEAD);
  await giveBack(head, draft);
  await addVersion(drafter, draft);
  await compare(drafter);
  await earlier(drafter);
  await submit(drafter);

  await approve(head, draft, 'Duyệt nội dung', 'content');
  const office = await openPage(browser, 'phone');
  await signIn(office, OFFICE);
  await approve(office, draft, 'Duyệt thể thức', 'form');
  const leader = await openPage(browser, 'phone');
  await signIn(leader, LEADER);
  await approve(leader, draft, 'Ký duyệt', 'final');

  const clerk = await openPage(browser, 'desk', { serviceWorkers: 'block' });
  await signIn(clerk);
  await issue(clerk, draft);

  await drafter.goto('/soan?buoc=da-xong');
  const row = drafter.locator('.drafts a', { hasText: draft.subject });
  await row.getByText('Đã gửi').waitFor();
  await picture(drafter, 'drafts-desk-mine');
  await audit(drafter, 'the drafts');
  await row.click();
  await beside(drafter).getByText('Sở Tài chính tỉnh Lạc Giang').waitFor();
  await beside(drafter).getByText('Sở Nông nghiệp và Môi trường').waitFor();
  await picture(drafter, 'drafts-desk-sent');
  await audit(drafter, 'a paper that went out');
  check((await beside(drafter).getByText('Việc khác (').count()) === 0, 'everything that happened has its words');
  await leader.getByRole('button', { name: 'Chi tiết' }).tap();
  await leader.getByRole('dialog', { name: 'Chi tiết văn bản' }).getByText('Quy trình trình ký').waitFor();
  await leader.waitForTimeout(300);
  await picture(leader, 'drafts-phone-course');
  await audit(leader, 'the way of a paper on the phone');
  for (const page of [drafter, asked, head, office, leader, clerk]) checkFaults(page);
}

/** A draft as it is typed, with room for number and date. */
export const typed = async (subject) => ({
  name: `du-thao-${subject.slice(-6)}.pdf`,
  mimeType: 'application/pdf',
  buffer: await readFile(new URL('../../../tests/data/drafts/blank.pdf', import.meta.url)),
});

/** The clerk begins a reply out of an incoming paper; the network goes away meanwhile and nothing typed is lost. */
async function reply(page, { subject }) {
  const incoming = textFile(`den-${subject.slice(-6)}.txt`, [`Số: ${subject.slice(-6)}/SNV-VP`, `V/v báo cáo biên chế đợt ${subject.slice(-6)}`, 'Kính gửi: Ủy ban nhân dân xã.']);
  await page.goto('/tai-len');
  await page.getByTestId('files').setInputFiles(incoming);
  const row = page.locator('.upload', { hasText: incoming.name }).first();
  await row.getByText('Đã đọc · tìm được').waitFor({ timeout: 60_000 });
  await row.getByRole('link', { name: 'Mở văn bản' }).click();
  await beside(page).getByRole('link', { name: 'Soạn văn bản trả lời' }).click();
  await page.locator('strong', { hasText: /báo cáo biên chế|den-/ }).waitFor();
  await page.getByLabel('Loại văn bản').selectOption({ label: 'Công văn' });
  await page.getByLabel('Trích yếu').fill(subject);
  await page.getByTestId('draft-files').setInputFiles(await typed(subject));
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Bắt đầu' }).click();
  await page.getByText('Không tới được máy chủ.').waitFor();
  check((await page.getByLabel('Trích yếu').inputValue()) === subject, 'what was typed stays when the network goes');
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Bắt đầu' }).click();
  await page.locator('[data-page]').first().waitFor();
  await beside(page).getByRole('heading', { name: 'Trả lời văn bản' }).waitFor();
}

async function goOnWithout(page) {
  await beside(page).getByRole('button', { name: 'Không chờ nữa: Ngô Thị Thanh Bình' }).click();
  const sheet = page.getByRole('dialog', { name: 'Không chờ nữa' });
  await sheet.getByRole('button', { name: 'Đã trao đổi trực tiếp.' }).click();
  await page.keyboard.press('Control+Enter');
  await beside(page).getByText('Không chờ ý kiến này nữa.').waitFor();
}

/** Number, issue and recipients on the paper itself. */
export async function issueBeside(page) {
  await beside(page).getByRole('button', { name: 'Cấp số' }).click();
  const sheet = page.getByRole('dialog', { name: 'Cấp số' });
  await sheet.getByLabel('Đơn vị soạn thảo').selectOption({ label: 'Phòng Kinh tế' });
  await audit(page, 'the sheet of numbering');
  await page.keyboard.press('Control+Enter');
  await beside(page).getByText('Đã cấp số.', { exact: true }).waitFor();
  await beside(page).getByText('Bản phát hành đã có số và ngày.').waitFor();
  await page.waitForTimeout(500);
  await picture(page, 'drafts-desk-stamped');
  await beside(page).getByRole('button', { name: 'Phát hành', exact: true }).click();
  await page.getByRole('dialog', { name: 'Phát hành' }).getByText('Sau đó nội dung không sửa được nữa.').waitFor();
  await page.keyboard.press('Control+Enter');
  await beside(page).getByText('Đã phát hành.', { exact: true }).waitFor();
  await beside(page).getByRole('button', { name: 'Gửi đi' }).click();
  const sending = page.getByRole('dialog', { name: 'Gửi đi' });
  await sending.getByRole('button', { name: 'Gửi đi', exact: true }).click();
  await sending.getByText('Hãy chọn ít nhất một nơi nhận.').waitFor();
  await sending.getByRole('button', { name: /^Phòng Kinh tế/ }).click();
  await picture(page, 'drafts-desk-dispatch');
  await audit(page, 'the sheet of sending');
  await sending.getByRole('button', { name: 'Gửi đi', exact: true }).click();
  await beside(page).getByText('Đã ghi nơi gửi.', { exact: true }).waitFor();
}

async function recall(page) {
  await page.reload();
  await bar(page).getByRole('button', { name: 'Thêm', exact: true }).tap();
  await page.getByRole('dialog', { name: 'Xử lý' }).getByRole('button', { name: 'Thu hồi văn bản' }).tap();
  const sheet = page.getByRole('dialog', { name: 'Thu hồi văn bản' });
  await sheet.getByRole('button', { name: 'Thu hồi văn bản' }).tap();
  await sheet.getByText('Hãy viết nội dung hoặc lý do').waitFor();
  await sheet.getByRole('button', { name: 'Sai số liệu.' }).tap();
  await picture(page, 'drafts-phone-recall');
  await audit(page, 'recalling');
  await sheet.getByRole('button', { name: 'Thu hồi văn bản' }).tap();
  await bar(page).getByText('Đã thu hồi.').waitFor();
  await page.getByRole('button', { name: 'Chi tiết' }).tap();
  await page.getByRole('dialog', { name: 'Chi tiết văn bản' }).getByText('Văn bản không còn hiệu lực sử dụng.').waitFor();
  await picture(page, 'drafts-phone-recalled');
  await audit(page, 'a recalled paper');
}

/** Whoever is asked opens the draft and approves it; a finger that trembles approves once. */
export async function approveAtOnce(page, subject, name) {
  await openTask(page, subject);
  await bar(page).getByRole('button', { name }).tap();
  await page.getByRole('dialog', { name }).getByRole('button', { name }).dblclick();
  await bar(page).getByText('Đã duyệt.').waitFor();
}

export async function openToIssue(page, subject) {
  await page.goto('/viec?nhom=phat-hanh');
  await page.locator('.tasks a', { hasText: subject }).first().click();
}

async function answersAndRecalls(browser) {
  const draft = freshDraft();
  await abbreviate(browser);
  const clerk = await openPage(browser, 'desk');
  await signIn(clerk);
  await reply(clerk, draft);
  await ask(clerk);
  await goOnWithout(clerk);
  await submit(clerk);
  const office = await openPage(browser, 'phone');
  await signIn(office, OFFICE);
  const leader = await openPage(browser, 'phone');
  await signIn(leader, LEADER);
  await approveAtOnce(office, draft.subject, 'Duyệt nội dung');
  await approveAtOnce(office, draft.subject, 'Duyệt thể thức');
  await approveAtOnce(leader, draft.subject, 'Ký duyệt');
  await openToIssue(clerk, draft.subject);
  await issueBeside(clerk);
  const id = new URL(clerk.url()).pathname.split('/').at(-1);
  const shown = await clerk.evaluate(async (paper) => (await fetch(`/api/v1/drafts/${paper}`)).json(), id);
  check(shown.approvals.length === 3, `three approvals were given, not ${shown.approvals.length}`);
  await recall(leader);
  for (const page of [clerk, office, leader]) checkFaults(page);
}

export const journeys = {
  'a letter goes out': goesOut,
  'a reply is begun, sent and recalled': answersAndRecalls,
};
