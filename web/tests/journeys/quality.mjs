// The chief of office walks through the quality of digitisation on a phone: what wants looking at, samples, rates, lists
// of shelves and the forecast, each with its state when there is nothing yet.
import { audit, check, checkFaults, openPage, picture, signIn } from './office.mjs';

const CHIEF = process.env.CONGVAN_CHIEF ?? 'chanhvp.anphu';

async function walked(browser) {
  const page = await openPage(browser, 'phone');
  await signIn(page, CHIEF);
  await page.goto('/quet');
  await page.getByRole('link', { name: 'Chất lượng' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Chất lượng số hóa' }).waitFor();
  await page.locator('[data-work], .empty').first().waitFor();
  await audit(page, 'quality work');

  const tabs = page.getByRole('navigation', { name: 'Các phần của chất lượng số hóa' });
  await tabs.getByRole('link', { name: 'Mẫu kiểm tra' }).click();
  await page.getByText(/Cần \d+ trong \d+ văn bản/).waitFor();
  await page.getByLabel('Sai số (điểm phần trăm)').fill('50');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Sai số (điểm phần trăm)').fill('2');
  await page.getByText(/Cần \d+ trong \d+ văn bản/).waitFor();
  await audit(page, 'quality samples');

  await tabs.getByRole('link', { name: 'Tỉ lệ lỗi' }).click();
  await page.getByRole('button', { name: 'Giá trị đang lưu' }).click();
  await page.locator('table, .empty').first().waitFor();
  await audit(page, 'quality rates');

  await tabs.getByRole('link', { name: 'Danh mục kệ' }).click();
  await page.locator('input[type=file], .empty').first().waitFor();
  await audit(page, 'quality shelf');

  await tabs.getByRole('link', { name: 'Dự báo' }).click();
  await page.getByText('Cần mỗi ngày').waitFor();
  await page.getByText('7.778 trang').waitFor();
  await page.getByLabel('Số ngày').fill('90');
  await page.getByRole('button', { name: 'Tính' }).click();
  await page.getByText('15.556 trang').waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, `nothing stands beyond the edge of a phone: ${wide} px`);
  await picture(page, 'phone-forecast');
  await audit(page, 'quality forecast');
  checkFaults(page);
}

export const journeys = { 'the quality of digitisation is looked through on a phone': walked };
