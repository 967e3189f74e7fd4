// Which screen an address means. Addresses are Vietnamese, as people read them; names are English.

export type RouteName =
  | 'signIn' | 'work' | 'registering' | 'registers' | 'drafts' | 'newDraft' | 'compare' | 'issuing' | 'late'
  | 'list' | 'waiting' | 'upload' | 'batches' | 'quality' | 'search' | 'reader' | 'me' | 'notices' | 'delegations' | 'widenings' | 'bookSetup' | 'admin'
  | 'notFound';

export interface Route {
  name: RouteName;
  params: Record<string, string>;
}

const PATTERNS: readonly [string, RouteName][] = [
  ['/', 'work'],
  ['/viec', 'work'],
  ['/viec/:box', 'work'],
  ['/den/hang-doi', 'registering'],
  ['/so', 'registers'],
  ['/so/:id', 'registers'],
  ['/so/:id/thiet-lap', 'bookSetup'],
  ['/uy-quyen', 'delegations'],
  ['/mo-rong-quyen', 'widenings'],
  ['/soan', 'drafts'],
  ['/soan/moi', 'newDraft'],
  ['/soan/:id/so-sanh', 'compare'],
  ['/di/cho-so', 'issuing'],
  ['/tre-han', 'late'],
  ['/thong-ke', 'late'],
  ['/lich', 'late'],
  ['/van-ban', 'list'],
  ['/cho-gui', 'waiting'],
  ['/dang-nhap', 'signIn'],
  ['/tai-len', 'upload'],
  ['/quet', 'batches'],
  ['/quet/:id', 'batches'],
  ['/chat-luong', 'quality'],
  ['/tim', 'search'],
  ['/vb/:id', 'reader'],
  ['/toi', 'me'],
  ['/thong-bao', 'notices'],
  ['/thong-bao/:section', 'notices'],
  ['/quan-tri', 'admin'],
  ['/quan-tri/:section', 'admin'],
  ['/quan-tri/:section/:id', 'admin'],
];

export function matchRoute(path: string): Route {
  const parts = split(path);
  for (const [pattern, name] of PATTERNS) {
    const params = matchParts(split(pattern), parts);
    if (params) return { name, params };
  }
  return { name: 'notFound', params: {} };
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function matchParts(pattern: string[], parts: string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const given = decode(parts[index] ?? '');
    if (given === null) return null;
    if (wanted.startsWith(':')) params[wanted.slice(1)] = given;
    else if (wanted !== given) return null;
  }
  return params;
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Where to go after signing in: an address of this app, never a foreign one. */
export function safeReturn(target: string | null): string {
  if (!target?.startsWith('/') || target.startsWith('//') || target.startsWith('/\\')) return '/';
  return matchRoute(target.split(/[?#]/)[0] ?? '/').name === 'signIn' ? '/' : target;
}

/** The address with some query parameters changed; `null` removes one. */
export function withQuery(path: string, query: string, changes: Record<string, string | null>): string {
  const params = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** The address of a paper, opened at a place in it. */
export function readerAddress(id: string, place?: { file?: string; page?: number; q?: string }): string {
  return withQuery(`/vb/${encodeURIComponent(id)}`, '', {
    tep: place?.file ?? null,
    trang: place?.page ? String(place.page) : null,
    q: place?.q || null,
  });
}
