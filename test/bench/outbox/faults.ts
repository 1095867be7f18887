import { killEverywhere } from '../../helpers/fault-run.ts'
import type { Suite } from '../figure.ts'

/** The drain killed at every one of its steps, in real processes against real servers. */
export const outboxFaultsSuite: Suite = {
  name: 'faults.outbox',
  async *run({ quick }) {
    const { points, keys, duplicates, lost, shown, wrong } = await killEverywhere(quick ? 1 / 8 : 1)
    for (const line of wrong) process.stderr.write(`${line}\n`)
    yield {
      figure: 'points',
      value: points,
      unit: 'kills',
      note: 'before, in and after each commit; around each write to a socket; at each arrival',
    }
    yield {
      figure: 'keys',
      value: keys,
      unit: 'messages',
      note: `${shown} of them, on channels without keys, were left to a person`,
    }
    yield { figure: 'duplicates', value: duplicates, unit: 'messages' }
    yield { figure: 'lost', value: lost, unit: 'messages' }
  },
}
