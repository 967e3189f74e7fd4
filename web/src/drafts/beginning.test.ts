import { afterEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/send';
import type { StartTransfer } from '../uploads/transfer';
import { Beginning } from './beginning.svelte';

describe('beginning a draft', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('goes on where it stopped: one paper, each file sent once, one version', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string, init: { method?: string }) => {
      const path = url.replace('/api/v1', '');
      asked.push(`${init.method} ${path}`);
      const answers: Record<string, unknown> = { '/drafts': { id: 'doc_1' }, '/documents/doc_1': { files: [{ id: 'f1', contained_in: null }, { id: 'f2', contained_in: null }, { id: 'inner', contained_in: 'f2' }] } };
      return new Response(JSON.stringify(answers[path] ?? { versions: [] }));
    });
    const sent: string[] = [];
    let lost = true;
    const transfer: StartTransfer = (file, metadata, watcher) => ({
      start: () => {
        if (file.name === 'b.txt' && lost) return watcher.failed(new Problem('web.offline', 0, null, {}), true);
        sent.push(`${file.name} to ${metadata.document}`);
        watcher.done({ document: 'doc_1', duplicates: 0 });
      },
      pause: () => {},
      abandon: () => {},
    });
    const beginning = new Beginning(transfer);
    const files = [new File(['a'], 'a.txt'), new File(['b'], 'b.txt')];
    expect(await beginning.go({ kind: 'cong_van', subject: 'Về việc' }, files)).toBe(false);
    expect([beginning.problem?.code, beginning.document, beginning.step]).toEqual(['web.offline', 'doc_1', 'filling']);
    lost = false;
    expect(await beginning.go({ kind: 'cong_van', subject: 'Về việc' }, files)).toBe(true);
    expect(sent).toEqual(['a.txt to doc_1', 'b.txt to doc_1']);
    expect(asked).toEqual(['POST /drafts', 'GET /documents/doc_1', 'POST /drafts/doc_1/actions']);
  });
});
