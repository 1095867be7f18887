/** One measured number. `ratio` is value ÷ peer's value: above 1 we are faster where more is better. */
export interface Figure {
  suite: string
  figure: string
  value: number
  unit: string
  peer?: string
  peerValue?: number
  ratio?: number
  note?: string
}

export interface BenchOptions {
  /** Small sizes, for a look while working; its figures are not the ones to quote. */
  quick: boolean
  /** Only figures whose name begins with one of these; empty means all. */
  only: readonly string[]
}

export interface Suite {
  name: string
  run(options: BenchOptions): AsyncIterable<Omit<Figure, 'suite'>>
}

/** Whether a figure is wanted. */
export const wanted = ({ only }: BenchOptions, figure: string): boolean =>
  only.length === 0 || only.some(name => figure.startsWith(name))

/** The value below which `share` (0–1) of the samples lie; nearest rank. Sorts its argument. */
export function quantile(samples: number[], share: number): number {
  samples.sort((a, b) => a - b)
  return samples[Math.min(samples.length - 1, Math.max(0, Math.ceil(share * samples.length) - 1))] ?? Number.NaN
}

/** Three significant digits: more would claim more than a run on a shared machine can know. */
export const rounded = (value: number): number => Number(value.toPrecision(3))

/** A figure beside its peer, both rounded, with their ratio. */
export const beside = (value: number, peer: string, peerValue: number) => ({
  value: rounded(value),
  peer,
  peerValue: rounded(peerValue),
  ratio: Number((value / peerValue).toFixed(2)),
})
