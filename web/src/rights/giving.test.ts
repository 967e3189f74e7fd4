import { describe, expect, it } from 'vitest';
import { fieldOf, missing, wishOf, type Giving } from './giving';

const giving: Giving = {
  receiver: 'p1', capacity: 'order', from: '2026-11-23', to: '2026-11-27',
  kinds: ['cong_van'], registers: [], reason: 'Đi công tác.', paper: ' 12/GUQ-UBND ',
};

describe('giving a delegation', () => {
  it('lasts until the end of its last day', () => {
    expect(wishOf(giving)).toEqual({
      receiver: 'p1', capacity: 'order', scope: { kinds: ['cong_van'], registers: [] }, reason: 'Đi công tác.',
      from: '2026-11-23T00:00:00+07:00', to: '2026-11-28T00:00:00+07:00', paper: null,
    });
  });

  it('names the written authorisation only where one signs by it', () => {
    expect(wishOf({ ...giving, capacity: 'authorised' })?.paper).toBe('12/GUQ-UBND');
    expect(wishOf({ ...giving, capacity: 'authorised', paper: ' ' })?.paper).toBe(null);
  });

  it('asks for somebody and for days before anything is sent', () => {
    expect([missing({ ...giving, receiver: null }), missing({ ...giving, from: null }), missing({ ...giving, to: null }), missing(giving)])
      .toEqual(['receiver', 'from', 'to', null]);
    expect(wishOf({ ...giving, to: null })).toBe(null);
  });

  it('tells a refusal at its field', () => {
    expect([fieldOf('people.capacity_unfit'), fieldOf('http.unavailable')]).toEqual(['capacity', null]);
  });
});
