// Working without a network, begun after the first screen: the service worker, what waits to be sent, and the papers
// fetched ahead.
import type { Component } from 'svelte';
import { connection, listen, resync } from '../api/live.svelte';
import { beforeSignOut, session } from '../identity/session.svelte';
import { offline } from '../messages/offline';
import { announce } from '../shell/announcer.svelte';
import { fetchAhead } from './ahead';
import './install.svelte';
import { sendDecisions } from './decisions';
import { noted } from './noted.svelte';
import { ownedBy, wipe } from './vault';
import WaitingNote from './WaitingNote.svelte';

/** While something waits it is tried again: no browser tells reliably that a network is back. */
const AGAIN_MS = 15_000;
const AHEAD_PAUSE_MS = 5000;
let begun = false;

interface Syncing extends ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> };
}

/** Begins, once a page; gives what tells of decisions that wait. */
export function startOffline(): Component {
  if (!begun && able()) {
    begun = true;
    beforeSignOut(wipe);
    void begin().catch(() => undefined);
  }
  return WaitingNote;
}

/** Whether this browser can keep anything: a worker and a key need a secure connection. */
export const able = (): boolean => isSecureContext && 'serviceWorker' in navigator && 'locks' in navigator;

async function begin(): Promise<void> {
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ wiped?: true; sent?: number; online?: boolean }>) => {
    if (data.wiped) location.assign('/dang-nhap');
    if (data.sent) void noted.reload().then(resync);
    if (data.online) void send();
  });
  const person = session.me?.person.id;
  if (person) await ownedBy(person);
  await navigator.serviceWorker.register('/sw.js');
  await inCharge();
  void navigator.storage?.persist?.();
  await noted.reload();
  void send();
  addEventListener('online', () => void send());
  document.addEventListener('visibilitychange', () => void send());
  setInterval(() => void send(), AGAIN_MS);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void fetchAhead(), AHEAD_PAUSE_MS);
  };
  listen({ document: soon, resync: () => { soon(); void send(); } });
  void fetchAhead();
}

/** Waits until the worker answers for this page. */
async function inCharge(): Promise<void> {
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) return;
  await new Promise((done) => serviceWorker.addEventListener('controllerchange', done, { once: true }));
}

/** Sends what waits; where nothing can be sent now the browser is asked to do it later by itself. */
export async function send(): Promise<void> {
  if (session.standing !== 'in' || !noted.all.some(({ stopped }) => !stopped)) return;
  const taken = await sendDecisions();
  await noted.reload();
  if (taken > 0) {
    connection.online = true;
    announce(offline().waiting.sent(taken));
    resync();
  }
  if (!noted.all.some(({ stopped }) => !stopped)) return;
  const registration: Syncing = await navigator.serviceWorker.ready;
  await registration.sync?.register('congvan-waiting').catch(() => undefined);
}
