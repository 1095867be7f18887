/** What the engine and the router may use of this stage; everything else in it is its own business. */

export type { Answer } from './backtest/answer.ts'
export { type BacktestSession, replayNotes, startBacktest } from './backtest/backtest.ts'
export { nearnessOf } from './backtest/before.ts'
export { measureAccounts } from './backtest/gather.ts'
export { readLearning } from './backtest/known.ts'
export type { Measured } from './backtest/measured.ts'
export { valuesAtMoments } from './backtest/moments.ts'
export { saveTrigger, setTriggerEnabled, triggerCommands } from './commands.ts'
export { evaluate } from './evaluate/evaluate.ts'
export { holdingOf } from './evaluate/holds.ts'
export { usualWanted } from './evaluate/learn.ts'
export { supplyUsual } from './evaluate/supplied.ts'
export { lackingTo } from './evaluate/supply.ts'
export type { StayQuantile } from './evaluate/usual.ts'
export { watchedSince } from './evaluate/watched.ts'
export { planMeasure, replayNote } from './measures/measures.ts'
export {
  type Fact,
  learnedUntil,
  rowsOf,
} from './meter/rows.ts'
export { type MovedSignals, moveSignals, moveSignalsBack } from './move.ts'
export { starterTriggers } from './starter-triggers.ts'
export { enabledTriggers, findTrigger, listTriggers, type StoredTrigger, seedTriggers } from './store.ts'
export { compilePostgres, figureLabels } from './warehouse/compile.ts'
export { factReadings, type Reading, type StaysReading, stayReadings } from './warehouse/facts.ts'
export { parseMapping, type WarehouseMapping } from './warehouse/mapping.ts'
export { needsOfConditions } from './warehouse/needs.ts'
export { printPostgres } from './warehouse/print.ts'
export { usualReading } from './warehouse/usual.ts'
export { triggerActivity, triggerWords } from './words.ts'
