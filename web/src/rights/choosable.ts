// Colleagues and units to choose from, with the posts they hold.
import { listUnits } from '../api/documents';
import { listColleagues } from '../api/work';
import type { Option } from '../controls/Picker.svelte';
import { candidatesOf, type Candidate } from '../work/people';
import { byName, byWords } from '../work/sorting';

const optionOf = ({ party, name, hint, words, initials }: Candidate): Option => ({ id: party.id, name, hint, words, initials });

/** Everybody with an account but one, by name. */
export async function listOthers(without: string | undefined): Promise<Option[]> {
  const all = candidatesOf(await listColleagues(), []).map(optionOf);
  return all.filter(({ id }) => id !== without).toSorted(byName);
}

/** Units, then people: whom a paper can be opened to. */
export async function listReadersToBe(): Promise<{ units: Option[]; people: Option[] }> {
  const [colleagues, units] = await Promise.all([listColleagues(), listUnits()]);
  return {
    units: candidatesOf([], units).map(optionOf).toSorted(byWords),
    people: candidatesOf(colleagues, []).map(optionOf).toSorted(byName),
  };
}
