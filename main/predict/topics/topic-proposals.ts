import type { TicketCategory, TopicProposal } from '../../../shared/predict/ticket-topics.ts'

/** What helpdesks call such things, in the order in which they are tried. Beginnings of words, in lower case. */
const WORDS: readonly [TicketCategory, RegExp][] = [
  [
    'billing',
    /bill|invoice|pay|processor|card|charge|refund|subscription|renewal|price|tax|rechnung|zahlung|facture|paiement/,
  ],
  ['fulfilment', /deliver|shipment|shipping|parcel|order|courier|return|stock|lieferung|paket|livraison|colis/],
  [
    'access',
    /log[ -_]?in|sign[ -_]?in|password|access|permission|account|\bsso\b|\bmfa\b|\b2fa\b|security|lock|zugang|anmeld|connexion/,
  ],
  ['reliability', /outage|error|bug|crash|down|incident|broken|slow|defect|fehler|störung|panne|erreur/],
  ['usage', /how[ -_]?to|usage|question|feature|setup|onboard|training|confus|limit|import|export|frage|hilfe|aide/],
]

/** A category that the words of a tag suggest; a person confirms it. */
function suggestedCategory(tag: string): TicketCategory | null {
  const text = tag.toLowerCase().replaceAll('_', ' ')
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? null
}

/** Values that are as many as these are no tags, but texts or ids. */
const MOST_VALUES = 200
const SHOWN_VALUES = 60
const LONGEST = 60
const NO_TAGS: ReadonlySet<string> = new Set([
  'subject',
  'channel',
  'source',
  'priority',
  'status',
  'author',
  'language',
])

/** Counts which properties of tickets could hold tags. */
export class TopicProposals {
  private readonly counts = new Map<string, Map<string, number> | null>()

  add(properties: Readonly<Record<string, unknown>>): void {
    for (const [property, value] of Object.entries(properties)) {
      if (typeof value !== 'string' || value.trim() === '' || NO_TAGS.has(property.toLowerCase())) continue
      const known = this.counts.get(property)
      if (known === null) continue
      const values = known ?? new Map<string, number>()
      values.set(value.trim(), (values.get(value.trim()) ?? 0) + 1)
      this.counts.set(property, value.length > LONGEST || values.size > MOST_VALUES ? null : values)
    }
  }

  /** Those with values that come again and again, the most frequent property first. */
  finish(): TopicProposal[] {
    return [...this.counts]
      .flatMap(([property, values]) => (values && values.size > 1 ? [proposalOf(property, values)] : []))
      .filter(({ tickets, values }) => tickets >= 3 * values.length)
      .sort((a, b) => b.tickets - a.tickets)
  }
}

const proposalOf = (property: string, values: ReadonlyMap<string, number>): TopicProposal => ({
  property,
  tickets: [...values.values()].reduce((sum, n) => sum + n, 0),
  values: [...values]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN_VALUES)
    .map(([value, tickets]) => ({ value, tickets, category: suggestedCategory(value) })),
})
