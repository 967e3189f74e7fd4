// What two versions differ in, put in blocks to be read: what changed with a paragraph around it, the rest folded.
import type { Compared, Paragraph } from '../api/types';

/** Paragraphs shown around a change, so that one knows where one is. */
const AROUND = 1;

export type Block =
  | { kind: 'shown'; paragraphs: { paragraph: Paragraph; at: number; changed: boolean }[] }
  | { kind: 'folded'; from: number; paragraphs: Paragraph[] };

export const isChanged = ({ runs }: Paragraph) => runs.some(({ op }) => op !== 'equal');

export function blocksOf(paragraphs: readonly Paragraph[]): Block[] {
  const near = paragraphs.map((_, at) => paragraphs.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(isChanged));
  const blocks: Block[] = [];
  for (const [at, paragraph] of paragraphs.entries()) {
    const last = blocks.at(-1);
    if (near[at]) {
      const entry = { paragraph, at, changed: isChanged(paragraph) };
      if (last?.kind === 'shown') last.paragraphs.push(entry);
      else blocks.push({ kind: 'shown', paragraphs: [entry] });
    } else if (last?.kind === 'folded') last.paragraphs.push(paragraph);
    else blocks.push({ kind: 'folded', from: at, paragraphs: [paragraph] });
  }
  return blocks;
}

export function changesIn(files: readonly Compared[]): number {
  return files.reduce((sum, { paragraphs }) => sum + paragraphs.filter(isChanged).length, 0);
}

export const plain = ({ runs }: Paragraph) => runs.map(({ text }) => text).join(' ');
