/** Names of age buckets from their upper ends in days; the last bucket has none: `< 1 d`, `1–3 d`, `> 30 d`. */
export function bucketWords(bounds: readonly number[]): string[] {
  const names = bounds.map((most, n) => (n === 0 ? `< ${most} d` : `${bounds[n - 1]}–${most} d`))
  const last = bounds.at(-1)
  return last === undefined ? ['any age'] : [...names, `> ${last} d`]
}
