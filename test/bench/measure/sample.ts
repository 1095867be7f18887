import type { CohortAccount, CohortData } from '../../../main/measure/cohort/cohort.ts'
import type { CohortRow } from '../../../main/measure/cohort/start.ts'
import { collectStarts } from '../../../main/measure/cohort/starts.ts'
import { effectsOf } from '../../../main/measure/figures/effects.ts'
import { inducedContacts } from '../../../main/measure/figures/induced.ts'
import { judgeCohort } from '../../../main/measure/figures/judged.ts'
import { tallyBy } from '../../../main/measure/figures/tally.ts'
import type { Episode } from '../../../main/source/sample/episode.ts'
import { profile } from '../../../main/source/sample/profile.ts'
import { type ProvokingMessage, provokedContacts } from '../../../main/source/sample/provoked.ts'
import { ABOUT, sparedTickets } from '../../../main/source/sample/treatment.ts'
import { truth } from '../../../main/source/sample/truth.ts'
import type { Bounded, EffectDimension } from '../../../shared/review/effect.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Category } from '../../../shared/vocabulary.ts'
import { NOON } from '../../helpers/builders.ts'
import type { Chance } from '../../helpers/chance.ts'

const WINDOW = 14 * DAY
const HELD_OUT = 0.4
/** Two starters of each category: the shop’s customers find one of each pair more puzzling than the other. */
const PLAYBOOKS: Record<Category, readonly [string, string]> = {
  billing: ['card-update', 'payment-check'],
  access: ['login-help', 'access-check'],
  fulfilment: ['shipment-update', 'order-delay-notice'],
  usage: ['usage-check-in', 'page-help'],
  reliability: ['known-bug-notice', 'change-notice'],
}
const DIMENSIONS = ['all', 'category', 'playbook', 'plan'] as const satisfies readonly EffectDimension[]
const NAMES = { triggers: new Map<string, string>(), playbooks: new Map<string, string>() }

/** A true effect and what the review says of it; `sequence` is null where accounts are too few. */
export interface JudgedEffect {
  truth: number
  difference: Bounded
  sequence: Bounded | null
}

/** What one life of the sample shop shows: its true effects beside the review’s, and contacts that messages caused. */
export interface SampleLife {
  effects: JudgedEffect[]
  induced: { truth: number; value: number | null }
}

interface Start {
  row: CohortRow
  plan: string
  /** What treatment changes: contacted with it − contacted without it. */
  effect: number
}

/**
 * One life: an account is written to in one of its troubles, or held out. The simulator knows for both arms which contacts
 * would come: those of its troubles, without the ones that a fitting message spares, with those that the message causes.
 */
export function liveSample(seed: number, accounts: number, random: Chance): SampleLife {
  const shape = { seed, days: 180, now: NOON }
  const starts: Start[] = []
  const people = new Map<number, CohortAccount>()
  const tickets: { accountId: number; openedAt: number }[] = []
  let provoked = 0
  for (let index = 0; index < accounts; index++) {
    const life = truth(shape, index)
    const { plan } = profile(seed, index)
    people.set(index, anAccount(index, plan))
    const contacts = [...life.chance, ...life.episodes.flatMap(({ contactsAt }) => contactsAt ?? [])]
    const found = aTrouble(life.episodes, random)
    const treated = random.uniform() >= HELD_OUT
    const more = found ? provokedContacts(shape, index, found) : []
    const inducedAt = more.find(({ isAbout }) => isAbout)?.at ?? null
    const spared = found ? sparedTickets(shape, index, found.category, found.at) : []
    const after = [...contacts.filter(at => !spared.includes(at)), ...more.map(({ at }) => at)]
    for (const openedAt of found && treated ? after : contacts) tickets.push({ accountId: index, openedAt })
    if (!found) continue
    const row = aStart(index, found, treated, inducedAt)
    starts.push({ row, plan, effect: Number(isWithin(after, found.at)) - Number(isWithin(contacts, found.at)) })
    if (treated && inducedAt !== null) provoked++
  }
  const rows = starts.map(({ row }) => row)
  const { add, collected } = collectStarts()
  for (const row of rows) add(row)
  const cohort: CohortData = {
    ...{ starts: collected(), accounts: people, ghosts: false },
    tickets: {
      accountId: Float64Array.from(tickets, ({ accountId }) => accountId),
      openedAt: Float64Array.from(tickets, ({ openedAt }) => openedAt),
      closedAt: new Float64Array(tickets.length).fill(Number.NaN),
      signedUpAt: new Float64Array(tickets.length).fill(Number.NaN),
      churnedAt: new Float64Array(tickets.length).fill(Number.NaN),
    },
  }
  const reached = rows.filter(({ treated }) => treated).length
  const told = inducedContacts(cohort, NAMES).reduce((sum, { induced }) => sum + induced.k, 0)
  return { effects: judgedEffects(cohort, starts), induced: { truth: provoked / reached, value: told / reached } }
}

const isWithin = (contacts: readonly number[], at: number): boolean =>
  contacts.some(contact => contact > at && contact <= at + WINDOW)

/** A trouble that has begun and is not over, early in it, with a window that has closed. */
function aTrouble(episodes: readonly Episode[], { uniform }: Chance): ProvokingMessage | null {
  const fitting = episodes.filter(({ until }) => until + WINDOW < NOON)
  const episode = fitting[Math.floor(uniform() * fitting.length)]
  if (!episode) return null
  const { trouble, from, until } = episode
  const at = Math.floor(from + 0.3 * uniform() * (until - from))
  const category = ABOUT[trouble]
  return { at, category, playbookId: PLAYBOOKS[category][uniform() < 0.5 ? 1 : 0] }
}

const anAccount = (id: number, plan: string): CohortAccount => ({
  ...{ id, plan, country: null, seats: null, signedUpAt: null, churnedAt: null, mrrMinor: null, currency: null },
})

function aStart(
  accountId: number,
  { at, category, playbookId }: ProvokingMessage,
  treated: boolean,
  inducedAt: number | null,
): CohortRow {
  return {
    ...{ accountId, treated: treated ? 1 : 0, assignedAt: at, exposedAt: at, comparable: 0, windowEndsAt: at + WINDOW },
    kind: { triggerId: category, playbookId, category, startedBy: 'maya', proposal: null, judged: null },
    ...{ contactedAt: null, inducedAt: treated ? inducedAt : null, metricMetAt: null, churnedAt: null, minutes: 5 },
    ...{ messages: treated ? 1 : null, issueId: accountId, issueOpenedAt: at, issueClosedAt: null },
  }
}

/** The effects of the review beside the true ones, group by group. */
function judgedEffects(cohort: CohortData, starts: readonly Start[]): JudgedEffect[] {
  const judged = judgeCohort(cohort, NOON)
  return DIMENSIONS.flatMap(dimension =>
    effectsOf(dimension, tallyBy(dimension, judged), { titles: NAMES, ghosts: false }).flatMap(({ key, assigned }) => {
      const own = starts.filter(start => keyOf(dimension, start) === key)
      const { difference, sequence } = assigned
      // As few accounts as the review itself draws no interval of.
      if (!difference || !sequence) return []
      return [{ truth: own.reduce((sum, { effect }) => sum + effect, 0) / own.length, difference, sequence }]
    }),
  )
}

function keyOf(dimension: (typeof DIMENSIONS)[number], { row: { kind }, plan }: Start): string {
  if (dimension === 'all') return ''
  if (dimension === 'plan') return plan
  return dimension === 'category' ? kind.category : kind.playbookId
}
