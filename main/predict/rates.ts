import { playbookSchema } from '../../shared/intervention/playbook.ts'
import { parseDuration } from '../../shared/trigger/duration.ts'
import { type Trigger, triggerSchema } from '../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { type BaseRate, STATED_BASE, shrunk } from './predict.ts'

/** A trigger as scoring needs it. `base`: share of all accounts that get into trouble within its window. */
export interface TriggerFacts {
  definition: Trigger
  rate: BaseRate
  base: number
}

/** The plain fallback model: base rates with shrinkage, and what the playbooks say of themselves. */
export interface Model {
  triggers: ReadonlyMap<string, TriggerFacts>
  treatability: ReadonlyMap<string, number>
  /** What the team reckons in: the currency of most accounts, or of most subscriptions. */
  currency: string
}

/** Enough to know a share within a few points; more would only make people wait. */
const MOST_FIRINGS = 1_000
const SAMPLE = 300
/** A source may tell of churn by an event instead of a date on the account. */
const CHURN = "('churned', 'churn')"

/** Whether account `a` contacted us or left within `window` ms after moment `at`; SQL over both expressions. */
const trouble = (at: string, window: string) => `(
  EXISTS (SELECT 1 FROM object o WHERE o.account_id = a.id AND o.kind = 'ticket'
    AND o.opened_at > ${at} AND o.opened_at <= ${at} + ${window})
  OR ifnull(a.churned_at > ${at} AND a.churned_at <= ${at} + ${window}, 0)
  OR EXISTS (SELECT 1 FROM event e WHERE e.account_id = a.id AND e.kind IN ${CHURN}
    AND e.at > ${at} AND e.at <= ${at} + ${window}))`

/** Of a trigger's newest firings whose window has passed, how many were followed by trouble. */
export const firingsFollowed = (trigger: string, window: number, now: number) =>
  query<{ n: number; k: number }>(
    `SELECT count(*) AS n, ifnull(sum(bad), 0) AS k FROM (
       SELECT ${trouble('s.fired_at', '@window')} AS bad
       FROM signal s CROSS JOIN account a ON a.id = s.account_id
       WHERE s.trigger_id = @trigger AND s.fired_at <= @now - @window
       ORDER BY s.fired_at DESC LIMIT ${MOST_FIRINGS})`,
    { trigger, window, now },
  )

/** Some accounts, evenly spread over all of them: a count over everybody would cost more than it tells. */
const spread = query<{ ids: string | null }>(
  `WITH bounds AS (SELECT min(id) AS low, max(id) AS high FROM account),
     steps AS (SELECT value AS i FROM json_each(@steps))
   SELECT json_group_array(DISTINCT (SELECT id FROM account WHERE id >= low + i * (high - low) / ${SAMPLE}
     ORDER BY id LIMIT 1)) AS ids FROM bounds, steps WHERE low IS NOT NULL`,
  { steps: JSON.stringify([...Array(SAMPLE).keys()]) },
)

/** Whether any of some accounts ever contacted us or left: without that there is nothing to learn from. */
const anyTrouble = (ids: string) =>
  query<{ known: 1 }>(
    `SELECT 1 AS known FROM json_each(?) j CROSS JOIN account a ON a.id = j.value
     WHERE a.churned_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM object o WHERE o.account_id = a.id AND o.kind = 'ticket')
       OR EXISTS (SELECT 1 FROM event e WHERE e.account_id = a.id AND e.kind IN ${CHURN}) LIMIT 1`,
    [ids],
  )

/** Of some accounts that were customers a window ago, how many have met trouble since. */
const sampleFollowed = (ids: string, window: number, now: number) =>
  query<{ n: number; k: number }>(
    `SELECT count(*) AS n, ifnull(sum(${trouble('(@now - @window)', '@window')}), 0) AS k
     FROM json_each(@ids) j CROSS JOIN account a ON a.id = j.value
     WHERE a.churned_at IS NULL OR a.churned_at > @now - @window`,
    { ids, window, now },
  )

/** The commonest currency of some accounts, else of their subscriptions; ties go to the first in the alphabet. */
const commonCurrency = (ids: string) =>
  query<{ currency: string }>(
    `SELECT currency FROM (SELECT coalesce(a.currency, (SELECT o.currency FROM object o
         WHERE o.account_id = a.id AND o.kind = 'subscription' AND o.currency IS NOT NULL LIMIT 1)) AS currency
       FROM json_each(?) j CROSS JOIN account a ON a.id = j.value)
     WHERE currency IS NOT NULL GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1`,
    [ids],
  )
/** ISO 4217's code for "no currency", where no source ever named one. */
const NO_CURRENCY = 'XXX'

const definitions = query<{ definition: string }>('SELECT definition FROM trigger ORDER BY id')
const playbooks = query<{ definition: string }>('SELECT definition FROM playbook ORDER BY id')

/** Lets whoever waits for this thread go first; each of the steps between takes a few milliseconds. */
const breathe = () => new Promise<void>(resolve => setImmediate(resolve))

/** Reads the model as of `now`. Where nobody ever contacted us or left, no helpdesk is connected and only priors count. */
export async function loadModel(db: ReadDb, now: number): Promise<Model> {
  const ids = db.get(spread)?.ids ?? '[]'
  await breathe()
  const known = db.get(anyTrouble(ids)) !== undefined
  const bases = new Map<number, number>()
  const triggers = new Map<string, TriggerFacts>()
  for (const row of db.all(definitions)) {
    await breathe()
    const definition = triggerSchema.parse(JSON.parse(row.definition))
    const window = parseDuration(definition.window) ?? 0
    const base = bases.get(window) ?? baseOf(known ? db.get(sampleFollowed(ids, window, now)) : undefined)
    bases.set(window, base)
    await breathe()
    const seen = known ? db.get(firingsFollowed(definition.id, window, now)) : undefined
    const rate = { k: seen?.k ?? 0, n: seen?.n ?? 0, prior: definition.prior }
    triggers.set(definition.id, { definition, rate, base })
  }
  const treatability = db.all(playbooks).map((row): [string, number] => {
    const playbook = playbookSchema.parse(JSON.parse(row.definition))
    return [playbook.id, playbook.treatability]
  })
  const currency = db.get(commonCurrency(ids))?.currency ?? NO_CURRENCY
  return { triggers, treatability: new Map(treatability), currency }
}

const baseOf = (seen: { n: number; k: number } | undefined): number =>
  seen ? shrunk({ ...seen, prior: STATED_BASE }) : STATED_BASE.risk
