import { type DataGaps, MOST_COUNTED } from '../../../shared/desk/data-gaps.ts'
import { lackNoun } from '../../../shared/trigger/lack-words.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { listTriggers } from '../../signal/door.ts'

const found = query<{ synced: 0 | 1; contacts: 0 | 1; tickets: 0 | 1; newestAt: number | null }>(
  `SELECT EXISTS (SELECT 1 FROM stream WHERE synced_at IS NOT NULL) AS synced,
     EXISTS (SELECT 1 FROM contact WHERE email <> '') AS contacts,
     EXISTS (SELECT 1 FROM stream_kind WHERE record = 'object' AND kind = 'ticket') AS tickets,
     (SELECT max(newest_at) FROM stream) AS newestAt`,
)
const unreachable = query<{ n: number }>(
  `SELECT count(*) AS n FROM (SELECT 1 FROM issue i WHERE i.state = 'open'
     AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.account_id = i.account_id AND c.email <> '')
     LIMIT ${MOST_COUNTED})`,
)

/** What the data lack: contacts, tickets, and what triggers wait for in vain. */
export function dataGaps(db: ReadDb): DataGaps {
  const { synced = 0, contacts = 0, tickets = 0, newestAt = null } = db.get(found) ?? {}
  return {
    ...{ synced: synced === 1, contacts: contacts === 1, tickets: tickets === 1, newestAt },
    unreachable: db.get(unreachable)?.n ?? 0,
    silent: listTriggers(db)
      .filter(({ enabled, lacks }) => enabled && lacks.length > 0)
      .map(({ definition, lacks }) => ({
        triggerId: definition.id,
        title: definition.title,
        lacks: [...new Set(lacks.map(lackNoun))],
      })),
  }
}
