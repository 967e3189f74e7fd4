// The administrator adds a person and a unit, is told beside the form what was refused, and ends the person.
import { audit, check, checkFaults, OFFICE, openPage, picture, signIn, SIZES } from './office.mjs';

const ADMINISTRATOR = process.env.CONGVAN_ADMINISTRATOR ?? 'quantri.anphu';
const CHIEF = process.env.CONGVAN_CHIEF ?? 'chanhvp.anphu';

async function fillIn(page, { name, login }) {
  await page.getByLabel('Họ và tên').fill(name);
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu ban đầu').fill(OFFICE.password);
  await page.getByLabel('Chức vụ').fill('Cán bộ thử việc');
  await page.getByRole('button', { name: 'Thêm người' }).click();
}

/** The password is set anew: the person is out, and in again with the new one. */
async function forgets(page, row, { name, login }, theirs) {
  await row.getByRole('button', { name: `Mật khẩu, khóa: ${name}` }).click();
  const sheet = page.getByRole('dialog', { name: `Đặt lại mật khẩu: ${name}` });
  await sheet.getByLabel('Mật khẩu mới').fill('ngan');
  await sheet.getByRole('button', { name: 'Đặt lại mật khẩu' }).click();
  await sheet.getByRole('alert').waitFor();
  await sheet.getByLabel('Mật khẩu mới').fill('dat-lai-cho-nho-2026');
  await picture(page, 'administrator-phone-password');
  await audit(page, 'setting a password');
  await sheet.getByRole('button', { name: 'Đặt lại mật khẩu' }).click();
  await sheet.getByText(`Đã đặt lại mật khẩu của ${name}.`).waitFor();
  await sheet.getByRole('button', { name: 'Đóng' }).last().click();
  await theirs.goto('/dang-nhap');
  await theirs.getByLabel('Tên đăng nhập').fill(login);
  await theirs.getByLabel('Mật khẩu', { exact: true }).fill('dat-lai-cho-nho-2026');
  await theirs.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await theirs.getByRole('heading', { level: 1, name: 'Việc của tôi' }).waitFor();
}

async function people(browser) {
  const mark = Date.now().toString(36);
  const person = { name: `Lê Thử ${mark}`, login: `thu.${mark}` };
  const page = await openPage(browser, 'phone');
  await signIn(page, ADMINISTRATOR);
  await page.getByRole('link', { name: 'Quản trị' }).click();
  await page.locator('li', { hasText: OFFICE.login }).waitFor();

  await fillIn(page, { ...person, login: OFFICE.login });
  const refusal = page.getByRole('alert');
  await refusal.waitFor();
  await refusal.scrollIntoViewIfNeeded();
  const button = await page.getByRole('button', { name: 'Thêm người' }).boundingBox();
  const told = await refusal.boundingBox();
  check(Math.abs(button.y - told.y - told.height) < 100, `the refusal stands at the button: ${told.y} and ${button.y}`);
  check(!(await refusal.innerText()).includes('Mã lỗi'), 'what can be mended is told without a code');

  await fillIn(page, person);
  await page.getByText('Đã thêm.').waitFor();
  const row = page.locator('li', { hasText: person.login });
  await row.waitFor();

  const theirs = await openPage(browser, 'desk');
  await signIn(theirs, person.login);
  await forgets(page, row, person, theirs);
  await row.getByRole('button', { name: `Bàn giao, nghỉ: ${person.name}` }).click();
  await page.getByRole('dialog').getByLabel('Bàn giao rồi ngừng tài khoản').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Ngừng tài khoản' }).click();
  await row.getByText('Đã ngừng').waitFor();
  await theirs.reload();
  await theirs.getByRole('heading', { level: 1, name: 'Đăng nhập' }).waitFor();
  checkFaults(page);
  checkFaults(theirs);
}

async function house(browser) {
  const unit = `Tổ thử ${Date.now().toString(36)}`;
  const page = await openPage(browser, 'desk');
  await signIn(page, ADMINISTRATOR);
  await page.goto('/quan-tri/don-vi');
  await page.getByLabel('Tên đơn vị').fill(unit);
  await page.keyboard.press('Enter');
  await page.locator('li', { hasText: unit }).waitFor();

  await page.getByRole('link', { name: 'Việc hỏng', exact: true }).click();
  await page.getByRole('heading', { level: 2, name: 'Việc hỏng' }).waitFor();
  await page.getByRole('link', { name: 'Hệ thống', exact: true }).click();
  const read = page.locator('.figure', { hasText: 'Đã đọc' }).locator('dd');
  await read.waitFor();
  check(Number((await read.innerText()).replace(/\D/g, '')) > 0, 'the papers read are counted');
  await page.goBack();
  await page.getByRole('heading', { level: 2, name: 'Việc hỏng' }).waitFor();

  const clerk = await openPage(browser, 'desk');
  await signIn(clerk);
  await clerk.goto('/quan-tri');
  await clerk.getByText('Chỉ quản trị của cơ quan mở được trang này.').waitFor();
  check((await clerk.getByRole('link', { name: 'Quản trị' }).count()) === 0, 'the clerk is not led to the administration');
  checkFaults(page);
  checkFaults(clerk);
}

/** A day of the agency's own comes into the calendar with its source, and goes again. */
async function calendar(browser) {
  const page = await openPage(browser, 'phone');
  await signIn(page, ADMINISTRATOR);
  await page.goto('/quan-tri/lich?nam=2027');
  await page.getByRole('listitem').filter({ hasText: '01/01/2027' }).waitFor();
  await page.getByLabel('Ngày', { exact: true }).fill('15/06/2027');
  await page.getByLabel('Là ngày').selectOption({ label: 'Làm nửa ngày' });
  await page.getByLabel('Tên ngày').fill('Đại hội cơ quan');
  await page.getByRole('button', { name: 'Đặt ngày' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Căn cứ').fill('Thông báo 12/TB-UBND');
  await audit(page, 'calendar');
  await page.getByRole('button', { name: 'Đặt ngày' }).click();
  const row = page.getByRole('listitem').filter({ hasText: '15/06/2027' });
  await row.getByText('Làm nửa ngày').waitFor();
  await row.getByRole('button', { name: 'Bỏ ngày 15/06/2027' }).click();
  await row.waitFor({ state: 'detached' });
  checkFaults(page);
}

/** How the agency reminds is changed with the keyboard; what does not fit is told at its field and keeps the rest. */
async function reminders(browser) {
  const page = await openPage(browser, 'desk');
  await signIn(page, ADMINISTRATOR);
  await page.goto('/quan-tri/lich');
  await page.getByRole('link', { name: 'Nhắc hạn', exact: true }).click();
  const hours = page.getByLabel('Nhắc trước hạn');
  const leader = page.getByLabel('Báo lãnh đạo khi trễ');
  check((await hours.inputValue()) === '24' && (await leader.inputValue()) === '5', 'the usual reminders stand there');
  check((await page.getByLabel('Nhắc khi đã qua').inputValue()) === '', 'what is not reminded of is empty');

  await leader.fill('0');
  await page.keyboard.press('Enter');
  const told = page.getByText('phải từ 1 đến 1000');
  await told.waitFor();
  const { y, height } = await told.boundingBox();
  check(y + height < SIZES.desk.viewport.height, 'what was refused stands in sight');
  check((await leader.getAttribute('aria-invalid')) === 'true', 'the field refused is marked');
  check((await hours.getAttribute('aria-invalid')) === 'false', 'the field that fits is not');
  check(await leader.evaluate((field) => field === document.activeElement), 'the cursor stands where to mend');
  await picture(page, 'desk-reminders-refused');
  await audit(page, 'reminders, refused');
  await leader.fill('7');
  await hours.fill('');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('Đã lưu.').waitFor();

  const phone = await openPage(browser, 'phone');
  await signIn(phone, ADMINISTRATOR);
  await phone.goto('/quan-tri/nhac-han');
  const later = phone.getByLabel('Báo lãnh đạo khi trễ');
  check((await later.inputValue()) === '7', 'what was saved is kept');
  check((await phone.getByLabel('Nhắc trước hạn').inputValue()) === '', 'a reminder taken away stays away');
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, `the page is ${wide} px wider than the screen`);
  await audit(phone, 'reminders, phone');
  await later.fill('5');
  await phone.getByLabel('Nhắc trước hạn').fill('24');
  await phone.getByRole('button', { name: 'Lưu cách nhắc' }).click();
  await phone.getByText('Đã lưu.').waitFor();
  await picture(phone, 'phone-reminders');

  // The chief of office may set them too, and is led there, to nothing he may not do.
  const chief = await openPage(browser, 'desk');
  await signIn(chief, CHIEF);
  await chief.getByRole('link', { name: 'Quản trị' }).click();
  await chief.getByRole('link', { name: 'Nhắc hạn', exact: true }).click();
  await chief.getByRole('button', { name: 'Lưu cách nhắc' }).waitFor();
  check((await chief.getByRole('link', { name: 'Người', exact: true }).count()) === 0, 'the chief of office does not keep the people');
  checkFaults(chief);
  checkFaults(page);
  checkFaults(phone);
}

export const journeys = {
  'reminders are set, desk and phone': reminders,
  'a day comes into the calendar and goes, phone': calendar,
  'a person comes and goes, phone': people,
  'units, jobs and figures, desk': house,
};
