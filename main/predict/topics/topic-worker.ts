import { workerData } from 'node:worker_threads'
import type { TopicCard, TopicProposal, TopicRules } from '../../../shared/predict/ticket-topics.ts'
import { query } from '../../cache/db.ts'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { tagOf, toldByTag, toldByText } from './tell.ts'
import { topicBody, topicModelOf } from './topic-body.ts'
import { learnWithCard } from './topic-card.ts'
import { type TopicModel, topicChances } from './topic-model.ts'
import { TopicProposals } from './topic-proposals.ts'
import { type ToldRow, topicBodyOf } from './topic-store.ts'

/** Learns from tagged tickets, tells what others are about, or looks which properties could hold tags. */
export type TopicQuestion =
  | { ask: 'learn'; rules: TopicRules; seed: number }
  | { ask: 'tell'; rules: TopicRules; model: number | null; ids: number[] | { after: number } }
  | { ask: 'propose' }

export type TopicReply =
  | { reply: 'learned'; learned: { card: TopicCard; body: string } | null }
  /** `last`: the last ticket of a page, null at the end. */
  | { reply: 'told'; rows: ToldRow[]; last: number | null }
  | { reply: 'proposed'; proposals: TopicProposal[] }

interface TicketRow {
  id: number
  accountId: number
  openedAt: number | null
  isTheirs: 0 | 1
  properties: string
}

const db = readDb(openReader((workerData as { file: string }).file))
const PAGE = 1_000
/** The share of the reported progress that reading takes. */
const READING = 10

const FIELDS = `o.id, o.account_id AS accountId, o.opened_at AS openedAt, o.properties,
  coalesce(o.author_judged, o.author, 'customer') = 'customer' AS isTheirs`
const pageAfter = (after: number) =>
  query<TicketRow>(`SELECT ${FIELDS} FROM object o WHERE o.kind = 'ticket' AND o.id > ? ORDER BY o.id LIMIT ${PAGE}`, [
    after,
  ])
const ticketsOf = (ids: string) =>
  query<TicketRow>(
    `SELECT ${FIELDS} FROM json_each(?) j CROSS JOIN object o ON o.id = j.value WHERE o.kind = 'ticket'`,
    [ids],
  )

function* allTickets(): Generator<TicketRow> {
  for (let after = 0; ; ) {
    const page = db.all(pageAfter(after))
    yield* page
    const last = page.at(-1)
    if (!last) return
    after = last.id
  }
}

const propertiesOf = ({ properties }: TicketRow) => JSON.parse(properties) as Record<string, unknown>
/** What a ticket says, as far as sources bring it. */
const TEXTS = ['subject', 'title', 'description', 'body', 'text', 'message', 'preview'] as const
const textOf = (properties: Record<string, unknown>): string =>
  TEXTS.map(name => properties[name])
    .filter(text => typeof text === 'string')
    .join(' \n ')

function learned(rules: TopicRules, seed: number, progress: (hundredths: number) => void) {
  const rows: { at: number; text: string; topic: string; person: number }[] = []
  for (const ticket of allTickets()) {
    if (!ticket.isTheirs) continue
    const properties = propertiesOf(ticket)
    const [topic, text] = [tagOf(properties[rules.property], rules), textOf(properties)]
    if (topic !== null && text.trim() !== '')
      rows.push({ at: ticket.openedAt ?? 0, text, topic, person: ticket.accountId })
  }
  progress(READING)
  rows.sort((a, b) => b.at - a.at)
  const found = learnWithCard({
    ...{ texts: rows.map(({ text }) => text), topics: rows.map(({ topic }) => topic), rules, seed },
    people: rows.map(({ person }) => person),
    onProgress: share => progress(READING + Math.floor(share * (100 - READING))),
  })
  return found && { card: found.card, body: topicBody(found.model) }
}

/** The model that was asked for last, as it takes a while to read. */
let known: { id: number; model: TopicModel | null } | null = null
function modelOf(id: number | null): TopicModel | null {
  if (id === null) return null
  if (known?.id !== id) {
    const body = topicBodyOf(db, id)
    known = { id, model: body === null ? null : topicModelOf(body) }
  }
  return known.model
}

function told(rules: TopicRules, model: TopicModel | null, tickets: readonly TicketRow[]): ToldRow[] {
  const rows: ToldRow[] = []
  const [ids, texts]: [number[], string[]] = [[], []]
  for (const ticket of tickets) {
    const properties = propertiesOf(ticket)
    const tag = tagOf(properties[rules.property], rules)
    if (tag !== null) rows.push({ id: ticket.id, ...toldByTag(tag, rules) })
    else {
      ids.push(ticket.id)
      texts.push(textOf(properties))
    }
  }
  if (!model) return [...rows, ...ids.map((id): ToldRow => ({ id, ...NOT_SURE }))]
  const size = model.topics.length
  const chances = topicChances(model, texts)
  return [
    ...rows,
    ...ids.map((id, at) => ({
      id,
      ...((texts[at] ?? '').trim() === ''
        ? NOT_SURE
        : toldByText(chances.subarray(at * size, (at + 1) * size), model.topics, rules)),
    })),
  ]
}
const NOT_SURE = { topic: null, category: null, sureness: null, toldBy: 'text' } as const

function proposed(): TopicProposals {
  const proposals = new TopicProposals()
  for (const ticket of allTickets()) proposals.add(propertiesOf(ticket))
  return proposals
}

answerQuestions<TopicQuestion, TopicReply>((question, progress) => {
  if (question.ask === 'propose') return [{ reply: 'proposed', proposals: proposed().finish() }]
  const { rules } = question
  if (question.ask === 'learn') return [{ reply: 'learned', learned: learned(rules, question.seed, progress) }]
  const { ids } = question
  const tickets = db.all('after' in ids ? pageAfter(ids.after) : ticketsOf(JSON.stringify(ids)))
  const rows = told(rules, modelOf(question.model), tickets)
  return [{ reply: 'told', rows, last: tickets.at(-1)?.id ?? null }]
})
