import type Database from 'better-sqlite3'
import { createTransport } from 'nodemailer'
import { decide } from '../../../main/cache/journal.ts'
import { startIntervention } from '../../../main/intervention/commands.ts'
import { recheck } from '../../../main/intervention/guard/recheck.ts'
import { channelsOf } from '../../../main/outbox/channels/channel.ts'
import { CONNECTIONS, smtpChannel } from '../../../main/outbox/channels/smtp.ts'
import { createDrain } from '../../../main/outbox/drain.ts'
import { outgoingOf } from '../../../shared/outbox/outgoing.ts'
import { type BenchCache, benchCache } from '../cache/bench-cache.ts'
import { NOW } from '../cache/data.ts'
import { beside, type Line, median, rounded } from '../figure.ts'
import { middle, stopwatch, type Took, times } from '../timing.ts'
import { type MailChild, startMailServer } from './mail-server.ts'

const RUNS = 3
const clock = { now: () => NOW, wall: () => NOW }
const BODY = `{% if contact.first_name %}Hello {{ contact.first_name }},{% else %}Hello,{% endif %}

we saw that {{ account.name }} uses the product less than usual. Nothing is wrong with your account, and nothing needs to be done.

If something is in your way, answer this message: a person reads it today, and most questions are solved within the hour. If you are simply busy with other things, you need not answer; we shall not write again about this.

Kind regards
Example Support`

/** What a workspace needs before it may write: rules, and a playbook whose template has fields. */
function settle(db: Database.Database): void {
  const put = db.prepare('INSERT OR REPLACE INTO setting VALUES (?, ?)')
  put.run('workspace', JSON.stringify({ id: 'bench', name: 'Bench', sample: false }))
  const caps = { holdout: 0, frequencyCap: { messages: 50, days: 7 }, quietHours: { from: 0, to: 0 } }
  put.run('guardrails', JSON.stringify({ ...caps, recentContactDays: 3, undoSeconds: 0 }))
  const stored = db.prepare("SELECT definition FROM playbook WHERE id = 'check-in'").pluck().get() as string
  const playbook = JSON.parse(stored) as { steps: { subject: string; body: string }[] }
  for (const step of playbook.steps) Object.assign(step, { subject: 'How is {{ account.name }} doing?', body: BODY })
  db.prepare("UPDATE playbook SET definition = ? WHERE id = 'check-in'").run(JSON.stringify(playbook))
  db.exec(`INSERT OR REPLACE INTO playbook_version (id, version, definition)
    SELECT id, version, definition FROM playbook WHERE id = 'check-in'`)
}

/** Decides on `issues` as a person does who writes to many at once: 25 decisions a commit. */
async function queue(cache: BenchCache, issues: readonly number[], run: number): Promise<void> {
  for (let at = 0; at < issues.length; at += 25)
    await cache.writer.write('user', tx => {
      for (const issueId of issues.slice(at, at + 25))
        decide(
          tx,
          startIntervention,
          { issueId, playbookId: 'check-in', overrides: [], wallNow: NOW, undoMs: 0 },
          { id: `bench-${run}-${issueId}`, actor: 'maya', device: 'bench', at: NOW },
        )
    })
}

/** How long one run of ours took, with deciding and without. */
interface Own {
  all: Took
  drain: Took
}

/** Everything between a decision and the mark that the message has left; and the same without deciding. */
async function ours(cache: BenchCache, server: MailChild, issues: readonly number[], run: number): Promise<Own> {
  const setting = { host: '127.0.0.1', port: server.port, security: 'none' as const, user: '' }
  const from = { fromName: 'Example Support', fromAddress: 'support@example.org' }
  const before = await server.taken()
  const fromDecision = stopwatch()
  await queue(cache, issues, run)
  const fromQueue = stopwatch()
  const drained = await createDrain({
    writer: cache.writer,
    read: cache.read,
    clock,
    random: () => 0,
    channels: channelsOf(smtpChannel({ ...setting, ...from }, null)),
    recheck: recheck(clock),
  })(new AbortController().signal)
  const [all, drain] = [fromDecision(), fromQueue()]
  const arrived = (await server.taken()) - before
  if (drained.sent !== issues.length || arrived !== issues.length)
    throw new Error(`of ${issues.length} messages ${drained.sent} were sent and ${arrived} arrived`)
  return { all, drain }
}

/** The same messages by the library alone, over as many connections, remembering nothing. Messages a second. */
async function bare(cache: BenchCache, server: MailChild, run: number): Promise<number> {
  const rows = cache.connection
    .prepare("SELECT payload FROM outbox WHERE intervention_id LIKE 'bench-' || ? || '-%'")
    .pluck()
    .all(String(run)) as string[]
  const mails = rows.map(row => {
    const out = outgoingOf(row)
    if (out.type !== 'message') throw new Error('only messages are queued here')
    const { to, subject, text, html } = out
    const from = { name: 'Example Support', address: 'support@example.org' }
    return { from, to: { name: to.name ?? '', address: to.address }, subject, text, html }
  })
  const transport = createTransport({
    host: '127.0.0.1',
    port: server.port,
    pool: true,
    maxConnections: CONNECTIONS,
    ignoreTLS: true,
  })
  const started = performance.now()
  await Promise.all(mails.map(mail => transport.sendMail(mail)))
  const took = performance.now() - started
  transport.close()
  return (mails.length / took) * 1_000
}

/** Issues about which somebody may be written to: spread over the accounts, past the suppressed and those with a ticket. */
function writable(count: number, accounts: number): number[] {
  const step = Math.floor(accounts / count)
  return Array.from({ length: count }, (_, i) => i * step + 1).map(id => (id % 50 === 0 ? id + 1 : id))
}

/** `dir` holds the workspace that `makePast` has made. */
export async function sendFigures(dir: string, count: number, accounts: number): Promise<Line[]> {
  const cache = benchCache(dir)
  settle(cache.connection)
  // What building the workspace has left in the log is not part of sending.
  cache.connection.pragma('wal_checkpoint(TRUNCATE)')
  const free = writable(count * (RUNS + 1), accounts)
  const server = await startMailServer()
  const owns: Own[] = []
  const peers: number[] = []
  try {
    // The first run warms code and pages of both.
    for (let run = 0; run <= RUNS; run++) {
      const own = await ours(cache, server, free.slice(run * count, (run + 1) * count), run)
      const peer = await bare(cache, server, run)
      if (run === 0) continue
      owns.push(own)
      peers.push(peer)
    }
  } finally {
    server.stop()
    await cache.close()
  }
  const rate = ({ wall }: Took) => (count / wall) * 1_000
  const runs = owns.map(({ drain }, n) => `${rounded(rate(drain))} beside ${rounded(peers[n] ?? 0)}`)
  const peer = median(peers)
  const drain = middle(owns.map(own => own.drain))
  const all = middle(owns.map(own => own.all))
  return [
    {
      figure: 'send',
      unit: 'messages/s',
      ...beside(rate(drain), 'bare pooled nodemailer', peer),
      ...times(drain),
      note: `${count} messages a run over ${CONNECTIONS} connections; runs: ${runs.join(', ')}`,
    },
    {
      figure: 'send.from_decision',
      unit: 'messages/s',
      ...beside(rate(all), 'bare pooled nodemailer', peer),
      ...times(all),
      note: 'with deciding, preflight, rendering and queueing of each message before',
    },
  ]
}
