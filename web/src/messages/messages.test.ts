import { describe, expect, it } from 'vitest';
import { en, later } from './en';
import { day, fullMoment, moment } from './format';
import { clock, parseDay, size, took } from './measures';
import { fill } from './index.svelte';
import problems from './problems.json';
import { vi } from './vi';
import { viActs } from './vi.acts';
import { viAudit } from './vi.audit';
import { viDeadlines } from './vi.deadlines';
import { viDesk } from './vi.desk';
import { viDrafts } from './vi.drafts';
import { viBatches } from './vi.batches';
import { viBulk } from './vi.bulk';
import { viFactors } from './vi.factors';
import { viInk } from './vi.ink';
import { viMore } from './vi.more';
import { viNotices } from './vi.notices';
import { viOffline } from './vi.offline';
import { viPanel } from './vi.panel';
import { viQuality } from './vi.quality';
import { viReader } from './vi.reader';
import { viReading } from './vi.reading';
import { viRegisters } from './vi.registers';
import { viRights } from './vi.rights';
import { viSetup } from './vi.setup';
import { viStates } from './vi.states';
import { viViewing } from './vi.viewing';
import { viWork } from './vi.work';

const ours = {
  more: viMore, work: viWork, panel: viPanel, acts: viActs, registers: viRegisters, drafts: viDrafts, deadlines: viDeadlines,
  notices: viNotices, rights: viRights, setup: viSetup, bulk: viBulk, reading: viReading, batches: viBatches, quality: viQuality, offline: viOffline, reader: viReader, viewing: viViewing, states: viStates, desk: viDesk, factors: viFactors, audit: viAudit,
  ink: viInk,
};

/** Every key with the kind of its value; functions with their number of parameters. */
function shape(value: unknown, path = ''): string[] {
  if (typeof value === 'function') return [`${path} takes ${value.length}`];
  if (typeof value === 'string') return [`${path} text`];
  return Object.entries(value as object).flatMap(([key, inner]) => shape(inner, `${path}.${key}`));
}

function sentences(value: unknown): string[] {
  if (typeof value === 'function') return [String(value(...Array.from({ length: value.length }, () => 2)))];
  if (typeof value === 'string') return [value];
  return Object.values(value as object).flatMap(sentences);
}

describe('catalogues', () => {
  it('have the same keys in both languages', () => {
    expect(shape(en)).toEqual(shape(vi));
    expect(shape(later)).toEqual(shape(ours));
  });

  it('hold no empty and no decomposed sentence', () => {
    for (const text of [vi, ours, en, later].flatMap(sentences)) {
      expect(text.trim()).not.toBe('');
      expect(text).toBe(text.normalize('NFC'));
    }
  });
});

describe('every sentence', () => {
  const sources = import.meta.glob<string>(['../**/*.svelte', '../**/*.ts', '!./vi*.ts', '!./en*.ts', '!../**/*.test.ts'], {
    query: '?raw', import: 'default', eager: true,
  });
  const code = Object.values(sources).join('\n');
  // A table read by a key that comes with the data: `t().state[state]`, `Object.entries(more().role)`.
  const isTable = (area: string) => new RegExp(`\\(\\)\\.${area}(\\[| as |\\)|;)`).test(code);
  const all = Object.values(ours).reduce<Record<string, object>>((sum, one) => ({ ...sum, ...one }), { ...vi });
  const areas = Object.entries(all).filter(([area]) => !isTable(area));

  it.each(areas.flatMap(([area, entries]) => Object.keys(entries).map((key) => `${area}.${key}`)))('%s is used', (name) => {
    expect(new RegExp(`\\b${name.replace('.', '\\.')}\\b`).test(code)).toBe(true);
  });
});

describe('problems', () => {
  const all = Object.entries(problems);

  it.each(all)('%s has both sentences with the same parameters', (code, { vi: ours, en: theirs }) => {
    expect(code).toMatch(/^[a-z]+\.[a-z_]+$/);
    expect(ours.length).toBeGreaterThan(15);
    expect(theirs.length).toBeGreaterThan(15);
    const names = (text: string) => Array.from(text.matchAll(/\{(\w+)\}/g), ([, name]) => name).sort();
    expect(names(ours)).toEqual(names(theirs));
  });

  it('stand in order, so that two branches seldom meet', () => {
    const codes = all.map(([code]) => code);
    expect(codes).toEqual(codes.toSorted());
  });

  it('are filled in, and stay readable when a value is missing', () => {
    expect(fill('sau {minutes} phút', { minutes: 15 })).toBe('sau 15 phút');
    expect(fill('vai trò: {roles}', { roles: ['leader', 'b'] })).toBe('vai trò: Lãnh đạo, b');
    expect(fill('sau {minutes} phút', {})).toBe('sau … phút');
  });
});

describe('figures and days', () => {
  it('are written the Vietnamese way', () => {
    expect(size(58_000_000)).toBe('58 MB');
    expect(size(1_240_000_000)).toBe('1,2 GB');
    expect(size(12)).toBe('12 B');
    expect(took(8_000)).toBe('8 ms');
    expect(took(180_000)).toBe('0,18 s');
    expect(clock(41)).toBe('0:41');
    expect(clock(3725)).toBe('1:02:05');
    expect(day('2026-11-20')).toBe('20/11/2026');
  });

  it.each([
    ['20/11/2026', '2026-11-20'],
    ['1-2-26', '2026-02-01'],
    ['20112026', '2026-11-20'],
    ['31/02/2026', null],
    ['hôm nay', null],
    ['2026-11-20', null],
  ])('%s is read as %s', (typed, iso) => {
    expect(parseDay(typed)).toBe(iso);
  });

  it('are those of the office, and leave out the day where it is today, unless the moment is evidence', () => {
    const now = new Date('2026-11-20T01:00:00+07:00');
    expect(moment('2026-11-19T17:41:00Z', now)).toBe('0:41');
    expect(moment('2026-01-02T02:05:00Z', now)).toBe('02/01/2026 9:05');
    expect(fullMoment('2026-11-20T02:41:00Z')).toBe('20/11/2026 9:41');
  });
});
