// Something comes in while the leader looks at his list: it is offered, the list does not move, the bell counts it;
// he reads it in the list of notices, opens the paper, and chooses how he wants to hear of the next one.
import { audit, check, checkFaults, openPage, picture, signIn } from './office.mjs';
import { freshPaper, upload } from './work.mjs';

const LEADER = process.env.CONGVAN_LEADER ?? 'chutich.anphu';

/** Registers a paper for the leader, by the interface, in the clerk's session. */
async function submit(page, paper, id) {
  await page.evaluate(async ({ id, code, subject }) => {
    const ask = async (path, body) => {
      const answer = await fetch(`/api/v1${path}`, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      return answer.json();
    };
    const register = (await ask('/registers')).items.find(({ book }) => book === 'incoming');
    const leader = (await ask('/colleagues')).items.find(({ name }) => name === 'Nguyễn Hữu Khang');
    await ask(`/documents/${id}/registration`, {
      register: register.id,
      fields: { code, subject, kind: 'cong_van', issuer: 'Sở Tài chính', issued_on: '2026-11-20', urgency: 'flash' },
      submit_to: { kind: 'person', id: leader.id },
    });
  }, { id, ...paper });
}

async function isTold(browser, size) {
  const clerk = await openPage(browser, 'desk');
  await signIn(clerk);
  const paper = freshPaper();
  const id = await upload(clerk, paper);
  const leader = await openPage(browser, size);
  await signIn(leader, LEADER);
  const bell = leader.getByRole('link', { name: /^Thông báo/ });
  await bell.waitFor();
  await leader.locator('.tasks li, .empty').first().waitFor();
  const before = await leader.locator('.tasks a').allInnerTexts();

  await submit(clerk, paper, id);
  await leader.getByRole('button', { name: /mới/ }).waitFor();
  check((await leader.locator('.tasks a').allInnerTexts()).join() === before.join(), 'the list does not move by itself');
  await leader.getByRole('link', { name: /chưa xem/ }).waitFor();
  await picture(leader, `${size}-notice-pill`);

  await bell.click();
  const row = leader.locator('.notice', { hasText: paper.code });
  await row.getByText('Chờ bạn cho ý kiến, phân phối').waitFor();
  await row.getByText('Mới', { exact: true }).waitFor();
  await picture(leader, `${size}-notices`);
  await audit(leader, 'notices');
  await row.getByRole('link').click();
  await leader.waitForURL(`**/vb/${id}`);
  await leader.goto('/thong-bao');
  await row.waitFor();
  check((await row.getByText('Mới', { exact: true }).count()) === 0, 'what was opened counts as seen');

  await leader.getByRole('link', { name: 'Cách nhận' }).click();
  await leader.getByText('Máy này đang nhận thông báo:').waitFor();
  await leader.getByLabel('Hỏa tốc vẫn báo').uncheck();
  await leader.getByRole('button', { name: 'Lưu' }).click();
  await leader.getByText('Đã lưu.').waitFor();
  await leader.reload();
  check(!(await leader.getByLabel('Hỏa tốc vẫn báo').isChecked()), 'the choice was kept');
  await picture(leader, `${size}-notice-ways`);
  await audit(leader, 'ways');
  checkFaults(leader);
}

export const journeys = {
  'the leader is told on the phone': (browser) => isTold(browser, 'phone'),
  'the leader is told at the desk': (browser) => isTold(browser, 'desk'),
};
