// A leader in an aeroplane: what waits for him was fetched before, he reads and decides without a network, the
// connection comes and goes, the server is killed meanwhile, and each decision is applied once and in its order; where
// the paper has gone on he sees both sides. The office of this journey has a server of its own, which may be killed, and
// a line of its own, which may be cut.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawn, letterOf } from './letters.mjs';
import { audit, check, checkFaults, openPage, picture, signIn } from './office.mjs';

/** The program, beside the root of the project. */
const PROGRAM = new URL(process.env.PROGRAM ?? 'target/debug/congvan', new URL('../../../', import.meta.url)).pathname;
const LEADER = 'chutich.anphu';
const PAPERS = 11;
const DECIDED = 5;
/** The one on which somebody else acts meanwhile. */
const MOVED = 2;

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}

/** A demo office with a server that can be killed and comes back on the same port with the same data. */
async function openOffice() {
  const data = await mkdtemp(join(tmpdir(), 'congvan-flight-'));
  const port = await freePort();
  // What is meant for the journeys is no setting of the program.
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('CONGVAN_'));
  const env = { ...Object.fromEntries(others), CONGVAN_SERVER_LISTEN: `127.0.0.1:${port}` };
  const [code] = await once(spawn(PROGRAM, ['--data', data, 'demo'], { env, stdio: 'ignore' }), 'exit');
  check(code === 0, 'the demo office was made');
  let server;
  const office = {
    url: `http://127.0.0.1:${port}`,
    port,
    async start() {
      server = spawn(PROGRAM, ['--data', data, 'serve'], { env, stdio: 'ignore' });
      for (let tries = 0; tries < 150; tries += 1) {
        if (await fetch(`${office.url}/readyz`).then(({ ok }) => ok, () => false)) return;
        await new Promise((done) => setTimeout(done, 200));
      }
      throw new Error('the server did not become ready');
    },
    async kill() {
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
    async close() {
      await office.kill();
      await rm(data, { recursive: true, force: true });
    },
  };
  await office.start();
  return office;
}

/** A line to the office: `up`, `down`, or `one-way`, on which requests arrive and no answer comes back. */
export async function openLine(to) {
  const open = new Set();
  const line = { state: 'up', wayIn: 0 };
  const server = createServer((near) => {
    if (line.state === 'down') return near.destroy();
    const far = connect(to, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => { open.delete(one); other.destroy(); });
    }
    near.on('data', (bytes) => {
      line.wayIn += 1;
      far.write(bytes);
    });
    far.on('data', (bytes) => (line.state === 'one-way' ? near.destroy() : near.write(bytes)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  line.url = `http://127.0.0.1:${server.address().port}`;
  line.turn = (state) => {
    line.state = state;
    if (state === 'down') for (const socket of open) socket.destroy();
  };
  line.close = () => {
    for (const socket of open) socket.destroy();
    server.close();
  };
  return line;
}

/** Asks the office as the person whose page it is. */
function asks(page, path, body) {
  return page.evaluate(async ([address, sent]) => {
    const init = sent ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(sent) } : {};
    const response = await fetch(`/api/v1${address}`, init);
    if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
    return response.json();
  }, [path, body]);
}

/** Eleven letters, registered and submitted to the leader, the first of them first in his list. */
export async function submitted(browser, clerk) {
  const letters = Array.from({ length: PAPERS }, (_, at) => ({ code: `${300 + at}/STC-NS`, subject: `cấp kinh phí chuyến bay số ${String(at + 1).padStart(2, '0')}` }));
  const files = [];
  for (const letter of letters) {
    const html = letterOf({ ...letter, day: 20, month: 11, issuer: 'Sở Tài chính', post: 'GIÁM ĐỐC', signer: 'Trần Văn Bình' });
    files.push(await drawn(browser, html, letter.code.replace('/', '-')));
  }
  await clerk.goto('/tai-len');
  await clerk.getByTestId('files').setInputFiles(files);
  await clerk.waitForFunction((n) => document.body.innerText.split('Đã đọc · tìm được').length > n, PAPERS, { timeout: 120_000 });
  const colleagues = await asks(clerk, '/colleagues');
  const to = colleagues.items.find(({ name }) => name === 'Nguyễn Hữu Khang').id;
  const { items } = await asks(clerk, '/documents?limit=50');
  for (const letter of letters) {
    const found = items.find(({ title }) => title.includes(letter.subject));
    check(found, `the letter «${letter.subject}» was read`);
    letter.id = found.id;
    const fields = { ...letter, id: undefined, direction: 'incoming', urgency: 'normal', issuer: 'Sở Tài chính', issued_on: '2026-11-20', kind: null, signer: null };
    await asks(clerk, `/documents/${letter.id}/registration`, { fields, submit_to: { kind: 'person', id: to } });
  }
  return letters;
}

/** What stands in this browser's own database, by store; asking for one that is not there would make it. */
function kept(page) {
  return page.evaluate(async () => {
    const nothing = { urls: [], plain: '', facts: 0, waiting: 0 };
    if (!(await indexedDB.databases()).some(({ name }) => name === 'congvan-kept')) return nothing;
    const answer = (request) => new Promise((done, fail) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => fail(request.error) }));
    const database = await answer(indexedDB.open('congvan-kept'));
    const all = (store) => answer(database.transaction(store).objectStore(store).getAll());
    const [labels, copies, facts, waiting] = await Promise.all(['labels', 'copies', 'facts', 'waiting'].map(all));
    database.close();
    const plain = copies.map(({ data }) => new TextDecoder().decode(data)).join('');
    return { urls: labels.map(({ url }) => url), plain, facts: facts.length, waiting: waiting.length };
  });
}

async function until(holds, message, within_ms = 60_000) {
  const end = Date.now() + within_ms;
  while (!(await holds())) {
    check(Date.now() < end, message);
    await new Promise((done) => setTimeout(done, 300));
  }
}

async function reads(leader, letter) {
  await leader.goto(`/vb/${letter.id}`);
  await leader.getByRole('heading', { name: letter.subject }).or(leader.locator('[data-page="1"] canvas[role=img]')).first().waitFor();
  await leader.waitForFunction(() => document.querySelector('[data-page="1"] canvas[role=img]')?.width > 0);
}

async function decides(leader, letter, words) {
  await reads(leader, letter);
  const bar = leader.getByRole('region', { name: 'Xử lý' });
  await bar.getByRole('button', { name: 'Bút phê' }).click();
  const sheet = leader.getByRole('dialog', { name: 'Bút phê' });
  await sheet.getByLabel('Ý kiến chỉ đạo').fill(words);
  await sheet.getByRole('button', { name: 'Phòng Kinh tế', exact: true }).click();
  await sheet.getByRole('button', { name: 'Chuyển', exact: true }).click();
  await bar.getByText('Chưa có mạng: quyết định đã lưu').waitFor();
}

/** On his other device the leader gives one of the papers away. */
async function movedMeanwhile(browser, office, letter) {
  const other = await openPage(browser, 'desk', { baseURL: office.url });
  await signIn(other, LEADER);
  const { items } = await asks(other, '/colleagues');
  const deputy = items.find(({ posts }) => posts.some(({ title }) => title.startsWith('Phó Chủ tịch'))).id;
  const work = await asks(other, `/documents/${letter.id}/work`);
  const task = work.tasks.find(({ kind, closed }) => kind === 'distribute' && !closed).id;
  await asks(other, `/documents/${letter.id}/actions`, { action: 'pass', task, to: { kind: 'person', id: deputy }, note: 'Giao đồng chí Phó Chủ tịch.' });
  return other;
}

async function inTheAir(browser) {
  const office = await openOffice();
  const line = await openLine(office.port);
  try {
    const clerk = await openPage(browser, 'desk', { baseURL: office.url });
    await signIn(clerk);
    const letters = await submitted(browser, clerk);
    const leader = await openPage(browser, 'phone', { baseURL: line.url });
    await signIn(leader, LEADER);
    const pictures = async () => new Set((await kept(leader)).urls.filter((url) => url.includes('/image')).map((url) => url.split('/')[4])).size;
    await until(async () => (await pictures()) >= PAPERS, 'every paper that waits was fetched ahead', 120_000);
    check(!(await kept(leader)).plain.includes('chuyến bay'), 'what is kept cannot be read without its key');

    line.turn('down');
    await leader.goto('/');
    await leader.locator('.tasks a').nth(PAPERS - 1).waitFor();
    for (const letter of letters.slice(0, 10)) await reads(leader, letter);
    await picture(leader, 'phone-flight-reading');
    for (const [at, letter] of letters.slice(0, DECIDED).entries()) await decides(leader, letter, `Quyết định trên máy bay số ${at + 1}.`);
    await leader.goto('/viec');
    await until(async () => (await leader.locator('.tasks .chip', { hasText: 'Chờ gửi' }).count()) === DECIDED, 'the list shows what waits to be sent');
    await leader.getByText(`${DECIDED} quyết định chờ gửi`).waitFor();
    await leader.goto('/cho-gui');
    await until(async () => (await leader.locator('article').count()) === DECIDED, 'five decisions wait');
    await picture(leader, 'phone-flight-waiting');
    await audit(leader, 'decisions that wait');

    const other = await movedMeanwhile(browser, office, letters[MOVED]);
    // The first one arrives, its answer does not; then nothing; then the server dies and comes back.
    line.turn('one-way');
    const before = line.wayIn;
    await leader.getByRole('button', { name: 'Gửi ngay' }).click();
    await until(async () => line.wayIn > before, 'the line carried something');
    await until(async () => (await asks(other, `/documents/${letters[0].id}/work`)).remarks.some(({ text }) => text.includes('số 1')), 'the first decision arrived');
    line.turn('down');
    await leader.waitForTimeout(500);
    line.turn('up');
    await office.kill();
    line.turn('down');
    await office.start();
    line.turn('up');
    await leader.reload();
    await leader.getByText('1 quyết định cần bạn xem lại').waitFor({ timeout: 60_000 });
    await until(async () => (await kept(leader)).waiting === 1, 'the others were sent');

    const at = [];
    for (const [number, letter] of letters.slice(0, DECIDED).entries()) {
      const { items } = await asks(other, `/documents/${letter.id}/events`);
      const given = items.filter(({ kind }) => kind === 'task.distributed');
      check(given.length === (number === MOVED ? 0 : 1), `decision ${number + 1} was applied ${given.length} times`);
      if (given[0]) at.push(given[0].at);
    }
    check(at.every((moment, index) => index === 0 || at[index - 1] <= moment), 'they were applied in their order');

    await leader.goto('/cho-gui');
    const card = leader.locator('article');
    await card.getByText('Quyết định trên máy bay số 3.').waitFor();
    await card.getByText('Giao đồng chí Phó Chủ tịch.').waitFor();
    await card.getByText('Văn bản đã có người xử lý tiếp').waitFor();
    await picture(leader, 'phone-flight-conflict');
    await audit(leader, 'a decision that was not taken');
    await card.getByRole('button', { name: 'Bỏ quyết định của tôi' }).click();
    await leader.getByText('Không có quyết định nào chờ gửi.').waitFor();

    await endedFromElsewhere(leader, other);
    for (const page of [clerk, leader, other]) checkFaults(page);
  } finally {
    line.close();
    await office.close();
  }
}

/** The phone is lost: its session is ended at the desk, and at its next contact it forgets everything. */
async function endedFromElsewhere(leader, other) {
  check((await kept(leader)).urls.length > 0, 'the phone keeps papers');
  await leader.goto('/toi');
  await leader.getByText('văn bản đọc được khi không có mạng').waitFor();
  await picture(leader, 'phone-kept');
  const sessions = await asks(other, '/sessions');
  const lost = sessions.items.filter(({ current }) => !current);
  for (const { id } of lost) {
    await other.evaluate((one) => fetch(`/api/v1/sessions/${one}`, { method: 'DELETE' }), id);
  }
  await leader.goto('/viec');
  await leader.getByLabel('Tên đăng nhập').waitFor();
  await until(async () => { const { urls, facts } = await kept(leader); return urls.length === 0 && facts === 0; }, 'the phone forgot everything');
}

export const journeys = { 'reads and decides in the air; each decision is applied once': inTheAir };
