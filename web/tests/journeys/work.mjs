// A paper through the office: the clerk registers it by keyboard, the leader instructs on his phone, the head of
// unit assigns it on, the specialist deals with it, and the leader accepts the result.
import { audit, check, checkFaults, look, openPage, picture, signIn } from './office.mjs';

const LEADER = process.env.CONGVAN_LEADER ?? 'chutich.anphu';
const HEAD = process.env.CONGVAN_HEAD ?? 'tp.kinhte.anphu';
const SPECIALIST = process.env.CONGVAN_SPECIALIST ?? 'cv.luc.anphu';

/** A text that no other run has sent. */
export function freshPaper() {
  const number = String(Date.now()).slice(-6);
  const subject = `Rà soát nhu cầu kinh phí thủy lợi đợt ${number}`;
  const text = `Số: ${number}/STC-NS\nV/v rà soát nhu cầu kinh phí thủy lợi đợt ${number}\nKính gửi: Ủy ban nhân dân xã.\n`;
  return { code: `${number}/STC-NS`, subject, file: { name: `stc-${number}.txt`, mimeType: 'text/plain', buffer: Buffer.from(text) } };
}

export async function upload(page, { file }) {
  await page.goto('/tai-len');
  await page.getByTestId('files').setInputFiles(file);
  const row = page.locator('.upload', { hasText: file.name }).first();
  await row.getByText('Đã đọc · tìm được').waitFor({ timeout: 60_000 });
  const address = await row.getByRole('link', { name: 'Mở văn bản' }).getAttribute('href');
  return address.split('/').at(-1);
}

/** The clerk's hands stay on the keyboard from the first field to the next paper. */
async function register(page, paper, id) {
  await page.goto(`/den/hang-doi?vb=${id}`);
  await page.getByLabel('Số, ký hiệu').fill(paper.code);
  const issuer = page.getByLabel('Cơ quan ban hành');
  await issuer.fill('stc');
  await page.getByRole('list', { name: 'Gợi ý khác' }).waitFor();
  await issuer.press('Alt+1');
  check((await issuer.inputValue()).startsWith('Sở Tài chính'), 'Alt+1 takes the issuer suggested for its initials');
  await page.getByLabel('Trích yếu').fill(paper.subject);
  await page.getByLabel('Trình', { exact: true }).selectOption({ label: 'Nguyễn Hữu Khang, Chủ tịch UBND xã' });
  await page.waitForTimeout(600);
  await picture(page, 'desk-registering');
  await audit(page, 'registering');
  const expected = await page.locator('output').innerText();
  await page.keyboard.press('Control+Enter');
  await page.locator('#noi-dung').getByText(`Đã vào sổ số ${expected},`).waitFor();
}

export async function openTask(page, title) {
  await page.goto('/viec');
  const row = page.locator('.tasks a', { hasText: title }).first();
  await row.waitFor();
  await row.click();
  await page.locator('[data-page], .note').first().waitFor();
}

async function instruct(page, { subject }) {
  await openTask(page, subject);
  const bar = page.getByRole('region', { name: 'Xử lý' });
  const offers = page.waitForResponse((answer) => answer.url().includes('/instructions/offers'));
  await bar.getByRole('button', { name: 'Bút phê' }).click();
  let sheet = page.getByRole('dialog', { name: 'Bút phê' });
  await sheet.getByRole('button', { name: /^Phòng Kinh tế/ }).first().waitFor();
  // Where the leader's own past fills the sheet, this instruction begins from nothing all the same.
  await offers;
  const filled = sheet.getByRole('button', { name: 'Bỏ điền sẵn' });
  await filled.click({ timeout: 2000 }).catch(() => undefined);
  await sheet.getByRole('button', { name: 'Giao chủ trì tham mưu, trả lời đúng hạn.' }).click();
  await sheet.getByRole('button', { name: 'Đóng' }).click();
  await bar.getByRole('button', { name: 'Bút phê' }).click();
  sheet = page.getByRole('dialog', { name: 'Bút phê' });
  check((await sheet.getByLabel('Ý kiến chỉ đạo').inputValue()).startsWith('Giao chủ trì'), 'what was typed outlives the sheet');
  await sheet.getByRole('button', { name: 'Chuyển', exact: true }).click();
  await sheet.getByText('Hãy chọn ít nhất một nơi nhận.').waitFor();
  await sheet.getByRole('button', { name: 'Phòng Kinh tế', exact: true }).click();
  await sheet.getByRole('button', { name: '5 ngày làm việc', exact: true }).click();
  await sheet.getByLabel('Cần báo cáo kết quả').check();
  await audit(page, 'instruction');
  // Without a network the decision waits on the device and goes by itself.
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.context().setOffline(true);
  await sheet.getByRole('button', { name: 'Chuyển', exact: true }).click();
  await bar.getByText('Chưa có mạng: quyết định đã lưu').waitFor();
  await page.context().setOffline(false);
  await bar.getByText('Đã chuyển ý kiến.').waitFor();
  await picture(page, 'phone-instructed');
}

/** J, Enter, B, Ctrl+Enter: the head of unit assigns on without the mouse. */
export async function assignOn(page, { subject }) {
  await page.goto('/viec');
  await page.locator('.tasks a', { hasText: subject }).waitFor();
  await page.getByText('J, K: việc sau').waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('j');
    if ((await page.evaluate(() => document.activeElement?.textContent))?.includes(subject)) break;
  }
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Giao trong đơn vị' }).waitFor();
  await page.keyboard.press('b');
  const sheet = page.getByRole('dialog', { name: 'Giao trong đơn vị' });
  await sheet.getByLabel('Ý kiến chỉ đạo').fill('Anh Lực dự thảo trả lời.');
  await sheet.getByRole('searchbox', { name: 'Tìm người, đơn vị' }).fill('hvl');
  await page.keyboard.press('Enter');
  await sheet.getByText('Hoàng Văn Lực').first().waitFor();
  await picture(page, 'desk-assigning');
  await audit(page, 'assigning on');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Đã giao trong đơn vị.').first().waitFor();
  await audit(page, 'after assigning on');
}

async function deal(page, { subject }) {
  await openTask(page, subject);
  const bar = page.getByRole('region', { name: 'Xử lý' });
  await bar.getByRole('button', { name: 'Nhận việc' }).click();
  await bar.getByText('Đã nhận việc.').waitFor();
  await bar.getByRole('button', { name: 'Thêm', exact: true }).click();
  const all = page.getByRole('dialog', { name: 'Xử lý' });
  await all.getByText('thao tác chưa mở, vì sao?').click();
  await all.getByText('Việc này đã có người nhận.').waitFor();
  await audit(page, 'every action');
  await all.getByRole('button', { name: 'Báo tiến độ' }).click();
  const report = page.getByRole('dialog', { name: 'Báo tiến độ' });
  await report.getByRole('button', { name: 'Báo tiến độ' }).click();
  await report.getByText('Hãy ghi tiến độ.').waitFor();
  await report.getByRole('textbox', { name: 'Tiến độ' }).fill('Đã có số liệu của 3/5 thôn.');
  await report.getByRole('button', { name: 'Báo tiến độ' }).click();
  await bar.getByText('Đã báo tiến độ.').waitFor();
  await close(page, bar, 'Đã dự thảo văn bản trả lời.');
}

async function close(page, where, result) {
  await where.getByRole('button', { name: 'Hoàn thành' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Hoàn thành' });
  await sheet.getByRole('textbox', { name: 'Kết quả' }).fill(result);
  await page.keyboard.press('Control+Enter');
  await where.getByText('Đã hoàn thành.').first().waitFor();
}

async function accept(page, { subject }) {
  await openTask(page, subject);
  await page.getByRole('region', { name: 'Xử lý' }).getByRole('button', { name: 'Xác nhận kết quả' }).click();
  const sheet = page.getByRole('dialog', { name: 'Xác nhận kết quả' });
  await sheet.getByText('Đã trả lời bằng công văn.').waitFor();
  await picture(page, 'phone-confirming');
  await sheet.getByRole('button', { name: 'Xác nhận kết quả' }).click();
  await page.getByText('Đã xác nhận kết quả.').first().waitFor();
  await page.getByRole('button', { name: 'Chi tiết' }).click();
  const details = page.getByRole('dialog', { name: 'Chi tiết văn bản' });
  await details.getByText('Đã kết thúc').waitFor();
  await details.getByText('Đã có số liệu của 3/5 thôn.').waitFor();
  check((await details.getByText('Việc khác (').count()) === 0, 'everything that happened has its words');
  await audit(page, 'the whole story');
}

/** The paper counts among those dealt with early: the piece of the chart opens it. */
async function figures(page, { subject }) {
  await page.goto('/thong-ke');
  await page.locator('.bars li', { hasText: 'Phòng Kinh tế' }).locator('.early').click();
  await page.getByText(subject).waitFor();
  await look(page, 'figures');
}

async function throughTheOffice(browser) {
  const paper = freshPaper();
  const clerk = await openPage(browser, 'desk');
  await signIn(clerk);
  await register(clerk, paper, await upload(clerk, paper));

  const leader = await openPage(browser, 'phone');
  await signIn(leader, LEADER);
  await instruct(leader, paper);
  const head = await openPage(browser, 'desk');
  await signIn(head, HEAD);
  await assignOn(head, paper);
  const specialist = await openPage(browser, 'phone');
  await signIn(specialist, SPECIALIST);
  await deal(specialist, paper);
  await openTask(head, paper.subject);
  await close(head, head.getByLabel('Chi tiết văn bản'), 'Đã trả lời bằng công văn.');
  await accept(leader, paper);
  await figures(leader, paper);

  await clerk.goto('/so');
  await clerk.getByText(paper.subject).waitFor();
  await picture(clerk, 'desk-registers');
  await audit(clerk, 'registers');
  for (const page of [clerk, leader, head, specialist]) checkFaults(page);
}

/** What waits is told while one looks, and nothing moves until one asks. */
async function toldWhileLooking(browser) {
  const paper = freshPaper();
  const clerk = await openPage(browser, 'desk');
  await signIn(clerk);
  const id = await upload(clerk, paper);
  const leader = await openPage(browser, 'phone');
  await signIn(leader, LEADER);
  await leader.locator('.tasks li, .empty').first().waitFor();
  await register(clerk, paper, id);
  const pill = leader.getByRole('button', { name: /việc mới/ });
  await pill.waitFor();
  check((await leader.locator('.tasks a', { hasText: paper.subject }).count()) === 0, 'the list did not move by itself');
  await pill.click();
  await leader.locator('.tasks a', { hasText: paper.subject }).waitFor();
  checkFaults(clerk);
  checkFaults(leader);
}

export const journeys = {
  'a paper through the office': throughTheOffice,
  'new work is told without moving the list': toldWhileLooking,
};
