/** Sorts texts by their code units: the same on every computer, whatever its language. */
export const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)
