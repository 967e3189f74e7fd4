import { describe, expect, it } from 'vitest';
import { bodyOf, EMPTY } from './forms';
import { statedDay, termWords } from './terms';

const dated = (unit: string, amount: number | null) => ({ due_term: { start: '2026-11-23T01:00:00Z', term: { unit, amount, date: null } } });

describe('the day a paper sets', () => {
  const read = (field: 'due' | 'issued_on', value: string, confidence: number) => ({ field, value, confidence, file: 'fil_1', page: 1, places: [] });

  it('is the surest one; a term is no day, and another date no deadline', () => {
    const days = [read('due', '2026-12-05', 65), read('due', '2026-11-30', 80), read('due', '5wd', 90), read('issued_on', '2026-11-20', 99)];
    expect(statedDay(days)).toBe('2026-11-30');
    expect(statedDay(days.slice(2))).toBeNull();
  });
});

describe('a term', () => {
  it('is told in words, and a date set by hand is not', () => {
    expect(termWords(dated('working_days', 5))).toBe('5 ngày làm việc');
    expect(termWords(dated('end_of_next_working_day', null))).toBe('hết ngày làm việc tiếp theo');
    expect(termWords({ due_term: null })).toBeNull();
  });

  it('is sent as such when it was chosen as working days, and not to those who only take note', () => {
    const party = { kind: 'person', id: 'p' } as const;
    const parts = (['lead', 'inform'] as const).map((part) => ({ part, party, name: 'A' }));
    const draft = { ...EMPTY, words: 'Giao', parts, day: '2026-11-30', term: 5 };
    const body = bodyOf('add', null, draft, (day) => day);
    const sent = body?.action === 'add' ? body.parts : [];
    expect(sent[0]).toMatchObject({ term: { unit: 'working_days', amount: 5 } });
    expect(sent[0]).not.toHaveProperty('due_at');
    expect(sent[1]).not.toHaveProperty('term');
    const byHand = bodyOf('add', null, { ...draft, term: null }, (day) => day);
    expect(byHand?.action === 'add' && byHand.parts[0]).toMatchObject({ due_at: '2026-11-30' });
  });
});
