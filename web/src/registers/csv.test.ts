import { describe, expect, it } from 'vitest';
import { csvLine } from './csv';

describe('a line for spreadsheets', () => {
  it.each([
    [['1', '23/11/2026'], '1,23/11/2026\r\n'],
    [['Kế hoạch, phương án', 'nói «có»'], '"Kế hoạch, phương án",nói «có»\r\n'],
    [['nói "có"', 'hai\ndòng'], '"nói ""có""","hai\ndòng"\r\n'],
    [['=1+1', '@a', '-2', '+84'], "'=1+1,'@a,'-2,'+84\r\n"],
    [['', 'a=b'], ',a=b\r\n'],
  ])('%j', (cells, line) => expect(csvLine(cells)).toBe(line));
});
