import { describe, expect, it } from 'vitest';
import type { Colleague, Delegation } from '../api/types';
import { beside, suggestion } from './quick';

const somebody = (id: string, role: string, unit: string | null = null) =>
  ({ id, name: id, posts: [{ id: `p${id}`, title: role, role, unit: unit ? { id: unit, name: unit } : null }] }) as unknown as Colleague;
const people = [somebody('chu-tich', 'leader'), somebody('pho', 'leader'), somebody('chanh', 'chief_of_office'), somebody('truong', 'head_of_unit', 'kt'), somebody('luc', 'specialist', 'kt')];
const given = (receiver: string, from: string, to: string) =>
  ({ giver: { id: 'chu-tich' }, receiver: { id: receiver, name: receiver }, capacity: 'deputy', reason: 'Đi họp.', from, to }) as unknown as Delegation;

describe('whom a delegation is suggested for', () => {
  it('is the last one, for as long as then', () => {
    const all = [given('chanh', '2026-10-01T00:00:00+07:00', '2026-10-02T00:00:00+07:00'), given('pho', '2026-11-02T00:00:00+07:00', '2026-11-05T00:00:00+07:00')];
    expect(suggestion('chu-tich', all, people, '2026-11-23', 'Đi công tác.')).toEqual({
      id: 'pho', name: 'pho', capacity: 'deputy', reason: 'Đi họp.', to: '2026-11-25', again: true,
    });
    // Who left is not suggested.
    expect(suggestion('chu-tich', [given('di-roi', '2026-11-02T00:00:00Z', '2026-11-05T00:00:00Z')], people, '2026-11-23', 'x')?.again).toBe(false);
  });

  it('is a colleague of the same standing, or of the same unit, until Friday', () => {
    expect(suggestion('chu-tich', [], people, '2026-11-23', 'Đi công tác.')).toMatchObject({ id: 'pho', to: '2026-11-27', capacity: 'substitute' });
    expect(suggestion('truong', [], people, '2026-11-27', 'x')).toMatchObject({ id: 'luc', to: '2026-12-04' });
    const forHim = { ...given('pho', '2026-11-20T00:00:00Z', '2026-11-30T00:00:00Z'), live: true };
    expect(suggestion('pho', [forHim], people, '2026-11-23', 'x')?.id, 'not the one who is away').not.toBe('chu-tich');
    expect(suggestion('ngoai', [], people, '2026-11-23', 'x')).toBeNull();
  });
});

describe('what is delegated already', () => {
  it('is what lives on some of the days', () => {
    const of = (from: string, to: string, more = {}) => ({ ...given('pho', from, to), ...more }) as Delegation;
    const week = of('2026-11-23T08:00:00+07:00', '2026-11-28T00:00:00+07:00');
    const all = [
      week, of('2026-11-20T00:00:00+07:00', '2026-11-25T00:00:00+07:00'), of('2026-11-28T00:00:00+07:00', '2026-11-30T00:00:00+07:00'),
      of('2026-11-24T00:00:00+07:00', '2026-11-28T00:00:00+07:00', { ended_at: '2026-11-24T09:00:00+07:00' }), { ...week, giver: { id: 'pho' } } as Delegation,
    ];
    expect(beside('chu-tich', all, '2026-11-25', '2026-11-27')).toEqual([week]);
    expect(beside('chu-tich', all, '2026-11-24', '2026-11-24')).toHaveLength(2);
  });
});
