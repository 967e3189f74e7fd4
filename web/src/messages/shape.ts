// The shape of a catalogue: the same keys, any sentence, functions with the same parameters.

export type Widen<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { [Key in keyof T]: Widen<T[Key]> };
