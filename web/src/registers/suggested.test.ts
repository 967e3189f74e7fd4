import { describe, expect, it } from 'vitest';
import type { Fields, Suggestion } from '../api/types';
import { behind, nextField, others, refreshed, standing, statedTerm, suggestionsFor, type ReadField, type Standing } from './suggested';

const read = (field: Suggestion['field'], value: string, confidence: number): Suggestion =>
  ({ field, value, confidence, file: 'fil_1', page: 1, places: [] });
const standings = (open: Partial<Record<ReadField, Standing>>): Record<ReadField, Standing> => ({
  code: 'sure', issued_on: 'sure', issuer: 'sure', kind: 'sure', urgency: 'settled', subject: 'sure', signer: 'sure', ...open,
});
const fields: Fields = {
  subject: null, kind: null, code: null, issuer: null, signer: null, issued_on: null, direction: 'incoming', urgency: 'normal',
};

describe('how far a field is settled', () => {
  const own = [read('issuer', 'Sở Tài chính', 92), read('issuer', 'Sở Nội vụ', 60)];
  it.each<[ReadField, string | null, Suggestion[], Standing]>([
    ['issuer', 'Sở Tài chính', own, 'sure'],
    ['issuer', 'Sở  Tài chính'.normalize('NFD'), own, 'sure'],
    ['issuer', 'Sở Nội vụ', own, 'unsure'],
    ['issuer', 'Sở Y tế', own, 'settled'],
    ['issuer', null, own, 'empty'],
    ['issuer', ' ', [], 'empty'],
    ['code', '1/A', [read('code', '1/A', 89)], 'unsure'],
    ['code', '1/A', [read('code', '1/A', 90)], 'sure'],
    ['urgency', 'normal', [], 'settled'],
    ['urgency', 'normal', [read('urgency', 'flash', 40)], 'unsure'],
    ['urgency', 'flash', [read('urgency', 'flash', 97)], 'sure'],
  ])('%s «%s»', (field, value, suggestions, expected) => expect(standing(field, value, suggestions)).toBe(expected));
});

describe('Enter', () => {
  it('goes to what is unsure or empty, past what is sure', () => {
    expect(nextField(standings({ issuer: 'unsure', subject: 'empty' }), null)).toBe('issuer');
    expect(nextField(standings({ issuer: 'unsure', subject: 'empty' }), 'issuer')).toBe('subject');
  });

  it('comes back to one before, and never to the one just left', () => {
    expect(nextField(standings({ code: 'unsure' }), 'subject')).toBe('code');
    expect(nextField(standings({ code: 'unsure' }), 'code')).toBeNull();
  });

  it('has nowhere to go when all is settled', () => {
    expect(nextField(standings({}), null)).toBeNull();
    expect(nextField(standings({ code: 'settled' }), 'code')).toBeNull();
  });
});

describe('other values', () => {
  const own = suggestionsFor('code', [read('issuer', 'A', 99), read('code', '2/B', 40), read('code', '1/B', 80), read('code', '1/B', 30)]);

  it('are those of the field, the surest first, each once', () => {
    expect(own.map(({ value, confidence }) => [value, confidence])).toEqual([['1/B', 80], ['2/B', 40]]);
  });

  it('leave out what stands there and begin with what is known', () => {
    expect(others('1/B', own, ['3/C'])).toEqual(['3/C', '2/B']);
    expect(others('1/B', own, ['2/B', '3/C'])).toEqual(['2/B', '3/C']);
    expect(others(null, own, [], 1)).toEqual(['1/B']);
  });

  it('show the place of what stands there, else of the surest', () => {
    expect(behind('2/B', own)?.confidence).toBe(40);
    expect(behind('9/Z', own)?.value).toBe('1/B');
    expect(behind(null, [])).toBeNull();
  });
});

describe('what is read later', () => {
  const mine: Fields = { ...fields, code: '12/STC', issuer: 'Sở Tài chính', urgency: 'urgent' };
  const late: Fields = { ...fields, code: '1Z/STC', issuer: 'Sở Tài chánh', subject: 'Về dự toán', urgency: 'normal' };

  it('fills what nobody touched and leaves what was typed, emptied or looked at', () => {
    expect(refreshed(mine, late, new Set(['code', 'urgency', 'signer']))).toEqual({
      ...late, code: '12/STC', urgency: 'urgent', signer: null,
    });
    expect(refreshed({ ...mine, issuer: null }, late, new Set(['issuer'])).issuer).toBeNull();
  });

  it('takes back a doubtful value nobody looked at', () => {
    expect(refreshed(mine, { ...late, issuer: null }, new Set()).issuer).toBeNull();
  });
});

describe('a deadline the text states', () => {
  it.each([
    ['5wd', { amount: 5, unit: 'wd' }],
    ['10d', { amount: 10, unit: 'd' }],
    ['2m', { amount: 2, unit: 'm' }],
    ['2026-09-30', null],
    ['m', null],
  ])('«%s»', (value, term) => expect(statedTerm(value)).toEqual(term));
});
