import type { Component, ComponentView } from '../../shared/desk/outage.ts'
import { MOST_SUSPECTED, OUTAGE_DIMENSION, SOURCE_DIMENSION } from '../../shared/desk/outage.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { OWN_DIMENSION } from '../../shared/trigger/trigger.ts'
import { spreadAccounts } from '../cache/asked/spread-accounts.ts'
import { query, type ReadDb } from '../cache/db.ts'
import type { Naming } from './namings.ts'

/** An outage is no component. */
const NONE = `('${OWN_DIMENSION}', '${OUTAGE_DIMENSION}')`

interface Suspected extends Component {
  id: number | null
  since: number | null
  failing: number
}

const openIncidents = query<Suspected>(
  `SELECT n.id, n.dimension, n.cause AS component, n.began_at AS since,
     (SELECT count(DISTINCT i.account_id) FROM incident_issue m CROSS JOIN issue i ON i.id = m.issue_id
       WHERE m.incident_id = n.id AND m.taken_out = 0 AND i.state <> 'closed') AS failing
   FROM incident n WHERE n.state = 'open' AND n.dimension NOT IN ${NONE} ORDER BY n.began_at DESC, n.id
   LIMIT ${MOST_SUSPECTED}`,
)

/** Causes whose signals fired within a day and still hold. */
const failingSignals = (from: number) =>
  query<Suspected>(
    `SELECT NULL AS id, s.dimension, s.cause AS component, min(s.fired_at) AS since,
       count(DISTINCT s.account_id) AS failing
     FROM trigger t CROSS JOIN signal s INDEXED BY signal_trigger ON s.trigger_id = t.id AND s.fired_at > ?
     WHERE s.cleared_at IS NULL AND s.cause IS NOT NULL AND s.dimension NOT IN ${NONE}
     GROUP BY s.dimension, s.cause ORDER BY failing DESC, s.dimension, s.cause LIMIT ${MOST_SUSPECTED}`,
    [from],
  )

const failingSources = query<Suspected & { error: string | null }>(
  `SELECT NULL AS id, '${SOURCE_DIMENSION}' AS dimension, s.name AS component, NULL AS since, 0 AS failing, s.error
   FROM source s WHERE s.failures > 0 ORDER BY s.name`,
)

const openOutages = query<Component & { id: number }>(
  "SELECT id, dimension, component FROM outage WHERE state <> 'closed'",
)

/** Names that the facts of some accounts mention, commonest first. */
const mentioned = ({ record, kind, field }: Naming, accounts: string, from: number) =>
  query<{ component: string }>(
    `SELECT CAST(json_extract(r.properties, '$.' || json_quote($field)) AS TEXT) AS component
     FROM json_each($accounts) k CROSS JOIN ${record} r ON r.account_id = k.value AND r.kind = $kind
       AND r.${record === 'event' ? 'at' : 'opened_at'} > $from
     WHERE json_extract(r.properties, '$.' || json_quote($field)) IS NOT NULL
     GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 20`,
    { field, accounts, kind, from },
  )
/** So far back a mention shows that a component is in use. */
const IN_USE = 90 * DAY

const keyOf = ({ dimension, component }: Component): string => `${dimension} ${component.toLowerCase()}`

/** What is known of each failing source: `Not read since 3 attempts`. */
const sourceWords = (error: string | null): string => `The source cannot be read${error === null ? '' : `: ${error}`}`
const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

/**
 * What may be failing: causes of open incidents, causes of signals of the last day, sources that cannot be read; then
 * everything else that the data name, by dimension. `namings`: by dimension, where they name it.
 */
export function componentsOf(
  db: ReadDb,
  { namings, now }: { namings: ReadonlyMap<string, readonly Naming[]>; now: number },
): ComponentView[] {
  const outages = new Map(db.all(openOutages).map(one => [keyOf(one), one.id]))
  const found = new Map<string, ComponentView>()
  const add = (one: Suspected, suspicion: ComponentView['suspicion'], because: string) => {
    const key = keyOf(one)
    if (found.has(key)) return
    const { dimension, component, since, failing, id } = one
    const outageId = outages.get(key) ?? null
    found.set(key, { dimension, component, suspicion, because, since, failing, incidentId: id, outageId })
  }
  for (const one of db.all(openIncidents)) add(one, 'incident', `Open incident: ${plural(one.failing, 'account')}`)
  for (const one of db.all(failingSignals(now - DAY)))
    add(one, 'errors', `Trouble of the last day: ${plural(one.failing, 'account')}`)
  for (const { error, ...one } of db.all(failingSources)) add(one, 'source', sourceWords(error))
  const accounts = db.get(spreadAccounts)?.ids ?? '[]'
  for (const [dimension, places] of namings)
    for (const place of places)
      for (const { component } of db.all(mentioned(place, accounts, now - IN_USE)))
        add({ dimension, component, id: null, since: null, failing: 0 }, null, '')
  return [...found.values()]
}
