// The groups of «Cần xử lý»: legal states, each made of kinds of tasks.
import type { InboxCount, TaskKind } from '../api/types';

export type GroupName =
  | 'distribute' | 'lead' | 'support' | 'inform' | 'clerk' | 'decide' | 'drafting' | 'approving' | 'issuing';

export interface Group {
  name: GroupName;
  /** The word in the address. */
  word: string;
  kinds: readonly TaskKind[];
}

export const GROUPS: readonly Group[] = [
  { name: 'distribute', word: 'cho-y-kien', kinds: ['distribute'] },
  { name: 'lead', word: 'chu-tri', kinds: ['lead'] },
  { name: 'support', word: 'phoi-hop', kinds: ['support'] },
  { name: 'decide', word: 'quyet-dinh', kinds: ['confirm', 'extension'] },
  { name: 'approving', word: 'duyet', kinds: ['opinion', 'initial', 'content', 'form', 'final'] },
  { name: 'drafting', word: 'soan-thao', kinds: ['draft'] },
  { name: 'clerk', word: 'vao-so', kinds: ['register', 'submit', 'answer_recall'] },
  { name: 'issuing', word: 'phat-hanh', kinds: ['number', 'dispatch'] },
  { name: 'inform', word: 'de-biet', kinds: ['inform'] },
];

export interface Tally {
  waiting: number;
  late: number;
}

/** What waits among the kinds; every task when none is named. Rights to confirm stand in a list of their own. */
export function tally(counts: readonly InboxCount[], kinds: readonly InboxCount['kind'][] = []): Tally {
  const wanted = counts.filter(({ kind }) => (kinds.length === 0 ? kind !== 'widening' : kinds.includes(kind)));
  return wanted.reduce(
    (sum, { waiting, late }) => ({ waiting: sum.waiting + waiting, late: sum.late + late }),
    { waiting: 0, late: 0 },
  );
}
