import { describe, expect, it, onTestFinished } from 'vitest'
import { createHost } from '../../../main/engine/host.ts'
import { confinement, confineTo, isPermitted } from '../../../main/http/confine.ts'
import { createHttp } from '../../../main/http/http.ts'
import { guardrailsOf, setGuardrails } from '../../../main/intervention/door.ts'
import { openReadOnly } from '../../../main/source/door.ts'
import { openSinger } from '../../../main/source/singer/singer.ts'
import { type PolicyInForce, policySchema } from '../../../shared/policy.ts'
import { unwrap } from '../../../shared/result.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'

const policy = (value: unknown): { policy: { ok: true; value: PolicyInForce } } => {
  onTestFinished(() => confineTo(null))
  return { policy: { ok: true, value: { file: '/etc/forestall/policy.json', policy: policySchema.parse(value) } } }
}
const HELD = { guardrails: { frequencyCap: { messages: 1, days: 30 }, autopilot: false } }

/** The same workspace, opened once more under what an administrator decides now. */
async function reopened({ dir, host }: Awaited<ReturnType<typeof aWorkspace>>, more: Parameters<typeof aWorkspace>[0]) {
  await host.close()
  const { deps } = host
  const { policy: _, ...own } = deps
  const next = unwrap(await createHost({ ...own, ...more, dir }))
  onTestFinished(() => next.close())
  return next
}

describe('what an administrator holds', () => {
  it('is in force whatever the workspace has set, and shown', async () => {
    const { call } = await aWorkspace(policy(HELD))
    expect((await call.workspace.guardrails()).frequencyCap).toEqual({ messages: 1, days: 30 })
    expect(await call.workspace.policy()).toMatchObject({ file: '/etc/forestall/policy.json', policy: HELD })
  })

  it('cannot be changed, while everything else can', async () => {
    const { call } = await aWorkspace(policy(HELD))
    const guardrails = await call.workspace.guardrails()
    const looser = { ...guardrails, frequencyCap: { messages: 9, days: 1 } }
    await expect(call.workspace.setGuardrails(looser)).rejects.toThrow(/not changed/)
    await call.workspace.setGuardrails({ ...guardrails, holdout: 0.2 })
    expect(await call.workspace.guardrails()).toEqual({ ...guardrails, holdout: 0.2 })
  })

  it('is lifted with the file, and what the workspace had set holds again', async () => {
    const first = await aWorkspace()
    const own = { ...(await first.call.workspace.guardrails()), frequencyCap: { messages: 5, days: 3 } }
    await first.call.workspace.setGuardrails(own)
    const under = await reopened(first, policy(HELD))
    const shown = guardrailsOf(under.engine().read)
    expect(shown.frequencyCap.messages).toBe(1)
    unwrap(await under.engine().decide(setGuardrails, { ...shown, holdout: 0.3 }))
    const free = await reopened({ ...first, host: under }, {})
    expect(guardrailsOf(free.engine().read)).toEqual({ ...own, holdout: 0.3 })
  })

  it('stands in the journal, cannot be undone, and a replay comes to the same', async () => {
    const { call } = await aWorkspace(policy(HELD))
    const [decision] = await call.journal.list({})
    expect(decision).toMatchObject({ command: 'policy.hold', actor: 'administrator' })
    await expect(call.journal.undo({ id: decision?.id ?? '' })).rejects.toThrow(/undone/)
    expect(await call.journal.verify({ replay: true })).toMatchObject({ intact: true })
  })

  it('keeps autopilot off, on whatever trigger it is turned on', async () => {
    const { call } = await aWorkspace(policy(HELD))
    const [trigger] = await call.trigger.list()
    const triggerId = trigger?.definition.id ?? ''
    await expect(call.autopilot.set({ triggerId, enabled: true, dailyCap: 5 })).rejects.toThrow(/not changed/)
    expect((await call.autopilot.list()).every(({ allowed, enabled }) => !allowed && !enabled)).toBe(true)
  })

  it('keeps the engine from opening where the file cannot be used', async () => {
    const { host } = await aWorkspace()
    const bad = { kind: 'invalid', what: 'w', why: 'y', todo: 't' } as const
    const opened = await createHost({ ...host.deps, policy: { ok: false, error: bad } })
    expect(opened).toEqual({ ok: false, error: bad })
  })
})

describe('a host that an administrator allows', () => {
  const hosts = ['api.example.com', '*.shop.example', 'db.internal:5432', '10.0.0.7', '[::1]:8080']
  it.each([
    ['api.example.com', '443', true],
    ['API.example.com.', '443', true],
    ['x.api.example.com', '443', false],
    ['a.b.shop.example', '443', true],
    ['shop.example', '443', false],
    ['notshop.example', '443', false],
    ['db.internal', '5432', true],
    ['db.internal', '5433', false],
    ['10.0.0.7', '25', true],
    ['[::1]', '8080', true],
    ['::1', '80', false],
  ])('%s:%s is judged by its name and port', (host, port, may) => {
    expect(isPermitted(hosts, host, port)).toBe(may)
  })

  it('is the only one that requests, databases and programs may reach', async () => {
    await aWorkspace(policy({ hosts: ['api.example.com'] }))
    expect(confinement('api.example.com', 443)).toBeNull()
    const http = createHttp({ allowedHosts: ['127.0.0.1:9'] })
    onTestFinished(() => http.close())
    const outcome = await http.request({ url: 'http://127.0.0.1:9/' })
    expect(outcome).toMatchObject({ ok: false, trouble: { kind: 'refused_address' } })
    expect(JSON.stringify(outcome)).toContain('your administrator allows')
    const trouble = { what: 'The database was not read.', correct: 'c' }
    const reach = { client: { host: '127.0.0.1', port: 9 }, timeout: 1_000, trouble }
    await expect(openReadOnly(reach)).rejects.toThrow(/your administrator allows/)
    const config = {
      command: 'tap-shop',
      args: [],
      settings: {},
      secrets: [],
      catalog: 'none' as const,
      idleSeconds: 1,
      streams: [],
    }
    const secrets = { get: async () => null, set: async () => {} }
    const tap = await openSinger(config, { secrets, dir: '.', sleep: async () => {} })
    expect(tap.ok ? '' : tap.error.why).toContain('Your administrator allows certain hosts only')
  })
})
