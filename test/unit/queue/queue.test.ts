import { describe, expect, it } from 'vitest'
import { issueDetail } from '../../../main/api/view/issue-detail.ts'
import { accountsBeginning } from '../../../main/cache/asked/accounts-called.ts'
import { commandsByName, undo } from '../../../main/cache/journal.ts'
import type { Given } from '../../../main/cache/uid.ts'
import {
  claim,
  dismiss,
  queueCommands,
  release,
  resolve,
  restore,
  snooze,
  unsnooze,
} from '../../../main/queue/commands.ts'
import {
  confirmCells,
  confirmCellsOfIncident,
  countCellsOfIncident,
  incidentsOf,
  interventionsOf,
  issueRows,
  queueOfAccounts,
  queueOfIncident,
  topOfQueue,
  undisturbedCells,
} from '../../../main/queue/queries.ts'
import { ISSUE_INDEXES } from '../../../main/queue/rank.ts'
import { queueCounts, queueList } from '../../../main/queue/store.ts'
import { queueCountsSchema, queueRowSchema } from '../../../shared/model/queue.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { QUEUE_VIEWS } from '../../../shared/vocabulary.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { issues } from '../../helpers/evaluating.ts'
import { manyIssues } from '../../helpers/many-issues.ts'
import { aMemoryCache } from '../../helpers/memory-cache.ts'
import { NOON } from '../../helpers/observed.ts'

const PAGE = { offset: 0, limit: 100 }

function aQueue(n = 200): TestCache {
  const cache = aCache()
  manyIssues(cache.connection, n)
  return cache
}

/** An intervention with an outcome that was proposed but not judged. */
function proposed(cache: TestCache, issue: number): void {
  cache.connection.exec(
    `UPDATE issue SET state = 'acting' WHERE id = ${issue};
     INSERT INTO intervention (id, issue_id, account_id, trigger_id, playbook_id, playbook_version, arm, exposed_at,
         window_ends_at, started_by)
       SELECT 'v${issue}', id, account_id, 't', 'p', 1, 'treatment', 1, 2, 'maya'
       FROM issue WHERE id = ${issue};
     INSERT INTO outcome (intervention_id, window_ends_at, proposal) VALUES ('v${issue}', 2, 'quiet')`,
  )
}

describe('the queue', () => {
  it('is in order of priority, page after page, without gap or repetition', () => {
    const { read } = aQueue()
    const whole = queueList(read, { view: 'now', offset: 0, limit: 500 }, 'maya')
    const pages = [0, 50, 100].flatMap(offset => queueList(read, { view: 'now', offset, limit: 50 }, 'maya'))
    expect(pages).toEqual(whole.slice(0, 150))
    for (const row of whole) expect(queueRowSchema.parse(row).state).toBe('open')
    expect(whole.length).toBeGreaterThan(100)
  })

  it('gives the same pages whether it reaches them from the beginning or from the end', () => {
    const { read } = aQueue(400)
    const whole = queueList(read, { view: 'now', offset: 0, limit: 500 }, 'maya')
    for (const offset of [
      0,
      1,
      whole.length / 2,
      whole.length - 60,
      whole.length - 1,
      whole.length,
      whole.length + 9,
    ]) {
      const at = Math.floor(offset)
      expect(queueList(read, { view: 'now', offset: at, limit: 50 }, 'maya')).toEqual(whole.slice(at, at + 50))
    }
  })

  it('counts what it lists, in every view, category and band', () => {
    const cache = aQueue()
    for (const id of [3, 5]) proposed(cache, id)
    const list = (filter: Parameters<typeof queueList>[1]) => queueList(cache.read, filter, 'maya').length
    for (const view of QUEUE_VIEWS) {
      const page = { view, offset: 0, limit: 500 }
      const counts = queueCountsSchema.parse(queueCounts(cache.read, { view }, 'maya'))
      expect(counts.views[view]).toBe(list(page))
      expect(counts.categories.usage).toBe(list({ ...page, category: 'usage' }))
      expect(counts.bands.week).toBe(list({ ...page, band: 'week' }))
    }
    expect(queueCounts(cache.read, { view: 'now' }, 'maya').views.confirm).toBe(2)
  })

  it('shows the outcome that waits for a judgement beside its issue', () => {
    const cache = aQueue()
    proposed(cache, 3)
    expect(queueList(cache.read, { view: 'confirm', ...PAGE }, 'maya')).toMatchObject([
      { id: 3, interventionId: 'v3', proposal: 'quiet' },
    ])
    expect(issueDetail(cache.read, 3, NOON)).toMatchObject({ value: { interventions: [{ id: 'v3' }] } })
  })

  it('lists an issue for confirmation exactly as long as a proposal of it waits', () => {
    const cache = aQueue()
    const waiting = () => queueList(cache.read, { view: 'confirm', ...PAGE }, 'maya').map(({ id }) => id)
    for (const id of [3, 5]) proposed(cache, id)
    expect(waiting().toSorted()).toEqual([3, 5])
    cache.connection.exec("UPDATE outcome SET judged = 'quiet' WHERE intervention_id = 'v3'")
    expect(waiting()).toEqual([5])
    cache.connection.exec(
      "UPDATE intervention SET issue_id = 7 WHERE id = 'v5'; UPDATE issue SET state = 'acting' WHERE id = 7",
    )
    expect(waiting()).toEqual([7])
    cache.connection.exec("UPDATE intervention SET recalled_at = 9 WHERE id = 'v5'; UPDATE outcome SET judged = NULL")
    expect(waiting()).toEqual([3])
    cache.connection.exec("UPDATE outcome SET proposal = NULL WHERE intervention_id = 'v3'")
    expect(waiting()).toEqual([])
  })

  it('can be searched within a view', () => {
    const { read } = aQueue()
    const found = queueList(read, { view: 'now', search: 'company 1', ...PAGE }, 'maya')
    expect(found.length).toBeGreaterThan(5)
    for (const row of found) expect(row.accountName).toMatch(/^Company 1/)
  })
})

describe('the plan of a query', () => {
  // 6,000 issues, a third of them with an intervention and some in incidents, all of it analysed: as in a real workspace.
  const { connection, read } = aMemoryCache()
  manyIssues(connection, 6_000)
  connection.exec(
    `INSERT INTO intervention (id, issue_id, account_id, trigger_id, playbook_id, playbook_version, arm, exposed_at,
         window_ends_at, started_by)
       SELECT 'v' || id, id, account_id, 't', 'p', 1, 'treatment', id, id + 9, 'maya' FROM issue WHERE id % 3 = 0;
     INSERT INTO outcome (intervention_id, window_ends_at, proposal, judged)
       SELECT id, window_ends_at, 'quiet', iif(issue_id % 99 = 0, NULL, 'quiet') FROM intervention;
     INSERT INTO incident (id, uid, dimension, cause, state, began_at, found_at, last_at, usual)
       SELECT id, 'u' || id, 'carrier', 'C' || id, iif(id % 9 = 0, 'open', 'closed'), 1, 1, 1, 0 FROM issue WHERE id <= 200;
     INSERT INTO incident_issue SELECT 1 + id % 200, id, 1, 0 FROM issue WHERE id % 2 = 0;
     ANALYZE`,
  )
  const planOf = (query: Parameters<typeof read.explain>[0]) => read.explain(query).join('\n')
  const top = (filter: Parameters<typeof topOfQueue>[0], index: (typeof ISSUE_INDEXES)[number]) =>
    topOfQueue(filter, index, 'maya', { ...PAGE, matching: null })
  /** How the page is found; its own rows are read by their ids afterwards. */
  const walk = (query: Parameters<typeof read.explain>[0]) => {
    const steps = read.explain(query)
    return steps.slice(1, steps.indexOf('SCAN page'))
  }

  const walks = [
    { view: 'now', index: 'issue_queue', uses: 'state=?' },
    { view: 'now', category: 'usage', index: 'issue_queue_category', uses: 'state=? AND category=?' },
    { view: 'now', band: 'today', index: 'issue_queue_band', uses: 'state=? AND band=?' },
    { view: 'mine', index: 'issue_queue_claim', uses: 'state=? AND claimed_by=?' },
    { view: 'unclaimed', index: 'issue_queue_claim', uses: 'state=? AND claimed_by=?' },
  ] as const
  it.each(walks)('walks $index for $view $category $band, in its order', ({ index, uses, ...filter }) => {
    expect(walk(top(filter, index))).toEqual([`SEARCH i USING COVERING INDEX ${index} (${uses})`])
  })

  it('never sorts, whatever the filter and whichever index was chosen for it', () => {
    const filter = { view: 'mine', category: 'usage', band: 'today' } as const
    for (const index of ISSUE_INDEXES.filter(one => one !== 'issue_to_confirm' && one !== 'issue_undisturbed'))
      expect(walk(top(filter, index)).join()).not.toMatch(/TEMP B-TREE|SCAN/)
    expect(walk(top({ view: 'confirm' }, 'issue_to_confirm')).join()).not.toMatch(/TEMP B-TREE/)
    expect(walk(top({ view: 'undisturbed' }, 'issue_undisturbed')).join()).not.toMatch(/TEMP B-TREE/)
  })

  const reaches = [
    ['issue_queue', top({ view: 'now' }, 'issue_queue'), 'SEARCH i USING COVERING INDEX issue_queue '],
    ['issue_queue_category', top({ view: 'now', category: 'usage' }, 'issue_queue_category'), 'issue_queue_category '],
    ['issue_queue_band', top({ view: 'now', band: 'today' }, 'issue_queue_band'), 'issue_queue_band '],
    ['issue_queue_claim', top({ view: 'mine' }, 'issue_queue_claim'), 'issue_queue_claim '],
    ['account_name', accountsBeginning('a', 5), 'SEARCH account USING COVERING INDEX account_name'],
    ['issue_account', queueOfAccounts({ view: 'now' }, '[1]', 'm', PAGE), 'USING INDEX issue_account (account_id=?)'],
    ['intervention_issue', interventionsOf('[1]'), 'SEARCH v USING INDEX intervention_issue'],
    ['issue_to_confirm_count', confirmCells, 'SCAN issue USING COVERING INDEX issue_to_confirm_count'],
    [
      'issue_to_confirm',
      top({ view: 'confirm' }, 'issue_to_confirm'),
      'SCAN i USING COVERING INDEX issue_to_confirm\n',
    ],
    ['issue_undisturbed_count', undisturbedCells, 'SCAN issue USING COVERING INDEX issue_undisturbed_count'],
    [
      'issue_undisturbed',
      top({ view: 'undisturbed' }, 'issue_undisturbed'),
      'SCAN i USING COVERING INDEX issue_undisturbed\n',
    ],
    ['incident_issue_issue', incidentsOf('[1]'), 'SEARCH m USING INDEX incident_issue_issue (issue_id=?)'],
  ] as const
  it.each(reaches)('misses %s where it is not there', (index, query, step) => {
    expect(planOf(query)).toContain(step)
    const before = planOf(query)
    connection.exec(`SAVEPOINT without; DROP INDEX ${index}`)
    const after = () => planOf(query)
    try {
      // Where the query insists on its index, it fails aloud; where it does not, it is planned another way.
      if (/INDEXED BY/.test(query.sql)) expect(after).toThrow(`no such index: ${index}`)
      else expect(after()).not.toBe(before)
    } finally {
      connection.exec('ROLLBACK TO without; RELEASE without')
    }
  })

  it('of one incident or some issues reads those rows only', () => {
    const filter = { view: 'now' } as const
    for (const query of [queueOfIncident(filter, 9, 'm', PAGE), countCellsOfIncident(9), confirmCellsOfIncident(9)])
      expect(planOf(query)).toContain('SEARCH m USING PRIMARY KEY (incident_id=?')
    for (const query of [queueOfIncident(filter, 9, 'm', PAGE), countCellsOfIncident(9), issueRows('[1]')]) {
      expect(planOf(query)).toContain('SEARCH i USING INTEGER PRIMARY KEY')
      expect(planOf(query)).not.toMatch(/SCAN (?!j\b)/)
    }
  })
})

let decided = 0
const decide = <Args>(
  cache: TestCache,
  command: Parameters<typeof decideNow<Args, null>>[1],
  args: Given<Args>,
  actor = 'maya',
) => decideNow(cache.writer, command, args, { id: `decided-${++decided}`, actor, at: NOON })

const states = (cache: TestCache, ...ids: number[]) =>
  issues(cache)
    .filter(issue => ids.includes(issue.id))
    .map(issue => issue.state)

/** Three open issues, nobody's. */
function threeOpen(): TestCache {
  const cache = aQueue(3)
  cache.connection.exec("UPDATE issue SET state = 'open', claimed_by = NULL, snoozed_until = NULL")
  return cache
}

describe('decisions about issues', () => {
  const ids = [1, 2]

  it('claim and release', async () => {
    const cache = threeOpen()
    await decide(cache, claim, { ids })
    expect(queueCounts(cache.read, { view: 'mine' }, 'maya').views).toMatchObject({ mine: 2, unclaimed: 1 })
    const taken = await decide(cache, claim, { ids: [3, 1] }, 'ola')
    expect(taken).toMatchObject({ ok: false, error: { kind: 'conflict', why: 'maya has claimed this issue.' } })
    expect(queueCounts(cache.read, { view: 'mine' }, 'ola').views.mine).toBe(0)
    await decide(cache, release, { ids })
    expect(queueCounts(cache.read, { view: 'mine' }, 'maya').views.unclaimed).toBe(3)
    expect(await decide(cache, release, { ids })).toMatchObject({
      ok: false,
      error: { why: 'Nobody has claimed this issue.' },
    })
  })

  it('snooze until a later moment, and bring back', async () => {
    const cache = threeOpen()
    expect(await decide(cache, snooze, { ids, until: NOON })).toMatchObject({ ok: false, error: { kind: 'invalid' } })
    await decide(cache, snooze, { ids, until: NOON + DAY })
    expect(states(cache, 1, 2, 3)).toEqual(['snoozed', 'snoozed', 'open'])
    await decide(cache, unsnooze, { ids })
    expect(states(cache, 1, 2, 3)).toEqual(['open', 'open', 'open'])
    expect(await decide(cache, unsnooze, { ids })).toMatchObject({ error: { why: 'The issue is in the queue.' } })
  })

  it('dismiss with a reason, and resolve', async () => {
    const cache = threeOpen()
    await decide(cache, dismiss, { ids: [1], reason: 'false_positive' as const, note: '' })
    await decide(cache, resolve, { ids: [2], note: 'called them' })
    expect(issues(cache).map(issue => [issue.state, issue.closed_because])).toEqual([
      ['closed', 'false_positive'],
      ['closed', 'resolved'],
      ['open', null],
    ])
  })

  it('refuse what makes no sense, in words, and then change nothing at all', async () => {
    const cache = threeOpen()
    await decide(cache, resolve, { ids: [2], note: '' })
    cache.connection.exec("UPDATE issue SET state = 'acting' WHERE id = 3")
    expect(await decide(cache, dismiss, { ids: [1, 2], reason: 'known' as const, note: '' })).toMatchObject({
      error: { what: 'The issue of Company 1 was not dismissed.', why: 'The issue is already closed.' },
    })
    expect(await decide(cache, snooze, { ids: [3], until: NOON + DAY })).toMatchObject({
      error: { why: 'The issue is being worked on by a playbook.' },
    })
    expect(await decide(cache, claim, { ids: [99] })).toMatchObject({ error: { kind: 'not_found' } })
    expect(states(cache, 1, 2, 3)).toEqual(['open', 'closed', 'acting'])
  })
})

describe('taking a decision back', () => {
  const undoLast = (cache: TestCache) =>
    cache.writer.write('user', tx =>
      undo(
        tx,
        commandsByName(queueCommands),
        { id: crypto.randomUUID(), actor: 'maya', device: 'test', at: NOON },
        undefined,
      ),
    )

  it('works one after the other, back to the beginning', async () => {
    const cache = threeOpen()
    const before = issues(cache)
    await decide(cache, claim, { ids: [1, 2] })
    await decide(cache, snooze, { ids: [1], until: NOON + DAY })
    await decide(cache, dismiss, { ids: [1, 3], reason: 'known' as const, note: '' })
    for (const command of ['issue.dismiss', 'issue.snooze', 'issue.claim'])
      expect(await undoLast(cache)).toMatchObject({ value: { undone: command } })
    expect(issues(cache)).toEqual(before)
  })

  it('is refused when the issue has moved on', async () => {
    const cache = threeOpen()
    await decide(cache, snooze, { ids: [1], until: NOON + DAY })
    await decide(cache, claim, { ids: [1] }, 'ola')
    await expect(undoLast(cache)).rejects.toMatchObject({ result: { error: { why: 'The issue has changed since.' } } })
    expect(states(cache, 1)).toEqual(['snoozed'])
  })

  it('is refused when a playbook was started meanwhile', async () => {
    const cache = threeOpen()
    await decide(cache, claim, { ids: [1] })
    cache.connection.exec("UPDATE issue SET state = 'acting' WHERE id = 1")
    await expect(undoLast(cache)).rejects.toMatchObject({ result: { error: { kind: 'conflict' } } })
  })

  it('is refused when the problem has an issue of its own again', async () => {
    const cache = threeOpen()
    await decide(cache, dismiss, { ids: [1], reason: 'known' as const, note: '' })
    cache.connection.exec(
      `INSERT INTO issue (uid, account_id, category, state, band, title, opened_at, signal_count, playbook_id, priority, risk,
         treatability, value_minor, currency, urgency, minutes, base, factors)
       SELECT 'again', account_id, category, 'open', band, title, opened_at, 1, 'p', 1, 0, 0, 1, 'EUR', 1, 1, 0, '[]'
       FROM issue WHERE id = 1`,
    )
    await expect(undoLast(cache)).rejects.toMatchObject({
      result: { error: { why: 'The problem returned and has a newer issue.' } },
    })
  })

  it('checks what a restore is asked to put back', async () => {
    const cache = threeOpen()
    expect(await decide(cache, restore, { issues: [] })).toMatchObject({ ok: false, error: { kind: 'invalid' } })
  })
})
