import type { Client } from '../../main/cli/command.ts'
import type { Account } from '../../shared/model/account.ts'
import type { Outcome, Trial, TrialKind } from './case.ts'
import { imported, wordsOf } from './imported.ts'

/** A file of accounts, and what of them is looked at. Enough for most trials about how cells are read. */
export interface FileTrial {
  name: string
  source: string
  input: string
  /** Lines of `accounts.csv`, or other files by name. */
  file: string | Readonly<Record<string, string | Buffer>>
  options?: readonly string[]
  look?: (account: Seen) => unknown
  right: unknown
  says?: RegExp
}

/** An account as a person writes it down: moments as ISO texts, money in minor units beside its currency. */
export interface Seen {
  name: string
  plan: string | null
  signedUp: string | null
  renews: string | null
  churned: string | null
  mrr: string | null
  properties: Account['properties']
  /** Name, address and consent of each person. */
  people: [name: string | null, email: string | null, consent: boolean | null][]
}

/** A trial of one import: exit code, and what `look` sees of every account by its id at the source. */
export function fileTrial(kind: TrialKind, { file, options = [], look, ...trial }: FileTrial): Trial {
  const files = typeof file === 'string' ? { 'accounts.csv': file } : file
  const run = (): Promise<Outcome> =>
    imported({ files, options }, async found => {
      const accounts = await accountsIn(found.client)
      const seen = Object.fromEntries(accounts.map(account => [account.externalId, (look ?? nothing)(seenOf(account))]))
      return { got: { code: found.code, accounts: seen }, said: wordsOf(found) }
    })
  return { kind, ...trial, run }
}

const nothing = () => true

/** Every account of the workspace, in full. */
async function accountsIn(client: Client): Promise<Account[]> {
  const listed: { id: number }[] = []
  for (;;) {
    const page = await client.account.list({ offset: listed.length, limit: 200 })
    listed.push(...page)
    if (page.length < 200) break
  }
  const full = await Promise.all(listed.map(({ id }) => client.account.get({ id })))
  return full.sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString().replace('.000', ''))

const seenOf = (account: Account): Seen => ({
  name: account.name,
  plan: account.plan,
  signedUp: iso(account.signedUpAt),
  renews: iso(account.renewsAt),
  mrr: account.mrrMinor === null ? null : `${account.mrrMinor} ${account.currency}`,
  churned: iso(account.churnedAt),
  properties: account.properties,
  people: account.contacts.map(({ name, email, consent }) => [name, email, consent]),
})
