import { describe, expect, it } from 'vitest';
import type { Approval, Draft, Paragraph, Task, WorkView } from '../api/types';
import { manner, nameOfChoice } from './choices';
import { blocksOf, changesIn } from './comparison';
import { briefHash, lastReturn, nextStage, stagesOf } from './course';
import { BLANK, bodyOf, fieldOf, missing, opening } from './forms';
import type { DraftChoice } from './working.svelte';

const moment = (day: string) => `${day}T17:00:00+07:00`;
const task = (id: string, kind: string, rest: object = {}) => ({ id, kind, closed: null, assignee: { kind: 'person', id: 'p', name: 'A' }, ...rest }) as Task;
const run = (rest: object) => ({ name: 'Công văn thường', version: 1, route: 'r', stages: ['Nội dung', 'Thể thức', 'Ký'], named: [[], [], ['Nguyễn Hữu Khang']], place: 'at_stage', stage: 1, ...rest });
const approval = (stage: number, voided_at: string | null = null) => ({ task: `a${stage}`, stage, version: 1, by: 'A', on_behalf_of: null, at: '', voided_at }) as unknown as Approval;
const draft = (rest: object) => ({ phase: 'in_approval', approvals: [], run: null, ...rest }) as unknown as Draft;
const view = (tasks: Task[], remarks: object[] = []) => ({ tasks, remarks }) as unknown as WorkView;

describe('the request of an action on a draft', () => {
  const filled = { ...BLANK, words: 'Vì sao', agrees: false, day: '2026-11-25', files: ['f1', 'f2'], chosen: { signer: 'p1' }, other: { id: 'd2', title: 'x' } };

  it.each([
    ['approve', { action: 'approve', task: 't', note: 'Vì sao' }],
    ['return', { action: 'return', task: 't', to: 'drafter', reason: 'Vì sao' }],
    ['give_opinion', { action: 'give_opinion', task: 't', agrees: false, words: 'Vì sao' }],
    ['go_on_without', { action: 'go_on_without', task: 't', reason: 'Vì sao' }],
    ['submit', { action: 'submit', route: null, chosen: { signer: 'p1' }, note: 'Vì sao' }],
    ['add_version', { action: 'add_version', files: ['f1', 'f2'], note: 'Vì sao' }],
    ['withdraw', { action: 'withdraw', reason: 'Vì sao' }],
    ['abandon', { action: 'abandon', reason: 'Vì sao' }],
    ['recall', { action: 'recall', reason: 'Vì sao' }],
    ['issue', { action: 'issue', task: 't' }],
    ['stamp', { action: 'stamp', task: 't' }],
    ['stamp_by_hand', { action: 'stamp_by_hand', task: 't', file: 'f1' }],
    ['go_unstamped', { action: 'go_unstamped', task: 't', reason: 'Vì sao' }],
    ['replace', { action: 'replace', by: 'd2' }],
    ['correct_by_letter', { action: 'correct_by_letter', by: 'd2' }],
  ] as const)('of %s', (verb, body) => {
    expect(bodyOf(verb, task('t', 'final'), filled, moment)).toEqual(body);
  });

  it('asks people by the close of the day chosen, and names recipients without their names', () => {
    const people = [{ party: { kind: 'person' as const, id: 'p2' }, name: 'B', part: 'lead' as const }];
    expect(bodyOf('ask_opinions', null, { ...filled, people }, moment)).toEqual({
      action: 'ask_opinions', people: [{ kind: 'person', id: 'p2' }], due_at: '2026-11-25T17:00:00+07:00', words: 'Vì sao',
    });
    const recipients = [{ to: { is: 'outside' as const, name: 'Sở B', channel: 'Bưu điện' }, name: 'Sở B (Bưu điện)' }];
    expect(bodyOf('dispatch', null, { ...filled, recipients }, moment)).toEqual({
      action: 'dispatch', recipients: [{ is: 'outside', name: 'Sở B', channel: 'Bưu điện' }],
    });
  });

  it('is not written without what it is about, and a return begins with a reason', () => {
    expect(missing('add_version', BLANK)).toBe('files');
    expect(missing('dispatch', BLANK)).toBe('recipients');
    expect(missing('replace', BLANK)).toBe('other');
    expect(missing('ask_opinions', BLANK)).toBe('people');
    expect(missing('approve', BLANK)).toBe(null);
    expect(opening('return').words).not.toBe('');
    expect(opening('approve').words).toBe('');
  });

  it('puts a refusal beside the field it is about', () => {
    expect(fieldOf('outgoing.choice_needed', 'submit')).toBe('chosen');
    expect(fieldOf('work.text_needed', 'return')).toBe('words');
    expect(fieldOf('outgoing.files_waiting', 'approve')).toBe(null);
    expect(fieldOf('outgoing.recipient_twice', 'approve')).toBe(null);
  });
});

describe('the actions on a draft', () => {
  const choice = (verb: string, kind: string | null = null, open = true) =>
    ({ verb, task: kind ? task('t', kind) : null, open, reason: null }) as DraftChoice;

  it('call an approval by its step and put it first', () => {
    const ranked = manner.ranked([choice('return', 'final'), choice('ask_opinions'), choice('approve', 'final'), choice('submit', null, false), choice('go_on_without', 'opinion')]);
    expect(ranked.map(({ verb }) => verb)).toEqual(['approve', 'return', 'ask_opinions']);
    expect(nameOfChoice(choice('approve', 'final'))).toBe('Ký duyệt');
    expect(nameOfChoice(choice('approve', 'initial'))).toBe('Ký nháy');
    expect([manner.isMain(choice('approve', 'final')), manner.isMain(choice('recall'))]).toEqual([true, false]);
  });
});

describe('the way of a draft', () => {
  it('tells who stood for a stage and whom the present one waits for', () => {
    const stages = stagesOf(draft({ run: run({}), approvals: [approval(0, '2026-11-20'), approval(0)] }), view([task('t1', 'form'), task('t2', 'opinion')]));
    expect(stages.map(({ state, approvals, waiting }) => [state, approvals.length, waiting.length])).toEqual([['done', 1, 0], ['now', 0, 1], ['later', 0, 0]]);
    expect(stages[2]?.named).toEqual(['Nguyễn Hữu Khang']);
  });

  it('is done when it is approved, and to come when it went back', () => {
    expect(stagesOf(draft({ run: run({ place: 'approved', stage: null }) }), null).every(({ state }) => state === 'done')).toBe(true);
    expect(stagesOf(draft({ run: run({ place: 'with_drafter', stage: null }) }), null).every(({ state }) => state === 'later')).toBe(true);
    expect(stagesOf(draft({}), null)).toEqual([]);
  });

  it('names the stage that follows; after the last come the clerks', () => {
    expect(nextStage(draft({ run: run({}) }).run)).toBe('Ký');
    expect(nextStage(draft({ run: run({ stage: 2 }) }).run)).toBe(null);
  });

  it('tells the drafter why it came back, but not after he began anew', () => {
    const closed = { outcome: 'denied', at: '2026-11-20T08:00:00Z' };
    const reason = { kind: 'reason', task: 't1', text: 'Thiếu căn cứ', author: 'Vũ Minh Tuấn', at: '2026-11-20T08:00:00Z' };
    const back = task('d', 'draft', { opened_at: '2026-11-20T08:00:00Z' });
    expect(lastReturn(draft({ phase: 'drafting' }), view([task('t1', 'content', { closed }), back], [reason]))).toEqual({ by: 'Vũ Minh Tuấn', text: 'Thiếu căn cứ' });
    const anew = task('d', 'draft', { opened_at: '2026-11-21T08:00:00Z' });
    expect(lastReturn(draft({ phase: 'drafting' }), view([task('t1', 'content', { closed }), anew], [reason]))).toBe(null);
    expect(lastReturn(draft({}), view([task('t1', 'content', { closed }), back], [reason]))).toBe(null);
  });

  it('shows a hash as people compare it', () => {
    expect(briefHash('9f3a22c1ff')).toBe('9F3A 22C1');
  });
});

describe('two versions', () => {
  const same = (text: string): Paragraph => ({ runs: [{ op: 'equal', text }] });
  const changed: Paragraph = { runs: [{ op: 'equal', text: 'cấp' }, { op: 'deleted', text: '200' }, { op: 'inserted', text: '350' }] };

  it('show what changed with a paragraph around it and fold the rest', () => {
    const blocks = blocksOf([same('a'), same('b'), same('c'), changed, same('d'), same('e')]);
    expect(blocks.map((block) => [block.kind, block.paragraphs.length])).toEqual([['folded', 2], ['shown', 3], ['folded', 1]]);
  });

  it('are folded whole when nothing changed', () => {
    expect(blocksOf([same('a'), same('b')]).map(({ kind }) => kind)).toEqual(['folded']);
    expect(changesIn([{ before: null, after: null, paragraphs: [same('a'), changed] }])).toBe(1);
  });
});
