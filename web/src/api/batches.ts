// Batches of scans, their arrangement, and separator sheets.
import { API, queryString, send } from './send';
import type { Batch, BatchAct, BatchSummary, PlacedPage } from './types';

export function listBatches(after: string | null): Promise<{ items: BatchSummary[]; next: string | null }> {
  return send('GET', '/batches', { query: { after } });
}

export const getBatch = (id: string) => send<Batch>('GET', `/batches/${id}`);

export async function openBatch(name: string, unit: string | null, splits_at_blanks: boolean): Promise<string> {
  return (await send<{ id: string }>('POST', '/batches', { body: { name, unit, splits_at_blanks } })).id;
}

/** Changes the arrangement as it was seen; answers the batch as it is then. */
export function changeBatch(batch: Batch, acts: BatchAct[]): Promise<Batch> {
  return send('POST', `/batches/${batch.id}/changes`, { body: { acts }, etag: `"${batch.revision}"` });
}

export function undoBatch(batch: Batch): Promise<Batch> {
  return send('POST', `/batches/${batch.id}/undo`, { body: {}, etag: `"${batch.revision}"` });
}

/** The picture of a page, turned as it is arranged. */
export function scanImage(batch: string, { scan, page, turn }: PlacedPage, width: 240 | 910): string {
  return `${API}/batches/${batch}/scans/${scan}/pages/${page}/image${queryString({ width, turn })}`;
}

export function sheetsAddress(unit: string | null, register: string | null, count: number): string {
  return `${API}/batches/sheets${queryString({ unit, register, count })}`;
}
