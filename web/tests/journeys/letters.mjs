// Letters laid out as decree 30/2020/NĐ-CP has it, with a text layer or as a scanner delivers them; and the registration
// form worked with the keyboard alone.
import { check } from './office.mjs';

const A4 = { width: 794, height: 1123 };
/** Dots of the screen for 200 dots per inch. */
const SCANNED = 200 / 96;
const STYLE = `body { font: 14pt 'Times New Roman', 'Liberation Serif', serif; margin: 20mm 15mm 20mm 30mm; line-height: 1.35 }
  table { width: 100%; text-align: center; border-collapse: collapse } td { vertical-align: top; width: 50% }
  p { text-align: justify; text-indent: 10mm } h1 { font-size: 14pt; text-align: center; margin: 6mm 0 4mm }
  .recipients { text-align: left; font-size: 11pt }`;

const twoDigits = (number) => String(number).padStart(2, '0');

/** A letter as HTML; `kind` is the name of its kind as printed, none for an official letter. */
export function letterOf({ code, day, month, kind, issuer, subject, post, signer }) {
  const about = kind ? '' : `<br>V/v ${subject}`;
  const title = kind ? `<h1>${kind.toUpperCase()}<br>Về việc ${subject}</h1>` : '<p style="text-align:center">Kính gửi: Ủy ban nhân dân các xã, phường.</p>';
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>
    <table><tr><td>UBND TỈNH LẠC GIANG<br><b>${issuer.toUpperCase()}</b></td><td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br><b>Độc lập - Tự do - Hạnh phúc</b></td></tr>
    <tr><td><br>Số: ${code}${about}</td><td><br><i>Lạc Giang, ngày ${twoDigits(day)} tháng ${month < 3 ? twoDigits(month) : month} năm 2026</i></td></tr></table>${title}
    <p>Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh, ${issuer} đề nghị các địa phương rà soát, báo cáo trước ngày 30 tháng 11 năm 2026.</p>
    <p>Đề nghị Ủy ban nhân dân các xã, phường chỉ đạo các bộ phận chuyên môn phối hợp thực hiện; khó khăn, vướng mắc phản ánh về cơ quan để được hướng dẫn./.</p>
    <table><tr><td class="recipients"><i><b>Nơi nhận:</b></i><br>- Như trên;<br>- Lưu: VT.</td><td><b>${post}</b><br><br><br><br><b>${signer}</b></td></tr></table>`;
}

/** A letter with a text layer. */
export async function drawn(browser, html, name) {
  const sheet = await browser.newPage({ viewport: A4 });
  await sheet.setContent(html);
  const file = { name: `${name}.pdf`, mimeType: 'application/pdf', buffer: await sheet.pdf({ format: 'A4' }) };
  await sheet.close();
  return file;
}

/** A letter as a scanner delivers it: a picture of its page, leaning a little, grey and with dust. */
export async function scanned(browser, html, lean = 0.5) {
  const sheet = await browser.newPage({ viewport: A4, deviceScaleFactor: SCANNED });
  await sheet.setContent(html);
  const clean = await sheet.screenshot();
  const page = await spoilt(sheet, `data:image/png;base64,${clean.toString('base64')}`, lean);
  await sheet.close();
  return page;
}

/** Any picture as a scanned page: `{ jpeg, width, height }`, 200 dots per inch. */
export async function spoilt(page, address, lean) {
  const size = { width: Math.round(A4.width * SCANNED), height: Math.round(A4.height * SCANNED) };
  const jpeg = await page.evaluate(async ([from, { width, height }, degrees]) => {
    const picture = new Image();
    picture.src = from;
    await picture.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#f4f3ef';
    pen.fillRect(0, 0, width, height);
    pen.translate(width / 2, height / 2);
    pen.rotate((degrees * Math.PI) / 180);
    pen.globalCompositeOperation = 'multiply';
    pen.drawImage(picture, -width / 2, -height / 2, width, height);
    pen.resetTransform();
    pen.fillStyle = 'rgb(120 120 120 / 60%)';
    let dust = 7;
    for (let speck = 0; speck < 900; speck += 1) {
      dust = (dust * 48_271) % 2_147_483_647;
      pen.fillRect(dust % width, (dust >> 11) % height, 1, 1);
    }
    return canvas.toDataURL('image/jpeg', 0.8).split(',')[1];
  }, [address, size, lean]);
  return { jpeg: Buffer.from(jpeg, 'base64'), ...size };
}

/** Scanned pages as one PDF without a text layer. */
export function scanOf(pages, name) {
  const parts = [Buffer.from('%PDF-1.4\n')];
  const places = [];
  const add = (...pieces) => parts.push(...pieces.map((piece) => (Buffer.isBuffer(piece) ? piece : Buffer.from(piece))));
  const object = (...pieces) => {
    places.push(parts.reduce((sum, part) => sum + part.length, 0));
    add(`${places.length} 0 obj\n`, ...pieces, '\nendobj\n');
  };
  const first = (page) => 3 + page * 3;
  object('<</Type/Catalog/Pages 2 0 R>>');
  object(`<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, page) => `${first(page)} 0 R`).join(' ')}]>>`);
  for (const [page, { jpeg, width, height }] of pages.entries()) {
    const drawing = 'q 595 0 0 842 0 0 cm /I Do Q';
    object(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${first(page) + 1} 0 R/Resources<</XObject<</I ${first(page) + 2} 0 R>>>>>>`);
    object(`<</Length ${drawing.length}>>stream\n${drawing}\nendstream`);
    object(`<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length ${jpeg.length}>>stream\n`, jpeg, '\nendstream');
  }
  const table = parts.reduce((sum, part) => sum + part.length, 0);
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  add(`xref\n0 ${places.length + 1}\n0000000000 65535 f \n${rows}trailer\n<</Size ${places.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`);
  return { name, mimeType: 'application/pdf', buffer: Buffer.concat(parts) };
}

/** Where the cursor is: a field of the form, or its button. */
const focused = (page) => page.evaluate(() => {
  const at = document.activeElement;
  const box = at?.closest('[data-field]');
  if (!box) return { name: at?.matches('button[type=submit]') ? 'button' : null };
  return { name: box.dataset.field, standing: box.dataset.standing, value: at.value, inSight: at.getBoundingClientRect().bottom <= innerHeight };
});

export const plain = (text) => text.normalize('NFC').toLowerCase().replace(/^(v\/v|về việc) /, '').replace(/\s+/g, ' ').trim();

/** From the first field to the button with Enter; what does not fit is typed anew. Answers the fields stopped at. */
export async function settle(page, wanted, typed = []) {
  const seen = [];
  for (let presses = 0; presses < 12; presses += 1) {
    const at = await focused(page);
    if (at.name === 'button') return seen;
    check(at.name, 'the cursor stays in the form');
    check(at.standing !== 'sure', `Enter passes over what is sure: ${at.name}`);
    check(at.inSight, `${at.name} stands in sight`);
    check(!seen.includes(at.name), `no field is stopped at twice: ${at.name}`);
    seen.push(at.name);
    if (wanted[at.name] && plain(at.value) !== plain(wanted[at.name])) {
      typed.push(at.name);
      await page.keyboard.press('Control+a');
      await page.keyboard.type(wanted[at.name]);
    }
    await page.keyboard.press('Enter');
  }
  throw new Error(`Enter never came to the button: ${seen}`);
}

/** Goes back with Shift+Tab to what was read wrongly and surely, and types it anew. Answers those fields. */
export async function mend(page, wanted) {
  const wrong = [];
  for (const [name, value] of Object.entries(wanted)) {
    const stands = await page.locator(`[data-field="${name}"] :is(input, textarea)`).inputValue();
    if (plain(stands).includes(plain(value))) continue;
    wrong.push(name);
    for (let presses = 0; (await focused(page)).name !== name; presses += 1) {
      check(presses < 30, `Shift+Tab never came to ${name}`);
      await page.keyboard.press('Shift+Tab');
    }
    await page.keyboard.press('Control+a');
    await page.keyboard.type(value);
    await page.keyboard.press('Enter');
  }
  return wrong;
}

/** What stands in the form is what stands on the letter. */
export async function expectForm(page, wanted, stops) {
  for (const [name, value] of Object.entries(wanted)) {
    const stands = await page.locator(`[data-field="${name}"] :is(input, textarea)`).inputValue();
    check(plain(stands).includes(plain(value)), `${name} is «${stands}», not «${value}»; stopped at ${stops}`);
  }
}
