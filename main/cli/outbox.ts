import { DAY } from '../../shared/trigger/duration.ts'
import { CHECKS, type Check, type OutboxState } from '../../shared/vocabulary.ts'
import { type Client, type Run, usage } from './command.ts'
import { print, table } from './print.ts'
import { waitingLines } from './waiting.ts'

const whyItWaits = async (client: Client): Promise<string[]> =>
  waitingLines(await client.outbox.summary(), (await client.workspace.info()).clock)

/** What waits and why, what did not leave, or sending what may leave now. */
export const outbox: Run = async invocation => {
  const { client, args, options } = invocation
  if (args[0] === 'drain') {
    const drained = await client.outbox.drain({})
    const waits = await whyItWaits(client)
    print(options.json, drained, () => [
      `${drained.sent} sent, ${drained.later} wait, ${drained.refused} refused, ${drained.unsure} unsure`,
      ...waits,
    ])
    return
  }
  if (args[0] === 'unsent') return unsent(invocation)
  if (args[0] !== undefined && args[0] !== 'list')
    throw usage(`outbox cannot ${args[0]}`, 'forestall outbox [list | drain | unsent]')
  const items = await client.outbox.list(options.state ? { state: options.state as OutboxState } : {})
  const summary = await client.outbox.summary()
  const waits = await whyItWaits(client)
  print(options.json, { summary, items }, () => [
    ...waits,
    ...table([
      ['id', 'state', 'queued', 'account', 'subject', 'why'],
      ...items.map(i => [i.id, i.state, new Date(i.queuedAt).toISOString(), i.accountName, i.subject, i.why ?? '']),
    ]),
  ])
}

const isCheck = (word: string): word is Check => (CHECKS as readonly string[]).includes(word)

/** Messages that did not leave, of the last so many days, and what stood in the way. */
const unsent: Run = async ({ client, options }) => {
  const days = options.days === undefined ? null : Number(options.days)
  if (days !== null && !(days > 0)) throw usage('--days wants a number of days', 'forestall outbox unsent --days 30')
  const { check } = options
  if (check !== undefined && !isCheck(check))
    throw usage(`there is no check ${check}, only ${CHECKS.join(', ')}`, 'forestall outbox unsent --check quiet_hours')
  const { now } = await client.workspace.info()
  const from = days === null ? 0 : Math.max(0, Math.round(now - days * DAY))
  const items = await client.outbox.unsent({
    from,
    limit: Number(options.limit ?? 100),
    ...(check === undefined ? {} : { check }),
  })
  const counts = await client.outbox.unsentCounts({ from })
  print(options.json, { counts, items }, () => [
    `${counts.total} did not leave${counts.checks.map(one => `, ${one.check} ${one.n}`).join('')}`,
    ...table([
      ['decided', 'ended', 'account', 'to', 'because'],
      ...items.map(({ at, ended, accountName, recipient, because }) => [
        ...[new Date(at).toISOString(), ended, accountName, recipient ?? ''],
        because.map(({ check: of, fact }) => (of === null ? fact : `${of}: ${fact}`)).join(' '),
      ]),
    ]),
  ])
}
