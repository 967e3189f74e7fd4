import { describe, expect, it } from 'vitest';
import type { WordBox } from '../api/types';
import { joined, paragraphs } from './paragraphs';

/** A page of lines set at 6 points a letter: each with its indent and its distance from the line above. */
function page(...lines: { at?: number; down?: number; text: string }[]) {
  const words: WordBox[] = [];
  let start = 0;
  let y = 50;
  for (const { at = 80, down = 16, text } of lines) {
    y += down;
    for (const { 0: word, index } of text.matchAll(/\S+/g)) {
      words.push([start + index, start + index + word.length, at + index * 6, y, word.length * 6, 12]);
    }
    start += text.length + 1;
  }
  return { text: lines.map(({ text }) => text).join('\n'), words };
}

const read = (given: ReturnType<typeof page>) => paragraphs(given).map(({ start, end }) => joined(given.text.slice(start, end)));
const FULL = 'Ủy ban nhân dân xã báo cáo kết quả thực hiện kế hoạch năm nay và';

describe('paragraphs', () => {
  it('join lines that go on, and end where another word would have fitted', () => {
    expect(read(page({ text: FULL, at: 100 }, { text: FULL }, { text: 'hết năm.' }, { text: `Tiếp ${FULL}` })))
      .toEqual([`${FULL} ${FULL} hết năm.`, `Tiếp ${FULL}`]);
  });

  it('begin anew at an indent', () => {
    expect(read(page({ text: FULL }, { text: FULL, at: 110 }, { text: FULL }))).toEqual([FULL, `${FULL} ${FULL}`]);
  });

  it.each(['- Như trên và gửi', '1. Tiếp nhận hồ sơ', 'a) Về tổ chức', 'II. Nhiệm vụ', 'Điều 2. Giao phòng', 'Kính gửi: Sở', '2.1. Chỉ tiêu'])('begin anew at «%s»', (opening) => {
    expect(read(page({ text: FULL }, { text: opening }))).toEqual([FULL, opening]);
  });

  it.each(['01 công chức', '2026, đã giải quyết', 'ban nhân dân tỉnh'])('go on at «%s»', (words) => {
    expect(read(page({ text: FULL }, { text: words }))).toEqual([`${FULL} ${words}`]);
  });

  it('begin anew after a gap and in another column', () => {
    expect(read(page({ text: FULL }, { text: FULL }, { text: FULL }, { text: 'và tiếp theo', down: 40 }))).toEqual([`${FULL} ${FULL} ${FULL}`, 'và tiếp theo']);
    expect(read(page({ text: FULL }, { text: FULL }, { text: 'và bên kia', down: -30 }))).toEqual([`${FULL} ${FULL}`, 'và bên kia']);
  });

  it('join the lines of a title that stand in the middle', () => {
    expect(read(page({ text: FULL }, { text: 'Về dự toán ngân sách và phương án', at: 170 }, { text: 'phân bổ năm nay', at: 224 }))).toEqual([FULL, 'Về dự toán ngân sách và phương án phân bổ năm nay']);
  });

  it('keep headings apart', () => {
    const given = page({ text: 'QUYẾT ĐỊNH VỀ VIỆC KHEN THƯỞNG CÁC TẬP THỂ VÀ CÁ NHÂN TRONG NĂM NAY' }, { text: FULL });
    expect(paragraphs(given).map(({ heading }) => heading)).toEqual([true, false]);
  });

  it('use the length of lines where words have no places', () => {
    const text = `${FULL}\nhết năm.\n${FULL}\n\nSang trang.`;
    expect(paragraphs({ text, words: [] }).map(({ start, end }) => joined(text.slice(start, end)))).toEqual([`${FULL} hết năm.`, FULL, 'Sang trang.']);
    const long = `${FULL} ${FULL} ${FULL}`;
    expect(paragraphs({ text: `${long}\n${long}`, words: [] })).toHaveLength(2);
  });

  it('lose no letter of the page', () => {
    const given = page({ text: FULL }, { text: '- Một ý' }, { text: FULL }, { text: 'Nguyễn Hữu Khang' });
    const letters = (text: string) => text.replace(/\s/g, '');
    expect(letters(read(given).join(''))).toBe(letters(given.text));
  });

  it('hold a word together over its hyphen', () => {
    expect(joined('vắc-\nxin 2026-\n2027')).toBe('vắc-xin 2026-2027');
    expect(joined('thí\u00ad\nnghiệm và\n- ý')).toBe('thínghiệm và - ý');
  });
});
