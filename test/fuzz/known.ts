import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type Database from 'better-sqlite3'
import type { Json } from './hostile.ts'

const RESOURCES = resolve(import.meta.dirname, '../../resources')

/** What a workspace knows: ids that lead somewhere, words that mean something, and whole definitions to begin from. */
export interface Known {
  /** For a property of this name; of any for null. */
  words(property: string | null): readonly string[]
  numbers(property: string): readonly number[]
  /** Real inputs of a call. */
  examples(call: string): readonly Json[]
}

const ANY_WORD = [
  ...['a', 'x', 'abc', 'email', 'webhook', 'service', 'usage', 'billing', 'stripe.retry_payment', 'EUR', 'USD', 'UTC'],
  ...['2025-01-01', '30d', '7d', '1h', '90s', 'https://127.0.0.1:9/x', 'a@example.com', '@example.com', 'example.com'],
  ...[
    '127.0.0.1',
    '127.0.0.1:9',
    '#channel',
    'usage-check-in',
    'custom_id',
    'maya',
    'ingrid',
    'Europe/Lisbon',
    '08:00',
  ],
]

const definitions = (folder: string): Json[] =>
  readdirSync(join(RESOURCES, folder)).map(
    name => JSON.parse(readFileSync(join(RESOURCES, folder, name), 'utf8')) as Json,
  )

/** Reads what is in a workspace's database; `files` are names of files that a source could be made of. */
export function knownOf(db: Database.Database, files: readonly string[]): Known {
  const words = (sql: string) => db.prepare<[], string>(sql).pluck().all()
  const numbers = (sql: string) => db.prepare<[], number>(sql).pluck().all()
  const [accounts, issues] = [numbers('SELECT id FROM account LIMIT 40'), numbers('SELECT id FROM issue LIMIT 60')]
  const [messages, sources] = [numbers('SELECT id FROM outbox LIMIT 60'), numbers('SELECT id FROM source')]
  const ids = {
    playbooks: words('SELECT id FROM playbook'),
    triggers: words('SELECT id FROM trigger'),
    interventions: words('SELECT id FROM intervention'),
    decisions: words('SELECT id FROM journal ORDER BY seq DESC LIMIT 40'),
    channels: ['email', 'webhook', 'slack', 'zendesk', 'intercom'],
    emails: words('SELECT email FROM contact WHERE email IS NOT NULL LIMIT 20'),
    kinds: words('SELECT DISTINCT kind FROM event LIMIT 20'),
  }
  const byName: Record<string, readonly string[]> = {
    id: [...ids.playbooks, ...ids.triggers, ...ids.channels, ...ids.decisions, 'stripe.retry_payment'],
    playbookId: ids.playbooks,
    triggerId: ids.triggers,
    interventionId: ids.interventions,
    channel: ids.channels,
    address: ids.emails,
    kind: ids.kinds,
    event: ids.kinds,
    paths: files,
    path: files,
    search: ['a', 'shop', '%', 'AND'],
    text: ['a', 'Hello'],
    dir: [...files, '.', ''],
    window: ['30d', '7d', '12h'],
    subject: ['About {{ account.name }}', 'Hello'],
    body: ['Hello {{ contact.first_name }},', 'Hi'],
    timeZone: ['UTC', 'Europe/Lisbon'],
    currency: ['EUR', 'USD', 'JPY'],
    dimension: ['carrier', 'plan', 'country'],
    component: ['DHL', 'Pro', 'DE'],
    name: ['Shop', 'A'],
  }
  const all = [...new Set([...ANY_WORD, ...ids.playbooks, ...ids.triggers, ...ids.emails, ...ids.kinds])]
  // Rows that a round makes itself are counted from 1.
  const firstRows = [1, 2, 3, 4, 5, 6]
  const byNumber: Record<string, readonly number[]> = {
    note: firstRows,
    notes: firstRows,
    promise: firstRows,
    returned: issues,
    issue: issues,
    minutes: [15, 90, 480],
    id: [...accounts.slice(0, 10), ...issues.slice(0, 10), ...messages.slice(0, 10)],
    ids: [...issues, ...messages.slice(0, 10)],
    issueId: issues,
    accountId: accounts,
    contactId: numbers('SELECT id FROM contact LIMIT 20'),
    sourceId: sources,
    until: [Date.UTC(2025, 4, 14), Date.UTC(2027, 0, 1)],
    at: [Date.UTC(2025, 4, 13, 12), 0],
    limit: [1, 20, 100],
    offset: [0, 1],
  }
  const [manifests, channels, actions] = [definitions('manifests'), definitions('channels'), definitions('actions')]
  const [playbooks, triggers] = [definitions('playbooks'), definitions('triggers')]
  const examples: Record<string, readonly Json[]> = {
    'playbook.save': playbooks,
    'playbook.check': playbooks.map(playbook => ({ playbook })),
    'playbook.dryRun': playbooks.map((playbook, n) => ({ issueId: issues[n] ?? 1, playbook })),
    'trigger.save': triggers,
    'trigger.backtest': triggers.map(definition => ({ definition, days: 30 })),
    'source.checkManifest': manifests.map(manifest => ({ manifest })),
    'source.previewConnected': manifests.map(manifest => ({ manifest, settings: {}, allowedHosts: [] })),
    'channel.checkManifest': [
      ...channels.map(manifest => ({ manifest, of: 'messages' })),
      ...actions.map(manifest => ({ manifest, of: 'fixes' })),
    ],
    'source.add': manifests.map((_, n) => ({
      name: `S${n}`,
      kind: 'rest',
      config: { manifest: 'stripe', settings: {} },
    })),
    'workspace.setClock': [
      { mode: 'fixed', at: Date.UTC(2025, 4, 13, 12) },
      { mode: 'shifted', offset: -1e9 },
    ],
    'desk.writeNote': issues.slice(0, 12).map((issueId, n) => ({
      of: n % 2 === 0 ? { issueId } : { accountId: accounts[n] ?? 1 },
      text: `@ingrid I will call by ${['Friday', '9999-12-31', 'the end of January', 'in 999 weeks'][n % 4]}`,
    })),
    'desk.editNote': firstRows.map(note => ({ note, text: 'We will answer within two days, @maya' })),
    'desk.settlePromise': firstRows.map(promise => ({ promise, state: 'open', dueAt: Date.UTC(2025, 5, 1) })),
    'outage.declare': [
      { dimension: 'carrier', component: 'DHL', sure: ['certain', 'probable', 'unknown'] },
      { dimension: 'plan', component: 'Pro' },
    ],
    'worklist.saveView': [
      { name: 'Late', shape: { view: 'now', pick: { riskFrom: 0.2, categories: ['billing'] }, sort: { by: 'risk' } } },
    ],
    'worklist.hours': [{ minutes: 90 }, { minutes: 2_160, view: 'mine' }],
    'update.configure': [{ daily: true, address: 'https://updates.example.com/forestall', channel: 'stable' }],
    'workspace.importRates': [{ csv: 'Date,USD,JPY\n2025-01-02,1.03,162.5\n', base: 'EUR', from: 'file' }],
  }
  return {
    words: property => (property === null ? all : Object.hasOwn(byName, property) ? (byName[property] ?? []) : []),
    numbers: property => (Object.hasOwn(byNumber, property) ? (byNumber[property] ?? []) : []),
    examples: call => examples[call] ?? [],
  }
}
