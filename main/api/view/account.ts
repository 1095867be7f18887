import { z } from 'zod'
import type { Account, Contact } from '../../../shared/model/account.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { DECIDED_FOR } from '../../cache/asked/owner.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { armFor, suppressionOf } from '../../intervention/door.ts'
import { accountsNamed } from '../../queue/door.ts'

interface AccountRow {
  id: number
  uid: string
  external_id: string | null
  name: string
  plan: string | null
  country: string | null
  time_zone: string | null
  owner: string | null
  decided_by: string | null
  decided_at: number | null
  decided_owner: string | null
  signed_up_at: number | null
  renews_at: number | null
  churned_at: number | null
  mrr_minor: number | null
  currency: string | null
  properties: string
}

const accountRow = (id: number) =>
  query<AccountRow>(
    `SELECT a.id, uid, substr(uid, instr(uid, ':') + 1) AS external_id, name, plan, country, time_zone, a.owner,
       o.owner AS decided_owner, o.decided_by, o.decided_at,
       signed_up_at, renews_at, churned_at, mrr_minor, currency, properties
     FROM account a LEFT JOIN account_owner o ON o.account_id = ${DECIDED_FOR}
     WHERE a.id = (SELECT coalesce(merged_into, id) FROM account WHERE id = ?)`,
    [id],
  )

const contactsOf = (account: number) =>
  query<Omit<Contact, 'consent' | 'suppressed'> & { consent: number | null }>(
    `SELECT id, name, email, time_zone AS timeZone, locale, consent
     FROM contact WHERE account_id = ? ORDER BY id`,
    [account],
  )

const propertiesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).catch({})

/** One account with its contacts and its arm. What is dated after `now` has not happened yet. */
export function accountView(db: ReadDb, id: number, now: number): Result<Account> {
  const row = db.get(accountRow(id))
  if (!row)
    return fail(
      'not_found',
      `There is no account ${id}.`,
      'The account may belong to another workspace.',
      'Search for the account by name.',
    )
  return ok({
    id: row.id,
    externalId: row.external_id ?? row.uid,
    name: row.name,
    plan: row.plan,
    country: row.country,
    timeZone: row.time_zone,
    owner: row.decided_owner ?? row.owner,
    ownerDecided:
      row.decided_by === null || row.decided_at === null
        ? null
        : { by: row.decided_by, at: row.decided_at, source: row.owner },
    signedUpAt: row.signed_up_at,
    renewsAt: row.renews_at,
    churnedAt: row.churned_at !== null && row.churned_at <= now ? row.churned_at : null,
    mrrMinor: row.mrr_minor,
    currency: row.currency,
    arm: armFor(db, row),
    properties: propertiesSchema.parse(JSON.parse(row.properties)),
    contacts: db.all(contactsOf(id)).map(contact => ({
      ...contact,
      consent: contact.consent === null ? null : contact.consent === 1,
      suppressed: contact.email !== null && suppressionOf(db, contact.email) !== undefined,
    })),
  })
}

interface ListedAccount {
  id: number
  name: string
  plan: string | null
  mrrMinor: number | null
  currency: string | null
}

const LISTED = 'a.id, a.name, a.plan, a.mrr_minor AS mrrMinor, a.currency'

const accountPage = (limit: number, offset: number) =>
  query<ListedAccount>(
    `SELECT ${LISTED} FROM account a INDEXED BY account_name WHERE a.merged_into IS NULL
     ORDER BY a.name COLLATE NOCASE, a.id LIMIT ? OFFSET ?`,
    [limit, offset],
  )

const listedAccounts = (ids: string) =>
  query<ListedAccount>(`SELECT ${LISTED} FROM json_each(?) j CROSS JOIN account a ON a.id = j.value ORDER BY j.key`, [
    ids,
  ])

/** Accounts by name; with a text those that begin with it first. */
export function accountList(
  db: ReadDb,
  { search, offset, limit }: { search: string; offset: number; limit: number },
): ListedAccount[] {
  const text = search.trim()
  if (!text) return db.all(accountPage(limit, offset))
  const ids = accountsNamed(db, text, offset + limit).slice(offset)
  return db.all(listedAccounts(JSON.stringify(ids.map(account => account.id))))
}
