import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { backupPath } from '../../../main/cache/safety/backups.ts'
import { inThread } from '../../../main/cache/safety/in-thread.ts'
import { aFullFile } from '../../helpers/damaged.ts'
import { quantile, rounded, type Suite } from '../figure.ts'
import { stopwatch, times } from '../timing.ts'

const NS_IN_MS = 1e6

const MS = 1_000

/** From now on, how much CPU time this thread took between two of its turns, ms: what a loaded machine does not change. */
function turnsOfThisThread(): () => number[] {
  const turns: number[] = []
  let last = process.threadCpuUsage()
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last)
    last = process.threadCpuUsage()
    turns.push((user + system) / MS)
  }, 1)
  return () => {
    clearInterval(timer)
    return turns
  }
}

/** A backup of a large workspace as the engine takes it, and how long it keeps the engine's own thread from answering. */
export const backupSuite: Suite = {
  name: 'backup',
  async *run({ quick }) {
    const dir = mkdtempSync(join(tmpdir(), 'forestall-backup-'))
    try {
      const accounts = quick ? 10_000 : 100_000
      const label = `${accounts / 1_000}k`
      const file = aFullFile(dir, accounts)
      const delay = monitorEventLoopDelay({ resolution: 1 })
      const watch = stopwatch()
      const held = turnsOfThisThread()
      delay.enable()
      await inThread({ file, to: backupPath(dir, 0) }, new AbortController().signal)
      delay.disable()
      const turns = held()
      const took = watch()
      const note = `${rounded(statSync(file).size / 1e6)} MB: ${accounts} accounts, decisions and messages each, 10 events an account`
      yield { figure: `backup@${label}`, value: rounded(took.wall / 1_000), unit: 's', ...times(took), note }
      // Each sample is the pause of a timer of 1 ms, which is not the engine's.
      const [p99, longest] = [delay.percentile(99) / NS_IN_MS - 1, delay.max / NS_IN_MS - 1]
      yield {
        figure: `backup.delay.p99@${label}`,
        value: rounded(Math.max(0, p99)),
        unit: 'ms',
        cpu: rounded(quantile(turns, 0.99)),
        note: `longest ${rounded(longest)}`,
      }
      const checking = stopwatch()
      await inThread({ file, check: true }, new AbortController().signal)
      yield { figure: `check@${label}`, value: rounded(checking().wall / 1_000), unit: 's' }
    } finally {
      rmSync(dir, { recursive: true })
    }
  },
}
