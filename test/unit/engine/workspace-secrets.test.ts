import { expect, it } from 'vitest'
import { environmentSecrets, type SecretStore } from '../../../main/engine/secrets-store.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'

/** A keychain, as every workspace of a computer uses it. */
function aKeychain(kept: Record<string, string> = {}): SecretStore & { kept: Map<string, string> } {
  const all = new Map(Object.entries(kept))
  return {
    kept: all,
    get: async name => all.get(name) ?? null,
    set: async (name, value) => void (value === null ? all.delete(name) : all.set(name, value)),
  }
}

type Call = Awaited<ReturnType<typeof aWorkspace>>['call']

const connect = async (call: Call) =>
  (await call.source.add({ name: 'Stripe', kind: 'rest', config: { manifest: 'stripe' } })).sourceId
const isKept = async (call: Call, sourceId: number) => (await call.source.secrets({ sourceId })).map(({ set }) => set)

it('a source has no credentials of the source of the same number in another workspace, and forgets none of them', async () => {
  const secrets = aKeychain()
  const { call, host } = await aWorkspace({ secrets })
  const sourceId = await connect(call)
  const [need] = await call.source.secrets({ sourceId })
  await call.source.setSecret({ sourceId, name: need?.name ?? '', value: 'key of the first' })
  const first = host.engine().dir
  await call.workspace.create({ name: 'Second' })
  expect(await connect(call)).toBe(sourceId)
  expect(await isKept(call, sourceId)).toEqual([false])
  await call.source.setSecret({ sourceId, name: need?.name ?? '', value: 'key of the second' })
  await call.workspace.open({ dir: first })
  expect(await isKept(call, sourceId)).toEqual([true])
  expect(new Set(secrets.kept.values())).toEqual(new Set(['key of the first', 'key of the second']))
})

it('what was kept by the number alone goes to the workspace that is opened first, and to no other', async () => {
  const { call, host } = await aWorkspace({ secrets: aKeychain() })
  const { root } = host.deps
  await connect(call)
  const one = host.engine().dir
  await call.workspace.create({ name: 'Second' })
  await connect(call)
  const two = host.engine().dir
  await host.close()
  const secrets = aKeychain({ 'source:1:api_key': 'old', 'smtp:someone': 'stays' })
  const openedAt = async (dir: string) => {
    const { call, host } = await aWorkspace({ dir, root, secrets, shell: 'desktop' })
    const found = await isKept(call, 1)
    await host.close()
    return found
  }
  expect([await openedAt(one), await openedAt(two), await openedAt(one)]).toEqual([[true], [false], [true]])
  expect([...secrets.kept.values()].sort()).toEqual(expect.arrayContaining(['old', 'stays']))
  expect(secrets.kept.has('source:1:api_key')).toBe(false)
})

it('a variable of the environment serves the workspace that its process opens', async () => {
  const secrets = environmentSecrets({ FORESTALL_SOURCE_3_API_KEY: 'from the environment' })
  expect(await secrets.get('source:3:api_key@w-1')).toBe('from the environment')
  await secrets.set('source:3:api_key@w-1', 'typed')
  expect([await secrets.get('source:3:api_key@w-1'), await secrets.get('source:3:api_key@w-2')]).toEqual([
    'typed',
    'from the environment',
  ])
})
