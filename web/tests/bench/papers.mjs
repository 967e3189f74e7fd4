// Papers that wait for the leader: made, handed in, registered and submitted as the clerk does, without his screens.
import { request } from 'playwright-core';
import { drawn, letterOf, scanned, scanOf } from '../journeys/letters.mjs';
import { OFFICE } from '../journeys/office.mjs';

export const LEADER = process.env.CONGVAN_LEADER ?? 'chutich.anphu';
const READ_MS = 1_800_000;

const LETTER = {
  issuer: 'Sở Tài chính', day: 20, month: 11, kind: null, post: 'KT. GIÁM ĐỐC<br>PHÓ GIÁM ĐỐC', signer: 'Trần Văn Minh',
};
const SENTENCE = 'Ủy ban nhân dân các xã, phường rà soát nhu cầu kinh phí, lập dự toán chi tiết theo từng nội dung, gửi Sở Tài chính tổng hợp, trình cấp có thẩm quyền xem xét, quyết định theo quy định của Luật Ngân sách nhà nước. ';

let made = 0;
/** A letter that no other run has sent, with so many pages of A4. */
export async function bornDigital(browser, pages) {
  made += 1;
  const number = `${String(Date.now()).slice(-5)}${made}`;
  const subject = `lập dự toán ngân sách đợt ${number}`;
  const body = Array.from({ length: pages * 6 - 2 }, (_, at) => `<p>${at + 1}. ${SENTENCE.repeat(1 + (at % 2))}</p>`).join('');
  const html = letterOf({ ...LETTER, code: `${number}/STC-NS`, subject }).replace('<table><tr><td class="recipients">', `${body}$&`);
  return { subject, code: `${number}/STC-NS`, file: await drawn(browser, html, `stc-${number}`) };
}

/** A paper of so many pages as the scanner delivers it; no page is the same as another. */
export async function scan(browser, pages) {
  made += 1;
  const number = `${String(Date.now()).slice(-5)}${made}`;
  const subject = `hồ sơ quyết toán công trình thủy lợi đợt ${number}`;
  const sheets = [];
  for (let page = 1; page <= pages; page += 1) {
    const html = letterOf({ ...LETTER, code: `${number}/STC-NS`, subject }).replace('<table><tr><td class="recipients">', `<p>Trang ${page}. ${SENTENCE.repeat(5)}</p>$&`);
    sheets.push(await scanned(browser, html, page % 2 ? 0.4 : -0.3));
  }
  return { subject, code: `${number}/STC-NS`, file: scanOf(sheets, `quyet-toan-${number}.pdf`) };
}

/** Somebody who asks the server without a screen. */
export async function signedIn(url, login) {
  const caller = await request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
  await asked(caller.post('/api/v1/session', { data: { login, password: OFFICE.password } }));
  return caller;
}

async function asked(going) {
  const answer = await going;
  if (!answer.ok()) throw new Error(`${answer.status()} ${answer.url()}: ${await answer.text()}`);
  return answer;
}

const read = async (caller, path) => (await asked(caller.get(`/api/v1${path}`))).json();

/** Uploads, waits until every page is read, registers and submits to the leader. Answers the paper and its file. */
export async function submit(clerk, { subject, code, file }) {
  const encoded = Buffer.from(file.name).toString('base64');
  const tus = { 'tus-resumable': '1.0.0' };
  const begun = await asked(clerk.post('/api/v1/uploads', {
    headers: { ...tus, 'upload-length': String(file.buffer.length), 'upload-metadata': `filename ${encoded}` },
  }));
  const sent = await asked(clerk.patch(begun.headers().location, {
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, data: file.buffer, timeout: 0,
  }));
  const id = sent.headers()['congvan-document'];
  const paper = await whenRead(clerk, id);
  const { items: people } = await read(clerk, '/colleagues');
  const leader = people.find(({ posts }) => posts.some(({ role }) => role === 'leader'));
  await asked(clerk.post(`/api/v1/documents/${id}/registration`, {
    headers: { 'if-match': `"${paper.revision}"`, 'idempotency-key': crypto.randomUUID() },
    data: {
      register: null, submit_to: { kind: 'person', id: leader.id }, accepts_duplicate: true,
      fields: {
        direction: 'incoming', kind: paper.kind?.code ?? null, code, subject, issuer: LETTER.issuer, issued_on: '2026-11-20', signer: LETTER.signer, urgency: 'normal',
      },
    },
  }));
  return { id, file: paper.files[0].id, pages: paper.files[0].page_count };
}

async function whenRead(clerk, id) {
  for (const until = Date.now() + READ_MS; Date.now() < until;) {
    const paper = await read(clerk, `/documents/${id}`);
    const [file] = paper.files;
    if (file?.page_count && (file.recognition?.waiting ?? 0) === 0 && paper.state !== 'not_yet_read') return paper;
    await new Promise((later) => setTimeout(later, 1000));
  }
  throw new Error(`${id} was not read in time`);
}

/** Has the pictures of the first pages made, as they are when a paper has lain for a while. */
export async function pictured(caller, { file, pages }, first = 5) {
  for (let page = 1; page <= Math.min(first, pages); page += 1) await asked(caller.get(`/api/v1/files/${file}/pages/${page}/image?width=910`, { timeout: 120_000 }));
}
