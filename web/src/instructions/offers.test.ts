import { describe, expect, it } from 'vitest';
import type { Template, TemplateOffers } from '../api/types';
import { EMPTY } from '../work/forms';
import { workdaysOf } from '../work/workdays';
import { filled, goneOf, offersOf, reasonOf } from './offers';

const part = (kind: 'lead' | 'inform', id: string, name: string, gone = false) =>
  ({ part: kind, gone, to: { kind: 'unit' as const, id, name } });
const template = {
  id: 'tpl_1', revision: 1, name: 'Tài chính', words: 'Giao Phòng Kinh tế.', urgency: 'urgent', asks_confirmation: true,
  term: { unit: 'working_days', amount: 3, date: null }, parts: [part('lead', 'u1', 'Phòng Kinh tế'), part('inform', 'u2', 'Phòng Văn hóa', true)],
} as unknown as Template;
const name = (code: string) => ({ cong_van: 'Công văn' })[code] ?? code;

describe('an offer', () => {
  it('says for what the template is meant', () => {
    const of = (kind: string | null, issuer: string | null) => reasonOf({ template: 'tpl_1', kind, issuer }, name);
    expect(of('cong_van', 'Sở Tài chính')).toBe('vì mẫu cho: Công văn của Sở Tài chính');
    expect(of('cong_van', null)).toBe('vì mẫu cho: Công văn');
    expect(of(null, 'Sở Tài chính')).toBe('vì mẫu cho: Sở Tài chính');
    expect(of(null, null)).toBe('vì mẫu cho: mọi văn bản');
  });

  it('fills the form without those who left, and keeps what it does not say', () => {
    const calendar = workdaysOf([]);
    const draft = filled({ ...EMPTY, dossier: '12-KT' }, template, '2026-11-20', calendar);
    expect(draft.parts).toEqual([{ part: 'lead', name: 'Phòng Kinh tế', party: { kind: 'unit', id: 'u1' } }]);
    expect(goneOf(template)).toEqual(['Phòng Văn hóa']);
    expect(draft).toMatchObject({ words: 'Giao Phòng Kinh tế.', term: 3, day: '2026-11-25', urgency: 'urgent', confirm: true, dossier: '12-KT' });
    expect(filled(EMPTY, template, '2026-11-20', null)).toMatchObject({ term: null, day: null });
  });

  it('is found for each paper, the best first', () => {
    const offer = (id: string) => ({ template: id, kind: null, issuer: null });
    const all = { templates: [template], items: [{ document: 'doc_1', offers: [offer('tpl_1'), offer('tpl_gone')] }] } as TemplateOffers;
    expect(offersOf(all, 'doc_1').map((one) => one.template.name)).toEqual(['Tài chính']);
    expect(offersOf(all, 'doc_2')).toEqual([]);
  });
});
