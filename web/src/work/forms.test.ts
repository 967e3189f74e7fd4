import { describe, expect, it } from 'vitest';
import type { DocumentSummary, Task } from '../api/types';
import { bodyOf, EMPTY, fieldOf, FORMS, missing, opening, type Draft } from './forms';

const task = {
  id: 'task_1', kind: 'lead', asks_confirmation: true, assignee: { kind: 'unit', id: 'unit_1', name: 'Phòng Kinh tế' },
} as Task;
const unit = { party: { kind: 'unit', id: 'unit_1' } as const, name: 'Phòng Kinh tế' };
const person = { party: { kind: 'person', id: 'per_1' } as const, name: 'Lực' };
const at = (day: string) => `${day}T17:00:00+07:00`;
const filled: Draft = {
  ...EMPTY, words: 'Tham mưu trả lời', day: '2026-11-27', confirm: true, dossier: ' 12-KT ',
  parts: [{ ...unit, part: 'lead' }, { ...person, part: 'inform' }],
};

describe('an instruction', () => {
  it('gives the date to whoever works, and asks the lead alone for a result', () => {
    expect(bodyOf('distribute', task, filled, at)).toEqual({
      action: 'distribute',
      task: 'task_1',
      words: 'Tham mưu trả lời',
      parts: [
        { part: 'lead', to: unit.party, due_at: '2026-11-27T17:00:00+07:00', asks_confirmation: true, urgency: 'normal' },
        { part: 'inform', to: person.party, due_at: null, asks_confirmation: false, urgency: 'normal' },
      ],
    });
  });

  it('is corrected from what stands', () => {
    const draft = opening('correct', task, 'Cũ', '2026-11-25');
    expect(draft).toMatchObject({ words: 'Cũ', day: '2026-11-25', confirm: true, parts: [{ ...unit, part: 'lead' }] });
    expect(bodyOf('correct', task, draft, at)).toMatchObject({ action: 'correct', part: { to: unit.party } });
  });
});

describe('the end of a task', () => {
  it('begins with the paper that answered, once it has a number', () => {
    const paper = (code: string | null) => ({ id: 'doc_9', title: 'Trả lời', code }) as DocumentSummary;
    expect(opening('close', task, '', null, [paper('49/UBND-KT')])).toMatchObject({ answer: { id: 'doc_9', title: 'Trả lời' }, words: expect.stringContaining('49/UBND-KT') as string });
    expect(opening('close', task, '', null, [paper(null)]).answer).toBeNull();
  });
});

describe('every form', () => {
  const full = { ...filled, to: person };
  it.each(Object.keys(FORMS) as (keyof typeof FORMS)[])('of %s becomes a request', (verb) => {
    expect(bodyOf(verb, task, full, at)).toMatchObject({ action: verb });
    expect(missing(verb, full)).toBeNull();
  });

  it('says what the request cannot be written without', () => {
    expect(missing('submit', EMPTY)).toBe('to');
    const written = { ...EMPTY, words: 'Tham mưu.' };
    expect(missing('distribute', { ...EMPTY, words: ' \n' })).toBe('words');
    expect(missing('distribute', written)).toBe('parts');
    expect(missing('ask_time', written)).toBe('day');
    expect(missing('decide_time', { ...EMPTY, grant: false })).toBe('words');
    expect(missing('decide_time', { ...EMPTY, day: '2026-11-25' })).toBeNull();
    expect(missing('confirm', EMPTY)).toBeNull();
  });

  it('sends no time when more time is not granted', () => {
    const denied = { ...filled, grant: false };
    expect(bodyOf('decide_time', task, denied, at)).toMatchObject({ until: null, reason: 'Tham mưu trả lời' });
  });

  it('closes with its dossier, or none', () => {
    expect(bodyOf('close', task, filled, at)).toMatchObject({ dossier: '12-KT', answered_by: null });
    expect(bodyOf('close', task, EMPTY, at)).toMatchObject({ dossier: null });
  });
});

it('a refusal stands beside the field it is about', () => {
  expect(fieldOf('work.nobody_there', FORMS.hand_over!)).toBe('to');
  expect(fieldOf('work.nobody_there', FORMS.distribute!)).toBe('parts');
  expect(fieldOf('work.due_beyond_outer', FORMS.assign_on!)).toBe('day');
  expect(fieldOf('work.not_yours', FORMS.close!)).toBeNull();
});
