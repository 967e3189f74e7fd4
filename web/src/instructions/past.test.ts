import { describe, expect, it } from 'vitest';
import type { TemplateOffers, Way } from '../api/types';
import { EMPTY } from '../work/forms';
import { workdaysOf } from '../work/workdays';
import { asBefore, givenBy, phrasesOf, sureOf, waysOf } from './past';

const way = (sure: boolean, amount: number | null = 3) => ({
  parts: [{ part: 'lead', gone: false, to: { kind: 'unit', id: 'u1', name: 'Phòng Kinh tế' } }],
  words: 'Giao tham mưu.', times: 2, of: 2, sure, term: amount ? { unit: 'working_days', amount } : null,
}) as unknown as Way;

describe('the past', () => {
  it('fills the form only where it is sure', () => {
    expect(sureOf([way(false)])).toBeNull();
    expect(sureOf([way(false), way(true)])?.sure).toBe(true);
    const draft = asBefore({ ...EMPTY, dossier: '1' }, way(true), '2026-11-20', workdaysOf([]));
    expect(draft).toMatchObject({ words: 'Giao tham mưu.', term: 3, day: '2026-11-25', dossier: '1' });
    expect(draft.parts).toEqual([{ part: 'lead', name: 'Phòng Kinh tế', party: { kind: 'unit', id: 'u1' } }]);
    expect(asBefore(EMPTY, way(true, null), '2026-11-20', workdaysOf([]))).toMatchObject({ term: null, day: null });
  });

  it('is told in words and belongs to its paper', () => {
    expect(givenBy(way(true))).toBe('Chủ trì: Phòng Kinh tế');
    const offers = { items: [{ document: 'a', offers: [], past: [way(true)] }], templates: [], phrases: [] } as unknown as TemplateOffers;
    expect([waysOf(offers, 'a').length, waysOf(offers, 'b').length]).toEqual([1, 0]);
  });

  it('puts own phrases first, none twice', () => {
    expect(phrasesOf(['Của tôi.', 'Chung.'], ['Chung.', 'Khác.'])).toEqual(['Của tôi.', 'Chung.', 'Khác.']);
  });
});
