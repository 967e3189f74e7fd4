import { describe, expect, it } from 'vitest';
import type { Task, Verb } from '../api/types';
import { ranked } from './choices';
import type { Choice } from './working.svelte';

const task = (kind: 'unit' | 'person') => ({ assignee: { kind, id: 'x', name: 'X' } }) as Task;
const choice = (verb: Verb, of: Task | null = null, open = true): Choice => ({ verb, task: of, open, reason: null });
const verbs = (choices: Choice[]) => ranked(choices).map(({ verb }) => verb);

describe('the action in front', () => {
  it('is to assign on for a unit, to accept for a person', () => {
    const offered = (of: Task) => [choice('return', of), choice('assign_on', of), choice('close', of), choice('accept', of)];
    expect(verbs(offered(task('unit')))).toEqual(['assign_on', 'accept', 'close', 'return']);
    expect(verbs(offered(task('person')))).toEqual(['accept', 'close', 'assign_on', 'return']);
  });

  it('is never a closed one, nor one about a part of somebody else', () => {
    expect(verbs([choice('distribute', null, false), choice('take_back'), choice('add')])).toEqual(['add']);
  });
});
