import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import type { DryRun, RunView } from '../shared/intervention/run.ts'
import type { OutreachPreview } from '../shared/model/intervention.ts'
import type { IssueDetail } from '../shared/model/issue.ts'
import type { OutboxItem, OutboxSummary } from '../shared/model/outbox.ts'
import type { OutcomeView } from '../shared/model/outcome.ts'
import type { QueueRow } from '../shared/model/queue.ts'
import type { Review } from '../shared/model/review.ts'
import type { SyncReport } from '../shared/model/source.ts'
import { forestall, forestallJson } from './helpers/cli.ts'
import { forestallHere, forestallJsonHere } from './helpers/cli-here.ts'
import { aLoopbackServer } from './helpers/loopback.ts'
import { RAVENSTACK_FILES, ravenstackFolder, WITHOUT_RAVENSTACK, writeContacts } from './helpers/ravenstack.ts'
import { aManifest } from './helpers/rest.ts'
import { aMailServer, smtpSetting } from './helpers/smtp.ts'
import { tempFolder } from './helpers/temp-folder.ts'

/** The whole path on real files, through the command line: from CSV to a sent message and its recorded outcome. */
const folder = ravenstackFolder()
if (!folder) process.stderr.write(`${WITHOUT_RAVENSTACK}\n`)

interface Outbox {
  summary: OutboxSummary
  items: OutboxItem[]
}

interface Workspace {
  dir: string
  /** Any procedure of the contract. */
  call<T>(procedure: string, input?: unknown): Promise<T>
  /** A friendly command with `--json`. */
  run<T>(...args: string[]): Promise<T>
}

/** Its commands run in this process; `json` may start one for each, as a person does. */
function workspaceIn(dir: string, json = forestallJsonHere): Workspace {
  const run: Workspace['run'] = (...args) => json(['--workspace', dir, ...args])
  const call: Workspace['call'] = (procedure, input = {}) => run('call', procedure, JSON.stringify(input))
  return { dir, run, call }
}

async function aWorkspace(): Promise<Workspace> {
  const workspace = workspaceIn(join(tempFolder(), 'acme'))
  await workspace.run('init', '--name', 'Acme')
  return workspace
}

const WITHOUT_UNDO_WINDOW = { undoSeconds: 0, quietHours: { from: 0, to: 0 } }

/** Folder of what the tests below share; gone when the last one is through. */
const shared = mkdtempSync(join(tmpdir(), 'forestall-spine-'))
afterAll(() => rmSync(shared, { recursive: true, force: true }))

/** The day on which all of the tests below act. */
const TODAY = '2024-09-30T12:00:00Z'

let imported: ReturnType<typeof importFiles> | undefined

async function importFiles() {
  const workspace = workspaceIn(join(shared, 'imported'))
  await workspace.run('init', '--name', 'Acme')
  await workspace.run('clock', 'fixed', TODAY)
  await workspace.call('workspace.setGuardrails', WITHOUT_UNDO_WINDOW)
  // Its clock stands in the past; without this word nothing leaves for real.
  await workspace.call('outbox.allowReplay', { allowed: true })
  const ravenstack = RAVENSTACK_FILES.map(name => join(folder ?? '', `ravenstack_${name}.csv`))
  const files = [...ravenstack, writeContacts(shared)]
  return { dir: workspace.dir, files, report: await workspace.run<SyncReport>('import', '--currency', 'USD', ...files) }
}

/** RavenStack as it stood on that day, imported once and copied, with a mail server of its own. */
async function ravenStack() {
  imported ??= importFiles()
  const { dir, files, report } = await imported
  const workspace = workspaceIn(join(tempFolder(), 'acme'))
  cpSync(dir, workspace.dir, { recursive: true })
  const server = await aMailServer()
  onTestFinished(() => server.stop())
  await workspace.call('channel.setSmtp', { setting: smtpSetting(server.port) })
  return { ...workspace, server, report, files }
}

/** The first issue of the queue whose message would leave at once. */
async function firstSendable(workspace: Workspace) {
  for (const row of await workspace.run<QueueRow[]>('queue', '--limit', '50')) {
    const detail = await workspace.call<IssueDetail>('issue.get', { id: row.id })
    const playbook = detail.suggestions.find(suggestion => suggestion.suggested)
    if (!playbook) continue
    const input = { issueId: row.id, playbookId: playbook.playbookId }
    const preview = await workspace.call<OutreachPreview>('intervention.preview', input)
    if (preview.leaves === 'now') return { row, detail, input, preview }
  }
  throw new Error('no issue of the queue can be acted upon')
}

describe.skipIf(!folder)('the path on the RavenStack files', () => {
  it('imports, predicts, sends once, closes the loop and reviews', async () => {
    const workspace = await ravenStack()
    const { call, run, server } = workspace
    const byProcess = workspaceIn(workspace.dir, forestallJson)
    const total = workspace.report.streams.reduce((n, stream) => n + stream.changed, 0)
    expect(total).toBe(500 + 5_000 + 2_000 + 500 + 600 + 24_977)

    const again = await byProcess.run<SyncReport>('import', ...workspace.files)
    expect(again.streams.map(stream => stream.changed)).toEqual([0, 0, 0, 0, 0, 0])

    const queue = await run<QueueRow[]>('queue', '--limit', '500')
    expect(new Set(queue.map(row => row.category))).toEqual(new Set(['usage', 'reliability']))
    expect(queue.map(row => row.priority)).toEqual(queue.map(row => row.priority).toSorted((a, b) => b - a))

    const { row, detail, input, preview } = await firstSendable(workspace)
    expect(detail.signals[0]?.evidence.eventIds.length).toBeGreaterThan(0)
    const { risk, treatability, valueMinor, urgency, minutes, priority } = detail.arithmetic
    expect(priority).toBeCloseTo((risk * treatability * (valueMinor / 100) * urgency) / minutes, 6)

    const dry = await call<DryRun>('playbook.dryRun', { issueId: row.id, id: input.playbookId })
    const firstMessage = dry.steps.find(step => step.kind === 'outreach')
    expect(firstMessage?.preview).toMatchObject({ message: preview.message, to: preview.to, leaves: 'now' })

    const started = await byProcess.call<{ interventionId: string }>('intervention.start', input)
    expect(await byProcess.run('outbox', 'drain')).toMatchObject({ sent: 1 })
    expect(await run('outbox', 'drain')).toMatchObject({ sent: 0 })
    expect(server.received).toHaveLength(1)
    expect(server.received[0]?.to).toEqual([preview.to])
    expect(server.received[0]?.raw).toContain(`Subject: ${preview.message?.subject}`)

    // Two months later the ticket that came, or did not come, has closed the loop.
    await run('clock', 'fixed', '2024-11-30T12:00:00Z')
    await run('evaluate')
    const lived = await call<RunView>('intervention.steps', { interventionId: started.interventionId })
    expect(lived.steps.find(step => step.kind === 'outreach')?.state).toBe('done')
    expect(lived.steps.find(step => step.kind === 'wait')?.state).toBe('done')
    const outcomes = await call<OutcomeView[]>('outcome.list', {})
    const outcome = outcomes.find(candidate => candidate.interventionId === started.interventionId)
    expect(outcome).toMatchObject({ issueId: row.id, arm: 'treatment' })
    expect(outcome?.proposal).not.toBeNull()

    await call('outcome.confirm', { interventionId: started.interventionId, outcome: outcome?.proposal })
    const review = await call<Review>('review.summary', { from: Date.parse('2024-09-01') })
    expect(review.totals).toMatchObject({ sent: 1, judged: 1 })
    const cohort = await call<OutcomeView[]>('review.cohort', { from: Date.parse('2024-09-01'), figure: 'judged' })
    expect(cohort.map(member => member.accountId)).toEqual([row.accountId])
    expect(await call('journal.verify')).toMatchObject({ intact: true })
  })

  it('keeps working with the mail server down, says what waits and why, and drains when it is back', async () => {
    const workspace = await ravenStack()
    const { call, run, server } = workspace
    await server.stop()
    const { input } = await firstSendable(workspace)
    await call('intervention.start', input)
    expect(await run('outbox', 'drain')).toMatchObject({ sent: 0, later: 1 })
    const waiting = await run<Outbox>('outbox')
    expect(waiting.items[0]).toMatchObject({ state: 'waiting', why: expect.stringContaining('127.0.0.1') })
    expect(waiting.summary.trouble?.since).toBeGreaterThan(0)
    expect(waiting.summary.oldestWaitingAt).not.toBeNull()

    await server.start()
    expect(await run('outbox', 'drain')).toMatchObject({ sent: 1 })
    expect(server.received).toHaveLength(1)
    expect((await run<Outbox>('outbox')).summary.trouble).toBeNull()
  })

  it('never writes to a held-out account, and records it as such', async () => {
    const workspace = await ravenStack()
    const { call, run, server } = workspace
    await call('workspace.setGuardrails', { ...WITHOUT_UNDO_WINDOW, holdout: 1 })
    const row = (await run<QueueRow[]>('queue', '--limit', '1'))[0]
    const playbookId = row?.category === 'usage' ? 'usage-check-in' : 'feature-errors-help'
    const started = await call<{ arm: string; outboxId: number | null }>('intervention.start', {
      issueId: row?.id,
      playbookId,
    })
    expect(started).toMatchObject({ arm: 'control', outboxId: null })
    expect(await run('outbox', 'drain')).toMatchObject({ sent: 0 })
    expect(server.received).toEqual([])
  })
})

describe('the command line', () => {
  it('says what, why and what to do for every kind of mistake, and uses its exit codes', async () => {
    const missing = await forestallHere(['--workspace', join(tempFolder(), 'none'), 'queue'])
    expect(missing.code).toBe(1)
    expect(missing.stderr).toContain('init')
    expect((await forestall(['frobnicate'])).code).toBe(2)
    const { dir } = await aWorkspace()
    const wrong = await forestallHere(['--workspace', dir, 'call', 'queue.list', '{"limit":0}'])
    expect(wrong.code).toBe(1)
    expect(JSON.parse(wrong.stdout).error).toMatchObject({ kind: 'invalid', why: expect.stringContaining('limit') })
    const notJson = await forestallHere(['--workspace', dir, 'call', 'queue.list', '{limit}'])
    expect(JSON.parse(notJson.stdout).error.what).toContain('not JSON')
  })

  it('takes back what it connected when a file is refused, so that other files can still be imported', async () => {
    const { dir } = await aWorkspace()
    const folder = tempFolder()
    const [good, bad] = [join(folder, 'customers.csv'), join(folder, 'accounts.csv')]
    // The first rows are fine, so only reading it to its end shows what is wrong.
    const rows = Array.from({ length: 5_000 }, (_, n) => `A${n},Account ${n}`).join('\n')
    writeFileSync(good, 'account_id,name\nA1,One\n')
    writeFileSync(bad, `account_id,name\n${rows}\nA1,"never closed\n`)
    expect((await forestallHere(['--workspace', dir, 'import', bad])).code).toBe(1)
    expect(await forestallJsonHere(['--workspace', dir, 'call', 'source.list'])).toEqual([])
    expect((await forestallHere(['--workspace', dir, 'import', good])).code).toBe(0)
    expect((await forestallHere(['--workspace', dir, 'import', bad])).code).toBe(1)
    expect((await forestallHere(['--workspace', dir, 'sync'])).code).toBe(0)
  })

  it('ends with 1 when a stream could not be read', async () => {
    const { dir, call } = await aWorkspace()
    const server = await aLoopbackServer((_ask, res) => {
      res.writeHead(403).end('{"error":"no right"}')
    })
    onTestFinished(() => server.stop())
    const manifest = { ...aManifest(), baseUrl: `${server.url}/api` }
    mkdirSync(join(dir, 'manifests'))
    writeFileSync(join(dir, 'manifests/shop.json'), JSON.stringify(manifest))
    const config = { manifest: 'shop', allowedHosts: [server.host] }
    await call('source.add', { name: 'Shop', kind: 'rest', config })
    const { code, stdout } = await forestallHere(['--workspace', dir, 'sync'])
    expect(stdout).toContain('403')
    expect(code).toBe(1)
  })

  it('does not pretend to keep a credential, because it has no keychain', async () => {
    const { dir } = await aWorkspace()
    const input = JSON.stringify({ sourceId: 1, name: 'token', value: 'very-secret' })
    const { code, stdout, stderr } = await forestallHere(['--workspace', dir, 'call', 'source.setSecret', input])
    expect(code).toBe(1)
    expect(JSON.parse(stdout).error.todo).toContain('FORESTALL_SOURCE_')
    expect(stdout + stderr).not.toContain('very-secret')
  })

  it('lists every procedure of the contract', async () => {
    const { stdout } = await forestall(['calls'])
    for (const name of ['source.add', 'queue.list', 'intervention.start', 'outcome.confirm', 'journal.undo'])
      expect(stdout).toContain(name)
  })
})
