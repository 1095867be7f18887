import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import Database from 'better-sqlite3'
import { router } from '../../main/api/router.ts'
import type { Watch } from '../../main/cache/db.ts'
import { DATABASE } from '../../main/cache/open.ts'
import { createHost } from '../../main/engine/host.ts'
import { safetyOf } from '../../main/engine/safety.ts'
import { environmentSecrets } from '../../main/engine/secrets-store.ts'
import { practiceChannel } from '../../main/outbox/channels/practice.ts'
import { outgoingOf } from '../../shared/outbox/outgoing.ts'
import { unwrap } from '../../shared/result.ts'
import { DAY, HOUR } from '../../shared/trigger/duration.ts'
import { anIssue, aSignal, NOON } from './builders.ts'

/** A sequence of bytes that only this person has. */
const markOf = (n: number): string => `qz7k${String(n).padStart(3, '0')}vw`
/** Every second one is a whole account, the others are one of two contacts of a firm. */
const isAccount = (n: number): boolean => n % 2 === 0
const saysNo = (n: number): boolean => n % 4 < 2
const OTHERS = 20

const csv = (path: string, rows: (string | number)[][]) =>
  writeFileSync(path, `${rows.map(row => row.join(',')).join('\n')}\n`)
const iso = (at: number) => new Date(at).toISOString()

/** Files of a source in which people are known by their marks in every way that a source knows them. */
function writeSource(dir: string, people: number): string[] {
  mkdirSync(dir, { recursive: true })
  const path = (name: string) => join(dir, `${name}.csv`)
  const marked = Array.from({ length: people }, (_, n) => n)
  const accounts = [
    ...marked.map(n =>
      isAccount(n) ? { id: `id-${markOf(n)}`, name: `Shop ${markOf(n)}` } : { id: `firm${n}`, name: `Firm ${n}` },
    ),
    ...Array.from({ length: OTHERS }, (_, n) => ({ id: `other${n}`, name: `Other ${n}` })),
  ]
  csv(path('accounts'), [
    ['account_id', 'account_name', 'country', 'signup_date', 'note'],
    ...accounts.map(({ id, name }, n) => [
      id,
      name,
      'DE',
      iso(NOON - 400 * DAY),
      n < people && isAccount(n) ? `met ${markOf(n)}` : 'none',
    ]),
  ])
  csv(path('contacts'), [
    ['contact_id', 'account_id', 'name', 'email', 'time_zone', 'phone'],
    ...marked.map(n => [
      `c-${markOf(n)}`,
      accounts[n]?.id ?? '',
      `Kim ${markOf(n)}`,
      `${markOf(n)}@mail.example`,
      'Europe/Berlin',
      `+49 30 55${1000 + n}`,
    ]),
    ...accounts.flatMap(({ id }, n) =>
      n < people && isAccount(n) ? [] : [[`p${n}`, id, `Pat Other ${n}`, `pat${n}@firm.example`, 'Europe/Berlin', '']],
    ),
  ])
  csv(path('usage'), [
    ['usage_id', 'account_id', 'usage_date', 'feature_name', 'usage_count', 'who'],
    ...accounts.flatMap(({ id }, n) =>
      Array.from({ length: 6 }, (_, k) => [
        `u${n}-${k}`,
        id,
        iso(NOON - (k + 1) * 3 * DAY),
        'reports',
        3,
        n < people && k < 2 ? `${markOf(n)}@mail.example` : 'somebody',
      ]),
    ),
  ])
  csv(path('tickets'), [
    ['ticket_id', 'account_id', 'submitted_at', 'closed_at', 'priority', 'subject'],
    ...accounts.map(({ id }, n) => [
      `t${n}`,
      id,
      iso(NOON - 40 * DAY),
      iso(NOON - 40 * DAY + HOUR),
      'low',
      n < people ? `Kim ${markOf(n)} asks` : 'A question',
    ]),
    // Another account's ticket that names a person.
    ...marked.map(n => [
      `m${n}`,
      `other${n % OTHERS}`,
      iso(NOON - 30 * DAY),
      iso(NOON - 30 * DAY + HOUR),
      'low',
      `Sent on by ${markOf(n)}@mail.example`,
    ]),
    // Nobody knows the account of this one, so it waits in quarantine.
    ...marked.map(n => [`q${n}`, 'nobody', iso(NOON - 20 * DAY), '', 'low', `c-${markOf(n)}`]),
  ])
  return ['accounts', 'contacts', 'usage', 'tickets'].map(path)
}

export type Marked = Awaited<ReturnType<typeof markedWorkspace>>

/** A workspace that knows `people` by their marks everywhere, in a folder beside the files of its source. */
export async function markedWorkspace(root: string, people: number, watch?: Watch) {
  const dir = join(root, 'workspace')
  const host = unwrap(
    await createHost(
      {
        root,
        dir,
        shell: 'cli',
        secrets: environmentSecrets({}),
        appVersion: '0',
        actor: 'maya',
        device: 'desk',
        pickFiles: null,
        ...(watch && { watch }),
      },
      { name: 'Marked', sample: null },
    ),
  )
  const call = createRouterClient(router, { context: { host } })
  await call.workspace.setClock({ mode: 'fixed', at: NOON })
  await call.workspace.setGuardrails({ holdout: 0, quietHours: { from: 0, to: 0 }, undoSeconds: 0 })
  const streams = (await call.source.inspect({ paths: writeSource(join(root, 'source'), people) })).flatMap(
    ({ stream }) => stream ?? [],
  )
  const { sourceId } = await call.source.add({ name: 'Shop', config: { streams } })
  await call.source.sync({ sourceId })
  const db = new Database(join(dir, DATABASE))
  const contactOf = db.prepare<[string], { id: number; account: number }>(
    'SELECT id, account_id AS account FROM contact WHERE name = ?',
  )
  const persons = Array.from({ length: people }, (_, n) => {
    const contact = contactOf.get(`Kim ${markOf(n)}`)
    if (!contact) throw new Error(`person ${n} was not read`)
    return { n, mark: markOf(n), contactId: contact.id, accountId: contact.account }
  })
  for (const { n, mark, contactId, accountId } of persons) {
    const issue = anIssue(db, { account: accountId, title: `Kim ${mark} is silent` })
    db.prepare('UPDATE issue SET uid = ? WHERE id = ?').run(
      `shop:${isAccount(n) ? `id-${mark}` : `firm${n}`}/usage-down@${n}`,
      issue,
    )
    aSignal(db, issue, { figures: [{ name: 'recent', label: `use by Kim ${mark}`, value: 1, usual: 2 }] })
    await call.intervention.start({
      issueId: issue,
      playbookId: 'usage-check-in',
      contactId,
      text: `Dear Kim ${mark},\n\nall well?`,
    })
    const other = anIssue(db, { account: accountId, category: 'billing' })
    await call.issue.dismiss({ ids: [other], reason: 'known', note: `rang Kim ${mark} at home` })
    if (saysNo(n)) await call.account.suppress({ address: `${mark}@mail.example`, reason: `Kim ${mark} asked not to` })
    else await call.account.setConsent({ contactId, topic: 'service', agreed: n % 8 < 4 })
  }
  await deliverSome(dir, db)
  // An older state of the file, and one from before a migration.
  unwrap(await safetyOf(dir, () => NOON).backUp())
  writeFileSync(
    join(dir, `${DATABASE}.v3.bak`),
    readFileSync(unwrap(await safetyOf(dir, () => NOON + 1).backUp()).path),
  )
  const close = async () => {
    db.close()
    await host.close()
  }
  return { root, dir, host, call, db, sourceId, persons, close, others: () => othersOf(db) }
}

/** Half of the messages have left as files, the other half waits. */
async function deliverSome(dir: string, db: Database.Database): Promise<void> {
  const channel = practiceChannel(dir)
  const rows = db.prepare<[], { id: number; payload: string }>('SELECT id, payload FROM outbox WHERE id % 2 = 0').all()
  for (const { id, payload } of rows) {
    const { ending } = await channel.send(outgoingOf(payload), async () => {}, new AbortController().signal)
    db.prepare("UPDATE outbox SET state = ?, sent_at = ?, provider_id = 'p' WHERE id = ?").run(ending, NOON, id)
    db.prepare("INSERT INTO attempt VALUES (?, 1, ?, ?, 'sent', ?)").run(
      id,
      NOON,
      NOON,
      `250 queued for ${outgoingOf(payload).key}`,
    )
  }
}

/** Everything of accounts that nobody asked to erase, except texts that name those who were. */
function othersOf(db: Database.Database): unknown {
  const of = (table: string, columns: string) =>
    db
      .prepare(
        `SELECT ${columns} FROM ${table} t JOIN account a ON a.id = t.account_id WHERE a.name LIKE 'Other %' ORDER BY t.id`,
      )
      .all()
  return {
    accounts: db.prepare("SELECT * FROM account WHERE name LIKE 'Other %' OR name LIKE 'Firm %' ORDER BY id").all(),
    contacts: db.prepare("SELECT * FROM contact WHERE name LIKE 'Pat Other %' ORDER BY id").all(),
    events: of('event', 't.*'),
    tickets: of('object', 't.id, t.external_id, t.state, t.opened_at, t.closed_at'),
  }
}

const filesIn = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))

/** Each mark that is in a file of the folder, as UTF-8 or UTF-16, with the file. */
export function marksIn(dir: string, marks: readonly string[]): { mark: string; file: string }[] {
  return filesIn(dir).flatMap(file => {
    const bytes = readFileSync(file)
    return marks.filter(mark => spellings(mark).some(one => bytes.includes(one))).map(mark => ({ mark, file }))
  })
}

function spellings(mark: string): Buffer[] {
  const wide = Buffer.from(mark, 'utf16le')
  return [mark, mark.toUpperCase()].map(one => Buffer.from(one)).concat(wide, Buffer.from(wide).swap16())
}

/** Erases everybody, accounts as accounts and the others as contacts. */
export async function eraseEverybody({ call, persons }: Marked): Promise<void> {
  for (const { n, contactId, accountId } of persons) {
    const person = isAccount(n)
      ? ({ kind: 'account', id: accountId } as const)
      : ({ kind: 'contact', id: contactId } as const)
    const { name } = await call.person.plan(person)
    await call.person.erase({ ...person, confirm: name })
  }
}
