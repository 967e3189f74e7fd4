// The administrator writes a route, is told what keeps it from being published, publishes it, and ends it; the chief
// of office defines a register, the clerk keeps numbers and gives one up.
import { audit, check, checkFaults, openPage, picture, signIn } from './office.mjs';

const ADMINISTRATOR = process.env.CONGVAN_ADMINISTRATOR ?? 'quantri.anphu';
const CHIEF = process.env.CONGVAN_CHIEF ?? 'chanhvp.anphu';

async function route(browser) {
  const name = `Quy trình thử ${Date.now().toString(36)}`;
  const page = await openPage(browser, 'desk');
  await signIn(page, ADMINISTRATOR);
  await page.goto('/quan-tri/quy-trinh');
  await page.getByRole('link', { name: 'Thêm quy trình' }).click();
  await page.getByText('Có thể công bố.').waitFor();
  await page.getByLabel('Tên quy trình').fill(name);

  await page.getByRole('button', { name: '+ Thêm giai đoạn' }).click();
  const third = page.getByRole('region', { name: 'Giai đoạn 3' });
  await third.getByLabel('Tên giai đoạn').fill('Xin ý kiến');
  await third.getByLabel('Ai làm').selectOption({ label: 'Một người' });
  await page.getByText('Hãy chọn đủ người làm ở mỗi bước.').waitFor();
  await third.getByRole('button', { name: /^Người/ }).click();
  await page.getByRole('dialog', { name: 'Người' }).getByRole('searchbox').fill('dang thuy');
  await page.keyboard.press('Enter');
  await third.getByRole('button', { name: '+ Thêm bước song song' }).click();
  await third.getByText('các bước làm song song').waitFor();
  await picture(page, 'desk-route');
  await audit(page, 'route');

  // With the keyboard: the stage of the signature goes up, which nobody may publish.
  await page.getByRole('region', { name: 'Giai đoạn 4' }).getByLabel('Tên giai đoạn').press('Alt+ArrowUp');
  await page.getByText('Quy trình cần đúng một bước ký ban hành').waitFor();
  check(await page.getByRole('button', { name: 'Công bố…' }).isDisabled(), 'a route with faults is not published');
  check((await page.evaluate(() => document.activeElement?.value)) === 'Ký ban hành', 'the stage takes the cursor along');
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByText('Có thể công bố.').waitFor();

  await page.getByRole('button', { name: 'Lưu bản sửa' }).click();
  await page.getByText('Đã lưu bản sửa.').or(page.getByText('Đang sửa')).first().waitFor();
  await page.getByLabel('Tên quy trình').fill(`${name} A`);
  await page.getByText('Có sửa đổi chưa lưu').waitFor();
  await page.goto('/quan-tri/quy-trinh');
  await page.locator('li', { hasText: name }).getByText('Chưa công bố').waitFor();
  await page.getByRole('link', { name }).click();
  await page.getByText('Đã mở lại phần bạn sửa dở lần trước.').waitFor();
  check((await page.getByLabel('Tên quy trình').inputValue()) === `${name} A`, 'what was being edited outlives the page');

  await page.getByRole('button', { name: 'Công bố…' }).click();
  const asked = page.getByRole('dialog', { name: 'Công bố quy trình' });
  await asked.getByText('không có văn bản nào đang đi').waitFor();
  await audit(page, 'publishing a route');
  await asked.getByRole('button', { name: 'Công bố', exact: true }).click();
  await page.getByText('Đã công bố.').waitFor();
  await page.getByText(/^Bản 1/).waitFor();

  await page.getByRole('button', { name: 'Ngừng quy trình…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ngừng quy trình' }).click();
  await page.getByRole('link', { name: 'Thêm quy trình' }).waitFor();
  check((await page.getByText(`${name} A`).count()) === 0, 'a route that has ended is not offered');
  checkFaults(page);
}

/** The same editor under the thumb. */
async function routeOnPhone(browser) {
  const page = await openPage(browser, 'phone');
  await signIn(page, ADMINISTRATOR);
  await page.goto('/quan-tri/quy-trinh');
  await page.getByRole('link', { name: 'Công văn thường' }).click();
  await page.getByText('Có thể công bố.').waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, `the editor is ${wide} px wider than the screen`);
  await picture(page, 'phone-route');
  await audit(page, 'route, phone');
  checkFaults(page);
}

async function register(browser) {
  const name = `Sổ thử ${Date.now().toString(36)}`;
  const chief = await openPage(browser, 'desk');
  await signIn(chief, CHIEF);
  await chief.goto('/so');
  await chief.getByRole('link', { name: 'Năm, giữ số, thiết lập' }).click();
  await chief.getByRole('link', { name: '+ Lập sổ mới' }).click();
  await chief.getByLabel('Tên sổ').fill(name);
  const form = chief.getByRole('group', { name: /Mẫu số và ký hiệu/ });
  for (const part of ['+ số', '+ loại', '+ cơ quan']) await form.getByRole('button', { name: part, exact: true }).click();
  await chief.getByText('Ví dụ: 15/QĐ-UBND').waitFor();
  await chief.getByRole('button', { name: /^Loại văn bản ghi vào sổ/ }).click();
  await chief.getByRole('dialog').getByRole('searchbox').fill('hop dong');
  await chief.keyboard.press('Enter');
  await chief.getByRole('dialog').getByRole('button', { name: 'Xong' }).click();
  await audit(chief, 'new register');
  await chief.getByRole('button', { name: 'Lập sổ', exact: true }).click();
  await chief.getByRole('heading', { level: 1, name }).waitFor();
  const year = new Date().getFullYear();
  await chief.getByRole('button', { name: `Mở năm ${year}` }).click();
  await chief.getByText('chưa cấp số nào').waitFor();

  const clerk = await openPage(browser, 'phone');
  await signIn(clerk);
  await clerk.goto(new URL(chief.url()).pathname);
  await clerk.getByLabel('Bao nhiêu số').fill('2');
  await clerk.getByRole('button', { name: /^Cho đơn vị/ }).click();
  await clerk.getByRole('dialog').getByRole('button', { name: 'Phòng Kinh tế' }).click();
  await clerk.getByLabel('Để làm gì').fill('Hợp đồng cuối năm');
  await clerk.getByRole('button', { name: 'Giữ số', exact: true }).click();
  await clerk.getByText('Đã giữ số 1, 2.').waitFor();
  await picture(clerk, 'phone-register-setup');
  await audit(clerk, 'register setup');
  await clerk.getByRole('button', { name: 'Bỏ số 2' }).click();
  const sheet = clerk.getByRole('dialog', { name: 'Bỏ số 2' });
  await sheet.getByLabel('Lý do').fill('Không ký nữa');
  await sheet.getByRole('button', { name: 'Bỏ số' }).click();
  await clerk.getByText('Số bỏ, số hủy trong năm (1)').waitFor();
  check(await clerk.getByLabel('Tên sổ').isDisabled(), 'the clerk does not define registers');
  checkFaults(chief);
  checkFaults(clerk);
}

export const journeys = {
  'a route is written, checked, published and ended': route,
  'a route on a phone': routeOnPhone,
  'a register is defined and its numbers kept': register,
};
