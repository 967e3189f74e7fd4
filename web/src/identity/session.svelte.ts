// Who is signed in, and the lock after idling. The page under the lock stays as it was.
import { getMe, signIn, signOut } from '../api/identity';
import { closeLive, openLive } from '../api/live.svelte';
import { asProblem, whenSignedOut, type Problem } from '../api/send';
import type { Me } from '../api/types';
import { afterFirst, firstStands } from '../shell/first';
import { flag } from '../shell/flag';
import { go, place } from '../shell/navigation.svelte';
import { safeReturn, withQuery } from '../shell/route';

type Standing = 'asking' | 'out' | 'in' | 'locked' | 'failed';

class SessionState {
  standing = $state<Standing>('asking');
  me = $state.raw<Me | null>(null);
  problem = $state.raw<Problem | null>(null);
}

export const session = new SessionState();
const ACTIVE_KEY = 'congvan.active_at';
/** Whether somebody signed out here of whom the server has not heard. */
const leaving = flag('congvan.leaving');
const leavers: (() => Promise<void>)[] = [];

/** Registers what must be wiped from this device when the person signs out. */
export function beforeSignOut(wipe: () => Promise<void>): void {
  leavers.push(wipe);
}

/** Whether the server says that this person may do this. */
export function may(action: string): boolean {
  return session.me?.actions.some(({ name, open }) => name === action && open) ?? false;
}

/** Whether this person holds a post with one of these roles: for what is offered first, never for what is allowed. */
export function holds(...roles: string[]): boolean {
  return session.me?.positions.some(({ role }) => roles.includes(role)) ?? false;
}

export async function openSession(): Promise<void> {
  session.standing = 'asking';
  try {
    if (leaving()) await signOut().then(() => leaving(false));
    enter(await getMe());
    if (idleFor() > (session.me?.lock_after_s ?? Infinity)) lock();
    else touch();
  } catch (cause) {
    const problem = asProblem(cause);
    if (problem.status === 401 || leaving()) leave();
    else {
      session.problem = problem;
      session.standing = 'failed';
    }
  }
}

/** Signs in; the caller shows what it throws. */
export async function enterWith(login: string, password: string, code?: string): Promise<void> {
  enterAs(await signIn(login, password, code));
}

/** Goes in as the person whom the server has let in. */
export function enterAs(me: Me): void {
  const before = session.me?.person.id;
  leaving(false);
  touch();
  enter(me);
  // Somebody else's page must not stay under the lock.
  if (before && before !== me.person.id) location.assign('/');
  else if (place.route.name === 'signIn') go(safeReturn(place.params.get('ve')), { replace: true });
}

/** Opens the lock for the person under it, whom the device itself recognised while the server was out of reach. */
export function reopen(): void {
  if (session.standing !== 'locked' || !session.me) return;
  touch();
  enter(session.me);
}

export async function leaveForGood(): Promise<void> {
  await Promise.allSettled(leavers.map((wipe) => wipe()));
  // Without a network the server hears of it at the next start, before anything else.
  leaving(true);
  await signOut().then(() => leaving(false), (cause) => {
    if (asProblem(cause).status) throw cause;
  });
  closeLive();
  location.assign('/dang-nhap');
}

export function lock(): void {
  if (session.standing !== 'in') return;
  session.standing = 'locked';
  firstStands();
  closeLive();
}

function enter(me: Me): void {
  session.me = me;
  session.problem = null;
  session.standing = 'in';
  void afterFirst.then(() => session.standing === 'in' && openLive());
}

function leave(): void {
  closeLive();
  session.standing = 'out';
  if (place.route.name === 'signIn') return;
  const here = place.query ? `${place.path}?${place.query}` : place.path;
  go(withQuery('/dang-nhap', '', { ve: here === '/' ? null : here }), { replace: true });
}

/** A 401 in the middle of work locks; nothing that is on the screen is thrown away. */
whenSignedOut(() => {
  if (session.standing === 'in') lock();
});

function touch(): void {
  try {
    localStorage.setItem(ACTIVE_KEY, String(Date.now()));
  } catch {
    // Without storage the lock counts in this tab only.
  }
  lastTouch = Date.now();
}

let lastTouch = Date.now();

/** Seconds since anybody used any tab of the app in this browser. */
function idleFor(): number {
  const kept = Number(localStorage.getItem(ACTIVE_KEY) ?? 0);
  return kept === 0 ? 0 : (Date.now() - kept) / 1000;
}

export function watchIdle(): () => void {
  const seen = () => {
    if (session.standing === 'in' && Date.now() - lastTouch > 2000) touch();
  };
  const check = () => {
    if (session.me && idleFor() > session.me.lock_after_s) lock();
  };
  const kinds = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
  for (const kind of kinds) addEventListener(kind, seen, { passive: true });
  document.addEventListener('visibilitychange', check);
  const timer = setInterval(check, 2000);
  return () => {
    for (const kind of kinds) removeEventListener(kind, seen);
    document.removeEventListener('visibilitychange', check);
    clearInterval(timer);
  };
}
