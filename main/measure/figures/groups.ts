import type { EffectDimension } from '../../../shared/review/effect.ts'
import type { Category } from '../../../shared/vocabulary.ts'
import type { CohortAccount } from '../cohort/cohort.ts'
import type { StartKind } from '../cohort/start.ts'

/** Upper ends of sizes by seats; the last has none. */
const SIZES = [9, 49, 249]
const SIZE_LABELS = ['1–9 seats', '10–49 seats', '50–249 seats', '250 seats or more']

/** The size of an account by its seats; null where no source says. */
const sizeOf = (seats: number | null): number | null =>
  seats === null || seats < 1 ? null : SIZES.filter(most => seats > most).length

/** Fewest and most seats of a size, the bounds included. */
export const sizeBounds = (size: number): { least: number; most: number } => ({
  least: (SIZES[size - 1] ?? 0) + 1,
  most: SIZES[size] ?? Number.MAX_SAFE_INTEGER,
})

/** Whether a dimension is one of accounts rather than of what was done. */
export const isOfAccount = (dimension: EffectDimension): boolean =>
  dimension === 'plan' || dimension === 'country' || dimension === 'size'

/** The group of a start in a dimension; null where it has none, because nobody knows the account's plan, for example. */
export function groupOf(
  dimension: EffectDimension,
  kind: StartKind,
  account: CohortAccount | undefined,
): string | null {
  switch (dimension) {
    case 'all':
      return ''
    case 'category':
      return kind.category
    case 'trigger':
      return kind.triggerId
    case 'playbook':
      return kind.playbookId
    case 'specialist':
      return kind.startedBy
    case 'plan':
      return account?.plan ?? null
    case 'country':
      return account?.country ?? null
    case 'size': {
      const size = sizeOf(account?.seats ?? null)
      return size === null ? null : String(size)
    }
  }
}

/** Names of triggers and playbooks by id. */
export interface Titles {
  triggers: ReadonlyMap<string, string>
  playbooks: ReadonlyMap<string, string>
}

/** What a group is called on screen. Two playbooks of one name are told apart by their ids. */
export function labelOf(dimension: EffectDimension, key: string, titles: Titles): string {
  switch (dimension) {
    case 'all':
      return 'All playbooks'
    case 'category':
      return `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`
    case 'trigger':
      return toldApart(titles.triggers, key)
    case 'playbook':
      return toldApart(titles.playbooks, key)
    case 'size':
      return SIZE_LABELS[Number(key)] ?? key
    default:
      return key
  }
}

function toldApart(titles: ReadonlyMap<string, string>, id: string): string {
  const title = titles.get(id)
  if (title === undefined) return id
  const others = [...titles.values()].filter(other => other === title).length
  return others > 1 ? `${title} (${id})` : title
}

/** The category that all starts of a group share; null for dimensions across categories. */
export const categoryOf = (dimension: EffectDimension, kind: StartKind): Category | null =>
  dimension === 'category' || dimension === 'trigger' || dimension === 'playbook' ? kind.category : null
