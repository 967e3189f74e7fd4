// What the reader shows of the way of a paper; fetched after its first page.
export { Acting } from './acting.svelte';
export { default as WorkBar } from './WorkBar.svelte';
export { default as WorkPanel } from './WorkPanel.svelte';
export { default as WorkSheets } from './WorkSheets.svelte';
