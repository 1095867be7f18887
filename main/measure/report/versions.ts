import type { Period } from '../../../shared/period.ts'
import type { UsedVersion } from '../../../shared/review/report.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { bounds } from '../cohort/read-starts.ts'
import { titlesOf } from '../figures/titles.ts'
import { sha256Of } from './canonical.ts'

interface Found {
  id: string
  version: number
  starts: number
  definition: string | null
}

const STARTS = `exposure e INDEXED BY exposure_assigned CROSS JOIN intervention i ON i.id = e.intervention_id
  AND i.recalled_at IS NULL`
const WITHIN = 'WHERE e.assigned_at >= $from AND e.assigned_at < $to'

/** A version of a trigger is known from the signals of the issue. Only the newest definition of a trigger is kept. */
const triggers = (period: Period) =>
  query<Found>(
    `SELECT e.trigger_id AS id, g.trigger_version AS version, count(DISTINCT e.intervention_id) AS starts, t.definition
     FROM ${STARTS} CROSS JOIN signal g ON g.issue_id = e.issue_id AND g.trigger_id = e.trigger_id
       LEFT JOIN trigger t ON t.id = e.trigger_id AND t.version = g.trigger_version
     ${WITHIN} GROUP BY 1, 2 ORDER BY 1, 2`,
    bounds(period),
  )

const playbooks = (period: Period) =>
  query<Found>(
    `SELECT e.playbook_id AS id, e.playbook_version AS version, count(*) AS starts, p.definition
     FROM ${STARTS} LEFT JOIN playbook_version p ON p.id = e.playbook_id AND p.version = e.playbook_version
     ${WITHIN} GROUP BY 1, 2 ORDER BY 1, 2`,
    bounds(period),
  )

const models = (period: Period) =>
  query<Found>(
    `SELECT m.kind || ' ' || m.id AS id, m.version, count(*) AS starts, m.body AS definition
     FROM ${STARTS} CROSS JOIN issue s ON s.id = e.issue_id CROSS JOIN model m ON m.id = s.model_id
     ${WITHIN} GROUP BY m.id ORDER BY m.id`,
    bounds(period),
  )

/** Which versions of triggers, playbooks and models the starts of a period rest on. */
export function usedVersions(db: ReadDb, period: Period): UsedVersion[] {
  const titles = titlesOf(db)
  const used = (kind: UsedVersion['kind'], found: Found[], named?: ReadonlyMap<string, string>): UsedVersion[] =>
    found.map(({ definition, ...one }) => ({
      ...{ kind, ...one, title: named?.get(one.id) ?? one.id },
      sha256: definition === null ? null : sha256Of(definition),
    }))
  return [
    ...used('trigger', db.all(triggers(period)), titles.triggers),
    ...used('playbook', db.all(playbooks(period)), titles.playbooks),
    ...used('model', db.all(models(period))),
  ]
}
