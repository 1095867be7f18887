/**
 * How many cases a random or exhaustive test tries. A landing must be told within minutes whether all is well, so a usual
 * run tries a quarter of them; before a release `npm run test:whole` tries all (it sets `FORESTALL_DEPTH=whole`). What a
 * test names as an example is always tried, and nothing that it asserts may rest on the whole count.
 */
export const isWhole = process.env.FORESTALL_DEPTH === 'whole'

/** The whole count at full depth; otherwise a quarter of it, rounded up, and at least three. */
export function runs(whole: number): number {
  return isWhole ? whole : Math.max(3, Math.ceil(whole / 4))
}
