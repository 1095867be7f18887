import type { Retention, RetentionPlan } from '../../../shared/model/retention.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { retentionOf } from '../../cache/erased/retention.ts'
import { expiring, lookForOld, lotsOfOld, messageKeys, takeOld } from '../../privacy/door.ts'
import type { Workspace } from '../open/open.ts'
import { createUnderWay } from '../under-way.ts'
import { removeMail } from './erased-files.ts'

export interface Retaining {
  /** What rules would take away now, by kind. Writes nothing. */
  plan(rules: Retention): Promise<RetentionPlan>
  /** Takes away what is too old; answers how many rows went. */
  run(): Promise<number>
  /** The same once a day, and after a change of the rules. */
  runIfDue(): void
  close(): Promise<void>
}

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

/** Old data go in the background, page by page: a look reads, and only what it found is written, in lots of a few ms. */
export function createRetaining(
  deps: Pick<Workspace, 'dir' | 'read' | 'writer' | 'clock' | 'tasks' | 'closing'>,
): Retaining {
  const { dir, read, writer, clock, tasks, closing } = deps
  const underWay = createUnderWay()
  let ran: { at: number; by: string } | null = null
  let running: Promise<number> | null = null

  async function* pages(rules: Retention, signal: AbortSignal) {
    for (const { kind, before } of expiring(rules, clock.now()))
      for (let after: number | null = 0; after !== null && !signal.aborted; ) {
        const page = lookForOld(read, kind, before, after)
        yield { kind, ids: page.ids }
        after = page.after
        await turn()
      }
  }
  const takeAway = (rules: Retention) =>
    tasks.run('erase', 'Removing data that are too old', async task => {
      let rows = 0
      const stop = AbortSignal.any([closing, task.signal])
      for await (const { kind, ids } of pages(rules, stop))
        for (const some of lotsOfOld(ids)) {
          if (kind === 'messages') removeMail(dir, messageKeys(read, some))
          await writer.write('bulk', tx => takeOld(tx, kind, some))
          rows += some.length
          task.progress(rows, null, 'rows')
        }
      return rows
    })
  const run = (): Promise<number> => {
    const rules = retentionOf(read)
    ran = { at: clock.wall(), by: JSON.stringify(rules) }
    if (expiring(rules, clock.now()).length === 0) return Promise.resolve(0)
    running ??= underWay.follow(takeAway(rules)).finally(() => {
      running = null
    })
    return running
  }
  return {
    plan: async rules => {
      const counts = new Map(expiring(rules, clock.now()).map(({ kind }) => [kind, 0]))
      for await (const { kind, ids } of pages(rules, closing)) counts.set(kind, (counts.get(kind) ?? 0) + ids.length)
      return [...counts].map(([kind, rows]) => ({ kind, rows }))
    },
    run,
    runIfDue: () => {
      const isSame = ran !== null && ran.by === JSON.stringify(retentionOf(read))
      if (running || (isSame && clock.wall() - (ran?.at ?? 0) < DAY)) return
      // What goes wrong is told by its task.
      run().catch(() => {})
    },
    close: underWay.settled,
  }
}
