// The order of people in Vietnam: by the given name, which stands last, then by the whole name.
const words = new Intl.Collator('vi');
const given = (name: string) => name.trim().split(/\s+/).at(-1) ?? '';

interface Named {
  name: string;
}

/** Units and everything else that is no person. */
export const byWords = (a: Named, b: Named) => words.compare(a.name, b.name);

/** People. */
export const byName = (a: Named, b: Named) => words.compare(given(a.name), given(b.name)) || byWords(a, b);
