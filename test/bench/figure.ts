/** One measured number. `ratio` is value ÷ peer's value: above 1 we are faster where more is better. */
export interface Figure {
  suite: string
  figure: string
  /** Null where the number could not be had; `note` then says why. */
  value: number | null
  unit: string
  /** How long the measured part took by the wall clock, in ms. */
  wall?: number
  /**
   * CPU time of the same part, in ms, over all threads of the process that did the work. Above `wall` where several
   * threads worked; far below it where the work waited, for a disk or for another process on the same core.
   */
  cpu?: number
  peer?: string
  peerValue?: number
  ratio?: number
  note?: string
}

/** A figure as a suite gives it: the runner adds the name of the suite. */
export type Line = Omit<Figure, 'suite'>

export interface BenchOptions {
  /** Small sizes, for a look while working; its figures are not the ones to quote. */
  quick: boolean
  /** Only figures whose name begins with one of these; empty means all. */
  only: readonly string[]
}

export interface Suite {
  name: string
  run(options: BenchOptions): AsyncIterable<Line>
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

/** The middle one of the samples. Sorts its argument. */
export const median = (samples: number[]): number => quantile(samples, 0.5)

/** A figure beside its peer, both rounded, with their ratio. */
export const beside = (value: number, peer: string, peerValue: number) => ({
  value: rounded(value),
  peer,
  peerValue: rounded(peerValue),
  ratio: Number((value / peerValue).toFixed(2)),
})
