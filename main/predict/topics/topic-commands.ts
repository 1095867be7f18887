import { z } from 'zod'
import { type TopicRules, topicRulesSchema } from '../../../shared/predict/ticket-topics.ts'
import { ok } from '../../../shared/result.ts'
import type { ReadDb } from '../../cache/db.ts'
import { defineCommand, type Json } from '../../cache/journal.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'

const KEY = 'ticket_topics'

/** How topics of tickets are found; null where nobody has said. */
export const topicRules = (db: ReadDb): TopicRules | null => getSetting(db, KEY, topicRulesSchema.nullable())

/** Says which property of tickets holds a tag, which tag is of which category, and how sure a text must be. */
export const setTopicRules = defineCommand({
  name: 'ticket.setTopics',
  args: z.strictObject({ rules: topicRulesSchema.nullable() }),
  sets: 'whole',
  apply: (tx, { rules }) => {
    const before = topicRules(tx)
    putSetting(tx, KEY, rules)
    return ok({ value: null, undo: { command: 'ticket.setTopics', args: { rules: before } as Json } })
  },
})

export const topicCommands = [setTopicRules]
