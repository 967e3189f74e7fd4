// A connection lost in the middle of an upload, and a page reloaded in the middle of one: both go on
// from where the server stopped.
import { check, checkFaults, openPage, picture, signIn } from './office.mjs';

const BYTES = 24 * 1024 * 1024;
const SLOW = { latency: 20, downloadThroughput: 3_000_000, uploadThroughput: 3_000_000 };

/** A text file that no other run has sent. */
function freshFile(name) {
  const line = `Dòng thử việc gửi tiếp ${Date.now()} ${Math.random()}.\n`;
  return { name, mimeType: 'text/plain', buffer: Buffer.alloc(BYTES, line) };
}

/** The offsets from which the app went on, as the server told them. */
function watchOffsets(page) {
  const offsets = [];
  page.on('response', (response) => {
    if (response.request().method() === 'HEAD' && response.url().includes('/uploads/')) {
      offsets.push(Number(response.headers()['upload-offset'] ?? 0));
    }
  });
  return offsets;
}

async function begin(browser, name) {
  const page = await openPage(browser, 'phone');
  await signIn(page);
  await page.goto('/tai-len');
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', { offline: false, ...SLOW });
  const offsets = watchOffsets(page);
  await page.getByTestId('files').setInputFiles(freshFile(name));
  const row = page.locator('.upload', { hasText: name });
  // The second chunk is under way, so the first is safe on the server.
  await page.waitForFunction((wanted) => {
    const bar = document.querySelector('.upload progress');
    return bar instanceof HTMLProgressElement && bar.value >= wanted;
  }, 72, { timeout: 120_000, polling: 100 });
  return { page, network, offsets, row };
}

async function lostConnection(browser) {
  const { page, network, offsets, row } = await begin(browser, 'mat-ket-noi.txt');
  await network.send('Network.emulateNetworkConditions', { offline: true, ...SLOW });
  await row.getByText('Mất kết nối').waitFor({ timeout: 30_000 });
  await picture(page, 'phone-upload-lost');
  await network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await row.getByRole('link', { name: 'Mở văn bản' }).waitFor({ timeout: 60_000 });
  check(offsets.some((offset) => offset > 0 && offset < BYTES), `went on from the middle: ${offsets}`);
  checkFaults(page);
}

async function reloaded(browser) {
  const { page, offsets, row } = await begin(browser, 'tai-lai-trang.txt');
  await page.reload();
  await page.goto('/tai-len');
  await row.getByRole('link', { name: 'Mở văn bản' }).waitFor({ timeout: 60_000 });
  check(offsets.some((offset) => offset > 0 && offset < BYTES), `went on from the middle: ${offsets}`);
  checkFaults(page);
}

export const journeys = {
  'an upload outlives a lost connection': lostConnection,
  'an upload outlives a reloaded page': reloaded,
};
