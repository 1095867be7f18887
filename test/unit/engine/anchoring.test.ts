import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../../../main/engine/engine.ts'
import { setClock } from '../../../main/engine/open/workspace.ts'
import type { SecretStore } from '../../../main/engine/secrets-store.ts'
import { unwrap } from '../../../shared/result.ts'
import { forestall } from '../../helpers/cli.ts'
import { engineDeps } from '../../helpers/engine.ts'

function aKeychain(): SecretStore {
  const kept = new Map<string, string>()
  return {
    get: async name => kept.get(name) ?? null,
    set: async (name, value) => void (value === null ? kept.delete(name) : kept.set(name, value)),
  }
}

/** A workspace with decisions, closed: `open` opens it again, `sql` changes its file as another program would. */
async function aDecidedWorkspace(secrets?: SecretStore) {
  const { deps } = engineDeps(secrets ? { secrets, makeKey: () => 'key' } : {})
  const open = async <T>(work: (engine: Awaited<ReturnType<typeof opened>>) => Promise<T>) => {
    const engine = await opened()
    try {
      return await work(engine)
    } finally {
      await engine.close()
    }
  }
  const opened = async () => unwrap(await createEngine(deps))
  const decide = (n: number) =>
    open(async engine => {
      for (let i = 0; i < n; i++) unwrap(await engine.decide(setClock, { mode: 'fixed', at: i }))
    })
  await decide(4)
  const sql = (text: string) => {
    const db = new Database(join(deps.dir, 'workspace.db'))
    db.exec(text)
    db.close()
  }
  return { dir: deps.dir, sql, decide, verify: () => open(engine => engine.verifyJournal()) }
}
const CUT = 'DELETE FROM journal WHERE seq > 2'
const head = (dir: string) => join(dir, 'journal-head.json')

describe.each([
  ['without a keychain', undefined],
  ['with a keychain', aKeychain],
])('the end of the journal, %s', (_name, keychain) => {
  it('is kept outside of it, and holds while decisions are added', async () => {
    const shop = await aDecidedWorkspace(keychain?.())
    expect(await shop.verify()).toMatchObject({ intact: true, rows: 4, anchor: { ends: 'kept', signed: !!keychain } })
    await shop.decide(2)
    expect(await shop.verify()).toMatchObject({ intact: true, rows: 6, anchor: { ends: 'kept' } })
  })

  it('shows that it was cut, also after new decisions', async () => {
    const shop = await aDecidedWorkspace(keychain?.())
    shop.sql(CUT)
    expect(await shop.verify()).toMatchObject({ intact: false, brokenAt: 4, anchor: { ends: 'cut' } })
    await shop.decide(5)
    expect(await shop.verify()).toMatchObject({ intact: false, brokenAt: 4, anchor: { ends: 'cut' } })
  })

  it('cannot be told once what was kept is gone, which is said', async () => {
    const shop = await aDecidedWorkspace(keychain?.())
    rmSync(head(shop.dir))
    shop.sql(CUT)
    expect((await shop.verify()).anchor.ends).toBe('none')
  })
})

it('ends that were kept and changed are told by their signature', async () => {
  const shop = await aDecidedWorkspace(aKeychain())
  writeFileSync(head(shop.dir), JSON.stringify({ heads: [], mac: 'a'.repeat(64) }))
  expect(await shop.verify()).toMatchObject({ intact: false, anchor: { ends: 'changed' } })
})

it('two consoles with keys of their own do not take each other’s signature for a forgery', async () => {
  const { deps } = engineDeps({ secrets: aKeychain(), makeKey: () => 'one' })
  const one = unwrap(await createEngine(deps))
  const decide = async (engine: typeof one, at: number) => unwrap(await engine.decide(setClock, { mode: 'fixed', at }))
  await decide(one, 1)
  const other = unwrap(await createEngine({ ...deps, create: null, secrets: aKeychain(), makeKey: () => 'other' }))
  await decide(other, 2)
  await other.close()
  expect(await one.verifyJournal()).toMatchObject({ intact: true, anchor: { ends: 'kept', signed: false } })
  await decide(one, 3)
  await one.close()
  const again = unwrap(await createEngine({ ...deps, create: null }))
  expect(await again.verifyJournal()).toMatchObject({ intact: true, rows: 3, anchor: { ends: 'kept', signed: true } })
  await again.close()
})

it('the command line ends with 1 where the journal is broken or cut, and with 0 where it is whole', async () => {
  const shop = await aDecidedWorkspace()
  const verify = (...args: string[]) => forestall(['--workspace', shop.dir, ...args])
  expect(await verify('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('4 decisions are intact.') })
  shop.sql(CUT)
  expect(await verify('verify')).toMatchObject({ code: 1, stdout: expect.stringContaining('missing at the end') })
  expect(await verify('call', 'journal.verify')).toMatchObject({ code: 1 })
})
