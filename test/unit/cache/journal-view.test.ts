import { expect, it } from 'vitest'
import { journalEntries } from '../../../main/api/view/journal.ts'
import { listJournal } from '../../../main/cache/journal.ts'
import { commands } from '../../../main/engine/commands.ts'
import { recallMessage } from '../../../main/intervention/commands.ts'
import { declareOutage, endOutage } from '../../../main/outage/commands.ts'
import { claim } from '../../../main/queue/commands.ts'
import { setOwner } from '../../../main/queue/together/owner.ts'
import { journalEntrySchema } from '../../../shared/model/journal.ts'
import { unwrap } from '../../../shared/result.ts'
import { aReachableIssue } from '../../helpers/builders.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { started } from '../../helpers/outreach.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

it('rows of the journal tell screens the numbers of what they name, the oldest rows and unknown ones too', async () => {
  const cache = aReadyCache()
  const [first, second] = [aReachableIssue(cache.connection), aReachableIssue(cache.connection)]
  const ids = [second.issue, first.issue]
  unwrap(await decideNow(cache.writer, claim, { ids }, { id: 'claimed' }))
  const { outboxId } = await started(cache, first.issue, { id: 'begun' })
  unwrap(await decideNow(cache.writer, recallMessage, { id: outboxId ?? 0 }, { id: 'recalled' }))
  unwrap(await decideNow(cache.writer, claim, { ids }, { id: 'old' }))
  cache.connection
    .prepare("UPDATE journal SET version = 1, args = ? WHERE id = 'old'")
    .run(JSON.stringify({ ids: [first.issue] }))
  unwrap(await decideNow(cache.writer, claim, { ids }, { id: 'unknown' }))
  cache.connection.exec("UPDATE journal SET command = 'issue.invented' WHERE id = 'unknown'")

  const account = cache.connection.prepare('SELECT id, name FROM account ORDER BY id').get() as {
    id: number
    name: string
  }
  unwrap(await decideNow(cache.writer, setOwner, { account: account.id, owner: 'Kim' }, { id: 'owned' }))
  const declared = { dimension: 'component', component: 'storefront', sure: ['certain' as const], beganAt: 1 }
  const { outageId } = unwrap(await decideNow(cache.writer, declareOutage, declared, { id: 'declared' }))
  unwrap(await decideNow(cache.writer, endOutage, { id: outageId }, { id: 'ended' }))

  const entries = journalEntries(cache.read, commands, listJournal(cache.read, 9, 0).reverse())
  expect(entries.map(entry => journalEntrySchema.parse(entry))).toMatchObject([
    { id: 'claimed', issues: ids, messages: [] },
    { id: 'begun', issues: [first.issue], messages: [] },
    { id: 'recalled', issues: [], messages: [outboxId] },
    { id: 'old', issues: [first.issue], messages: [] },
    { id: 'unknown', issues: [], messages: [], named: [] },
    { id: 'owned', named: [account.name] },
    { id: 'declared', named: [] },
    { id: 'ended', named: ['Component storefront'] },
  ])
})
