import { describe, expect, it } from 'vitest';
import type { Fields } from '../api/types';
import { changes, conflicts, merged } from './conflict';

const before: Fields = {
  subject: 'cũ', kind: null, code: '1/A', issuer: null, signer: null, issued_on: null,
  direction: null, urgency: 'normal',
};

describe('two people edit one paper', () => {
  const mine: Fields = { ...before, subject: 'của tôi', code: '2/A' };
  const theirs: Fields = { ...before, subject: 'của họ', issuer: 'Sở Tài chính' };

  it('asks only about fields that both changed differently', () => {
    expect(conflicts(before, mine, theirs)).toEqual(['subject']);
    expect(changes(before, theirs)).toEqual(['subject', 'issuer']);
    expect(conflicts(before, { ...before, subject: 'của họ' }, theirs)).toEqual([]);
  });

  it('keeps what the other one added and what was chosen', () => {
    expect(merged(before, mine, theirs, [])).toEqual({ ...theirs, subject: 'của tôi', code: '2/A' });
    expect(merged(before, mine, theirs, ['subject'])).toEqual({ ...theirs, code: '2/A' });
  });
});
