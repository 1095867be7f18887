import { own } from '../../../shared/foreign/own.ts'
import type { ManifestView } from '../../../shared/source/manifest-view.ts'
import { CATEGORIES, type Category } from '../../../shared/vocabulary.ts'

/** A source that can be connected, as shown in the gallery. */
export interface Offer {
  id: string
  name: string
  /** The file of a manifest from the workspace; null for a built-in one. */
  file: string | null
  group: string
  about: string
  /** The categories that its data helps to predict; null where that depends on the data. */
  gives: readonly Category[] | null
  /** The route of the page that connects it; null where it cannot be connected. */
  to: string | null
  problem: string | null
}

const OWN = 'Your own data'
const builtIn = (id: string, name: string, about: string): Offer => ({
  id,
  name,
  file: null,
  group: OWN,
  about,
  gives: null,
  to: `connect/${id}`,
  problem: null,
})

const BUILT_IN: readonly Offer[] = [
  builtIn('files', 'Files', 'CSV, NDJSON or JSON, also as .gz. Read in place, and again when they change.'),
  builtIn('postgres', 'PostgreSQL', 'Your own tables or queries, read in read-only transactions.'),
  builtIn('singer', 'Singer tap', 'Any of the hundreds of programs that print Singer messages.'),
]

/** The groups of the gallery by the manifests' categories, in the order of the screen. */
const GROUPS: Record<string, string> = {
  billing: 'Billing',
  orders: 'Orders and delivery',
  delivery: 'Orders and delivery',
  crm: 'Customers and tickets',
  helpdesk: 'Customers and tickets',
  product: 'Product and errors',
  errors: 'Product and errors',
  other: 'Other systems',
}
const ORDER = [OWN, ...new Set(Object.values(GROUPS))]

const isCategory = (word: string): word is Category => (CATEGORIES as readonly string[]).includes(word)

function offerOf({ id, file, name, category, about, gives, usable, problems }: ManifestView): Offer {
  const wrong = problems.find(({ level }) => level === 'error')
  return {
    id,
    name,
    file,
    group: own(GROUPS, category) ?? 'Other systems',
    about,
    gives: gives.filter(isCategory),
    to: usable ? `connect/rest/${id}` : null,
    problem: wrong ? `At ${wrong.path || 'the top'}: ${wrong.problem}` : null,
  }
}

/** All offers that match a text, in groups, own data first. */
export function offersFor(manifests: readonly ManifestView[], text: string): [string, Offer[]][] {
  const wanted = text.trim().toLowerCase()
  const fits = ({ name, file, group, about, gives }: Offer) =>
    [name, file ?? '', group, about, ...(gives ?? [])].some(words => words.toLowerCase().includes(wanted))
  const found = [...BUILT_IN, ...manifests.map(offerOf).toSorted((a, b) => a.name.localeCompare(b.name))].filter(fits)
  return [...Map.groupBy(found, ({ group }) => group)].toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
}
