// What the person is told, how he wants to hear of it, and the devices that show it.
import { send } from './send';
import type { Items, Keyset, Notice, NoticeCounts, NoticeFigures, NoticePreferences, PreferencesView, PushDevice, PushTest } from './types';

export const listNotices = (after: string | null, limit: number) =>
  send<Keyset<Notice>>('GET', '/notices', { query: { after, limit } });
export const countNotices = () => send<NoticeCounts>('GET', '/notices/count');
/** Marks notices as seen, all when none is named; answers with how much is left. */
export const seeNotices = (ids: string[] | null) => send<NoticeCounts>('POST', '/notices/seen', { body: { ids } });
export const getPreferences = () => send<PreferencesView>('GET', '/notices/preferences');
export const setPreferences = (chosen: NoticePreferences) =>
  send<PreferencesView>('PUT', '/notices/preferences', { body: chosen });

export const pushKey = async () => (await send<{ key: string }>('GET', '/push/key')).key;
export const listPushDevices = async () => (await send<Items<PushDevice>>('GET', '/push/subscriptions')).items;
export const addPushDevice = (subscription: PushSubscriptionJSON, label: string) =>
  send('POST', '/push/subscriptions', { body: { endpoint: subscription.endpoint, keys: subscription.keys, label } });
export const removePushDevice = (endpoint: string) => send<void>('DELETE', '/push/subscriptions', { body: { endpoint } });
export const testPush = async () => (await send<Items<PushTest>>('POST', '/push/test', { body: {} })).items;
export const getNoticeFigures = () => send<NoticeFigures>('GET', '/status/notices');
