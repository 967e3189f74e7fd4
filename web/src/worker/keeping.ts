// Answers of the server on their way through the worker: what a person read stays readable. Pictures never change and
// come from the copy; of the rest, questions that allow it (`max-stale`, RFC 9111 section 5.2.1) are answered by the copy
// when the network is slower than a blink, and the page is told when the server then said otherwise, as it is for those
// whose copy it was opened with (`no-cache`). Everything else asks the server, and takes the copy only where it cannot be
// reached.
import { dropCopies, findCopy, keepCopy, makeRoom, type Copy } from '../offline/copies';
import { ownedBy, wipe } from '../offline/vault';
import { WIDTH_PX } from './opening';
import { tell, type Worker } from './worker';

const API = '/api/v1';
/** What is kept: lists of work, papers with their pages and texts, and what the sheets of decisions need. */
const KEPT = /^\/(session|inbox|inbox\/counts|documents|documents\/[\w-]+(\/work|\/events)?|drafts|drafts\/[\w-]+|files\/[\w-]+\/pages(\/\d+(\/image)?)?|colleagues|kinds|units|calendar|follows|notices|instructions)$/;
const PICTURE = /\/image$/;
const FIRST = /\/pages\/1\/image\?/;
const BLINK_MS = 120;
/** A network that says nothing for so long is taken for none. */
const PATIENCE_MS = 8000;
/** After so many new copies it is seen whether there is room. */
const ROOM_EVERY = 25;

export function isKept(request: Request): boolean {
  const { pathname, origin } = new URL(request.url);
  return request.method === 'GET' && origin === location.origin && pathname.startsWith(API) && KEPT.test(pathname.slice(API.length));
}

interface Expected {
  address: string;
  response: Response;
}

export class Keeping {
  private added = 0;
  private reached = true;
  /** The picture of the paper that is being opened, with its address, until its page asks for it. */
  private expected: Promise<Expected | null> | null = null;

  constructor(private readonly worker: Worker) {}

  async answer(request: Request): Promise<Response> {
    const url = addressOf(request);
    if (PICTURE.test(new URL(request.url).pathname)) {
      const copy = await find(url);
      if (copy) return shown(copy);
      const expected = FIRST.test(url) ? await this.expected : null;
      if (expected?.address !== url) return this.fromServer(request);
      this.expected = null;
      return expected.response;
    }
    const told = request.headers.get('Cache-Control');
    // What is on the screen came from the copy: the page is told when it holds no more.
    const before = told === 'no-cache' ? await find(url) : null;
    const coming = this.fromServer(request);
    if (before) coming.then((response) => this.compare(url, before, response), () => undefined);
    if (told === 'max-stale') {
      const early = await first(coming, BLINK_MS);
      const copy = early ? null : await find(url);
      if (!copy) return early ?? coming;
      coming.then((response) => this.compare(url, copy, response), () => undefined);
      return shown(copy);
    }
    const early = await first(coming, PATIENCE_MS);
    if (early) return early;
    const copy = await find(url);
    if (copy) {
      coming.catch(() => undefined);
      return shown(copy);
    }
    return coming;
  }

  /** Asks the server, keeps what it says, and notices what concerns the whole device. */
  async fromServer(request: Request): Promise<Response> {
    const response = await fetch(request).catch(async (cause: unknown) => {
      await this.reach(false);
      throw cause;
    });
    await this.reach(true);
    if (response.status === 401) await this.signedOut(response.clone());
    if (response.status === 404) await forget(request);
    if (response.ok) {
      const copy = response.clone();
      const kept = this.keep(addressOf(request), copy).catch(() => undefined);
      // Who is signed in is known before anything of his is kept.
      if (request.url.endsWith('/session')) await kept;
    }
    return response;
  }

  /** Asks for the picture that a paper opens with beside the page that will name it: one answer less to wait for. */
  expect(paper: string): Promise<unknown> {
    const asked = fetch(`${API}/documents/${paper}/first-picture?width=${WIDTH_PX}`).then(async (response) => {
      const address = response.ok ? response.headers.get('Content-Location') : null;
      if (!address) return null;
      void this.keep(address, response.clone()).catch(() => undefined);
      return { address, response };
    });
    this.expected = asked.catch(() => null);
    return this.expected;
  }

  /** Sign-out takes everything along, whether the server hears of it or not. */
  async leave(request: Request): Promise<Response> {
    this.expected = null;
    await wipe();
    return fetch(request);
  }

  private async keep(url: string, response: Response): Promise<void> {
    const body = await response.arrayBuffer();
    const type = response.headers.get('Content-Type') ?? '';
    if (url.endsWith('/session')) {
      const me = JSON.parse(new TextDecoder().decode(body)) as { person: { id: string } };
      await ownedBy(me.person.id);
    }
    await keepCopy(url, { type, etag: response.headers.get('ETag') }, body);
    this.added += 1;
    if (this.added % ROOM_EVERY === 0) await makeRoom();
  }

  private async signedOut(response: Response): Promise<void> {
    const { code } = (await response.json().catch(() => ({}))) as { code?: string };
    if (code !== 'identity.session_revoked') return;
    await wipe();
    await tell(this.worker, { wiped: true });
  }

  private async reach(reached: boolean): Promise<void> {
    // A page that was opened since does not know yet that there is no network.
    if (reached && this.reached) return;
    this.reached = reached;
    await tell(this.worker, { online: reached });
  }

  private async compare(url: string, copy: Copy, response: Response): Promise<void> {
    if (!response.ok) return;
    const now = new Uint8Array(await response.clone().arrayBuffer());
    const then = new Uint8Array(copy.body);
    if (now.length === then.length && now.every((byte, at) => byte === then[at])) return;
    const document = /\/(?:documents|drafts)\/([\w-]+)/.exec(url)?.[1] ?? null;
    await tell(this.worker, { changed: document });
  }
}

/** The address without its host; the same question is the same address. */
function addressOf(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return pathname + search;
}

/** A copy that cannot be opened (its key is gone) is none. */
const find = (url: string) => findCopy(url).catch(() => null);

/** The answer if it comes in time; null if it is late or fails. */
export function first(coming: Promise<Response>, within_ms: number): Promise<Response | null> {
  return Promise.race([coming.catch(() => null), new Promise<null>((late) => setTimeout(() => late(null), within_ms))]);
}

/** What a person may no longer see goes from the device too: the paper with its files. */
async function forget(request: Request): Promise<void> {
  const paper = /^\/api\/v1\/documents\/[\w-]+$/.exec(new URL(request.url).pathname)?.[0];
  if (!paper) return;
  const copy = await find(paper);
  const { files = [] } = copy ? (JSON.parse(new TextDecoder().decode(copy.body)) as { files?: { id: string }[] }) : {};
  const prefixes = [paper, ...files.map(({ id }) => `${API}/files/${id}/`)];
  await dropCopies((url) => prefixes.some((prefix) => url === prefix || url.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)));
}

function shown({ type, etag, body, at }: Copy): Response {
  const headers: Record<string, string> = { 'Content-Type': type, 'X-Kept-At': new Date(at).toISOString() };
  if (etag) headers.ETag = etag;
  return new Response(body, { headers });
}
