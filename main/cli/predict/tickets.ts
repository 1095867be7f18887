import type { ToldTicket, TopicCard, TopicProposal, TopicsView } from '../../../shared/predict/ticket-topics.ts'
import { type Client, type Run, usage } from '../command.ts'
import { print, table } from '../print.ts'

const EXAMPLE = 'forestall tickets set --property type'

/** What tickets are about: lists them, proposes tags, says which property holds them, and learns from them. */
export const ticketsCommand: Run = async ({ client, args, options }) => {
  const [verb = 'list', more] = args
  if (more !== undefined) throw usage(`tickets ${verb} takes no further word`, EXAMPLE)
  switch (verb) {
    case 'list': {
      const limit = options.limit === undefined ? {} : { limit: Number(options.limit) }
      const tickets = await client.ticket.list({ unsure: !options.all, ...limit })
      print(options.json, tickets, () => ticketLines(tickets, options.all))
      return 0
    }
    case 'topics': {
      const view = await client.ticket.topics()
      print(options.json, view, () => topicLines(view))
      return view.rules ? 0 : 1
    }
    case 'propose': {
      const proposals = await client.ticket.proposeTopics()
      print(options.json, proposals, () => proposals.flatMap(proposalLines))
      return proposals.length === 0 ? 1 : 0
    }
    case 'set': {
      const { property, level = '0.8' } = options
      if (property === undefined) throw usage('tickets set needs --property', EXAMPLE)
      await client.ticket.setTopics({
        rules: { property, level: Number(level), categories: await proposedFor(client, property) },
      })
      const view = await client.ticket.topics()
      print(options.json, view, () => topicLines(view))
      return 0
    }
    case 'classify': {
      const card = await client.ticket.classify()
      print(options.json, card, () => (card ? cardLines(card) : ['Cancelled.']))
      return card?.usable ? 0 : 1
    }
  }
  throw usage('tickets takes list, topics, propose, set or classify', EXAMPLE)
}

/** Tags keep the category that was chosen for them; the words of the others suggest one. */
async function proposedFor(client: Client, property: string) {
  const [view, proposals] = await Promise.all([client.ticket.topics(), client.ticket.proposeTopics()])
  const chosen = view.rules?.property === property ? view.rules.categories : {}
  const found = proposals.find(one => one.property === property)?.values ?? []
  return {
    ...Object.fromEntries(found.flatMap(({ value, category }) => (category ? [[value, category]] : []))),
    ...chosen,
  }
}

const percent = (value: number): string => `${(100 * value).toFixed(0)} %`
const between = ({ share, low, high }: TopicCard['accuracy']): string =>
  `${percent(share)} (${percent(low)}–${percent(high)})`

const ticketLines = (tickets: readonly ToldTicket[], all: boolean): string[] =>
  tickets.length === 0
    ? [all ? 'No ticket was looked at yet.' : 'No ticket is unsure. --all lists all tickets.']
    : table([
        ['ticket', 'account', 'subject', 'topic', 'category', 'sure'],
        ...tickets.map(({ id, accountName, subject, topic, category, sureness, toldBy }) => [
          ...[String(id), accountName, subject ?? '', topic ?? 'not sure', category ?? ''],
          toldBy === 'tag' ? 'tagged' : sureness === null ? '' : percent(sureness),
        ]),
      ])

function topicLines({ rules, model, counts }: TopicsView): string[] {
  if (!rules) return ['No property of tickets holds tags yet. “forestall tickets propose” lists those that could.']
  return [
    `Tags are in the property “${rules.property}”; a text counts from ${percent(rules.level)} on.`,
    ...table(Object.entries(rules.categories).map(([tag, category]) => [tag, category])),
    `${counts.tag} tickets by tag, ${counts.text} by text, ${counts.unsure} not sure, ${counts.waiting} waiting`,
    ...(model
      ? [
          '',
          model.inUse ? 'The model is in use.' : 'The model is not in use.',
          ...(model.card
            ? cardLines(model.card)
            : [`Its report card cannot be read. ${model.unreadable} Run: forestall tickets classify`]),
        ]
      : ['Nothing was learned yet. “forestall tickets classify” learns from tagged tickets.']),
  ]
}

const cardLines = (card: TopicCard): string[] => [
  `learned from ${card.tickets} tickets of ${card.people} accounts, ${card.topics.length} topics${card.rare === 0 ? '' : `; ${card.rare} tags have fewer than 10 tickets`}`,
  `category right in ${between(card.accuracy)} of ${card.judged} tickets that it had not seen; the most frequent one is right in ${percent(card.base)}`,
  `sure enough about ${percent(card.sure)}, of which ${between(card.sureAccuracy)} are right; calibration error ${percent(card.calibrationError)}`,
  ...(card.usable ? [] : ['Not used: it is not better than always saying the most frequent category.']),
]

const proposalLines = ({ property, tickets, values }: TopicProposal): string[] => [
  `${property}: ${tickets} tickets`,
  ...table(values.slice(0, 20).map(one => [`  ${one.value}`, String(one.tickets), one.category ?? '?'])),
]
