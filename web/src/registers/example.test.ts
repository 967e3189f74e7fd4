import { describe, expect, it } from 'vitest';
import { exampleOf, withPart } from './example';

const words = { number: '15', year: '2026', kind: 'QĐ', copy: 'SY', agency: 'UBND', unit: 'VP' };

describe('the form of a number', () => {
  it('grows part by part with the usual separators', () => {
    const form = (['number', 'kind', 'agency'] as const).reduce(withPart, '');
    expect(form).toBe('{number}/{kind}-{agency}');
    expect(withPart('{number}-', 'year')).toBe('{number}-{year}');
  });

  it('is shown by an example, what it does not know as it stands', () => {
    expect(exampleOf('{number}/{kind}-{agency}', words)).toBe('15/QĐ-UBND');
    expect(exampleOf('{number}/{xyz}', words)).toBe('15/{xyz}');
  });
});
