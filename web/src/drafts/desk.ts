// What the reader shows of the way of an outgoing paper, under the names by which it knows that of an incoming one.
export { DraftActing as Acting } from './acting.svelte';
export { default as WorkBar } from '../work/WorkBar.svelte';
export { default as WorkPanel } from './DraftPanel.svelte';
export { default as WorkSheets } from './DraftSheets.svelte';
