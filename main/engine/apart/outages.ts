import type { CallList, OutageDetail } from '../../../shared/desk/outage.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { ReadDb } from '../../cache/db.ts'
import { callList, type OutageRow, outageById, outageDetail } from '../../outage/door.ts'

/** Which outage, and the workspace's time, UTC ms. */
interface Asked {
  id: number
  now: number
}

const outageOf = (db: ReadDb, id: number): Result<OutageRow> => {
  const row = db.get(outageById(id))
  return row
    ? ok(row)
    : fail('not_found', `There is no outage ${id}.`, 'No outage has this number.', 'List the outages.')
}

/** One outage for a person: it may affect every account, so it is read away from the engine's thread. */
export function outageShown(db: ReadDb, { id, now }: Asked): Result<OutageDetail> {
  const found = outageOf(db, id)
  return found.ok ? ok(outageDetail(db, found.value, now)) : found
}

/** Whom to ring up about an outage. */
export function outageCalls(db: ReadDb, id: number): Result<CallList> {
  const found = outageOf(db, id)
  return found.ok ? ok(callList(db, found.value)) : found
}
