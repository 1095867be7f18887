import type { Factor } from '../../../shared/model/issue.ts'

/** A signal that holds now. `label`: its figure in words. */
export interface HeldSignal {
  triggerId: string
  label: string
}

/** What a model says of an issue: its risk, and what the risk is made of. */
export interface PredictedRisk {
  risk: number
  /** The share of accounts that get into trouble anyway; base and factors add up to the risk. */
  base: number
  factors: readonly Factor[]
  /** How many past firings it rests on. */
  firings: number
  /** The trigger that tells most: it names the issue. */
  leading: string
  /** The row of table `model` that it was computed from. */
  modelId: number
}

/** How the engine hands a model in: predicting is a stage of its own. Null where it knows none of the triggers. */
export type PredictRisk = (signals: readonly HeldSignal[]) => PredictedRisk | null
