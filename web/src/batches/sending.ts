// Scans on their way into a batch, one after the other so that they stand in the order in which they were chosen.
import { tusTransfer, type StartTransfer } from '../uploads/transfer';

const TRY_AGAIN_MS = 5000;

/** Sends files into a batch; tells how many percent of all bytes are there. */
export async function sendScans(
  files: readonly File[],
  batch: string,
  progress: (percent: number) => void,
  start: StartTransfer = tusTransfer,
): Promise<void> {
  const all = files.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  for (const file of files) {
    const done = before;
    await sendOne(file, batch, (sent) => progress(all === 0 ? 0 : Math.floor(((done + sent) * 100) / all)), start);
    before += file.size;
  }
}

function sendOne(file: File, batch: string, progress: (sent: number) => void, start: StartTransfer): Promise<void> {
  return new Promise((resolve, reject) => {
    const transfer = start(file, { batch }, {
      progress,
      done: () => resolve(),
      failed: (problem, lost) => {
        if (lost) setTimeout(() => transfer.start(), TRY_AGAIN_MS);
        else reject(problem);
      },
    });
    transfer.start();
  });
}
