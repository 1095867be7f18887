import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fuzz } from '../../fuzz/fuzz.ts'
import { FAULTS } from '../../fuzz/judge.ts'
import { procedures } from '../../fuzz/payloads.ts'
import { ROUNDS } from '../../fuzz/round.ts'
import type { Suite } from '../figure.ts'

const FAILURES = 'out/fuzz'

/** Invented calls, frames, requests, files and command lines against every shell. FUZZ_SEED gives others. */
export const fuzzSuite: Suite = {
  name: 'fuzz',
  async *run({ quick }) {
    const seed = Number(process.env.FUZZ_SEED ?? 12)
    const { payloads, calls, counts, failures } = await fuzz(quick ? 2_000 : 51_000, seed)
    const note = `seed ${seed}; ${calls.size} of ${procedures.length} procedures; shells: ${ROUNDS.join(', ')}`
    yield { figure: 'payloads', value: payloads, unit: 'payloads', note }
    for (const fault of FAULTS) yield { figure: fault, value: counts[fault], unit: 'payloads' }
    if (failures.length === 0) return
    mkdirSync(FAILURES, { recursive: true })
    const file = join(FAILURES, `${seed}.json`)
    writeFileSync(file, JSON.stringify(failures, null, 1))
    process.stderr.write(`what was found, with its payloads: ${file}; node test/fuzz/replay.ts ${file}\n`)
  },
}
