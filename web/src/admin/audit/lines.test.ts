import { describe, expect, it } from 'vitest';
import type { AuditLine } from '../../api/types';
import { viAudit } from '../../messages/vi.audit';
import { groups, GROUPS, kindsOf, wordsOfKind } from './kinds';
import { cellsOf, exactMoment, headOfFile, subjectOf, whoOf } from './lines';

const line = (changes: Partial<AuditLine>): AuditLine => ({
  seq: 4, at: '2026-11-23T18:30:05.25Z', actor: { id: 'per_1', name: 'Lê Lực' }, on_behalf_of: null, kind: 'identity.signed_in',
  about: { what: 'person', document: null, name: 'Lê Lực' }, ...changes,
});

describe('the log of an agency', () => {
  const kinds = groups.flatMap((group) => GROUPS[group] as readonly string[]);

  it.each(kinds)('%s has a sentence', (kind) => {
    expect(wordsOfKind(kind)).not.toContain(kind);
  });

  it('has each kind in one group, and no sentence for what there is not', () => {
    expect(kinds).toHaveLength(new Set(kinds).size);
    expect(Object.keys(viAudit.kinds).filter((kind) => !kinds.includes(kind))).toEqual([]);
    expect(Object.keys(viAudit.groups)).toEqual(groups);
  });

  it('is filtered by a group, a kind or not at all', () => {
    expect(kindsOf('own')).toEqual(GROUPS.own);
    expect(kindsOf('file.read')).toEqual(['file.read']);
    expect(kindsOf(null)).toEqual([]);
  });

  it('tells moments of Vietnam to the second', () => {
    expect(exactMoment('2026-11-23T18:30:05.25Z')).toBe('24/11/2026 01:30:05');
  });

  it('tells who, for whom, and about what', () => {
    expect(whoOf(line({ actor: null }))).toBe('Hệ thống');
    expect(whoOf(line({ on_behalf_of: { id: 'per_2', name: 'Vũ Hà' } }))).toBe('Lê Lực thay mặt Vũ Hà');
    expect(subjectOf(line({}))).toBe('');
    expect(subjectOf(line({ about: { what: 'person', document: null, name: 'Vũ Hà' } }))).toBe('Vũ Hà');
    expect(subjectOf(line({ about: { what: 'hidden_paper', document: null, name: null } }))).toBe('Văn bản ngoài phạm vi được xem');
  });

  it('is a file for spreadsheets', () => {
    expect(headOfFile()).toEqual(['Số', 'Lúc', 'Ai', 'Việc', 'Về']);
    expect(cellsOf(line({}))).toEqual(['4', '24/11/2026 01:30:05', 'Lê Lực', 'Đăng nhập', '']);
  });
});
