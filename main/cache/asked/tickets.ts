import { CATEGORIES } from '../../../shared/vocabulary.ts'

/**
 * SQL: ticket `o` is one by which its account contacted us. A message that left by way of a helpdesk is a ticket there,
 * which comes back with the next sync: that one is ours. One that an agent, an integration or a vacation notice began is
 * nobody's contact, and one that may be such a notice is asked about before it counts. The one definition for outcomes,
 * checks before sending, runs, base rates and back-tests.
 */
export const THEIRS = `(o.kind = 'ticket' AND coalesce(o.author_judged, o.author, 'customer') = 'customer' AND NOT EXISTS (
  SELECT 1 FROM outbox p JOIN intervention v ON v.id = p.intervention_id
  WHERE v.account_id = o.account_id AND p.provider_id = o.external_id))`

const NAMED = "lower(o.properties ->> '$.category')"

/**
 * SQL: the category that ticket `o` is told to be about: by its topic, otherwise by what the helpdesk calls its category.
 * NULL where neither tells. The one definition for outcomes, base rates, trigger cards and recall.
 */
export const TOLD_CATEGORY = `coalesce((SELECT t.category FROM ticket_topic t WHERE t.object_id = o.id),
  CASE WHEN ${NAMED} IN (${CATEGORIES.map(category => `'${category}'`).join(', ')}) THEN ${NAMED} END)`

/** SQL: ticket `o` may be about a category (an expression); false only where it is told to be about another. */
export const mayBeAbout = (category: string): string => `ifnull(${TOLD_CATEGORY} = ${category}, 1)`
