// Whether this device shows what the person is told, and switching it on and off. Subscriptions die quietly, so
// the browser's own is compared with what the server knows at each start.
import { addPushDevice, getPreferences, listPushDevices, pushKey, removePushDevice } from '../api/notices';
import { deviceName } from '../identity/device';

export type Standing = 'unsupported' | 'install' | 'denied' | 'server' | 'off' | 'on';

const isApple = () => /iPhone|iPad/.test(navigator.userAgent);

/** What the browser can do; telephones of Apple only once the app stands on the home screen. */
export function able(): 'unsupported' | 'install' | 'denied' | null {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) {
    return isApple() ? 'install' : 'unsupported';
  }
  return Notification.permission === 'denied' ? 'denied' : null;
}

async function own(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker?.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** How this device stands; one that the server has forgotten is told to it again. */
export async function standing(): Promise<Standing> {
  const cannot = able();
  if (cannot) return cannot;
  const subscription = await own();
  if (!subscription) return (await getPreferences()).push_is_on ? 'off' : 'server';
  const known = await listPushDevices();
  if (!known.some(({ endpoint }) => endpoint === subscription.endpoint)) await tell(subscription);
  return 'on';
}

/** Asks the person and the browser; has to come from a tap. */
export async function switchOn(): Promise<Standing> {
  if ((await Notification.requestPermission()) !== 'granted') return able() ?? 'off';
  const [registration, key] = await Promise.all([navigator.serviceWorker.register('/sw.js'), pushKey()]);
  await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytes(key) };
  const subscription = await registration.pushManager.subscribe(options).catch(async () => {
    // A subscription made with another key stands in the way.
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    return registration.pushManager.subscribe(options);
  });
  await tell(subscription);
  return 'on';
}

export async function switchOff(): Promise<Standing> {
  const subscription = await own();
  if (subscription) {
    await removePushDevice(subscription.endpoint).catch(() => undefined);
    await subscription.unsubscribe();
  }
  return 'off';
}

const tell = (subscription: PushSubscription) =>
  addPushDevice(subscription.toJSON(), deviceName(navigator.userAgent) ?? '');

/** Bytes of a text in base64url. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (one) => one.charCodeAt(0));
}
