// One file on its way: the tus client behind a small interface, so that the queue can be tested without it.
import { DetailedError, Upload, type PreviousUpload } from 'tus-js-client';
import { API, Problem, problemOf } from '../api/send';

export interface Received {
  document: string | null;
  duplicates: number;
}

export interface Watcher {
  progress(sent: number): void;
  done(received: Received): void;
  failed(problem: Problem, lost: boolean): void;
}

export interface Transfer {
  start(): void;
  pause(): void;
  /** Stops and tells the server to forget what it has. */
  abandon(): void;
}

export type StartTransfer = (file: File, metadata: Record<string, string>, watcher: Watcher) => Transfer;

const CHUNK_BYTES = 16 * 1024 * 1024;
const ENDPOINT = `${API}/uploads`;

export const tusTransfer: StartTransfer = (file, metadata, watcher) => {
  const received: Received = { document: null, duplicates: 0 };
  const upload = new Upload(file, {
    endpoint: ENDPOINT,
    chunkSize: CHUNK_BYTES,
    retryDelays: [0, 1000, 3000],
    metadata: { ...metadata, filename: file.name },
    removeFingerprintOnSuccess: true,
    onProgress: (sent) => watcher.progress(sent),
    onAfterResponse: (_request, response) => {
      received.document = response.getHeader('Congvan-Document') ?? received.document;
      received.duplicates = Number(response.getHeader('Congvan-Duplicates') ?? received.duplicates);
    },
    onShouldRetry: (error) => isWorthRetrying(statusOf(error)),
    onSuccess: () => watcher.done(received),
    onError: (error) => {
      const problem = problemBehind(error);
      watcher.failed(problem, isWorthRetrying(problem.status));
    },
  });
  let looked = false;
  return {
    start: () => {
      if (looked) return upload.start();
      looked = true;
      void upload.findPreviousUploads().then((previous) => {
        const newest = latest(previous);
        if (newest) upload.resumeFromPreviousUpload(newest);
        upload.start();
      });
    },
    pause: () => void upload.abort(),
    abandon: () => void upload.abort(true).catch(() => undefined),
  };
};

function latest(previous: PreviousUpload[]): PreviousUpload | undefined {
  return previous.toSorted((a, b) => a.creationTime.localeCompare(b.creationTime)).at(-1);
}

/** No answer, a busy server or a conflict of offsets pass by themselves; a refusal does not. */
export function isWorthRetrying(status: number): boolean {
  return status === 0 || status >= 500 || status === 409 || status === 423 || status === 429;
}

function statusOf(error: unknown): number {
  return error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
}

function problemBehind(error: Error): Problem {
  const status = statusOf(error);
  if (error instanceof DetailedError && error.originalResponse) {
    return problemOf(status, error.originalResponse.getBody());
  }
  const readable = !/read|NotReadable|NotFound/i.test(error.message.slice(0, 200)) || error instanceof DetailedError;
  return new Problem(readable ? 'web.offline' : 'web.file_unreadable', readable ? 0 : 400, null, {});
}
