import { type Linked, linkTo, parseLink } from '../../shared/deep-link.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { gone } from '../cache/uid.ts'

/** A row of this workspace that a link leads to. */
export type LinkedRow = { kind: Linked['kind']; id: number }

const BY_UID = {
  issue: 'SELECT id FROM issue WHERE uid = ?',
  account: 'SELECT id FROM account WHERE uid = ?',
} as const
const BY_ID = {
  issue: 'SELECT uid FROM issue WHERE id = ?',
  account: 'SELECT uid FROM account WHERE id = ?',
} as const

/** Where a link leads in this workspace. */
export function followLink(db: ReadDb, link: string): Result<LinkedRow> {
  const linked = parseLink(link)
  if (!linked)
    return fail(
      'invalid',
      'The link was not opened.',
      'The link names neither an issue nor an account.',
      'Copy the link again with “Copy link” in Forestall.',
    )
  const row = db.get(query<{ id: number }>(BY_UID[linked.kind], [linked.uid]))
  if (row) return ok({ kind: linked.kind, id: row.id })
  return fail(
    'not_found',
    'The link leads nowhere.',
    `This workspace has no such ${linked.kind}.`,
    'Open the workspace that the link was copied from, or sync its sources.',
  )
}

/** The link to a row of this workspace. */
export function linkOf(db: ReadDb, { kind, id }: LinkedRow): Result<string> {
  const row = db.get(query<{ uid: string }>(BY_ID[kind], [id]))
  return row ? ok(linkTo({ kind, uid: row.uid })) : gone(kind, id)
}
