import type { TicketCategory, TopicRules } from '../../../shared/predict/ticket-topics.ts'

/** What a ticket is about; `topic` is null where the text leaves it open. */
export interface TicketTopic {
  topic: string | null
  category: TicketCategory | null
  sureness: number | null
  toldBy: 'tag' | 'text'
}

/** The tag of a ticket: of several, the first that has a category, otherwise all of them together. Null without one. */
export function tagOf(value: unknown, { categories }: TopicRules): string | null {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  if (text === '') return null
  const parts = text.split(',').map(part => part.trim())
  return parts.find(part => Object.hasOwn(categories, part)) ?? text
}

/** The category of a tag; null where nobody has said. */
export const tagCategory = (tag: string, { categories }: TopicRules): TicketCategory | null =>
  Object.hasOwn(categories, tag) ? (categories[tag] ?? null) : null

/** What the helpdesk says counts as it is. */
export const toldByTag = (tag: string, rules: TopicRules): TicketTopic => ({
  ...{ topic: tag, category: tagCategory(tag, rules), sureness: null, toldBy: 'tag' },
})

/**
 * What the chances of topics say: the category whose topics have the most chance together, and of these the likeliest one.
 * Below the level, and where that topic has no category, nothing is said but how sure it would have been.
 */
export function toldByText(chances: ArrayLike<number>, topics: readonly string[], rules: TopicRules): TicketTopic {
  const groups = new Map<TicketCategory | null, { sum: number; topic: string; most: number }>()
  for (const [at, topic] of topics.entries()) {
    const chance = chances[at] as number
    const category = tagCategory(topic, rules)
    const group = groups.get(category) ?? { sum: 0, topic, most: -1 }
    group.sum += chance
    if (chance > group.most) [group.topic, group.most] = [topic, chance]
    groups.set(category, group)
  }
  const [category, best] = [...groups].sort(([, a], [, b]) => b.sum - a.sum)[0] ?? [null, null]
  const sureness = Math.min(best?.sum ?? 0, 1)
  return best && sureness >= rules.level
    ? { topic: best.topic, category, sureness, toldBy: 'text' }
    : { topic: null, category: null, sureness, toldBy: 'text' }
}
