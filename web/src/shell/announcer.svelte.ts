// One live region for the whole app: short sentences for screen readers.
class Announcer {
  text = $state('');
}

export const announcer = new Announcer();

export function announce(text: string): void {
  announcer.text = '';
  queueMicrotask(() => (announcer.text = text));
}
