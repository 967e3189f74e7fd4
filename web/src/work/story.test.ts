import { describe, expect, it } from 'vitest';
import type { DocumentEvent, WorkView } from '../api/types';
import { storyOf } from './story';

const view = {
  remarks: [{ id: 'r1', text: 'Giao tham mưu', on_behalf_of: 'Nguyễn Hữu Khang' }],
  tasks: [
    { id: 't1', kind: 'lead', given_for: 'Nguyễn Hữu Khang', closed: null },
    { id: 't2', kind: 'submit', given_for: null, closed: null },
  ],
} as unknown as WorkView;
const event = (kind: string, payload: object) => ({ kind, at: '2026-11-22T01:00:00Z', actor: 'Phạm Đức Toàn', payload }) as DocumentEvent;

describe('the story of a paper', () => {
  it('joins words, what was given with its date then, and on whose behalf', () => {
    const [chapter] = storyOf([event('task.distributed', {
      remarks: ['r1'], closed: [],
      opened: [{ task: 't1', kind: 'lead', to: 'head:u', due_at: 1_795_773_600 }],
    })], view);
    expect(chapter).toMatchObject({ actor: 'Phạm Đức Toàn', onBehalfOf: 'Nguyễn Hữu Khang' });
    expect(chapter?.words.map(({ text }) => text)).toEqual(['Giao tham mưu']);
    expect(chapter?.given).toEqual([{ task: view.tasks[0], dueAt: '2026-11-27T10:00:00.000Z' }]);
  });

  it('tells events of the paper itself, and what it knows nothing more of', () => {
    expect(storyOf([event('document.captured', { file: 'f' })], null)).toMatchObject([{ kind: 'document.captured', words: [], given: [] }]);
    const opened = [{ task: 't2', kind: 'submit', to: 'x', due_at: null }, { task: 'unseen', kind: 'lead', to: 'x', due_at: null }];
    expect(storyOf([event('task.registered', { opened })], view)[0]?.given).toEqual([]);
  });
});
