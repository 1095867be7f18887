import type { Facet, FacetOption } from '../../../../../shared/desk/facet.ts'
import {
  type DueSpan,
  NOBODY,
  type PickField,
  type QueuePick,
  type Reach,
  type SortBy,
} from '../../../../../shared/desk/pick.ts'
import type { StandardViewId } from '../../../../../shared/desk/saved-view.ts'
import { formatMoney } from '../../../../../shared/money.ts'
import { count, percent } from '../../../../parts/number.ts'
import { age } from '../../../../parts/time.ts'
import { BAND_WORDS, CATEGORY_WORDS } from '../../../../parts/words.ts'

export const FACET_WORDS: Record<Facet, string> = {
  reach: 'Can be started',
  category: 'Category',
  trigger: 'Trigger',
  deadline: 'Deadline',
  band: 'Section',
  risk: 'Risk',
  value: 'Value at stake',
  minutes: 'Minutes of work',
  claimed: 'Claimed by',
  state: 'State',
  plan: 'Plan',
  country: 'Country',
  account: 'Account',
  opened: 'Opened',
}

export const SORT_WORDS: Record<SortBy, { name: string; usual: string; turned: string }> = {
  priority: { name: 'Priority', usual: 'highest first', turned: 'lowest first' },
  risk: { name: 'Risk', usual: 'highest first', turned: 'lowest first' },
  treatability: { name: 'Treatability', usual: 'highest first', turned: 'lowest first' },
  value: { name: 'Value at stake', usual: 'highest first', turned: 'lowest first' },
  urgency: { name: 'Deadline', usual: 'soonest first', turned: 'latest first' },
  minutes: { name: 'Minutes of work', usual: 'fewest first', turned: 'most first' },
  age: { name: 'Age', usual: 'oldest first', turned: 'newest first' },
  account: { name: 'Account', usual: 'A to Z', turned: 'Z to A' },
}

export const STANDARD_VIEW_WORDS: Record<StandardViewId, string> = {
  now: 'Now',
  mine: 'Mine',
  unclaimed: 'Unclaimed',
  reachable: 'Can be started now',
  pressing: 'Overdue or next hour',
  billing_today: 'Billing today',
  undisturbed: 'Do not disturb',
  snoozed: 'Snoozed',
  acting: 'Acting',
  confirm: 'Confirm',
}

const DEADLINE_WORDS: Record<DueSpan, string> = {
  overdue: 'Overdue',
  hour: 'Within the hour',
  day: 'Within 24 hours',
  week: 'Within 7 days',
  none: 'No deadline',
}

/** What starting the playbook would come to, for the filter. */
const REACH_WORDS: Record<Reach, string> = {
  now: 'Now',
  later: 'Later: it would wait',
  held: 'After an approval',
  held_out: 'Held out',
  refused: 'Blocked',
}

const STATE_WORDS = { open: 'In the queue', snoozed: 'Snoozed', acting: 'Acting' } as const

type Money = (minor: number) => string
const moneyIn =
  (currency: string | null): Money =>
  minor =>
    currency === null ? count(minor) : formatMoney({ minor, currency })

/** A value of a facet, as the filter's menu shows it. */
export function optionWords(facet: Facet, { value, label }: FacetOption, currency: string | null): string {
  if (label !== null) return label
  switch (facet) {
    case 'reach':
      return REACH_WORDS[value as Reach]
    case 'category':
      return CATEGORY_WORDS[value as keyof typeof CATEGORY_WORDS]
    case 'deadline':
      return DEADLINE_WORDS[value as DueSpan]
    case 'band':
      return BAND_WORDS[value as keyof typeof BAND_WORDS]
    case 'state':
      return STATE_WORDS[value as keyof typeof STATE_WORDS]
    case 'risk':
      return `${percent(Number(value))} or more`
    case 'value':
      return `${moneyIn(currency)(Number(value))} a month or more`
    case 'minutes':
      return `${value} or fewer`
    case 'opened':
      return `In the last ${age(Number(value))}`
    case 'claimed':
      return value === NOBODY ? 'Nobody' : value
    default:
      return value
  }
}

/** A condition that the list is filtered by, and the fields of the filter that it stands for. */
export interface PickChip {
  fields: readonly PickField[]
  words: string
}

const or = (words: readonly string[]) => words.join(' or ')

/** The conditions of a filter in words. `named`: what data call a value of a facet. */
export function chipsOf(
  pick: QueuePick,
  { currency, named }: { currency: string | null; named: (facet: Facet, value: string) => string },
): PickChip[] {
  const chips: (PickChip | false | undefined)[] = [
    pick.reach && {
      fields: ['reach'],
      words: `Can be started: ${or(pick.reach.map(one => REACH_WORDS[one].toLowerCase()))}`,
    },
    pick.categories && { fields: ['categories'], words: or(pick.categories.map(one => CATEGORY_WORDS[one])) },
    pick.triggers && { fields: ['triggers'], words: or(pick.triggers.map(one => named('trigger', one))) },
    pick.deadlines && { fields: ['deadlines'], words: or(pick.deadlines.map(one => DEADLINE_WORDS[one])) },
    pick.bands && { fields: ['bands'], words: or(pick.bands.map(one => BAND_WORDS[one])) },
    pick.riskFrom !== undefined && { fields: ['riskFrom'], words: `Risk ≥ ${percent(pick.riskFrom)}` },
    pick.riskTo !== undefined && { fields: ['riskTo'], words: `Risk ≤ ${percent(pick.riskTo)}` },
    pick.valueFrom !== undefined && { fields: ['valueFrom'], words: `Value ≥ ${moneyIn(currency)(pick.valueFrom)}` },
    pick.valueTo !== undefined && { fields: ['valueTo'], words: `Value ≤ ${moneyIn(currency)(pick.valueTo)}` },
    pick.minutesTo !== undefined && { fields: ['minutesTo'], words: `≤ ${pick.minutesTo} min of work` },
    pick.claimedBy && {
      fields: ['claimedBy'],
      words: `Claimed by ${or(pick.claimedBy.map(one => (one === NOBODY ? 'nobody' : one)))}`,
    },
    pick.state && { fields: ['state'], words: STATE_WORDS[pick.state] },
    pick.plans && { fields: ['plans'], words: or(pick.plans) },
    pick.countries && { fields: ['countries'], words: or(pick.countries) },
    pick.accountId !== undefined && { fields: ['accountId'], words: named('account', String(pick.accountId)) },
    pick.openedWithin !== undefined && {
      fields: ['openedWithin'],
      words: `Opened in the last ${age(pick.openedWithin)}`,
    },
    pick.harmful && { fields: ['harmful'], words: 'Acting makes it worse' },
  ]
  return chips.filter(chip => chip !== undefined && chip !== false)
}
