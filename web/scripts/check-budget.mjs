// Prints the brotli bytes of JavaScript of every chunk and fails when a first screen is above the budget.
import { chunks, firstScreens } from './first-screens.mjs';

const LIMIT = 35_000;

for (const { key, bytes } of await chunks()) console.log(`${String(bytes).padStart(7)} B  ${key}`);

let isOver = false;
for (const { screen, bytes } of await firstScreens()) {
  console.log(`${String(bytes).padStart(7)} B  in all until ${screen} (limit ${LIMIT})`);
  isOver ||= bytes > LIMIT;
}
if (isOver) {
  console.error('A first screen is over its budget: load more of it on demand.');
  process.exit(1);
}
