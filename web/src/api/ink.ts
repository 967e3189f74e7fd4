// Pen strokes on the pages of a file.
import { ask, send } from './send';
import type { Ink, InkSaved, InkStroke } from './types';

export function getInk(file: string): Promise<Ink> {
  return send<Ink>('GET', `/files/${file}/ink`);
}

/** Puts one's own strokes in the place of those of `revision`; refused with 412 when another device was quicker. */
export async function saveInk(
  file: string, page: number, revision: number, body: { sha256: string; shared: boolean; strokes: readonly InkStroke[] },
): Promise<number> {
  const { data } = await ask<InkSaved>('PUT', `/files/${file}/pages/${page}/ink`, { body, etag: `"${revision}"` });
  return data.revision;
}
