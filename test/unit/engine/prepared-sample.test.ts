import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { DATABASE } from '../../../main/cache/open.ts'
import { PREPARED, putPreparedSample } from '../../../main/engine/sample/prepared.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

/** What a build keeps: a packed file and the end of its journal. */
function aBuild(packed: Buffer): string {
  const from = tempFolder()
  writeFileSync(join(from, PREPARED.database), packed)
  writeFileSync(join(from, PREPARED.head), '{}')
  return from
}

it('puts what the build has prepared into a new folder, journal’s end included', async () => {
  const dir = join(tempFolder(), 'sample')
  expect(await putPreparedSample(dir, aBuild(gzipSync('a workspace')))).toBe(true)
  expect(readFileSync(join(dir, DATABASE), 'utf8')).toBe('a workspace')
  expect(existsSync(join(dir, PREPARED.head))).toBe(true)
})

it('leaves a workspace alone', async () => {
  const dir = tempFolder()
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, DATABASE), 'mine')
  expect(await putPreparedSample(dir, aBuild(gzipSync('a workspace')))).toBe(false)
  expect(readFileSync(join(dir, DATABASE), 'utf8')).toBe('mine')
})

it('leaves nothing of one that is damaged or absent, so that the sample is made instead', async () => {
  const dir = tempFolder()
  expect(await putPreparedSample(dir, aBuild(gzipSync('a workspace').subarray(0, 20)))).toBe(false)
  expect(await putPreparedSample(dir, tempFolder())).toBe(false)
  expect([DATABASE, `${DATABASE}.unpacking`, PREPARED.head].filter(name => existsSync(join(dir, name)))).toEqual([])
})
