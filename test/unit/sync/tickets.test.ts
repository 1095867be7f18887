import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import type { ObjectRecord } from '../../../main/record/record.ts'
import type { UpsertOptions } from '../../../main/sync/upsert/batch.ts'
import { upsertBatch } from '../../../main/sync/upsert/upsert.ts'
import { ticketIsClosed } from '../../../shared/ticket.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { bareAccount, bareObject, by } from '../../helpers/records.ts'
import { aSyncedFolder, NOW, type SyncedFolder } from '../../helpers/synced-folder.ts'

describe('the state of a ticket', () => {
  it.each([
    ['solved', true],
    ['Closed', true],
    ['RESOLVED', true],
    ['Erledigt', true],
    ['Cancelled', true],
    ['open', false],
    ['On Hold', false],
    ['in_progress', false],
    ['Re-opened', false],
    ['waiting', false],
    ['Tier 3', null],
    ['', null],
    [null, null],
  ])('%s is over: %s', (state, over) => expect(ticketIsClosed(state)).toBe(over))
})

describe('a ticket', () => {
  let folder: SyncedFolder
  beforeEach(async () => {
    folder = aSyncedFolder('desk')
    await put([bareAccount({ externalId: 'A', name: 'Shop' })])
  })
  afterEach(() => folder.close())

  const put = (
    records: Parameters<typeof upsertBatch>[4][number]['record'][],
    options: UpsertOptions = {},
    now = NOW,
  ) =>
    folder.writer.write('steady', tx =>
      upsertBatch(
        tx,
        1,
        'desk',
        'tickets',
        records.map((record, n) => ({ record, line: n + 2, raw: '' })),
        now,
        options,
      ),
    )
  const aTicket = (some: Partial<ObjectRecord>) =>
    bareObject({ externalId: 'T', account: by('A'), kind: 'ticket', openedAt: NOW - 9 * DAY, ...some })
  const closedAt = () => folder.read.get(query<{ at: number | null }>('SELECT closed_at AS at FROM object'))?.at ?? null

  it('that is solved without a date was closed at the earliest moment that is known', async () => {
    await put([aTicket({ state: 'solved', stateSince: NOW - 2 * DAY })])
    expect(closedAt()).toBe(NOW - 2 * DAY)
    await put([aTicket({ externalId: 'T', state: 'Closed', stateSince: null, openedAt: NOW - 9 * DAY })])
    expect(closedAt()).toBe(NOW - 9 * DAY)
  })

  it('that is closed without any date was closed when that was first seen, and stays so', async () => {
    const bare = aTicket({ state: 'closed', openedAt: null })
    await put([bare])
    expect(closedAt()).toBe(NOW)
    expect(await put([bare], {}, NOW + DAY)).toMatchObject({ changed: 0 })
    expect(closedAt()).toBe(NOW)
  })

  it('that is open again is open, although its old date of closing is still there', async () => {
    await put([aTicket({ state: 'reopened', closedAt: NOW - DAY })])
    expect(closedAt()).toBeNull()
  })

  it('keeps its own date, and one whose state is not understood keeps what its dates say', async () => {
    await put([aTicket({ state: 'solved', closedAt: NOW - DAY })])
    expect(closedAt()).toBe(NOW - DAY)
    await put([aTicket({ state: 'Tier 3', closedAt: NOW - 3 * DAY })])
    expect(closedAt()).toBe(NOW - 3 * DAY)
  })

  it('is closed by a stream that maps the state alone', async () => {
    const fills = { fills: [new Set(['id', 'account', 'kind', 'state', 'openedAt'])] }
    await put([aTicket({ state: 'open' })], fills)
    await put([aTicket({ state: 'solved' })], fills)
    expect(closedAt()).toBe(NOW - 9 * DAY)
    await put([aTicket({ state: 'open' })], fills)
    expect(closedAt()).toBeNull()
  })

  it('of another kind is left as its source has it', async () => {
    await put([bareObject({ externalId: 'O', account: by('A'), kind: 'deal', state: 'closed' })])
    expect(closedAt()).toBeNull()
  })
})
