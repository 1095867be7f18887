import type { Client } from '../../main/cli/command.ts'
import type { TimelineEntry } from '../../shared/model/account.ts'
import type { OutreachPreview } from '../../shared/model/intervention.ts'
import type { Trigger } from '../../shared/trigger/trigger.ts'
import type { Outcome, Trial, TrialKind } from './case.ts'
import { type Imported, imported, wordsOf } from './imported.ts'

/** What a helpdesk's export says of one ticket; what is left out is blank. */
export interface DeskTicket {
  status?: string
  created?: string
  since?: string
  closed?: string
  subject?: string
  author?: string
  header?: string
}

/** One account with one person, what is known of them, and what of the message to them is looked at. */
export interface DeskCase extends Pick<Trial, 'name' | 'source' | 'input' | 'right' | 'says'> {
  person?: { name?: string; email?: string; locale?: string; zone?: string }
  ticket?: DeskTicket
  /** An address or a domain that a person suppresses before. */
  suppressed?: string
  look: (seen: DeskSeen) => unknown
}

/** A message as it would leave. */
export interface DeskSeen {
  /** Its first line. */
  greeting: string
  /** The answer of a check before sending: what it came to, and the fact that it was decided on. */
  check(name: OutreachPreview['verdicts'][number]['check']): { status: string; fact: string }
  zone: string | null
  timeline: readonly TimelineEntry[]
}

const NOW = '2024-07-10T12:00:00Z'
export const PLAYBOOK = 'usage-check-in'

/** Fires for all of these accounts, so that a message to each can be looked at. */
const everybody = (names: readonly string[]): Trigger => ({
  id: 'everybody',
  title: 'Everybody',
  sentence: 'Is a customer.',
  category: 'usage',
  when: { measure: { type: 'attribute', name: 'name' }, op: 'in', threshold: [...names] },
  cooldown: '28d',
  playbook: PLAYBOOK,
  success: { measure: { type: 'count', events: { kind: 'login' }, over: '7d' }, op: '>=', threshold: 1 },
  window: '14d',
  prior: { risk: 0.3, weight: 10 },
  minutes: 8,
})

const MAP = {
  mapping: 1,
  streams: [
    { name: 'accounts', path: 'accounts.csv', mapping: { record: 'account', id: 'id', name: 'id' } },
    {
      name: 'contacts',
      path: 'contacts.csv',
      mapping: {
        record: 'contact',
        id: 'id',
        account: 'id',
        name: 'name',
        email: 'email',
        locale: 'locale',
        timeZone: 'zone',
      },
    },
    {
      name: 'tickets',
      path: 'tickets.csv',
      mapping: {
        record: 'object',
        kind: 'ticket',
        id: 'id',
        account: 'id',
        state: 'status',
        openedAt: 'created',
        stateSince: 'since',
        closedAt: 'closed',
        author: 'author',
        properties: { subject: 'subject', auto_submitted: 'header' },
      },
    },
  ],
}

/** Trials that share one import and one workspace: each is about an account of its own. */
export function deskTrials(kind: TrialKind, cases: readonly DeskCase[]): readonly Trial[] {
  let together: Promise<Outcome[]> | undefined
  const all = () => {
    together ??= imported({ files: filesOf(cases), map: MAP }, found => lookedAt(cases, found))
    return together
  }
  return cases.map(({ person: _person, ticket: _ticket, suppressed: _suppressed, look: _look, ...trial }, n) => ({
    kind,
    ...trial,
    run: async () => (await all())[n] ?? { got: undefined, said: [] },
  }))
}

const idOf = (n: number): string => `A${n + 1}`
const quoted = (text = ''): string => `"${text.replaceAll('"', '""')}"`
const table = (header: string, rows: readonly (readonly (string | undefined)[])[]): string =>
  `${[header, ...rows.map(cells => cells.map(quoted).join(','))].join('\n')}\n`

function filesOf(cases: readonly DeskCase[]): Record<string, string> {
  const people = cases.map(({ person }, n) => {
    const {
      name = 'Ada Lovelace',
      email = `${idOf(n).toLowerCase()}@shop.example`,
      locale,
      zone = 'UTC',
    } = person ?? {}
    return [idOf(n), name, email, locale, zone]
  })
  const tickets = cases.flatMap(({ ticket }, n) =>
    ticket
      ? [
          [
            idOf(n),
            ticket.status,
            ticket.created,
            ticket.since,
            ticket.closed,
            ticket.subject,
            ticket.author,
            ticket.header,
          ],
        ]
      : [],
  )
  return {
    'accounts.csv': table(
      'id',
      cases.map((_, n) => [idOf(n)]),
    ),
    'contacts.csv': table('id,name,email,locale,zone', people),
    'tickets.csv': table('id,status,created,since,closed,subject,author,header', tickets),
  }
}

async function lookedAt(cases: readonly DeskCase[], found: Imported): Promise<Outcome[]> {
  const { client } = found
  for (const { suppressed } of cases)
    if (suppressed !== undefined) await client.account.suppress({ address: suppressed, reason: 'asked us to' })
  const said = wordsOf(found)
  const seen = await messagesTo(
    client,
    cases.map((_, n) => idOf(n)),
  )
  return cases.map(({ look }, n) => {
    const own = seen.get(idOf(n))
    return { got: own && look(own), said }
  })
}

/** What would be sent to each of these accounts, by their names. */
export async function messagesTo(client: Client, names: readonly string[]): Promise<ReadonlyMap<string, DeskSeen>> {
  const trigger = everybody(names)
  await client.workspace.setClock({ mode: 'fixed', at: Date.parse(NOW) })
  await client.trigger.save(trigger)
  await client.trigger.setEnabled({ id: trigger.id, enabled: true })
  await client.signal.evaluate({ everything: true })
  const accounts = await client.account.list({ limit: 200 })
  const issues = new Map((await client.queue.list({ limit: 200 })).map(({ accountId, id }) => [accountId, id]))
  const seen = new Map<string, DeskSeen>()
  for (const { id, name } of accounts) {
    const issueId = issues.get(id)
    if (issueId !== undefined) seen.set(name, await seenOf(client, id, issueId))
  }
  return seen
}

async function seenOf(client: Client, id: number, issueId: number): Promise<DeskSeen> {
  const { message, verdicts, contact } = await client.intervention.preview({ issueId, playbookId: PLAYBOOK })
  const { entries } = await client.account.timeline({ id })
  return {
    greeting: message?.text.split('\n')[0] ?? '',
    check: name => {
      const { status = '', fact = '' } = verdicts.find(({ check }) => check === name) ?? {}
      return { status, fact }
    },
    zone: contact?.timeZone ?? null,
    timeline: entries,
  }
}
