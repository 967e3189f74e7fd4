// One way to the server: JSON in and out, cookie of the same origin, every failure a `Problem`.

import { afterFirst } from '../shell/first';
import type { Address } from './types';

export const API = '/api/v1';

/** What went wrong, with the stable code of the server or one of the web's own (`web.…`). */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string | null,
    readonly params: Record<string, unknown>,
  ) {
    super(detail ?? code);
    this.name = 'Problem';
  }
}

export interface Answer<T> {
  data: T;
  etag: string | null;
}

export type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>;

interface Options {
  query?: Query;
  body?: unknown;
  etag?: string | null;
  /** The key of an attempt that may have arrived: sent again with the same one, it is done once. */
  key?: string;
  signal?: AbortSignal;
  /** Whether a copy on this device will do where the network is slow; what differs is told later. */
  stale?: boolean;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let onSignedOut: () => void = () => {};

/** Says who wants to know that the session has ended. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** A random key; `crypto.randomUUID` is missing on plain HTTP, which many offices use inside. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function queryString(query: Query): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    if (typeof value === 'object') for (const one of value) parts.append(name, one);
    else parts.append(name, String(value));
  }
  const text = parts.toString();
  return text ? `?${text}` : '';
}

/** The problem in a body, or what the status alone says. */
export function problemOf(status: number, body: string): Problem {
  try {
    const { code, detail, params } = JSON.parse(body) as Partial<Problem>;
    if (typeof code === 'string') return new Problem(code, status, detail ?? null, params ?? {});
  } catch {
    // Not JSON: something before the office answered; the status is all that is known.
  }
  return new Problem(codeOf(status), status, null, { status });
}

function codeOf(status: number): string {
  switch (status) {
    // Address or head too long: a query is all that somebody can make so long.
    case 414:
    case 431:
      return 'search.query_long';
    case 502:
    case 503:
    case 504:
      return 'http.unavailable';
    default:
      return 'web.unexpected';
  }
}

/** Answers that stood in the page for its first screen, from the server or kept; each is taken once, and soon. */
let given: Record<string, Answer<unknown>> = JSON.parse(globalThis.document?.getElementById('given')?.textContent || '{}');
setTimeout(() => (given = {}), 9000);

export async function ask<T>(method: Method, path: Address, options: Options = {}): Promise<Answer<T>> {
  const place = path + queryString(options.query ?? {});
  const had = given[place];
  delete given[place];
  if (had && method === 'GET') {
    // The worker keeps what was read, and tells when the server says otherwise than what was kept.
    if (navigator.serviceWorker?.controller) void afterFirst.then(() => reach(API + place, { headers: { 'Cache-Control': 'no-cache' } })).catch(() => undefined);
    return had as Answer<T>;
  }
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['Idempotency-Key'] = options.key ?? newKey();
  if (options.etag) headers['If-Match'] = options.etag;
  if (options.stale) headers['Cache-Control'] = 'max-stale';
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(options.body);
  }
  if (options.signal) init.signal = options.signal;

  const response = await reach(API + place, init);
  if (!response.ok) {
    const problem = problemOf(response.status, await response.text());
    if (response.status === 401 && problem.code !== 'identity.wrong_credentials') onSignedOut();
    throw problem;
  }
  const data = (response.status === 204 ? undefined : await response.json()) as T;
  return { data, etag: response.headers.get('ETag') };
}

export async function send<T>(method: Method, path: Address, options: Options = {}): Promise<T> {
  return (await ask<T>(method, path, options)).data;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Problem('web.offline', 0, null, {});
  }
}

/** Whatever was thrown, as a problem. */
export function asProblem(cause: unknown): Problem {
  return cause instanceof Problem ? cause : new Problem('web.unexpected', 0, null, { status: 0 });
}

export function wasAborted(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'AbortError';
}
