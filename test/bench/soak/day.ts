import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { router } from '../../../main/api/router.ts'
import { DATABASE } from '../../../main/cache/open.ts'
import { statementLog } from '../../../main/cache/statement/statement-log.ts'
import { createHost, SAMPLE } from '../../../main/engine/host.ts'
import { environmentSecrets } from '../../../main/engine/secrets-store.ts'
import { unwrap } from '../../../shared/result.ts'
import { HOUR, MINUTE } from '../../../shared/trigger/duration.ts'

/** A turn of the desk: what a person does between two looks of the sources. */
const EVERY = 5 * MINUTE
/** Issues that the person reads in a turn, and those that they act on. */
const READ = 12

/** A desk at work on the sample shop, hour by hour of a clock of its own. */
export interface Desk {
  /** Sources sync, triggers fire, messages leave, a person works. */
  work(hours: number): Promise<void>
  /** Statements that took 50 ms or more of the engine thread’s CPU time since the last call, with their SQL. */
  slow(): string[]
  /** What was done so far. */
  done(): { turns: number; read: number; started: number }
  file: string
  close(): Promise<void>
}

/** CPU time of this thread, ms: a machine that gives its cores to others for a second makes any statement look slow. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** Opens a sample shop in `dir` that has been lived through, at eight in the morning of its clock. */
export async function openDesk(dir: string, quick: boolean): Promise<Desk> {
  const slow: string[] = []
  const deps = {
    ...{ root: dir, dir, shell: 'cli' as const, actor: 'maya', device: 'bench', appVersion: '0', pickFiles: null },
    secrets: environmentSecrets({}),
    watch: statementLog(line => slow.push(line), { now: threadTime }),
  }
  const sample = quick ? { seed: 1, accounts: 300, days: 90 } : SAMPLE.sample
  const host = unwrap(await createHost(deps, { name: 'Soak', sample }))
  const call = createRouterClient(router, { context: { host } })
  let at = Date.UTC(2026, 5, 2, 8)
  await call.workspace.setClock({ mode: 'fixed', at })
  await call.source.sync({})
  const done = { turns: 0, read: 0, started: 0 }

  const work = async (): Promise<void> => {
    const rows = await call.worklist.rows({ view: 'now', limit: READ })
    await call.worklist.counts({ view: 'now' })
    for (const { id } of rows) {
      await call.issue.get({ id })
      done.read++
    }
    const [first, second, third] = rows
    if (first) await call.issue.claim({ ids: [first.id] })
    if (second) await call.issue.snooze({ ids: [second.id], until: at + HOUR })
    if (!third) return
    const { suggestions } = await call.issue.get({ id: third.id })
    const playbookId = suggestions[0]?.playbookId
    if (playbookId === undefined) return
    // A preflight that says no is an answer, too.
    await call.intervention.start({ issueId: third.id, playbookId }).then(
      () => done.started++,
      () => null,
    )
  }

  return {
    work: async hours => {
      for (const until = at + hours * HOUR; at < until; done.turns++) {
        at += EVERY
        await call.workspace.setClock({ mode: 'fixed', at })
        await call.source.sync({})
        await call.signal.evaluate({ everything: false })
        await work()
        await call.outbox.drain({})
      }
    },
    slow: () => slow.splice(0),
    done: () => ({ ...done }),
    file: join(dir, DATABASE),
    close: () => host.close(),
  }
}
