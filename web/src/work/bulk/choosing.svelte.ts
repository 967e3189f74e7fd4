// Which tasks of a list are chosen, and the same action done with all of them: in portions, so that one sees how far
// it is, each with its own key, so that a portion whose answer was lost does nothing twice.
import { actOnAll } from '../../api/work';
import { asProblem, newKey, type Problem } from '../../api/send';
import type { BatchBody, BulkTarget, InboxItem, TaskKind } from '../../api/types';

/** What can be done with several papers at once, by the kind of task. */
export const KINDS = ['distribute', 'inform', 'submit'] as const satisfies readonly TaskKind[];
export type BatchKind = (typeof KINDS)[number];
/** As many as the server takes of one person at once. */
export const MOST = 200;
const PORTION = 20;

export const isChoosable = ({ task }: InboxItem) => (KINDS as readonly string[]).includes(task.kind) && !task.closed;

export class Choosing {
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  private anchor: string | null = null;

  /** Chooses one or leaves it out; with `range` everything between it and the last one touched. */
  toggle(items: readonly InboxItem[], id: string, range = false): void {
    const open = items.filter(isChoosable);
    const at = open.findIndex(({ task }) => task.id === id);
    const from = open.findIndex(({ task }) => task.id === this.anchor);
    if (at === -1) return;
    const next = new Set(this.chosen);
    if (range && from !== -1) {
      for (const { task } of open.slice(Math.min(at, from), Math.max(at, from) + 1)) next.add(task.id);
    } else if (!next.delete(id)) next.add(id);
    this.anchor = id;
    this.take(next);
  }

  all(items: readonly InboxItem[]): void {
    this.take(items.filter(isChoosable).map(({ task }) => task.id));
  }

  take(ids: Iterable<string>): void {
    this.chosen = new Set(Array.from(ids).slice(0, MOST));
  }
}

export interface Refused {
  item: InboxItem;
  reason: string;
}

/** What is sent for one task; null for one that is kept back. */
export type TargetOf = (item: InboxItem) => BulkTarget | null;
export const plainTarget: TargetOf = ({ document, task }) => ({ document: document.id, task: task.id, template: null });

export class Batch {
  busy = $state(false);
  all = $state(0);
  gone = $state(0);
  done = $state.raw<InboxItem[]>([]);
  refused = $state.raw<Refused[]>([]);
  problem = $state.raw<Problem | null>(null);
  /** The revisions that what was just done left, by task: by them it can be undone for a moment. */
  left = $state.raw<ReadonlyMap<string, number>>(new Map());
  /** What was done can be taken back while nobody has acted. */
  undoable = $state(false);
  undone = $state(0);
  private body: BatchBody | null = null;
  private portions: { targets: BulkTarget[]; items: InboxItem[]; key: string }[] = [];

  /** Begins; what the network cuts off is gone on with by `resume`. */
  async run(body: BatchBody, items: readonly InboxItem[], target: TargetOf = plainTarget): Promise<void> {
    const wanted = items.flatMap((item) => {
      const one = target(item);
      return one ? [{ item, one }] : [];
    });
    this.body = body;
    this.portions = [];
    for (let at = 0; at < wanted.length; at += PORTION) {
      const portion = wanted.slice(at, at + PORTION);
      this.portions.push({ targets: portion.map(({ one }) => one), items: portion.map(({ item }) => item), key: newKey() });
    }
    this.all = wanted.length;
    this.gone = 0;
    this.done = [];
    this.refused = [];
    this.undone = 0;
    this.undoable = false;
    this.left = new Map();
    await this.resume();
    this.undoable = body.action === 'distribute' || body.action === 'distribute_by_template';
  }

  async resume(): Promise<void> {
    const body = this.body;
    if (!body || this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      for (let portion = this.portions[0]; portion; portion = this.portions[0]) {
        const { items, targets, key } = portion;
        const told = (await actOnAll({ ...body, items: targets }, key)).items;
        this.done = [...this.done, ...items.filter((_, at) => told[at]?.done)];
        this.left = new Map([...this.left, ...items.flatMap(({ task }, at) => (told[at]?.undo ? [[task.id, told[at].undo] as const] : []))]);
        const refused = items.flatMap((item, at) => (told[at]?.done ? [] : [{ item, reason: told[at]?.reason ?? '' }]));
        this.refused = [...this.refused, ...refused];
        this.gone += items.length;
        this.portions.shift();
      }
    } catch (cause) {
      this.problem = asProblem(cause);
    } finally {
      this.busy = false;
    }
  }

  /** Undoes what was just done; what somebody has acted on by now is told as refused. */
  async undo(): Promise<void> {
    const { left, done } = this;
    await this.run({ action: 'undo' }, done, ({ document, task }) => {
      const revision = left.get(task.id);
      return revision === undefined ? null : { document: document.id, task: task.id, template: null, revision };
    });
    this.undone = this.done.length;
    this.done = [];
  }

  /** Takes back what was given; what somebody has acted on by now is told as refused. */
  async takeBack(reason: string): Promise<void> {
    const given = this.done;
    await this.run({ action: 'take_back', reason }, given);
    this.undone = this.done.length;
    this.done = [];
  }
}
