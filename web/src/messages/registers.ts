// The catalogue of registers and registering, fetched with their pages.
import { inEnglish } from './index.svelte';
import { viRegisters, type Registers } from './vi.registers';

/** The sentences of registers and registering in the language chosen. */
export function registers(): Registers {
  return inEnglish()?.registers ?? viRegisters;
}
