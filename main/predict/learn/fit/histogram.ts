import type { BinnedTerm } from './bins.ts'

/** Sums of gradients and Hessians by bin, all terms one after the other: a gradient, then its Hessian. */
export type Histogram = Float64Array

/** Where each term begins in a histogram, and behind the last one its length. */
export function placesOf(terms: readonly BinnedTerm[]): Int32Array {
  const places = new Int32Array(terms.length + 1)
  // The bins are those between cuts, the last one above all cuts, and the one of missing values.
  for (const [t, { cuts }] of terms.entries()) places[t + 1] = (places[t] as number) + 2 * (cuts.length + 2)
  return places
}

/** Adds up some rows. `rows` are places in the terms, the gradients and the Hessians. */
export function histogramOf(
  terms: readonly BinnedTerm[],
  places: Int32Array,
  rows: Int32Array,
  gradients: Float32Array,
  hessians: Float32Array,
): Histogram {
  const sums = new Float64Array(places[terms.length] as number)
  const n = rows.length
  // In the order of the rows, so that the inner loop reads them one after the other.
  const [g, h] = [new Float32Array(n), new Float32Array(n)]
  for (let at = 0; at < n; at++) {
    g[at] = gradients[rows[at] as number] as number
    h[at] = hessians[rows[at] as number] as number
  }
  for (let t = 0; t < terms.length; t++) addTerm(sums, places[t] as number, (terms[t] as BinnedTerm).bins, rows, g, h)
  return sums
}

function addTerm(
  sums: Histogram,
  offset: number,
  bins: Uint8Array,
  rows: Int32Array,
  g: Float32Array,
  h: Float32Array,
): void {
  for (let at = 0; at < rows.length; at++) {
    const place = offset + 2 * (bins[rows[at] as number] as number)
    sums[place] = (sums[place] as number) + (g[at] as number)
    sums[place + 1] = (sums[place + 1] as number) + (h[at] as number)
  }
}

/** What the other child has: parent less child. The parent's histogram becomes it. */
export function subtracted(parent: Histogram, child: Histogram): Histogram {
  for (let at = 0; at < parent.length; at++) parent[at] = (parent[at] as number) - (child[at] as number)
  return parent
}
