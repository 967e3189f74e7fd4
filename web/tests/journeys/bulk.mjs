// Many papers at once: the leader chooses five by keyboard, takes the template that is offered and sends; one that
// went on meanwhile is told and stays chosen; he takes the others back and sends each by its own template on his
// phone. Templates are kept on their page; a number kept in a register is offered for what comes in.
import { audit as auditAsItStands, check, checkFaults, openPage, picture, signIn } from './office.mjs';

const LEADER = process.env.CONGVAN_LEADER ?? 'chutich.anphu';
const OFFICE = process.env.CONGVAN_CHIEF ?? 'chanhvp.anphu';
const TEMPLATE = 'Công văn của Sở Tài chính';
const ADMINISTRATOR = process.env.CONGVAN_ADMINISTRATOR ?? 'quantri.anphu';
const FIVE = 5;

/** From the top: what the bar above half covers is no fault of the page. */
async function audit(page, where) {
  await page.evaluate(() => scrollTo(0, 0));
  await auditAsItStands(page, where);
}

/** Asks the server from the page of whoever is signed in there. */
const ask = (page, method, path, body) => page.evaluate(async ([verb, address, sent]) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`/api/v1${address}`, { method: verb, headers, body: sent ? JSON.stringify(sent) : undefined });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${verb} ${address}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}, [method, path, body]);

/** Papers that no other run has sent, uploaded together; answers their ids in order. */
async function upload(page, files) {
  await page.goto('/tai-len');
  await page.getByTestId('files').setInputFiles(files);
  const ids = [];
  for (const { name } of files) {
    const row = page.locator('.upload', { hasText: name }).first();
    await row.getByText('Đã đọc · tìm được').waitFor({ timeout: 120_000 });
    ids.push((await row.getByRole('link', { name: 'Mở văn bản' }).getAttribute('href')).split('/').at(-1));
  }
  return ids;
}

const textFile = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

/** The clerk registers letters of the department of finance and submits them to the chairman. */
async function submitted(page) {
  const round = String(Date.now()).slice(-6);
  const subjects = Array.from({ length: FIVE }, (_, at) => `Đôn đốc quyết toán dự án số ${at + 1} đợt ${round}`);
  const ids = await upload(page, subjects.map((subject, at) => textFile(`dd-${round}-${at}.txt`, `Số: ${round}${at}/STC-NS\n${subject}\n`)));
  const { items: books } = await ask(page, 'GET', '/registers');
  const { items: people } = await ask(page, 'GET', '/colleagues');
  const leader = people.find(({ posts }) => posts.some(({ title }) => title === 'Chủ tịch UBND xã'));
  for (const [at, id] of ids.entries()) {
    await ask(page, 'POST', `/documents/${id}/registration`, {
      register: books.find(({ book }) => book === 'incoming').id,
      submit_to: { kind: 'person', id: leader.id },
      fields: {
        subject: subjects[at], kind: 'cong_van', code: `${round}${at}/STC-NS`, issuer: 'Sở Tài chính tỉnh Lạc Giang',
        direction: 'incoming', urgency: 'normal',
      },
    });
  }
  return { ids, subjects, deputy: people.find(({ posts }) => posts.some(({ title }) => title === 'Phó Chủ tịch UBND xã')) };
}

/** The office keeps a template for letters of the department of finance; one that is there already is used. */
async function keepsTemplate(browser) {
  const page = await openPage(browser, 'desk');
  await signIn(page, OFFICE);
  const { items } = await ask(page, 'GET', '/instructions');
  if (!items.some(({ name }) => name === TEMPLATE)) {
    const { items: units } = await ask(page, 'GET', '/units');
    const id = units.find(({ name }) => name === 'Phòng Kinh tế').id;
    await ask(page, 'POST', '/instructions', {
      shared: true, name: TEMPLATE, words: 'Giao Phòng Kinh tế chủ trì tham mưu, trình Chủ tịch ký trả lời đúng hạn.',
      parts: [{ part: 'lead', to: { kind: 'unit', id } }], term: { unit: 'working_days', amount: 5 },
      kinds: ['cong_van'], issuers: ['Sở Tài chính'],
    });
  }
  await page.context().close();
}

/** A template gives to somebody who has left since; answers his name. */
async function givesToWhoLeft(browser) {
  const [administrator, chief] = [await openPage(browser, 'desk'), await openPage(browser, 'desk')];
  await signIn(administrator, ADMINISTRATOR);
  await signIn(chief, OFFICE);
  const round = String(Date.now()).slice(-6);
  const name = `Người Đi ${round}`;
  const { id } = await ask(administrator, 'POST', '/people', {
    login: `di.${round}`, name, password: 'mat-khau-tam-2026', position: { title: 'Chuyên viên', role: 'specialist', unit: null },
  });
  await ask(chief, 'POST', '/instructions', {
    shared: true, name: `Giao người đã đi ${round}`, words: 'Theo dõi, tổng hợp.', parts: [{ part: 'inform', to: { kind: 'person', id } }],
    kinds: ['ban_ghi_nho'],
  });
  await ask(administrator, 'POST', `/people/${id}/end`, {});
  for (const page of [administrator, chief]) await page.context().close();
  return name;
}

const bar = (page) => page.getByRole('region', { name: 'Việc đã chọn' });
const box = (page, subject) => page.getByRole('checkbox', { name: `Chọn: ${subject}` });

async function allLoaded(page, subjects) {
  await page.goto('/viec?nhom=cho-y-kien');
  for (let tries = 0; tries < 10 && (await page.locator('.tasks a', { hasText: subjects.at(-1) }).count()) === 0; tries += 1) {
    await page.locator('.tasks a').last().scrollIntoViewIfNeeded();
    await page.waitForTimeout(400);
  }
  await page.locator('.tasks a', { hasText: subjects.at(-1) }).waitFor();
}

/** X on the first, Shift+click on the last: no more than the five is chosen. */
async function chooseByKeyboard(page, subjects) {
  await page.locator('.tasks a', { hasText: subjects[0] }).focus();
  await page.keyboard.press('x');
  await bar(page).getByText('Đã chọn 1 việc').waitFor();
  for (const subject of subjects.slice(1)) {
    await page.locator('.tasks a', { hasText: subject }).focus();
    await page.keyboard.press('x');
  }
  await bar(page).getByText(`Đã chọn ${FIVE} việc`).waitFor();
  await picture(page, 'desk-choosing');
  await audit(page, 'choosing');
}

async function fiveAtOnce(page, { ids, subjects, deputy }) {
  await allLoaded(page, subjects);
  await chooseByKeyboard(page, subjects);
  await bar(page).getByRole('button', { name: `Bút phê ${FIVE}` }).click();
  const sheet = page.getByRole('dialog', { name: `Bút phê ${FIVE} văn bản` });
  const offer = sheet.getByRole('region', { name: 'Mẫu gợi ý' });
  await offer.getByText(`vì mẫu cho: Công văn của Sở Tài chính`).waitFor();
  check((await sheet.getByLabel('Ý kiến chỉ đạo').inputValue()) === '', 'a template is offered, never applied by itself');
  await offer.getByRole('button', { name: `Dùng mẫu «${TEMPLATE}»` }).click();
  check((await sheet.getByLabel('Ý kiến chỉ đạo').inputValue()).startsWith('Giao Phòng Kinh tế chủ trì'), 'the template fills the words');
  await sheet.getByText('Chủ trì').first().waitFor();
  await picture(page, 'desk-bulk-sheet');
  await audit(page, 'bulk sheet');
  // Another screen of the same leader gives the third to his deputy before this one is sent.
  const work = await ask(page, 'GET', `/documents/${ids[2]}/work`);
  const task = work.tasks.find(({ kind, closed }) => kind === 'distribute' && !closed).id;
  await ask(page, 'POST', `/documents/${ids[2]}/actions`, { action: 'pass', task, to: { kind: 'person', id: deputy.id }, note: null });
  await sheet.getByRole('button', { name: `Chuyển ${FIVE} văn bản` }).click();
  await bar(page).getByText(`Đã xử lý ${FIVE - 1} văn bản.`).waitFor();
  await bar(page).getByText('1 văn bản chưa xử lý được').waitFor();
  await bar(page).getByRole('link', { name: subjects[2] }).waitFor();
  await picture(page, 'desk-bulk-result');
  await audit(page, 'bulk result');
  await bar(page).getByRole('button', { name: /^Hoàn tác/ }).click();
  await bar(page).getByText(`Đã đưa ${FIVE - 1} văn bản về như trước.`).waitFor();
  await bar(page).getByRole('button', { name: 'Xong' }).click();
  await page.locator('.tasks a', { hasText: subjects[0] }).waitFor();
}

/** On the phone, each by the template it has. */
async function eachByItsTemplate(page, { subjects }) {
  await allLoaded(page, subjects);
  await page.getByRole('button', { name: 'Chọn', exact: true }).tap();
  await box(page, subjects[0]).tap();
  await box(page, subjects[1]).tap();
  await picture(page, 'phone-choosing');
  await audit(page, 'choosing on the phone');
  await bar(page).getByRole('button', { name: 'Bút phê 2' }).tap();
  const sheet = page.getByRole('dialog', { name: 'Bút phê 2 văn bản' });
  await sheet.getByRole('button', { name: 'Theo mẫu của từng văn bản' }).tap();
  await sheet.getByRole('combobox', { name: `Mẫu cho ${subjects[0]}` }).waitFor();
  await sheet.getByText('Giao Phòng Kinh tế chủ trì tham mưu').first().waitFor();
  await picture(page, 'phone-bulk-templates');
  await audit(page, 'a template for each');
  await sheet.getByRole('button', { name: 'Chuyển 2 văn bản' }).tap();
  await bar(page).getByText('Đã xử lý 2 văn bản.').waitFor();
  await picture(page, 'phone-bulk-result');
}

async function manyPapers(browser) {
  await keepsTemplate(browser);
  const clerk = await openPage(browser, 'desk');
  await signIn(clerk);
  const papers = await submitted(clerk);
  const leader = await openPage(browser, 'desk');
  await signIn(leader, LEADER);
  await fiveAtOnce(leader, papers);
  const phone = await openPage(browser, 'phone');
  await signIn(phone, LEADER);
  await eachByItsTemplate(phone, papers);
  for (const page of [clerk, leader, phone]) checkFaults(page);
}

/** The chief of office keeps a template; what it gives to somebody who left is said. */
async function keepingTemplates(browser) {
  const left = await givesToWhoLeft(browser);
  const page = await openPage(browser, 'desk');
  await signIn(page, OFFICE);
  await page.goto('/toi');
  await page.getByRole('link', { name: 'Mẫu bút phê' }).click();
  await page.getByRole('heading', { name: 'Dùng chung trong cơ quan' }).waitFor();
  await page.getByText(`Hiện không còn ai nhận việc cho: ${left}`).waitFor();
  await picture(page, 'desk-templates');
  await audit(page, 'templates');
  await page.getByRole('link', { name: 'Thêm mẫu' }).click();
  await page.getByRole('button', { name: 'Lưu mẫu' }).click();
  await page.getByText('Mẫu bút phê cần một tên').waitFor();
  const name = `Mẫu thử ${String(Date.now()).slice(-6)}`;
  await page.getByLabel('Tên mẫu').fill(name);
  await page.getByLabel('Ý kiến chỉ đạo').fill('Giao Phòng Kinh tế rà soát.');
  await page.getByRole('searchbox', { name: 'Tìm người, đơn vị' }).fill('phong kinh te');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '5 ngày làm việc', exact: true }).click();
  await page.getByLabel('Cơ quan ban hành').fill('Điện lực');
  await picture(page, 'desk-template-form');
  await audit(page, 'template form');
  await page.getByRole('button', { name: 'Lưu mẫu' }).click();
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Xóa mẫu' }).click();
  await page.getByText('Xóa hẳn mẫu này?').waitFor();
  await page.getByRole('button', { name: 'Xóa mẫu' }).click();
  await page.getByRole('heading', { name: 'Dùng chung trong cơ quan' }).waitFor();
  check((await page.getByRole('link', { name }).count()) === 0, 'a template that was removed is gone');
  const phone = await openPage(browser, 'phone');
  await signIn(phone, LEADER);
  await phone.goto('/quan-tri/mau-but-phe');
  await phone.getByRole('heading', { name: 'Dùng chung trong cơ quan' }).waitFor();
  await picture(phone, 'phone-templates');
  await audit(phone, 'templates on the phone');
  checkFaults(page);
  checkFaults(phone);
}

/** A number kept for a letter that was told beforehand is offered in the form and used. */
async function keptNumber(browser) {
  const page = await openPage(browser, 'desk');
  await signIn(page);
  const { items: books } = await ask(page, 'GET', '/registers');
  const incoming = books.find(({ book }) => book === 'incoming').id;
  const { numbers } = await ask(page, 'POST', `/registers/${incoming}/reservations`, {
    count: 1, day: new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10), purpose: 'Công văn báo trước qua điện thoại',
  });
  const round = String(Date.now()).slice(-6);
  const [id] = await upload(page, [textFile(`giu-so-${round}.txt`, `Số: ${round}/STC-NS\nGiữ số ${round}\n`)]);
  await page.goto(`/den/hang-doi?vb=${id}`);
  await page.getByLabel('Trích yếu').fill(`Giữ số ${round}`);
  const choice = page.getByLabel('Số đến (dự kiến)');
  await choice.selectOption(String(numbers[0]));
  check((await choice.locator('option:checked').innerText()).includes('Công văn báo trước qua điện thoại'), 'a number kept says why');
  await picture(page, 'desk-kept-number');
  await audit(page, 'a number that was kept');
  await page.keyboard.press('Control+Enter');
  await page.locator('#noi-dung').getByText(new RegExp(`Đã vào sổ số ${numbers[0]},`)).waitFor();
  checkFaults(page);
}

export const journeys = {
  'five papers at once, one of them gone on': manyPapers,
  'templates are kept, and say who left': keepingTemplates,
  'a number that was kept is used': keptNumber,
};
