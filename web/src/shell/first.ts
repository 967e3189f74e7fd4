// What is not the first thing to be read waits until that stands: on a slow line everything else would take its bytes.

/** A line so slow, or a screen that never tells: then it is over all the same. */
const MOST_MS = 9000;
let over: () => void = () => {};

/** Fulfilled when the first screen can be read. */
export const afterFirst = new Promise<void>((done) => (over = done));
setTimeout(firstStands, MOST_MS);

/** The first screen can be read: the page that was there before the app goes. */
export function firstStands(): void {
  document.getElementById('look')?.remove();
  over();
}
