import type { Better, MetricKind } from '../../../shared/experiment/ask.ts'
import type { Experiment, LeftOut } from '../../../shared/experiment/experiment.ts'

/** A metric as it was read. */
export interface ReadMetric {
  column: string
  kind: MetricKind
  currency: string | null
  pre: string | null
  better: Better | null
  /** By row; NaN where there is none. */
  values: number[]
  /** The value before the assignment, by row; null where none was asked for. */
  before: number[] | null
}

/** Rows of an experiment, column by column: those that name an arm, and a unit where one was asked for. */
export interface UnitTable {
  /** Rows that were read, those that were left out included. */
  rows: number
  rowName: Experiment['rowName']
  /** Names of the arms, and by row which of them. */
  names: string[]
  arms: number[]
  /** By row; null where each row is a unit of its own. */
  units: string[] | null
  /** Where each row is. */
  lines: number[]
  metrics: ReadMetric[]
  leftOut: LeftOut[]
}
