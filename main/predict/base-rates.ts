import type { ReadDb } from '../cache/db.ts'
import type { Writer } from '../cache/writer.ts'
import { BASE_RATE } from './model-name.ts'
import { keepModel } from './models.ts'
import { type BaseRate, type Prediction, predict, shrunk } from './predict.ts'
import { countRates, type Rates } from './rates.ts'

/** A signal that holds now. `label`: its figure in words. */
export interface FiredSignal {
  triggerId: string
  label: string
}

/** A risk, the trigger that tells most of it, and the row of table `model` that it was computed from. */
export interface ScoredRisk extends Prediction {
  leading: string
  modelId: number
}

/** The risk of an issue from its signals; null where the model knows none of their triggers. */
export type RiskOf = (signals: readonly FiredSignal[]) => ScoredRisk | null

/** Counts the base rates as of `now`, keeps what they are where that differs, and gives the scoring by them. */
export async function trainBaseRates(of: { writer: Writer; read: ReadDb; now: number }): Promise<RiskOf> {
  const rates = await countRates(of.read, of.now)
  const body = JSON.stringify({ triggers: Object.fromEntries(rates) })
  return scoreBy(rates, await keepModel(of, { ...BASE_RATE, trainedAt: of.now, body }))
}

const scoreBy =
  (rates: Rates, modelId: number): RiskOf =>
  signals => {
    const known: { triggerId: string; label: string; base: number; rate: BaseRate }[] = []
    for (const { triggerId, label } of signals) {
      const found = rates.get(triggerId)
      if (found) known.push({ triggerId, label, base: found.base, rate: found.rate })
    }
    known.sort((a, b) => shrunk(b.rate) - shrunk(a.rate) || (a.triggerId < b.triggerId ? -1 : 1))
    const [leading] = known
    return leading ? { ...predict(leading.base, known), leading: leading.triggerId, modelId } : null
  }
