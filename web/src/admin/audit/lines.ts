// What a line of the log says in words, on the screen and in a file.
import type { AuditLine } from '../../api/types';
import { audit } from '../../messages/audit';
import { work } from '../../messages/work';
import { wordsOfKind } from './kinds';

const VIETNAM_MS = 7 * 3_600_000;

/** A moment as evidence has it, in Vietnam wherever it is read: «23/11/2026 08:00:05». */
export function exactMoment(iso: string): string {
  const [days, time] = new Date(Date.parse(iso) + VIETNAM_MS).toISOString().slice(0, 19).split('T');
  return `${days!.split('-').reverse().join('/')} ${time}`;
}

export function whoOf({ actor, on_behalf_of: behalf }: AuditLine): string {
  if (!actor) return audit().trail.system;
  return behalf && behalf.id !== actor.id ? work().inbox.behalf(actor.name, behalf.name) : actor.name;
}

/** What it happened to; empty where that was whoever did it himself. */
export function subjectOf({ about, actor }: AuditLine): string {
  if (about.what === 'hidden_paper') return audit().trail.hidden;
  if (about.document) return [about.document.code, about.document.title].filter(Boolean).join(' · ');
  return about.name && about.name !== actor?.name ? about.name : '';
}

export function headOfFile(): string[] {
  const { seq, at, who, what, subject } = audit().trail;
  return [seq, at, who, what, subject];
}

/** A line as a file has it. */
export function cellsOf(line: AuditLine): string[] {
  return [String(line.seq), exactMoment(line.at), whoOf(line), wordsOfKind(line.kind), subjectOf(line)];
}
