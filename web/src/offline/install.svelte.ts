// Installing the app: browsers offer it by an event that comes once, early, and has to be kept until somebody asks.

interface Offer extends Event {
  prompt(): Promise<unknown>;
}

let offer = $state.raw<Offer | null>(null);

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  offer = event as Offer;
});
addEventListener('appinstalled', () => (offer = null));

export const canInstall = (): boolean => offer !== null;

export const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches;

export async function install(): Promise<void> {
  await offer?.prompt();
  offer = null;
}
