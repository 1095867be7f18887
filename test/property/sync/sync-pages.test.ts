import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Connected, Gone } from '../../../main/record/page.ts'
import type { SyncRecord } from '../../../main/record/record.ts'
import { syncFresh, syncHistory } from '../../../main/sync/pages/sync-pages.ts'
import { MINUTE } from '../../../shared/trigger/duration.ts'
import { type CrashPoint, crashing, survived } from '../../helpers/crash.ts'
import {
  pagesDeps,
  recordsOf,
  type ScriptedPage,
  type ScriptedStream,
  scripted,
} from '../../helpers/scripted-source.ts'
import { addAccount, aTruth, cachedSets, expectedSets, type Truth } from '../../helpers/sync-truth.ts'
import { aSyncedFolder, NOW, type SyncedFolder } from '../../helpers/synced-folder.ts'

const RUNS = Number(process.env.HISTORIES ?? 40)
const NAMES = ['accounts', 'tickets', 'contacts', 'events'] as const
type Name = (typeof NAMES)[number]
const RECORDS = { accounts: 'account', tickets: 'object', contacts: 'contact', events: 'event' } as const
const ACCOUNTS = 4

/** What happens at the source between two syncs. */
const change = fc.oneof(
  fc.record({ do: fc.constant('rename' as const), n: fc.integer({ min: 1, max: ACCOUNTS }) }),
  fc.record({ do: fc.constant('delete account' as const), n: fc.integer({ min: 1, max: ACCOUNTS }) }),
  fc.record({ do: fc.constant('merge' as const), n: fc.integer({ min: 1, max: ACCOUNTS }) }),
  fc.record({ do: fc.constant('move' as const), n: fc.integer({ min: 1, max: ACCOUNTS }) }),
  fc.record({ do: fc.constant('delete ticket' as const), n: fc.integer({ min: 1, max: ACCOUNTS }) }),
  fc.record({ do: fc.constant('delete contact' as const), n: fc.integer({ min: 1, max: ACCOUNTS }) }),
  fc.record({ do: fc.constant('late event' as const), n: fc.integer({ min: 1, max: ACCOUNTS }) }),
  fc.record({ do: fc.constant('new account' as const), n: fc.integer({ min: 10, max: 12 }) }),
)
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

const deleted = (record: Gone['record'], externalId: string): Gone => ({
  change: 'deleted',
  record,
  kind: record === 'object' ? 'ticket' : null,
  externalId,
})

/** A source does not say of a lost row what else had changed. */
const asLastTold = (truth: Truth, n: number) =>
  truth.accounts.set(`A${n}`, { plan: n % 2 ? 'Pro' : 'Basic', name: `Company ${n}` })

/** Brings the change into the truth; what the source then says is gone. */
function happen(truth: Truth, { do: what, n }: Change, gone: Record<Name, Gone[]>): void {
  const id = `A${n}`
  const next = `A${n + 1}`
  const over = truth.deleted.has(id) || truth.merged.has(id)
  const account = truth.accounts.get(id)
  if (what === 'new account') addAccount(truth, n)
  else if (what === 'rename' && account && !over) truth.accounts.set(id, { ...account, name: `${account.name} Ltd` })
  else if (what === 'delete account' && !over) {
    truth.deleted.add(id)
    asLastTold(truth, n)
    gone.accounts.push(deleted('account', id))
  } else if (what === 'merge' && !over && truth.accounts.has(next) && !truth.deleted.has(next)) {
    truth.merged.set(id, next)
    asLastTold(truth, n)
    gone.accounts.push({ change: 'merged', record: 'account', kind: null, externalId: id, into: next })
  } else if (what === 'move') {
    const ticket = truth.tickets.get(`T${n}-2`)
    if (ticket && truth.accounts.has(next)) truth.tickets.set(`T${n}-2`, { ...ticket, account: next, state: 'moved' })
  } else if (what === 'delete ticket' && truth.tickets.delete(`T${n}-1`))
    gone.tickets.push(deleted('object', `T${n}-1`))
  else if (what === 'delete contact' && truth.contacts.delete(`C${n}-1`))
    gone.contacts.push(deleted('contact', `C${n}-1`))
  else if (what === 'late event') truth.events.set(`late-${n}`, { account: id, kind: 'login', at: NOW - n * MINUTE })
}

/** How a source hands out what it has: in which order, how often, in pages of which size, how much of it as history. */
interface Telling {
  /** One random number for each place; the order follows it. */
  order: readonly number[]
  repeats: readonly number[]
  size: number
  history: number
  priorities: readonly number[]
}

const telling: fc.Arbitrary<Telling> = fc.record({
  order: fc.array(fc.nat(1_000), { minLength: 60, maxLength: 60 }),
  repeats: fc.array(fc.nat(1_000), { maxLength: 6 }),
  size: fc.integer({ min: 1, max: 9 }),
  history: fc.integer({ min: 0, max: 3 }),
  priorities: fc.array(fc.nat(3), { minLength: NAMES.length, maxLength: NAMES.length }),
})

type Item = { record: SyncRecord } | { gone: Gone }

function pagesOf(items: readonly Item[], { order, repeats, size }: Telling): ScriptedPage[] {
  const told = items
    .map((item, n) => ({ item, at: order[n % order.length] ?? 0 }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
  for (const repeat of repeats) {
    const again = told[repeat % Math.max(told.length, 1)]
    if (again) told.push(again)
  }
  const pages: ScriptedPage[] = []
  for (let from = 0; from < told.length; from += size) {
    const some = told.slice(from, from + size)
    pages.push({
      records: some.flatMap(item => ('record' in item ? [item.record] : [])),
      gone: some.flatMap(item => ('gone' in item ? [item.gone] : [])),
    })
  }
  return pages
}

function tell(truth: Truth, gone: Record<Name, Gone[]>, how: Telling): Connected {
  const records = recordsOf(truth)
  const streams = NAMES.map((name, n): ScriptedStream => {
    const live = records[name].filter(record => record.record !== 'account' || !truth.merged.has(record.externalId))
    const items = [...live.map(record => ({ record })), ...gone[name].map(one => ({ gone: one }))]
    const pages = pagesOf(items, how)
    const fresh = Math.max(1, pages.length - how.history)
    return {
      name,
      record: RECORDS[name],
      priority: how.priorities[n] ?? 0,
      fresh: pages.slice(0, fresh),
      history: pages.slice(fresh),
    }
  })
  return scripted(streams)
}

/** Syncs to the end, dying on the way as often as there are crash points. */
async function syncThrough(folder: SyncedFolder, connected: Connected, crashes: readonly CrashPoint[]): Promise<void> {
  // A source that was read before starts again for the test's sake, as with an overlap as large as everything.
  folder.connection.exec('UPDATE stream SET cursor = NULL, backfill = NULL')
  const all = async (writer: SyncedFolder['writer']) => {
    const deps = pagesDeps(folder, connected, { writer, batch: 3 })
    await syncFresh(deps)
    let slices = 0
    while ((await syncHistory(deps, () => slices++ % 2 === 0)).historyLeft);
  }
  for (const crash of crashes) await survived(all(crashing(folder.writer, crash)))
  await all(folder.writer)
}

const crashes = fc.array(fc.record({ job: fc.integer({ min: 1, max: 25 }), committed: fc.boolean() }), { maxLength: 3 })
const nothingGone = (): Record<Name, Gone[]> => ({ accounts: [], tickets: [], contacts: [], events: [] })

describe('syncing a connected source', () => {
  it('comes to what the source has, in whatever order and however often it is told, and wherever it is cut off', {
    timeout: 600_000 + RUNS * 500,
  }, async () => {
    const plan = fc.record({
      first: telling,
      second: telling,
      changes: fc.array(change, { maxLength: 6 }),
      crashes: fc.tuple(crashes, crashes),
    })
    await fc.assert(
      fc.asyncProperty(plan, async ({ first, second, changes, crashes: [early, late] }) => {
        const folder = aSyncedFolder('files')
        try {
          const truth = aTruth(ACCOUNTS)
          await syncThrough(folder, tell(truth, nothingGone(), first), early)
          expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
          const gone = nothingGone()
          for (const one of changes) happen(truth, one, gone)
          await syncThrough(folder, tell(truth, gone, second), late)
          expect(cachedSets(folder.read)).toEqual(expectedSets(truth))
          expect(folder.count('quarantine')).toBe(0)
          for (const name of ['contacts', 'tickets', 'events'] as const) {
            const table = name === 'tickets' ? 'object' : name.slice(0, -1)
            const { rows } = folder.connection.prepare('SELECT rows FROM stream WHERE name = ?').get(name) as {
              rows: number
            }
            expect([name, rows]).toEqual([name, folder.count(table)])
          }
        } finally {
          folder.close()
        }
      }),
      { numRuns: RUNS },
    )
  })
})
