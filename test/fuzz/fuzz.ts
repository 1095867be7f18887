import { rmSync } from 'node:fs'
import { FAULTS, type Fault } from './judge.ts'
import { procedures } from './payloads.ts'
import { playRound, ROUNDS, type RoundKind, type Tally } from './round.ts'
import { makeTemplate } from './template.ts'

/** How the payloads are shared out, and how many meet one copy of the workspace before the next. */
const SHARES: Record<RoundKind, { share: number; round: number }> = {
  desktop: { share: 0.6, round: procedures.length * 8 },
  web: { share: 0.16, round: procedures.length * 8 },
  requests: { share: 0.2, round: 2_000 },
  files: { share: 0.02, round: 300 },
  'command line': { share: 0.02, round: 150 },
}

export interface FuzzTotals extends Tally {
  counts: Record<Fault, number>
}

/** Throws payloads at every shell on this computer. The same seed throws the same ones. */
export async function fuzz(payloads: number, seed: number, lanes = 2): Promise<FuzzTotals> {
  const template = makeTemplate()
  const tally: Tally = { payloads: 0, calls: new Set(), failures: [] }
  try {
    const rounds = ROUNDS.flatMap(kind => {
      const { share, round } = SHARES[kind]
      const all = Math.ceil(payloads * share)
      return Array.from({ length: Math.ceil(all / round) }, (_, n) => ({
        kind,
        payloads: Math.min(round, all - n * round),
      }))
    }).map((round, n) => ({ ...round, seed: seed * 10_000 + n, template, tally }))
    const lane = async () => {
      for (let round = rounds.shift(); round; round = rounds.shift()) await playRound(round)
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  } finally {
    rmSync(template.room, { recursive: true, force: true, maxRetries: 5 })
  }
  const counts = Object.fromEntries(
    FAULTS.map(fault => [fault, tally.failures.filter(failure => failure.fault === fault).length]),
  ) as Record<Fault, number>
  return { ...tally, counts }
}
