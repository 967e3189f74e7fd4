// The chairman lets a deputy stand in, who sees it in the head of every screen; why somebody may read a paper is told,
// a further reader is asked for by one and confirmed by another; and work is handed over by the administrator.
import { audit, check, checkFaults, openPage, picture, signIn } from './office.mjs';

const LEADER = process.env.CONGVAN_LEADER ?? 'chutich.anphu';
const DEPUTY = process.env.CONGVAN_DEPUTY ?? 'pct.huong.anphu';
const CHIEF = process.env.CONGVAN_CHIEF ?? 'chanhvp.anphu';
const ADMINISTRATOR = process.env.CONGVAN_ADMINISTRATOR ?? 'quantri.anphu';
const CLERK_PAPER = 'Bản thử quyền xem';

/** Chooses in the sheet that a field opens, by what is typed. */
async function pick(page, label, typed, name) {
  await page.getByRole('button', { name: new RegExp(`^${label}`) }).click();
  const sheet = page.getByRole('dialog', { name: label, exact: true });
  await sheet.getByRole('searchbox').fill(typed);
  await sheet.getByRole('button', { name }).waitFor();
  await page.keyboard.press('Enter');
}

function inDays(days) {
  const [year, month, day] = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).split('-');
  return `${day}/${month}/${year}`;
}

async function delegation(browser) {
  const leader = await openPage(browser, 'phone');
  await signIn(leader, LEADER);
  await leader.goto('/toi');
  await leader.getByRole('link', { name: 'Danh sách ủy quyền' }).click();
  await leader.getByRole('heading', { level: 2, name: 'Tôi đã ủy quyền' }).waitFor();
  await leader.getByRole('button', { name: 'Ủy quyền cho đồng nghiệp' }).click();
  const sheet = leader.getByRole('dialog', { name: 'Ủy quyền cho đồng nghiệp' });
  const send = sheet.getByRole('button', { name: 'Ủy quyền cho đồng nghiệp' });
  await send.click();
  await sheet.getByText('Hãy chọn một đồng nghiệp.').waitFor();
  await pick(leader, 'Ai thay bạn', 'ttmh', /Trần Thị Mai Hương/);
  await sheet.getByLabel('Ký thừa ủy quyền (TUQ.)').check();
  await sheet.getByLabel('Đến hết ngày').fill(inDays(7));
  await sheet.getByRole('button', { name: 'Đi công tác.' }).click();
  await audit(leader, 'giving a delegation');
  await send.click();
  await sheet.getByText('Người này không ký «TUQ.» thay bạn được').waitFor();
  await sheet.getByLabel('Ký thay (KT.)').check();
  await sheet.getByText('sẽ xem và xử lý mọi văn bản đang chờ bạn').waitFor();
  await picture(leader, 'phone-delegating');
  await send.click();
  await leader.getByText('Đã ủy quyền.').waitFor();
  await leader.getByText('Đang hiệu lực').waitFor();
  await audit(leader, 'delegations');

  const deputy = await openPage(browser, 'desk');
  await signIn(deputy, DEPUTY);
  const mark = deputy.getByRole('link', { name: 'Thay mặt Nguyễn Hữu Khang' });
  await mark.waitFor({ timeout: 15_000 });
  await picture(deputy, 'desk-standing-in');
  await audit(deputy, 'standing in');
  await mark.click();
  await deputy.getByText('Trần Thị Mai Hương thay mặt Nguyễn Hữu Khang').first().waitFor();
  check((await deputy.getByRole('button', { name: /Kết thúc/ }).count()) === 0, 'whoever stands in does not end it');

  const chief = await openPage(browser, 'desk');
  await signIn(chief, CHIEF);
  await chief.goto('/uy-quyen?xem=co-quan');
  await chief.getByText('Trần Thị Mai Hương thay mặt Nguyễn Hữu Khang').first().waitFor();
  await audit(chief, 'delegations of the agency');

  await leader.getByRole('button', { name: 'Kết thúc ngay: Trần Thị Mai Hương' }).click();
  await leader.getByRole('dialog').getByRole('button', { name: 'Kết thúc ngay' }).click();
  await leader.getByText('Đã kết thúc ủy quyền.').waitFor();
  await leader.getByText('Kết thúc sớm').first().waitFor();
  for (const page of [leader, deputy, chief]) checkFaults(page);
}

/** A paper that only those who keep papers may read. */
async function closedPaper(page) {
  const name = `quyen-xem-${Date.now()}.txt`;
  await page.goto('/tai-len');
  await page.getByTestId('files').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(`${CLERK_PAPER} ${name}`) });
  const row = page.locator('.upload', { hasText: name }).first();
  await row.getByText('Đã đọc · tìm được').waitFor({ timeout: 60_000 });
  return row.getByRole('link', { name: 'Mở văn bản' }).getAttribute('href');
}

/** Another saves the paper meanwhile; the page is told and fetches it again. */
async function savedMeanwhile(page, paper) {
  const fetched = page.waitForResponse((answer) => answer.request().method() === 'GET' && answer.url().endsWith(`/documents/${paper}`) && answer.ok());
  await page.evaluate(async (address) => {
    const { headers } = await fetch(address);
    const saved = await fetch(address, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': headers.get('etag') },
      body: JSON.stringify({ subject: 'Bản thử quyền xem, đã sửa' }),
    });
    if (!saved.ok) throw new Error(await saved.text());
  }, `/api/v1/documents/${paper}?`);
  await fetched;
}

async function openReaders(page, paper, size) {
  await page.goto(paper);
  if (size === 'phone') await page.getByRole('button', { name: 'Chi tiết' }).click();
  await page.getByRole('button', { name: 'Ai đọc được? Ai đã xem?' }).click();
  return page.getByRole('dialog', { name: 'Quyền xem văn bản' });
}

async function widening(browser) {
  const clerk = await openPage(browser, 'desk');
  await signIn(clerk);
  const paper = await closedPaper(clerk);
  let sheet = await openReaders(clerk, paper, 'desk');
  await sheet.getByText('Lãnh đạo xem được vì giữ hoặc chỉ đạo việc giữ văn bản').waitFor();
  await pick(clerk, 'Hỏi về một người', 'hoang luc', /Hoàng Văn Lực/);
  await sheet.getByText('Không đọc được.').waitFor();
  await picture(clerk, 'desk-readers');
  await audit(clerk, 'readers');
  await sheet.getByRole('button', { name: 'Ai đã xem', exact: true }).click();
  await sheet.getByText('Đỗ Thị Lan Phương').waitFor();
  await audit(clerk, 'views');
  await sheet.getByRole('button', { name: 'Cho thêm người đọc', exact: true }).click();
  await pick(clerk, 'Cho ai đọc', 'hvl', /Hoàng Văn Lực/);
  await sheet.getByLabel('Lý do cần đọc').fill('Phối hợp rà soát số liệu.');
  await savedMeanwhile(clerk, paper.split('/').at(-1));
  await sheet.getByRole('button', { name: 'Gửi đề nghị' }).click();
  await sheet.getByText('Quyền có hiệu lực khi người thứ hai xác nhận').waitFor();
  await sheet.getByRole('button', { name: 'Rút đề nghị' }).waitFor();
  await audit(clerk, 'asking for a right');

  const leader = await openPage(browser, 'phone');
  await signIn(leader, LEADER);
  await leader.getByRole('link', { name: /Xác nhận quyền xem/ }).click();
  await leader.getByText('Phối hợp rà soát số liệu.').first().waitFor();
  await picture(leader, 'phone-confirming');
  await audit(leader, 'rights to confirm');
  await leader.locator('article', { has: leader.locator(`a[href="${paper}"]`) }).getByRole('button', { name: 'Xác nhận', exact: true }).click();
  await leader.locator(`a[href="${paper}"]`).waitFor({ state: 'detached' });
  sheet = await openReaders(leader, paper, 'phone');
  await sheet.getByText('Hoàng Văn Lực xem được vì Đỗ Thị Lan Phương đề nghị').waitFor();
  await picture(leader, 'phone-readers');
  await sheet.getByRole('button', { name: 'Cho thêm người đọc', exact: true }).click();
  await sheet.getByRole('button', { name: 'Thu hồi quyền' }).click();
  await sheet.getByText('Đã kết thúc.').waitFor();
  checkFaults(clerk);
  checkFaults(leader);
}

async function handOver(browser) {
  const page = await openPage(browser, 'phone');
  await signIn(page, ADMINISTRATOR);
  await page.goto('/quan-tri/nguoi');
  await page.getByRole('button', { name: 'Bàn giao, nghỉ: Ngô Thị Thanh Bình' }).click();
  const sheet = page.getByRole('dialog', { name: /Ngô Thị Thanh Bình/ });
  await sheet.getByText(/việc (nào )?(đang )?chờ đích danh người này/).waitFor();
  await sheet.getByRole('button', { name: 'Bàn giao', exact: true }).click();
  await sheet.getByText('Hãy chọn người nhận bàn giao.').waitFor();
  await pick(page, 'Người nhận bàn giao', 'hoang luc', /Hoàng Văn Lực/);
  await picture(page, 'phone-hand-over');
  await audit(page, 'hand-over');
  await sheet.getByRole('button', { name: 'Bàn giao', exact: true }).click();
  await sheet.getByText(/Đã bàn giao \d+ việc/).waitFor();

  const post = `Tổ trưởng ${Date.now().toString(36)}`;
  await sheet.getByText('Chức vụ đang giữ, nhận chức vụ mới').click();
  await sheet.getByLabel('Nhận thêm chức vụ').fill(post);
  await sheet.getByRole('button', { name: 'Giao chức vụ' }).click();
  await sheet.getByText(`Đã giao chức vụ ${post}.`).waitFor();
  await audit(page, 'posts');
  await sheet.getByRole('button', { name: `Thôi giữ: ${post}` }).click();
  await sheet.getByText(`Đã thôi giữ chức vụ ${post}.`).waitFor();
  checkFaults(page);
}

export const journeys = {
  'a deputy stands in for a week': delegation,
  'a right is widened by two': widening,
  'work is handed over, phone': handOver,
};
