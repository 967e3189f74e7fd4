// What the clerk chose last, for the next paper of the same sitting.
export const settings: { submitTo: string | null } = { submitTo: null };
