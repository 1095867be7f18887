import { z } from 'zod'
import {
  toldTicketSchema,
  topicCardSchema,
  topicProposalSchema,
  topicRulesSchema,
  topicsViewSchema,
} from '../../predict/ticket-topics.ts'
import { call, done, page } from '../call.ts'

export const ticket = {
  list: call('list tickets and what they are about, those that came last first', 'account', 'object', 'ticket_topic')
    .input(z.object({ unsure: z.boolean().default(false), ...page }))
    .output(z.array(toldTicketSchema)),
  topics: call(
    'show how topics of tickets are found, and how good the model is',
    'setting',
    'ticket_topic',
    'ticket_untold',
    'topic_model',
  ).output(topicsViewSchema),
  proposeTopics: call('look which properties of tickets could hold tags').output(z.array(topicProposalSchema)),
  setTopics: call('say which property of tickets holds their tag, and which tag is of which category; null for none')
    .input(z.object({ rules: topicRulesSchema.nullable() }))
    .output(done),
  classify: call('learn from tagged tickets what the others are about; null when it was cancelled').output(
    topicCardSchema.nullable(),
  ),
}
