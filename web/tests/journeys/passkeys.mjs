// A leader's phone opens at a touch: a passkey is added, signs in, opens the lock, with the network off too, and is
// removed; and an account that asks for codes. Passkeys need a name, so the office is asked for as localhost.
import { createHmac } from 'node:crypto';
import { audit, check, checkFaults, OFFICE, openPage, picture } from './office.mjs';

const LEADER = process.env.CONGVAN_LEADER ?? 'chutich.anphu';
const LONG_AGO_MS = 24 * 3600 * 1000;
const STEP_S = 30;
const COLOURS_CHANGE_MS = 300;
const BASE = OFFICE.url.replace('127.0.0.1', 'localhost');

/** A phone with a fingerprint that is always the right one. */
async function withFinger(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options });
  const looks = (isUserVerified) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  return { looks };
}

async function typesPassword(page, login) {
  await page.goto('/dang-nhap');
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(OFFICE.password);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
}

const isIn = (page) => page.getByRole('heading', { level: 1, name: 'Việc của tôi' }).waitFor();
const panel = (page, name) => page.getByRole('region', { name });
const lock = (page) => page.getByRole('dialog', { name: 'Đã tạm khóa' });

async function idles(page) {
  await page.evaluate((ago) => localStorage.setItem('congvan.active_at', String(Date.now() - ago)), LONG_AGO_MS);
}

/** Clear of the bars above and below, which cover what scrolls. */
const toTheMiddle = (part) => part.evaluate((node) => node.scrollIntoView({ block: 'center' }));

async function shows(page, name) {
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForTimeout(COLOURS_CHANGE_MS);
    await audit(page, `${name} ${theme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await picture(page, name);
}

async function passkeys(browser) {
  const page = await openPage(browser, 'phone', { baseURL: BASE });
  const finger = await withFinger(page);
  await typesPassword(page, LEADER);
  await isIn(page);
  await page.goto('/toi');
  const keys = panel(page, 'Khóa máy (passkey)');
  await keys.getByText('Chưa có khóa nào.').waitFor();
  await keys.getByLabel('Tên gợi nhớ').fill('Điện thoại của tôi');
  await keys.getByRole('button', { name: 'Thêm khóa cho máy này' }).click();
  await keys.getByText('trên máy này').waitFor();
  await toTheMiddle(keys);
  await shows(page, 'passkeys-phone');
  await page.setViewportSize({ width: 1440, height: 900 });
  await toTheMiddle(keys);
  await shows(page, 'passkeys-desk');
  await page.setViewportSize({ width: 390, height: 844 });

  await page.getByRole('button', { name: 'Đăng xuất', exact: true }).first().click();
  const door = page.getByRole('button', { name: 'Đăng nhập bằng khóa máy' });
  await door.waitFor();
  await shows(page, 'passkeys-door');
  await page.setViewportSize({ width: 1440, height: 900 });
  await shows(page, 'passkeys-door-desk');
  await page.setViewportSize({ width: 390, height: 844 });
  await door.click();
  await isIn(page);

  // Offered at once: nobody presses anything.
  const opened = page.waitForResponse((answer) => answer.url().endsWith('/session/passkey'));
  await idles(page);
  check((await opened).ok(), 'the lock asks the device by itself and opens');
  await lock(page).waitFor({ state: 'hidden' });

  // A finger that is not recognised leaves it locked.
  await finger.looks(false);
  await idles(page);
  await lock(page).waitFor();
  await lock(page).getByText('Máy chưa xác nhận.').waitFor();
  await shows(page, 'passkeys-lock');
  await page.setViewportSize({ width: 1440, height: 900 });
  await shows(page, 'passkeys-lock-desk');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.context().setOffline(true);
  await lock(page).getByRole('button', { name: 'Mở bằng khóa máy' }).click();
  await lock(page).getByText('Máy chưa xác nhận.').waitFor();
  check(await lock(page).isVisible(), 'a strange finger opens nothing without network');
  await finger.looks(true);
  await lock(page).getByRole('button', { name: 'Mở bằng khóa máy' }).click();
  await lock(page).waitFor({ state: 'hidden' });
  await page.context().setOffline(false);

  await page.goto('/toi');
  await keys.getByRole('button', { name: 'Gỡ: Điện thoại của tôi' }).click();
  await keys.getByText('Chưa có khóa nào.').waitFor();
  await page.getByRole('button', { name: 'Đăng xuất', exact: true }).first().click();
  await door.click();
  await page.getByText('Không nhận ra khóa máy này').waitFor();
  checkFaults(page);
}

/** The code of a secret in base 32 at a moment (RFC 6238). */
function codeOf(secret, seconds) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(secret.replaceAll(' ', ''), (char) => alphabet.indexOf(char).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / STEP_S)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

async function codes(browser) {
  const page = await openPage(browser, 'phone', { baseURL: BASE });
  await typesPassword(page, LEADER);
  await isIn(page);
  await page.goto('/toi');
  const card = panel(page, 'Mã xác nhận (TOTP)');
  await card.getByRole('button', { name: 'Bật mã xác nhận' }).click();
  await card.getByRole('img', { name: 'Mã QR để quét bằng ứng dụng' }).waitFor();
  const secret = await card.getByLabel('Khóa để gõ tay').inputValue();
  await toTheMiddle(card);
  await shows(page, 'codes-phone');
  const now = () => Date.now() / 1000;
  await card.getByLabel('Mã 6 số đang hiện trong ứng dụng').fill('000000');
  await card.getByRole('button', { name: 'Xác nhận và bật' }).click();
  await card.getByText('Mã xác nhận không đúng.').waitFor();
  // The code of the step before: those of this one and the next are left for signing in.
  await card.getByLabel('Mã 6 số đang hiện trong ứng dụng').fill(codeOf(secret, now() - STEP_S));
  await card.getByRole('button', { name: 'Xác nhận và bật' }).click();
  await card.getByText('Đang bật từ').waitFor();
  await shows(page, 'codes-on');

  await page.getByRole('button', { name: 'Đăng xuất', exact: true }).first().click();
  await page.getByLabel('Tên đăng nhập').waitFor();
  await typesPassword(page, LEADER);
  const code = page.getByLabel('Mã xác nhận 6 số');
  await code.waitFor();
  await shows(page, 'codes-door');
  await code.fill('000000');
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await page.getByText('Mã xác nhận không đúng').waitFor();
  await code.fill(codeOf(secret, now() + STEP_S));
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await isIn(page);

  await page.goto('/toi');
  await card.getByLabel('Mã 6 số, hoặc mật khẩu của bạn').fill(OFFICE.password);
  await card.getByRole('button', { name: 'Tắt mã xác nhận' }).click();
  await card.getByText('Đang tắt.').waitFor();
  checkFaults(page);
}

export const journeys = {
  'opens at a touch': passkeys,
  'asks for a code': codes,
};
