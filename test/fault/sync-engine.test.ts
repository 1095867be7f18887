import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { query } from '../../main/cache/db.ts'
import { connectedKinds } from '../../main/engine/sources/source-kinds.ts'
import { addSource } from '../../main/sync/commands.ts'
import { unwrap } from '../../shared/result.ts'
import { aFlakyServer } from '../helpers/flaky-server.ts'
import { flakyManifest } from '../helpers/flaky-source.ts'
import { anEngine } from '../helpers/scheduled.ts'
import { aTruth, cachedSets, expectedSets } from '../helpers/sync-truth.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

/** A workspace with a manifest of its own for the flaky server, which a test may rewrite. */
async function aWorkspace() {
  const dir = tempFolder()
  mkdirSync(join(dir, 'manifests'))
  const time = { now: Date.UTC(2025, 0, 10) }
  const server = await aFlakyServer(aTruth(4), time)
  onTestFinished(() => server.stop())
  const manifest = flakyManifest(server.port)
  const describe = (text: string) => writeFileSync(join(dir, 'manifests', 'flaky.json'), text)
  describe(JSON.stringify(manifest))
  const { engine } = await anEngine(connectedKinds, { dir, background: false })
  const config = { manifest: 'flaky', settings: {}, allowedHosts: [`127.0.0.1:${server.port}`] }
  const { sourceId } = unwrap(await engine.decide(addSource, { name: 'Flaky', kind: 'rest', config })).value
  unwrap(await engine.sourceAccess.setSecret(sourceId, 'refresh', 'r-1'))
  return { engine, server, sourceId, describe, text: JSON.stringify(manifest) }
}

it('a system described by a manifest is tested, read to its end, and read again without change', async () => {
  const { engine, server, sourceId } = await aWorkspace()
  expect(unwrap(await engine.sourceAccess.test({ sourceId, secrets: {} }))).toMatchObject({ ok: true, missing: [] })
  unwrap(await engine.sync(sourceId))
  expect(cachedSets(engine.read, sourceId)).toEqual(expectedSets(server.truth))
  const again = unwrap(await engine.sync(sourceId))
  expect(again.streams.reduce((sum, stream) => sum + stream.changed, 0)).toBe(0)
})

it('what a wrong mapping has put aside is kept as soon as the mapping is right', async () => {
  const { engine, server, sourceId, describe, text } = await aWorkspace()
  describe(text.replace('"at":"at"', '"at":"kind"'))
  unwrap(await engine.sync(sourceId))
  expect(cachedSets(engine.read, sourceId).events).toEqual([])
  const set = () => engine.read.get(query<{ n: number }>('SELECT count(*) AS n FROM quarantine'))?.n
  expect(set()).toBe(12)
  expect(unwrap(await engine.retryQuarantine(sourceId))).toEqual({ accepted: 0, left: 12 })
  describe(text)
  expect(unwrap(await engine.retryQuarantine(sourceId))).toEqual({ accepted: 12, left: 0 })
  expect(cachedSets(engine.read, sourceId)).toEqual(expectedSets(server.truth))
})
