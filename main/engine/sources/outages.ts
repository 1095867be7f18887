import type { Clock } from '../../../shared/clock.ts'
import {
  type Affected,
  type Component,
  OUTAGE_DIMENSION,
  SHOWN_ACCOUNTS,
  type Sureness,
} from '../../../shared/desk/outage.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { readCurrencies } from '../../cache/currencies.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import { seedPlaybooks } from '../../intervention/door.ts'
import { closeIncident } from '../../issue/door.ts'
import {
  byUrgency,
  closeOutage,
  declareOutage,
  dimensionsOf,
  endOutage,
  lookAtSome,
  type Naming,
  namingsOf,
  type OutageRow,
  outageById,
  unmarkedOutages,
} from '../../outage/door.ts'
import { enabledTriggers, seedTriggers, standingTriggers } from '../../signal/door.ts'
import type { Bulk } from '../acting/bulk.ts'
import type { Decisions } from '../open/decisions.ts'
import type { Tasks } from '../open/tasks.ts'
import { createUnderWay } from '../under-way.ts'
import { markOutage } from './mark-outage.ts'

/** What a person declares: a component, how sure its use must be, and since when it is down (UTC ms). */
export interface DeclareAsk extends Component {
  sure: Sureness[]
  beganAt: number
}

/** Outages that people declare; a component and its accounts are known from the cache alone, without a network. */
export interface Outages {
  /** Where the data name what can fail, by dimension. */
  namings(): Map<string, Naming[]>
  /** Who uses a component, as far as the cache tells. Writes nothing. */
  affected(component: Component): Promise<Result<Affected>>
  declare(ask: DeclareAsk): Promise<Result<{ outageId: number; journalId: string }>>
  over(id: number): Promise<Result<{ journalId: string }>>
  close(id: number): Promise<Result<{ journalId: string }>>
  /** Goes on with what a crash, or an undo, has left to do. */
  settle(): Promise<void>
}

interface Deps {
  writer: Writer
  read: ReadDb
  clock: Clock
  tasks: Tasks
  decide: Decisions['decide']
  bulk: Pick<Bulk, 'settle'>
  /** Evaluates what changed. */
  evaluate(): Promise<unknown>
  closing: AbortSignal
}

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

const newestData = query<{ at: number | null }>('SELECT max(newest_at) AS at FROM stream')

/** Incidents of a component, as the data have it and as it was declared. */
const openIncidents = (component: string, dimension: string) =>
  query<{ id: number }>(
    `SELECT id FROM incident WHERE state = 'open' AND cause = ? AND dimension IN (?, '${OUTAGE_DIMENSION}')`,
    [component, dimension],
  )

/**
 *   declared ─▶ accounts marked, a few at a time ─▶ evaluated: each has its issue
 *   over, closed ─▶ notices that still wait are recalled ─▶ marks follow ─▶ evaluated
 */
export function createOutages(deps: Deps): Outages & { settled(): Promise<void> } {
  const { read, writer, clock, tasks, decide, closing } = deps
  const underWay = createUnderWay()
  let last: Promise<unknown> = Promise.resolve()

  const namings = (): Map<string, Naming[]> => {
    const triggers = enabledTriggers(read).map(({ definition }) => definition)
    const known = dimensionsOf(triggers).filter(name => name !== OUTAGE_DIMENSION)
    return new Map(known.map(name => [name, namingsOf(triggers, name)]))
  }
  const lookFor = ({ dimension, component }: Component) => ({
    ...{ dimension, component, namings: namings().get(dimension) ?? [] },
    ...{ now: clock.now(), currencies: readCurrencies(read) },
  })

  /** One after the other: two that mark the same accounts would undo each other. */
  const settle = (): Promise<void> => {
    const next = last.then(async () => {
      const rows = closing.aborted ? [] : read.all(unmarkedOutages)
      for (const row of rows)
        await tasks.run('outreach', 'Bringing an outage up to date', task =>
          markOutage({ ...deps, lookFor }, row, task.signal),
        )
      if (rows.length > 0 && !closing.aborted) await deps.evaluate()
    })
    last = next.catch(() => {})
    return underWay.follow(next)
  }
  const decided = async (work: Promise<Result<{ journalId: string }>>): Promise<Result<{ journalId: string }>> => {
    const answer = await work
    if (answer.ok) await settle()
    return answer.ok ? ok({ journalId: answer.value.journalId }) : answer
  }

  return {
    namings,
    affected: component =>
      tasks.run('outreach', 'Looking for affected accounts', async task => {
        const look = lookFor(component)
        const found: Affected['accounts'] = []
        let others = 0
        for (let after: number | null = 0; after !== null; await turn()) {
          if (task.signal.aborted) return cancelled
          const looked = lookAtSome(read, look, after)
          found.push(...looked.affected)
          others += looked.others
          after = looked.last
          task.progress(found.length + others, null, 'accounts')
        }
        return ok(summed(component, found, others, look.currencies.reckoning, read.get(newestData)?.at ?? null))
      }),
    declare: async ask => {
      // A workspace of before this could be declared gets what it takes; what is there stays as it is.
      await writer.write('user', tx => {
        seedPlaybooks(tx)
        seedTriggers(tx, standingTriggers())
      })
      const answer = await decide(declareOutage, ask)
      if (!answer.ok) return answer
      await settle()
      return ok({ outageId: answer.value.value.outageId, journalId: answer.value.journalId })
    },
    over: id => decided(decide(endOutage, { id })),
    close: async id => {
      const row = read.get(outageById(id))
      const answer = await decided(decide(closeOutage, { id }))
      if (answer.ok && row) await closeIncidents(row)
      return answer
    },
    settle: async () => {
      if (read.get(unmarkedOutages)) await settle()
    },
    settled: underWay.settled,
  }

  async function closeIncidents({ component, dimension }: OutageRow): Promise<void> {
    for (const { id } of read.all(openIncidents(component, dimension))) await decide(closeIncident, { id })
  }
}

const cancelled = fail(
  'cancelled',
  'The accounts were not looked for.',
  'The search was cancelled.',
  'Choose the component again at any time.',
)

function summed(
  { dimension, component }: Component,
  found: Affected['accounts'],
  others: number,
  currency: string,
  newestAt: number | null,
): Affected {
  const of = (sure: Sureness) => found.filter(one => one.sure === sure)
  const worth = [...of('certain'), ...of('probable')].reduce((sum, { valueMinor }) => sum + (valueMinor ?? 0), 0)
  return {
    ...{ dimension, component, others, currency, newestAt, valueMinor: worth },
    sums: { certain: of('certain').length, probable: of('probable').length, unknown: of('unknown').length },
    accounts: found.sort(byUrgency).slice(0, SHOWN_ACCOUNTS),
  }
}
