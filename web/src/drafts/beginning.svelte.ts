// From a wish to the first version of a draft: the paper, its files one after another, the version. What was done
// stays done, so that trying again goes on from where it stopped.
import { actOnDraft, beginDraft } from '../api/drafts';
import { getDocument } from '../api/documents';
import { asProblem, newKey, Problem } from '../api/send';
import type { DraftWish } from '../api/types';
import { tusTransfer, type StartTransfer } from '../uploads/transfer';

export type Step = 'filling' | 'opening' | 'uploading' | 'settling' | 'done';

export class Beginning {
  step = $state<Step>('filling');
  problem = $state.raw<Problem | null>(null);
  document = $state<string | null>(null);
  private attempt = { body: '', key: '' };
  private readonly sent = new Set<File>();
  private readonly versionKey = newKey();

  constructor(private readonly startTransfer: StartTransfer = tusTransfer) {}

  /** Goes on as far as it can; the address of the paper is open as soon as `document` stands. */
  async go(wish: DraftWish, files: readonly File[]): Promise<boolean> {
    this.problem = null;
    try {
      this.document ??= await this.open(wish);
      const document = this.document;
      this.step = 'uploading';
      for (const file of files) {
        if (!this.sent.has(file)) await this.upload(document, file);
        this.sent.add(file);
      }
      this.step = 'settling';
      if (files.length > 0) await this.settle(document);
      this.step = 'done';
      return true;
    } catch (cause) {
      this.problem = asProblem(cause);
      this.step = 'filling';
      return false;
    }
  }

  private async open(wish: DraftWish): Promise<string> {
    this.step = 'opening';
    const body = JSON.stringify(wish);
    if (this.attempt.body !== body) this.attempt = { body, key: newKey() };
    return (await beginDraft(wish, this.attempt.key)).id;
  }

  private upload(document: string, file: File): Promise<void> {
    return new Promise((resolve, reject) => {
      const transfer = this.startTransfer(file, { document }, {
        progress: () => undefined,
        done: () => resolve(),
        failed: (problem) => reject(problem),
      });
      transfer.start();
    });
  }

  private async settle(document: string): Promise<void> {
    const { data } = await getDocument(document);
    const files = data.files.filter(({ contained_in }) => contained_in === null).map(({ id }) => id);
    await actOnDraft(document, { action: 'add_version', files, note: null }, null, this.versionKey);
  }
}
