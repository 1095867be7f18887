import { describe, expect, it } from 'vitest'
import { commandsByName, undo } from '../../../main/cache/journal.ts'
import {
  interventionCommands,
  recallMessage,
  savePlaybook,
  startIntervention,
  suppress,
} from '../../../main/intervention/commands.ts'
import { armFor } from '../../../main/intervention/guard/arms/arms.ts'
import { preflightsOf } from '../../../main/intervention/guard/ledger.ts'
import { getPlaybook, listPlaybooks, seedPlaybooks } from '../../../main/intervention/playbook/playbooks.ts'
import { outagePlaybooks, starterPlaybooks } from '../../../main/intervention/playbook/starter-playbooks.ts'
import { previewOutreach } from '../../../main/intervention/start/preview-start.ts'
import { setSmtp } from '../../../main/outbox/channel-commands.ts'
import { troublesOf } from '../../../main/outbox/trouble.ts'
import { overrideSchema } from '../../../shared/model/intervention.ts'
import { referenceOf } from '../../../shared/outbox/reference.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR, SECOND } from '../../../shared/trigger/duration.ts'
import {
  aContact,
  anAccount,
  anEvent,
  anIssue,
  aPlaybook,
  aReachableIssue,
  aSignal,
  aTicket,
  aTrigger,
  aWorkspace,
  NOON,
  putSetting,
} from '../../helpers/builders.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { started } from '../../helpers/outreach.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'
import { smtpSetting } from '../../helpers/smtp.ts'

function aShop(guardrails = {}) {
  const cache = aReadyCache(guardrails)
  const one = (sql: string, ...params: unknown[]) => cache.connection.prepare(sql).get(...params)
  return { ...cache, db: cache.connection, one }
}
const args = (issueId: number, changes = {}) => ({
  issueId,
  playbookId: 'usage-check-in',
  overrides: [],
  wallNow: NOON,
  undoMs: 10 * SECOND,
  ...changes,
})

describe('starting an intervention', () => {
  it('puts decision, verdicts, message and expected outcome in place together', async () => {
    const shop = aShop()
    const { issue, account } = aReachableIssue(shop.db, { contact: { email: ' Ada@Example.com ' } })
    const value = unwrap(await decideNow(shop.writer, startIntervention, args(issue), { id: 'd-1' }))
    expect(value).toEqual({
      interventionId: 'd-1',
      arm: 'treatment',
      outboxId: 1,
      notBefore: NOON + 10 * SECOND,
      held: false,
    })
    expect(shop.one('SELECT * FROM intervention')).toMatchObject({
      account_id: account,
      trigger_id: 'usage-down',
      exposed_at: NOON,
      window_ends_at: NOON + 14 * DAY,
      started_by: 'maya',
    })
    expect(shop.one('SELECT state, version FROM issue')).toEqual({ state: 'acting', version: 1 })
    expect(shop.one('SELECT lane, recipient, state FROM outbox')).toEqual({
      lane: 'ada@example.com',
      recipient: 'ada@example.com',
      state: 'waiting',
    })
    expect(shop.one('SELECT json_array_length(answers) AS n FROM verdict')).toEqual({ n: 13 })
    expect(shop.one('SELECT window_ends_at AS at FROM outcome')).toEqual({ at: NOON + 14 * DAY })
  })

  it('sends byte for byte what the preview showed and its reference code, also when a person edited it', async () => {
    const shop = aShop()
    const plain = aReachableIssue(shop.db)
    const edited = aReachableIssue(shop.db)
    const edit = { subject: 'My own {{ words }}', text: 'Hello\r\n\r\n\r\n<you> {% if %}' }
    for (const [issue, changes] of [
      [plain.issue, {}],
      [edited.issue, edit],
    ] as const) {
      const input = { issueId: issue, playbookId: 'usage-check-in', ...changes }
      const shown = unwrap(previewOutreach(shop.read, input, NOON))
      expect(shown).toMatchObject({ leaves: 'now', problem: null, arm: 'treatment' })
      await decideNow(shop.writer, startIntervention, args(issue, changes), { id: `d-${issue}` })
      const row = shop.one('SELECT key, payload FROM outbox WHERE issue_id = ?', issue) as {
        key: string
        payload: string
      }
      const code = referenceOf('w-1', row.key)
      expect(JSON.parse(row.payload)).toMatchObject({
        subject: shown.message?.subject,
        text: `${shown.message?.text}\n\nReference: ${code}`,
        html: `${shown.message?.html}\n<p>Reference: ${code}</p>`,
        to: { address: shown.to },
      })
    }
    expect(shop.one('SELECT count(*) AS n FROM outbox')).toEqual({ n: 2 })
  })

  it('names the trigger of the strongest signal that holds', async () => {
    const shop = aShop()
    aTrigger(shop.db, { id: 'weak', prior: { risk: 0.1, weight: 1 } })
    aTrigger(shop.db, { id: 'strong', prior: { risk: 0.9, weight: 1 } })
    const { issue } = aReachableIssue(shop.db)
    aSignal(shop.db, issue, { trigger: 'weak' })
    aSignal(shop.db, issue, { trigger: 'strong', firedAt: NOON - 2 * DAY, clearedAt: NOON - DAY })
    await started(shop, issue)
    expect(shop.one('SELECT trigger_id AS id FROM intervention')).toEqual({ id: 'usage-down' })
  })

  it('holds an account of the control arm out: an intervention without a message', async () => {
    const shop = aShop({ holdout: 1 })
    const { issue } = aReachableIssue(shop.db)
    expect(unwrap(previewOutreach(shop.read, { issueId: issue, playbookId: 'usage-check-in' }, NOON)).leaves).toBe(
      'held_out',
    )
    const value = await started(shop, issue)
    expect(value).toMatchObject({ arm: 'control', outboxId: null, notBefore: null })
    expect(shop.one('SELECT count(*) AS n FROM outbox')).toEqual({ n: 0 })
    expect(shop.one('SELECT count(*) AS n FROM outcome')).toEqual({ n: 1 })
    expect(shop.one('SELECT state FROM issue')).toEqual({ state: 'acting' })
  })

  it('breaking the glass writes to a held-out account and leaves it in its arm', async () => {
    const shop = aShop({ holdout: 1 })
    const { issue } = aReachableIssue(shop.db)
    const overrides = [{ check: 'arm' as const, reason: 'they lose money by the hour' }]
    const value = unwrap(await decideNow(shop.writer, startIntervention, args(issue, { overrides }), { id: 'd-1' }))
    expect(value).toMatchObject({ arm: 'control', outboxId: 1 })
    const [kept] = preflightsOf(shop.read, 'd-1')
    expect(kept).toMatchObject({ at: NOON, stage: 'compose' })
    expect(kept?.answers.find(({ check }) => check === 'arm')).toMatchObject({
      status: 'refuse',
      overridden: 'they lose money by the hour',
    })
  })

  it('refuses with the facts in words and changes nothing', async () => {
    const shop = aShop()
    const { issue, account } = aReachableIssue(shop.db)
    aTicket(shop.db, account, NOON - DAY)
    const answer = await decideNow(shop.writer, startIntervention, args(issue), { id: 'd-1' })
    expect(!answer.ok && answer.error.why).toBe('1 ticket of this account is open since 2 Jul; answer in the ticket.')
    for (const table of ['intervention', 'outbox', 'verdict', 'outcome', 'journal'])
      expect(shop.one(`SELECT count(*) AS n FROM ${table}`)).toEqual({ n: 0 })
  })

  it('refuses a playbook about something else than the issue', async () => {
    const shop = aShop()
    const { issue } = aReachableIssue(shop.db, { issue: { category: 'billing', playbook: 'payment-new-card' } })
    const answer = await decideNow(shop.writer, startIntervention, args(issue), { id: 'd-1' })
    expect(answer).toMatchObject({ ok: false, error: { kind: 'refused', why: expect.stringContaining('billing') } })
  })

  it('ignores what lies in the future of the workspace', async () => {
    const shop = aShop()
    const { issue, account } = aReachableIssue(shop.db)
    aTicket(shop.db, account, NOON + HOUR)
    anEvent(shop.db, account, 'call', NOON + HOUR)
    const verdicts = unwrap(previewOutreach(shop.read, { issueId: issue, playbookId: 'usage-check-in' }, NOON)).verdicts
    expect(verdicts.filter(({ status }) => status !== 'pass')).toEqual([])
    const later = previewOutreach(shop.read, { issueId: issue, playbookId: 'usage-check-in' }, NOON + 2 * HOUR)
    const blocking = unwrap(later).verdicts.filter(({ status }) => status !== 'pass')
    expect(blocking.map(({ check }) => check)).toEqual(['open_ticket', 'recent_contact'])
  })

  it('does not start the same playbook twice for one issue', async () => {
    const shop = aShop()
    const { issue } = aReachableIssue(shop.db)
    await started(shop, issue)
    const again = await decideNow(shop.writer, startIntervention, args(issue), { id: 'd-2' })
    expect(!again.ok && again.error.why).toMatch(/started for this issue/)
  })

  it('counts what waits for the same address, however it is written, against the frequency cap', async () => {
    const shop = aShop({ frequencyCap: { messages: 1, days: 7 } })
    const first = aReachableIssue(shop.db, { contact: { email: 'Same@example.com' } })
    const second = aReachableIssue(shop.db, { contact: { email: 'same@example.com' } })
    await started(shop, first.issue)
    const value = await started(shop, second.issue)
    expect(value.notBefore).toBe(NOON + 7 * DAY)
    const row = shop.one('SELECT why FROM outbox WHERE id = 2') as { why: string }
    expect(row.why).toMatch(/1 of at most 1 message within 7 days already/)
  })

  it('waits through quiet hours, in machine time', async () => {
    const shop = aShop({ quietHours: { from: 20, to: 8 } })
    const { issue } = aReachableIssue(shop.db, { contact: { timeZone: 'Asia/Tokyo' } })
    const wallNow = NOON + 500 * DAY
    const value = unwrap(await decideNow(shop.writer, startIntervention, args(issue, { wallNow }), { id: 'd-1' }))
    expect(value.notBefore).toBe(wallNow + 11 * HOUR)
  })

  it('chooses the first contact who can and may be written to', async () => {
    const shop = aShop()
    const account = anAccount(shop.db)
    const issue = anIssue(shop.db, { account })
    aSignal(shop.db, issue)
    aContact(shop.db, account, { email: null })
    aContact(shop.db, account, { consent: false })
    const suppressed = aContact(shop.db, account, { email: 'no@example.com' })
    const good = aContact(shop.db, account, { email: 'yes@example.com' })
    await decideNow(shop.writer, suppress, { address: 'No@example.com', reason: 'asked us' }, { id: 's-1' })
    const input = { issueId: issue, playbookId: 'usage-check-in' }
    expect(unwrap(previewOutreach(shop.read, input, NOON)).contact?.id).toBe(good)
    const forced = unwrap(previewOutreach(shop.read, { ...input, contactId: suppressed }, NOON))
    expect(forced).toMatchObject({ leaves: 'refused', contact: { suppressed: true } })
    const stranger = aContact(shop.db, anAccount(shop.db))
    expect(previewOutreach(shop.read, { ...input, contactId: stranger }, NOON).ok).toBe(false)
  })

  it('a name that would break the header is refused, not sent', async () => {
    const shop = aShop()
    const { issue } = aReachableIssue(shop.db, { account: { name: 'Evil\r\nBcc: eve@example.com' } })
    const shown = unwrap(previewOutreach(shop.read, { issueId: issue, playbookId: 'usage-check-in' }, NOON))
    expect(shown).toMatchObject({ leaves: 'refused', message: null, problem: expect.stringContaining('line break') })
    expect((await decideNow(shop.writer, startIntervention, args(issue), { id: 'd-1' })).ok).toBe(false)
  })
})

describe('taking back', () => {
  const undoLast = (shop: ReturnType<typeof aShop>) =>
    shop.writer.write('user', tx =>
      undo(tx, commandsByName(interventionCommands), { id: 'u-1', actor: 'maya', device: 'test', at: NOON }, undefined),
    )

  it('undo puts issue and outbox back as they were before the start', async () => {
    const shop = aShop()
    const { issue } = aReachableIssue(shop.db)
    const before = shop.one('SELECT * FROM issue')
    await started(shop, issue)
    expect((await undoLast(shop)).ok).toBe(true)
    expect(shop.one('SELECT * FROM issue')).toEqual(before)
    expect(shop.one('SELECT state FROM outbox')).toEqual({ state: 'cancelled' })
    expect(shop.one('SELECT recalled_at AS at FROM intervention')).toEqual({ at: NOON })
    expect(shop.one('SELECT count(*) AS n FROM outcome')).toEqual({ n: 0 })
    expect((await started(shop, issue)).outboxId).toBe(2)
  })

  it('the issue stays acting while another playbook runs', async () => {
    const shop = aShop()
    aPlaybook(shop.db, { id: 'other' })
    const { issue } = aReachableIssue(shop.db)
    await started(shop, issue)
    await decideNow(shop.writer, startIntervention, args(issue, { playbookId: 'other' }), { id: 'd-2' })
    unwrap(await decideNow(shop.writer, recallMessage, { id: 2 }, { id: 'd-3' }))
    expect(shop.one('SELECT state FROM issue')).toEqual({ state: 'acting' })
    unwrap(await decideNow(shop.writer, recallMessage, { id: 1 }, { id: 'd-4' }))
    expect(shop.one('SELECT state FROM issue')).toEqual({ state: 'open' })
  })

  it.each([
    ['sending', 'leaving right now'],
    ['sent', 'already left'],
    ['unsure', 'may have left'],
    ['cancelled', 'already recalled'],
  ])('is refused in words once the message is %s', async (state, words) => {
    const shop = aShop()
    const { issue } = aReachableIssue(shop.db)
    await started(shop, issue)
    shop.db.prepare('UPDATE outbox SET state = ?').run(state)
    const answer = await decideNow(shop.writer, recallMessage, { id: 1 }, { id: 'd-9' })
    expect(!answer.ok && answer.error.why).toContain(words)
    expect(shop.one('SELECT state FROM issue')).toEqual({ state: 'acting' })
  })
})

describe('playbooks and settings', () => {
  it('a new workspace gets the starter playbooks; what a person changed stays', async () => {
    const shop = aShop()
    await shop.writer.write('user', seedPlaybooks)
    await shop.writer.write('user', seedPlaybooks)
    expect(listPlaybooks(shop.read).map(({ id }) => id)).toEqual(
      [...starterPlaybooks(), ...outagePlaybooks()].map(({ id }) => id).sort(),
    )
    expect(getPlaybook(shop.read, 'usage-check-in')?.playbook.name).toBe('Usage check-in')
  })

  it('saving checks the template first, counts versions and can be undone', async () => {
    const shop = aShop()
    const before = getPlaybook(shop.read, 'usage-check-in')
    if (!before) throw new Error('no playbook')
    const wrong = { ...before.playbook, steps: before.playbook.steps.map(step => ({ ...step, body: '{{ nope }}' })) }
    const refused = await decideNow(shop.writer, savePlaybook, wrong, { id: 'p-0' })
    expect(!refused.ok && refused.error.why).toBe('At steps[0].body: There is no field nope.')
    unwrap(await decideNow(shop.writer, savePlaybook, { ...before.playbook, name: 'Changed' }, { id: 'p-1' }))
    unwrap(await decideNow(shop.writer, savePlaybook, { ...before.playbook, id: 'brand-new' }, { id: 'p-2' }))
    expect(getPlaybook(shop.read, 'usage-check-in')).toMatchObject({ version: 2, playbook: { name: 'Changed' } })
    for (const id of ['p-2', 'p-1'])
      await shop.writer.write('user', tx =>
        undo(tx, commandsByName(interventionCommands), { id: `u-${id}`, actor: 'maya', device: 't', at: NOON }, id),
      )
    expect(getPlaybook(shop.read, 'brand-new')).toBeNull()
    expect(getPlaybook(shop.read, 'usage-check-in')?.playbook).toEqual(before.playbook)
  })

  it('the mail server of a new setting is tried at once, and its sender shows in the preview', async () => {
    const shop = aShop()
    const away = { since: 1, why: 'x', failures: 9, until: NOON + DAY, asked: true }
    putSetting(shop.db, 'outbox.troubles', { email: away, chat: away })
    unwrap(await decideNow(shop.writer, setSmtp, smtpSetting(25), { id: 'c-1' }))
    expect(Object.keys(troublesOf(shop.read))).toEqual(['chat'])
    const { issue } = aReachableIssue(shop.db)
    const shown = unwrap(previewOutreach(shop.read, { issueId: issue, playbookId: 'usage-check-in' }, NOON))
    expect(shown.from).toBe('Example Support <support@example.org>')
  })

  it('an arm depends on workspace and account alone, and a larger holdout only adds to it', () => {
    const shop = aShop({ holdout: 0.05 })
    const uids = Array.from({ length: 2_000 }, (_, n) => `files:${n}`)
    const held = uids.filter(uid => armFor(shop.read, { id: 0, uid }) === 'control')
    expect(held.length).toBeGreaterThan(60)
    expect(held.length).toBeLessThan(140)
    aWorkspace(shop.db, { holdout: 0.2 })
    expect(held.every(uid => armFor(shop.read, { id: 0, uid }) === 'control')).toBe(true)
  })
})

it('a reason of blanks is none', async () => {
  expect(overrideSchema.safeParse({ check: 'open_ticket', reason: '   ' }).success).toBe(false)
  const said = await decideNow(aShop().writer, suppress, { address: 'ada@example.com', reason: ' \t ' }, { id: 'd-1' })
  expect(said).toMatchObject({ ok: false, error: { kind: 'invalid' } })
})
