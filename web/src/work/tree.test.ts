import { describe, expect, it } from 'vitest';
import type { Remark, Task } from '../api/types';
import { treeOf, type Node } from './tree';

const task = (id: string, parent: string | null) => ({ id, parent }) as Task;
const shape = (nodes: Node[]): unknown => nodes.map((node) => [node.task.id, node.words.length, shape(node.parts)]);

describe('the tree of tasks', () => {
  it('hangs parts under what gave them, with the words of the instruction', () => {
    const remarks = [
      { task: 'instruction', kind: 'instruction' },
      { task: 'lead', kind: 'progress' },
    ] as Remark[];
    const tasks = [task('register', null), task('instruction', null), task('lead', 'instruction'), task('inner', 'lead')];
    expect(shape(treeOf(tasks, remarks))).toEqual([
      ['register', 0, []],
      ['instruction', 1, [['lead', 0, [['inner', 0, []]]]]],
    ]);
  });

  it('keeps a task whose parent it was not told of', () => {
    expect(shape(treeOf([task('inner', 'unseen')], []))).toEqual([['inner', 0, []]]);
  });
});
