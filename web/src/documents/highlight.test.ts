import { describe, expect, it } from 'vitest';
import type { WordBox } from '../api/types';
import { boxes, fold, pieces, spans, wanted } from './highlight';

const marked = (text: string, question: string) =>
  spans(text, wanted(question)).map(({ start, end }) => text.slice(start, end));

describe('highlights', () => {
  it('fold marks, case and đ', () => {
    expect(fold('ĐỊNH Nghĩa hoà hòa')).toBe('dinh nghia hoa hoa');
    expect(fold('quyết định'.normalize('NFD'))).toBe('quyet dinh');
  });

  it('find words typed without marks, composed or not', () => {
    expect(marked('Nghị định số 12', 'nghi dinh')).toEqual(['Nghị', 'định']);
    expect(marked('Nghị định số 12'.normalize('NFD'), 'nghị định').map((text) => text.normalize('NFC'))).toEqual(['Nghị', 'định']);
  });

  it('prefer places where words of the question are neighbours', () => {
    expect(marked('đầu năm, đầu tư công; công dân', 'đầu tư công')).toEqual(['đầu', 'tư', 'công']);
    expect(marked('công dân và đầu mối', 'đầu tư công')).toEqual(['công', 'đầu']);
  });

  it('mark a quoted phrase only whole', () => {
    expect(marked('đầu tư công, đầu tư tư nhân', '"đầu tư công"')).toEqual(['đầu', 'tư', 'công']);
    expect(marked('đầu tư tư nhân', '"đầu tư công"')).toEqual([]);
  });

  it('mark a code as one thing', () => {
    expect(marked('Quyết định 123/QĐ-UBND và 123 hộ', '123/qd-ubnd')).toEqual(['123', 'QĐ', 'UBND']);
  });

  it('mark nothing for fields, exclusions and an open quotation that is not there', () => {
    expect(marked('Sở Tài chính quý 2', 'cq:tài -quý loại:"quyết định"')).toEqual([]);
    expect(marked('giải ngân', 'giải "ngâ')).toEqual(['giải']);
  });

  it('turn into boxes of the words they touch', () => {
    const text = 'số 123/QĐ-UBND, ngày';
    const words: WordBox[] = [[0, 2, 1, 1, 5, 5], [3, 15, 10, 1, 60, 5], [16, 20, 80, 1, 20, 5]];
    expect(boxes(words, spans(text, wanted('123/QD-UBND')))).toEqual([words[1]]);
    expect(boxes(words, [])).toEqual([]);
  });

  it('cut a text without losing a character', () => {
    const text = 'a kế hoạch b';
    const cut = pieces(text, spans(text, wanted('ke hoach')));
    expect(cut.map((piece) => piece.text).join('')).toBe(text);
    expect(cut.filter((piece) => piece.hit).map((piece) => piece.text)).toEqual(['kế', 'hoạch']);
  });
});
