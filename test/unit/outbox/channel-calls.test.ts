import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listJournal, verifyJournal } from '../../../main/cache/chain.ts'
import { wrap } from '../../../main/cache/db.ts'
import { DATABASE } from '../../../main/cache/open.ts'
import { createEngine } from '../../../main/engine/engine.ts'
import { environmentSecrets } from '../../../main/engine/secrets-store.ts'
import { channelValues, setChannel } from '../../../main/outbox/door.ts'
import type { SmtpSetting } from '../../../shared/model/smtp.ts'
import { unwrap } from '../../../shared/result.ts'
import { anAccount, anIssue } from '../../helpers/builders.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'
import { aCertificate } from '../../helpers/certificate.ts'
import { anEngine, engineDeps } from '../../helpers/engine.ts'
import { aLoopbackServer, json } from '../../helpers/loopback.ts'
import { aMailServer, smtpSetting } from '../../helpers/smtp.ts'

async function aReceiver() {
  const server = await aLoopbackServer((_ask, res) => json(res, {}))
  onTestFinished(() => server.stop())
  return server
}

describe('setting up a channel', () => {
  it('lists what there is and what is missing', async () => {
    const { call } = await aWorkspace()
    const { channels } = await call.channel.list()
    const some = channels.slice(0, 5)
    expect(some.map(({ id, ready, missing }) => [id, ready, missing[0]])).toEqual([
      ['email', false, 'No mail server is set yet.'],
      ['webhook', false, 'Address is missing.'],
      ['slack', false, expect.stringMatching(/^Bot token .* is missing\.$/)],
      ['intercom', false, 'Id of the sending teammate is missing.'],
      ['zendesk', false, 'Address of your Zendesk is missing.'],
    ])
    expect(some.map(({ afterCrash }) => afterCrash)).toEqual(['shown', 'shown', 'shown', 'shown', 'asked'])
  })

  it('of the sample say that its messages go into a folder, and ask for no mail server', async () => {
    const { call } = await aWorkspace({}, { seed: 1, accounts: 3, days: 2 })
    const [email] = (await call.channel.list()).channels
    expect(email).toMatchObject({ ready: true, missing: [], about: expect.stringContaining('none is sent') })
  })

  it('refuses what does not fit, in words', async () => {
    const { call } = await aWorkspace()
    const set = (id: string, values: Record<string, string>) => call.channel.set({ id, values })
    await expect(set('zendesk', { host: 'evil.example.com' })).rejects.toMatchObject({
      data: { why: 'Address of your Zendesk is not valid (example.zendesk.com).' },
    })
    await expect(set('zendesk', { colour: 'red' })).rejects.toMatchObject({
      data: { why: 'It has no field called colour.' },
    })
    // It would be kept in the journal for good, where everybody can read it.
    await expect(set('webhook', { url: 'https://maya:pass@example.com/hook' })).rejects.toMatchObject({
      data: { why: expect.stringMatching(/^Address is not valid/) },
    })
    await expect(set('app', { host: 'app.internal:99999' })).rejects.toMatchObject({
      data: { why: expect.stringMatching(/^Address of your product’s API is not valid/) },
    })
    await set('app', { host: 'app.internal:8443' })
    await set('app', {})
    await expect(set('fax', {})).rejects.toMatchObject({ data: { kind: 'not_found' } })
  })

  it.each<[string, string]>([
    ['bounceAddress', 'b@x.example>'],
    ['complaintAddress', 'two@x.example, one@x.example'],
    ['unsubscribeUrl', 'https://x.example:99999/{address}'],
    ['unsubscribeUrl', 'https://x.example/a\nBcc: eve@x.example'],
    ['unsubscribeUrl', 'http://x.example/{address}'],
    ['certificate', '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----'],
    ['certificate', '-----BEGIN CERTIFICATE-----\n'],
  ])('refuses as %s of e-mail what could not be sent with: %j', async (name, value) => {
    const { call, dir } = await aWorkspace()
    await expect(call.channel.set({ id: 'email', values: { [name]: value } })).rejects.toMatchObject({
      data: { why: expect.stringContaining('is not valid') },
    })
    // What an earlier version has taken is not called ready, and says which field it is.
    const db = new Database(join(dir, DATABASE))
    db.prepare('INSERT INTO setting (key, value) VALUES (?, ?)').run('channel.email', JSON.stringify({ [name]: value }))
    db.close()
    await call.channel.setSmtp({ setting: smtpSetting(1) })
    const [email] = (await call.channel.list()).channels
    expect(email).toMatchObject({ ready: false, missing: [expect.stringContaining('is not valid')] })
    expect((await call.channel.test({ id: 'email' })).message).toBe(`E-mail is not set up: ${email?.missing[0]}`)
  })

  it('takes as settings of e-mail what it can send with', async () => {
    const { call } = await aWorkspace()
    const values = {
      bounceAddress: 'bounces+a@x.example',
      unsubscribeUrl: 'https://x.example:8443/out?who={address}&key={key}',
      certificate: aCertificate().cert,
    }
    await call.channel.set({ id: 'email', values })
    await call.channel.setSmtp({ setting: smtpSetting(1) })
    expect((await call.channel.list()).channels[0]).toMatchObject({ ready: true, missing: [] })
  })

  it('gives no password to a mail server on the Internet in the clear', async () => {
    const { call } = await aWorkspace()
    const secret = { id: 'email', secret: 'pw' }
    const isHeld = (change: Partial<SmtpSetting>) =>
      call.channel.setSmtp({ setting: { ...smtpSetting(25), user: 'maya', ...change } }).then(
        () => false,
        (error: { data: { why: string } }) => error.data.why.includes('unencrypted'),
      )
    await call.channel.setSecret(secret)
    for (const host of [
      'mail.example.com',
      '8.8.8.8',
      '::ffff:8.8.8.8',
      'localhost.example.com',
      'mail.internal.example',
    ])
      expect(await isHeld({ host }), host).toBe(true)
    for (const host of ['localhost', '127.0.0.1', '10.1.2.3', '::1']) expect(await isHeld({ host }), host).toBe(false)
    expect(await isHeld({ host: 'mail.example.com', user: '' })).toBe(false)
    expect(await isHeld({ host: 'mail.example.com', security: 'starttls' })).toBe(false)
    await call.channel.allowHost({ host: 'mail.example.com:25', allowed: true })
    expect(await isHeld({ host: 'mail.example.com' })).toBe(false)
    // The word is taken back: what was set then is not used any more.
    await call.channel.allowHost({ host: 'mail.example.com:25', allowed: false })
    expect((await call.channel.list()).channels[0]?.missing).toEqual([expect.stringContaining('unencrypted')])
    expect((await call.channel.test({ id: 'email' })).message).toMatch(/^E-mail is not set up: The password would/)
  })

  it('is missing something while no user name comes of its settings, and holds up nobody else', async () => {
    const { call, dir } = await aWorkspace()
    mkdirSync(join(dir, 'channels'))
    const request = { method: 'POST', url: 'https://chat.example.com/messages' }
    const own = {
      ...{ version: 1, id: 'own-chat', name: 'Own chat', about: '', docs: ['https://chat.example.com/docs'] },
      settings: [{ name: 'number', label: 'Number' }],
      auth: { kind: 'basic', user: '{{ settings.number | to_number }}' },
      ...{ test: { request }, message: { request } },
    }
    writeFileSync(join(dir, 'channels/own.json'), JSON.stringify(own))
    await call.channel.set({ id: 'own-chat', values: { number: 'abc' } })
    const { ok, message } = await call.channel.test({ id: 'own-chat' })
    expect({ ok, message }).toEqual({ ok: false, message: 'Own chat is not set up: abc is not a number.' })
  })

  it('keeps the name of the sender on one line', async () => {
    const { call } = await aWorkspace()
    await call.channel.setSmtp({ setting: { ...smtpSetting(1), fromName: ' Maya\r\nBcc: x@y.example' } })
    expect((await call.channel.smtp()).setting?.fromName).toBe('Maya Bcc: x@y.example')
    await expect(call.channel.setSmtp({ setting: { ...smtpSetting(1), fromName: ' \n ' } })).rejects.toThrow()
  })

  it('says which variable a secret belongs in where there is no keychain to keep it', async () => {
    const told: string[] = []
    const secrets = environmentSecrets({}, variable => told.push(variable))
    await secrets.set('channel-own-chat:w-1', 'hidden')
    await secrets.set('channel-own-chat:w-1', null)
    await secrets.set('source:3:api_key', 'hidden')
    expect(told).toEqual(['FORESTALL_CHANNEL_OWN_CHAT_PASSWORD', 'FORESTALL_SOURCE_3_API_KEY'])
  })

  it('speaks to a private host only once an admin has allowed that very host, and can be taken back', async () => {
    const server = await aReceiver()
    const { call } = await aWorkspace()
    await call.channel.set({ id: 'webhook', values: { url: `${server.url}/hook` } })
    await call.channel.setSecret({ id: 'webhook', secret: 'whsec_c2VjcmV0LXZhbHVl' })
    expect(await call.channel.test({ id: 'webhook' })).toMatchObject({ ok: false })
    expect(server.asked).toEqual([])
    const { journalId } = await call.channel.allowHost({ host: server.host, allowed: true })
    expect(await call.channel.test({ id: 'webhook' })).toEqual({ ok: true, message: 'The webhook answers.' })
    await call.journal.undo({ id: journalId })
    expect((await call.channel.list()).allowedHosts).toEqual([])
    expect(await call.channel.test({ id: 'webhook' })).toMatchObject({ ok: false })
  })

  it('keeps the token in a webhook’s address out of every answer, of the journal and of the file', async () => {
    const server = await aReceiver()
    const { call, dir, host } = await aWorkspace()
    await call.channel.allowHost({ host: server.host, allowed: true })
    await call.channel.setSecret({ id: 'webhook', secret: 'whsec_c2VjcmV0LXZhbHVl' })
    await call.channel.set({ id: 'webhook', values: { url: `${server.url}/services/T0KEN?key=hid-den` } })
    // The page hands back what it was shown when another field is changed.
    await call.channel.set({ id: 'webhook', values: { url: server.url, remembers_hours: '2' } })
    expect(await call.channel.test({ id: 'webhook' })).toMatchObject({ ok: true })
    expect(server.asked[0]?.url).toBe('/services/T0KEN?key=hid-den')
    const { channels } = await call.channel.list()
    expect(channels.find(({ id }) => id === 'webhook')?.fields[0]?.value).toBe(server.url)
    expect(JSON.stringify([channels, await call.journal.list({})])).not.toMatch(/T0KEN|hid-den/)
    await host.close()
    for (const file of readdirSync(dir)) {
      const path = join(dir, file)
      if (statSync(path).isFile()) expect(readFileSync(path).includes('T0KEN'), file).toBe(false)
    }
  })

  it('says that a webhook’s address is not known where only its host is', async () => {
    const { call, host } = await aWorkspace()
    await call.channel.setSecret({ id: 'webhook', secret: 'whsec_c2VjcmV0LXZhbHVl' })
    await call.channel.set({ id: 'webhook', values: { url: 'https://hooks.example.com/T0KEN' } })
    const { identity, secrets } = host.engine()
    const view = async () => (await call.channel.list()).channels.find(({ id }) => id === 'webhook')
    expect(await view()).toMatchObject({ ready: true })
    await secrets.set(`channel-webhook-address:${identity.id}`, null)
    expect(await view()).toMatchObject({ ready: false, missing: [expect.stringMatching(/not known on this computer/)] })
    expect(await call.channel.test({ id: 'webhook' })).toMatchObject({ message: expect.stringMatching(/not known/) })
  })

  it('moves an address that an older version kept in the file into a keychain that lasts', async () => {
    const secrets = environmentSecrets({})
    const { deps } = engineDeps({ secrets })
    const before = unwrap(await createEngine(deps))
    const values = { url: 'https://hooks.example.com/T0KEN', remembers_hours: '2' }
    unwrap(await before.decide(setChannel, { id: 'webhook', values }))
    await before.close()
    const { engine } = await anEngine({ dir: deps.dir, secrets, makeKey: () => 'key' })
    expect(channelValues(engine.read, 'webhook')).toEqual({ ...values, url: 'https://hooks.example.com' })
    expect(await secrets.get(`channel-webhook-address:${engine.identity.id}`)).toBe(values.url)
  })

  it('takes the tokens that an older version wrote into the journal out of it, and the journal still verifies', async () => {
    const secrets = environmentSecrets({})
    const { deps } = engineDeps({ secrets })
    const before = unwrap(await createEngine(deps))
    const set = (url: string) => before.decide(setChannel, { id: 'webhook', values: { url } })
    for (const token of ['F1RST', 'T0KEN']) unwrap(await set(`https://hooks.example.com/${token}?key=${token}`))
    unwrap(await before.decide(setChannel, { id: 'slack', values: {} }))
    await before.close()
    const ask = { ...deps, create: null, makeKey: () => 'key' }
    for (const rows of [4, 4]) {
      const again = unwrap(await createEngine(ask))
      expect(listJournal(again.read, -1, 0)).toHaveLength(rows)
      expect(await again.verifyJournal()).toMatchObject({ intact: true, erased: 0, rows })
      expect((await again.verifyJournal(true)).effects).toMatchObject({ differs: 0 })
      await again.close()
    }
    const file = join(deps.dir, DATABASE)
    for (const suffix of ['', '-wal'])
      if (existsSync(file + suffix)) expect(readFileSync(file + suffix).toString('latin1')).not.toMatch(/F1RST|T0KEN/)
    const db = new Database(file)
    db.exec("UPDATE journal SET args = replace(args, 'hooks.example.com', 'evil.example.com') WHERE seq = 1")
    expect(verifyJournal(wrap(db, () => {}))).toMatchObject({ intact: false, brokenAt: 1 })
    db.close()
  })

  it('keeps the secret out of every answer and of the journal', async () => {
    const { call } = await aWorkspace()
    await call.channel.setSecret({ id: 'slack', secret: 'xoxb-very-secret' })
    const { channels } = await call.channel.list()
    expect(channels.find(({ id }) => id === 'slack')).toMatchObject({ hasSecret: true, ready: true })
    const said = JSON.stringify([channels, await call.journal.list({})])
    expect(said).not.toContain('very-secret')
    expect(await call.channel.setSecret({ id: 'slack', secret: '' })).toEqual({ hasSecret: false })
  })
})

describe('a workspace on a clock of its own', () => {
  it('sends nothing for real until a person confirms it, and says so', async () => {
    const mail = await aMailServer()
    onTestFinished(() => mail.stop())
    const { host, call } = await aWorkspace()
    const setting = { host: '127.0.0.1', port: mail.port, security: 'none' as const, user: '' }
    await call.channel.setSmtp({ setting: { ...setting, fromName: 'Maya', fromAddress: 'maya@example.org' } })
    queueBare(host.engine().dir)
    await call.workspace.setClock({ mode: 'fixed', at: Date.UTC(2024, 6, 3, 12) })
    expect(await call.outbox.drain({})).toMatchObject({ later: 1 })
    const held = await call.outbox.summary()
    expect(held.replay).toBe('held')
    expect(held.trouble?.why).toMatch(/^This workspace replays the past/)
    await call.outbox.allowReplay({ allowed: true })
    expect((await call.outbox.summary()).replay).toBe('confirmed')
    // Preflight looks at it now; nobody decided on this message, so it does not leave.
    expect(await call.outbox.drain({})).toMatchObject({ later: 0, refused: 1 })
    await call.workspace.setClock({ mode: 'real' })
    expect((await call.outbox.summary()).replay).toBeNull()
  })
})

/** A message that nobody decided on: enough to see whether the channel is opened at all. */
function queueBare(dir: string): void {
  const db = new Database(join(dir, DATABASE))
  db.pragma('foreign_keys = OFF')
  const issue = anIssue(db, { account: anAccount(db) })
  const to = { name: null, address: 'a@example.com' }
  const payload = { type: 'message', key: 'k', to, subject: 's', text: 't', html: 'h' }
  db.prepare(
    `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides, state,
       queued_at, not_before)
     VALUES ('k', 'i', ?, 1, 'a@example.com', 'email', 'a@example.com', ?, '[]', 'waiting', 0, 0)`,
  ).run(issue, JSON.stringify(payload))
  db.close()
}
