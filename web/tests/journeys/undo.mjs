// The leader decides: from a push to the instruction sent in at most four taps, undone within ten seconds by touch and by
// keyboard; a row that is swiped; a delegation in two taps. The taps are counted and told.
import { audit, check, checkFaults, openPage, picture, signIn } from './office.mjs';
import { freshPaper, upload } from './work.mjs';

const LEADER = process.env.CONGVAN_LEADER ?? 'chutich.anphu';
const HEAD = process.env.CONGVAN_HEAD ?? 'tp.kinhte.anphu';
const MOST_TAPS = 4;

/** Asks the server in the session of a page. */
function ask(page, method, path, body) {
  return page.evaluate(async ({ method, path, body }) => {
    const answer = await fetch(`/api/v1${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  }, { method, path, body });
}

/** A paper of an issuer that waits for the leader. */
async function submitted(clerk, issuer) {
  const paper = freshPaper();
  const id = await upload(clerk, paper);
  const register = (await ask(clerk, 'GET', '/registers')).items.find(({ book }) => book === 'incoming');
  const leader = (await ask(clerk, 'GET', '/colleagues')).items.find(({ name }) => name === 'Nguyễn Hữu Khang');
  await ask(clerk, 'POST', `/documents/${id}/registration`, {
    register: register.id, submit_to: { kind: 'person', id: leader.id },
    fields: { code: paper.code, subject: paper.subject, kind: 'cong_van', issuer, issued_on: '2026-11-20', urgency: 'normal' },
  });
  return { ...paper, id };
}

async function taskOf(page, id, kind) {
  const { tasks } = await ask(page, 'GET', `/documents/${id}/work`);
  return tasks.find((task) => task.kind === kind && !task.closed)?.id;
}

/** Taps a control and counts it. */
function counted(page) {
  const tap = async (target) => {
    tap.count += 1;
    await target.tap();
  };
  tap.count = 0;
  return tap;
}

async function instructs(browser) {
  const clerk = await openPage(browser, 'desk');
  await signIn(clerk);
  const issuer = `Sở Công Thương đợt ${String(Date.now()).slice(-5)}`;
  const page = await openPage(browser, 'phone');
  await signIn(page, LEADER);
  const unit = (await ask(page, 'GET', '/units')).items.find(({ name }) => name === 'Phòng Kinh tế');
  // The leader has given two papers of this issuer to the same unit.
  for (let before = 0; before < 2; before += 1) {
    const { id } = await submitted(clerk, issuer);
    await ask(page, 'POST', `/documents/${id}/actions`, {
      action: 'distribute', task: await taskOf(page, id, 'distribute'), words: 'Giao Phòng Kinh tế tham mưu, trả lời.',
      parts: [{ part: 'lead', to: { kind: 'unit', id: unit.id }, term: { unit: 'working_days', amount: 3 } }],
    });
  }
  const paper = await submitted(clerk, issuer);

  const tap = counted(page);
  // The push opens the very paper: the first tap.
  tap.count += 1;
  await page.goto(`/vb/${paper.id}`);
  const bar = page.getByRole('region', { name: 'Xử lý' });
  await tap(bar.getByRole('button', { name: 'Bút phê' }));
  const sheet = page.getByRole('dialog', { name: 'Bút phê' });
  await sheet.getByText('Điền sẵn vì 2/2 văn bản gần đây').waitFor();
  check((await sheet.getByLabel('Ý kiến chỉ đạo').inputValue()) === 'Giao Phòng Kinh tế tham mưu, trả lời.', 'the own past fills the words');
  await sheet.getByRole('list', { name: 'Đã chọn' }).getByText('Phòng Kinh tế').waitFor();
  await sheet.getByRole('button', { name: 'Thứ Sáu' }).waitFor();
  await picture(page, 'phone-instruction-prefilled');
  await audit(page, 'the instruction filled from the past');
  await tap(sheet.getByRole('button', { name: 'Chuyển', exact: true }));
  await bar.getByText('Đã chuyển ý kiến.').waitFor();
  console.log(`      instruction from a push: ${tap.count} taps (at most ${MOST_TAPS})`);
  check(tap.count <= MOST_TAPS, `${tap.count} taps from the push to the instruction sent`);

  const undo = bar.getByRole('button', { name: /^Hoàn tác/ });
  await undo.waitFor();
  const box = await undo.boundingBox();
  check(box.height >= 48, `the button to undo is ${box.height} px high`);
  await picture(page, 'phone-undo');
  await audit(page, 'undo');
  const head = await openPage(browser, 'desk');
  await undo.tap();
  await bar.getByRole('button', { name: 'Bút phê' }).waitFor();
  check((await bar.getByText('Đã chuyển ý kiến.').count()) === 0, 'nothing is said to be done after it was undone');
  await picture(page, 'phone-undone');
  await signIn(head, HEAD);
  check((await head.locator('.tasks a', { hasText: paper.subject }).count()) === 0, 'what was undone waits for nobody');

  // At the desk by keyboard: B, Ctrl+Enter, Ctrl+Z.
  const desk = await openPage(browser, 'desk');
  await signIn(desk, LEADER);
  await desk.goto(`/vb/${paper.id}`);
  await desk.getByRole('button', { name: 'Bút phê' }).waitFor();
  await desk.keyboard.press('b');
  await desk.getByRole('dialog', { name: 'Bút phê' }).getByText('Điền sẵn vì').waitFor();
  await picture(desk, 'desk-instruction-prefilled');
  await desk.keyboard.press('Control+Enter');
  await desk.getByRole('button', { name: /^Hoàn tác/ }).waitFor();
  await picture(desk, 'desk-undo');
  await audit(desk, 'undo at the desk');
  await desk.keyboard.press('Control+z');
  await desk.getByRole('button', { name: 'Bút phê' }).waitFor();
  check((await ask(desk, 'GET', `/documents/${paper.id}/work`)).phase === 'submitted', 'Ctrl+Z undoes');
  await checkFaults(page);
  await checkFaults(desk);
}

/** A finger over a row. */
async function swipe(page, row, dx, dy = 0) {
  const { x, y, width, height } = await row.boundingBox();
  const from = { x: x + width / 2, y: y + height / 2 };
  const touch = await page.context().newCDPSession(page);
  const at = (share) => [{ x: from.x + dx * share, y: from.y + dy * share }];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let step = 1; step <= 8; step += 1) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / 8) });
  return () => touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

async function swipes(browser) {
  const clerk = await openPage(browser, 'desk');
  await signIn(clerk);
  const paper = await submitted(clerk, 'Sở Tài chính');
  const leader = await openPage(browser, 'desk');
  await signIn(leader, LEADER);
  const unit = (await ask(leader, 'GET', '/units')).items.find(({ name }) => name === 'Phòng Kinh tế');
  await ask(leader, 'POST', `/documents/${paper.id}/actions`, {
    action: 'distribute', task: await taskOf(leader, paper.id, 'distribute'), words: 'Chủ trì.',
    parts: [{ part: 'lead', to: { kind: 'unit', id: unit.id }, urgency: 'flash' }],
  });
  const page = await openPage(browser, 'phone');
  await signIn(page, HEAD);
  const row = page.locator('.tasks.swipes li', { hasText: paper.subject });
  await row.waitFor();
  await row.scrollIntoViewIfNeeded();

  // A short stroke, and one that goes down, do nothing.
  await (await swipe(page, row, 50))();
  await (await swipe(page, row, 40, -160))();
  check((await page.getByText('Đã nhận việc.').count()) === 0, 'a short or upright stroke does nothing');
  await row.scrollIntoViewIfNeeded();
  const lift = await swipe(page, row, 150);
  await picture(page, 'phone-swipe');
  await lift();
  await page.getByText('Đã nhận việc.').first().waitFor();
  await page.waitForTimeout(500);
  await picture(page, 'phone-swiped');
  await page.evaluate(() => scrollTo(0, 0));
  await audit(page, 'after a swipe');
  await page.getByRole('button', { name: /^Hoàn tác/ }).tap();
  await page.locator('.toast').getByText('Đã hoàn tác.').waitFor();
  const { tasks } = await ask(page, 'GET', `/documents/${paper.id}/work`);
  check(tasks.find(({ kind }) => kind === 'lead').accepted_at === null, 'the swipe was undone');

  // To the left opens the paper with its sheet, and the address is a plain one again.
  await row.scrollIntoViewIfNeeded();
  await (await swipe(page, row, -150))();
  await page.waitForURL(`**/vb/${paper.id}*`);
  await page.getByRole('dialog', { name: 'Giao trong đơn vị' }).waitFor();
  check(!page.url().includes('xu-ly'), 'going back does not open the sheet again');
  await checkFaults(page);
}

async function delegates(browser) {
  for (const [size, theme] of [['phone', 'light'], ['desk', 'dark']]) {
    const page = await openPage(browser, size, { colorScheme: theme });
    await signIn(page, LEADER);
    await page.goto('/toi');
    let taps = 0;
    const press = async (target) => {
      taps += 1;
      await target.click();
    };
    await press(page.getByRole('button', { name: 'Ủy quyền', exact: true }));
    const sheet = page.getByRole('dialog', { name: 'Ủy quyền khi vắng' });
    const give = sheet.getByRole('button', { name: /^Ủy quyền cho/ });
    await give.waitFor();
    await picture(page, `${size}-delegating`);
    await audit(page, 'delegating');
    await press(give);
    await sheet.getByText('Đã ủy quyền cho').waitFor();
    console.log(`      delegation: ${taps} taps`);
    check(taps <= 2, `${taps} taps to delegate`);
    await picture(page, `${size}-delegated`);
    await audit(page, 'delegated');
    await sheet.getByRole('button', { name: /^Hoàn tác/ }).click();
    await sheet.getByText('Không ai thay bạn').waitFor();
    // Somebody else, or other days, are chosen in the full form.
    await page.goto('/toi');
    await page.getByRole('button', { name: 'Ủy quyền', exact: true }).click();
    await sheet.getByRole('button', { name: 'Chọn khác' }).click();
    await page.getByRole('dialog').getByLabel('Từ ngày').waitFor();
    const live = (await ask(page, 'GET', '/delegations')).items.filter((one) => one.live && one.giver.name === 'Nguyễn Hữu Khang');
    check(live.length === 0, 'the delegation was undone');
    await checkFaults(page);
  }
}

export const journeys = {
  'an instruction in at most four taps, undone by touch and by keyboard': instructs,
  'a row is swiped, and that is undone': swipes,
  'a delegation in two taps, undone': delegates,
};
