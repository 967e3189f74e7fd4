// The tasks of a paper as a tree: instructions, the parts they gave, what came out of those. What was undone stands
// in the history alone.
import type { Remark, Task } from '../api/types';

export interface Node {
  task: Task;
  /** The words its parts were given with. */
  words: Remark[];
  parts: Node[];
}

/** The roots, oldest first. */
export function treeOf(tasks: readonly Task[], remarks: readonly Remark[]): Node[] {
  const kept = tasks.filter(({ closed }) => closed?.outcome !== 'undone');
  const known = new Set(kept.map(({ id }) => id));
  const under = (parent: string | null): Node[] =>
    kept
      .filter((task) => (known.has(task.parent ?? '') ? task.parent : null) === parent)
      .map((task) => ({
        task,
        words: remarks.filter((remark) => remark.task === task.id && remark.kind === 'instruction' && !remark.undone),
        parts: under(task.id),
      }));
  return under(null);
}
