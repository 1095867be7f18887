import type { Affected, OutageDetail, Reach } from '../../shared/desk/outage.ts'
import { OUTAGE_PLAYBOOKS } from '../../shared/desk/outage.ts'
import { componentTitle, noticeWords, restoredWords, statusText } from '../../shared/desk/outage-text.ts'
import type { BulkSummary } from '../../shared/intervention/bulk.ts'
import { formatMoney } from '../../shared/money.ts'
import { type Invocation, type Run, usage } from './command.ts'
import { print, table } from './print.ts'

const EXAMPLE = 'forestall outage declare carrier "Kite Express"'
const iso = (at: number | null): string => (at === null ? '' : new Date(at).toISOString())

/** Outage mode from a terminal: what is failing, whom it affects, and what is done about all of them. */
export const outageCommand: Run = async invocation => {
  const { args, client, options } = invocation
  const [verb = 'list', first, second] = args
  if (verb === 'list') return list(invocation)
  if (verb === 'components') {
    const rows = await client.outage.components({})
    print(options.json, rows, () =>
      table([
        ['dimension', 'component', 'failing', 'since', 'because'],
        ...rows.map(one => [one.dimension, one.component, one.failing, iso(one.since), one.because]),
      ]),
    )
    return
  }
  if (verb === 'affected' || verb === 'declare') {
    if (first === undefined || second === undefined) throw usage('a dimension and a component are needed', EXAMPLE)
    const component = { dimension: first, component: second }
    if (verb === 'affected') return affected(invocation, await client.outage.affected(component))
    const declared = await client.outage.declare(component)
    return show(invocation, declared.outageId)
  }
  const id = Number(first)
  if (!Number.isInteger(id)) throw usage(`“${first ?? ''}” is not the number of an outage`, 'forestall outage show 1')
  if (verb === 'show') return show(invocation, id)
  if (verb === 'plan' || verb === 'notify') return message(invocation, id, verb === 'notify')
  if (verb === 'calls') return calls(invocation, id)
  if (verb === 'text') return text(invocation, id)
  if (verb === 'over' || verb === 'close') {
    await client.outage[verb]({ id })
    return show(invocation, id)
  }
  throw usage(`“${verb}” is no command of outage`, EXAMPLE)
}

async function list({ client, options }: Invocation): Promise<undefined> {
  const rows = await client.outage.list({})
  print(options.json, rows, () =>
    rows.length === 0
      ? ['No outage was declared. `forestall outage components` lists what may be failing.']
      : table([
          ['outage', 'state', 'accounts', 'since', 'what'],
          ...rows.map(one => [one.id, one.state, one.accounts, iso(one.beganAt), componentTitle(one)]),
        ]),
  )
}

function affected({ options }: Invocation, found: Affected): undefined {
  const { sums, others, currency, valueMinor, newestAt } = found
  print(options.json, found, () => [
    componentTitle(found),
    `${sums.certain} accounts use it for certain, ${sums.probable} probably, of ${sums.unknown} nobody knows; ${others} are not affected`,
    `${formatMoney({ minor: valueMinor, currency })} a month; the newest data are of ${iso(newestAt)}`,
    ...table([
      ['account', 'sure', 'failing', 'last used', 'value'],
      ...found.accounts.map(one => [
        ...[one.accountName, one.sure, one.failing ? 'yes' : '', iso(one.seenAt)],
        one.valueMinor === null ? '' : formatMoney({ minor: one.valueMinor, currency }),
      ]),
    ]),
  ])
}

const reachWords = (reach: Reach): string =>
  Object.entries(reach)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${n} ${name === 'heldOut' ? 'held out' : name === 'none' ? 'not started' : name}`)
    .join(', ') || 'nobody'

const detailLines = (one: OutageDetail): string[] => [
  `${componentTitle(one)}: ${one.state} since ${iso(one.beganAt)}`,
  `${one.accounts} accounts: ${one.sums.certain} for certain, ${one.sums.probable} probably, ${one.sums.unknown} unknown`,
  `Service notice: ${reachWords(one.notice)}`,
  ...(one.state === 'open' ? [] : [`Service restored: ${reachWords(one.over)}`]),
]

async function show({ client, options }: Invocation, id: number): Promise<undefined> {
  const one = await client.outage.get({ id })
  print(options.json, one, () => [
    ...detailLines(one),
    ...table([
      ['issue', 'account', 'sure', 'notice', 'why'],
      ...one.list.map(row => [row.issueId ?? '', row.accountName, row.sure, row.notice, row.why ?? '']),
    ]),
  ])
}

const summaryLines = (plan: BulkSummary): string[] => [
  `${plan.now} leave now, ${plan.later} wait, ${plan.held} wait for approval, ${plan.heldOut} are held out, ${plan.refused} are blocked`,
  ...plan.obstacles.map(({ check, status, n, examples }) =>
    [`${status === 'wait' ? 'waits' : 'blocked'} ${n}`, check ?? 'no message', examples[0]?.fact ?? ''].join('  '),
  ),
]

/** The grouped message that fits the outage's state: in numbers, or started. */
async function message({ client, options }: Invocation, id: number, start: boolean): Promise<undefined> {
  const one = await client.outage.get({ id })
  const isOver = one.state === 'over'
  const issueIds = isOver ? one.toTellOver : one.toTell
  if (issueIds.length === 0) {
    print(options.json, { started: 0 }, () => ['There is nobody left to write to.'])
    return
  }
  const ask = {
    issueIds,
    playbookId: isOver ? OUTAGE_PLAYBOOKS.over : OUTAGE_PLAYBOOKS.notice,
    words: isOver ? restoredWords(one) : noticeWords(one),
    ...(options['in-quiet-hours'] === undefined ? {} : { inQuietHours: options['in-quiet-hours'] }),
  }
  if (!start) {
    const plan = await client.intervention.plan(ask)
    print(options.json, plan, () => summaryLines(plan))
    return
  }
  const done = await client.intervention.startMany(ask)
  print(options.json, done, () => [
    `${done.started} messages queued, ${done.held} wait for approval, ${done.heldOut} are held out, ${done.refused} are blocked`,
  ])
}

async function calls({ client, options }: Invocation, id: number): Promise<undefined> {
  const { currency, of, lines } = await client.outage.calls({ id })
  print(options.json, lines, () => [
    ...table([
      ['value', 'account', 'contact', 'role', 'phone', 'zone', 'notice'],
      ...lines.map(one => [
        one.valueMinor === null ? '' : formatMoney({ minor: one.valueMinor, currency }),
        ...[one.accountName, one.contactName ?? '', one.role ?? '', one.phone ?? 'no number', one.timeZone ?? ''],
        one.notice,
      ]),
    ]),
    ...(lines.length < of ? ['', `The ${lines.length} of the highest value, of ${of} affected accounts.`] : []),
  ])
}

async function text({ client, options, wall }: Invocation, id: number): Promise<undefined> {
  const one = await client.outage.get({ id })
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const words = statusText(one, wall, timeZone, options.language)
  print(options.json, { text: words }, () => words.split('\n'))
}
