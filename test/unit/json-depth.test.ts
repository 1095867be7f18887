import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { channelManifests } from '../../main/outbox/channels/manifests.ts'
import { readRows } from '../../main/record/read-rows.ts'
import { readManifest } from '../../main/source/rest/manifests.ts'
import { readCatalog } from '../../main/source/singer/catalog.ts'
import { readMessage } from '../../main/source/singer/messages.ts'
import { DEEPEST, isNestedValue, TooDeep } from '../../shared/guard/json-depth.ts'
import { readJson } from '../../shared/guard/read-json.ts'
import { readMapFile } from '../../shared/source/map-file.ts'
import { aWorkspace } from '../helpers/called-workspace.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const nested = (depth: number, inside = '1'): string => '{"a":'.repeat(depth) + inside + '}'.repeat(depth)
const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
/** What a schema, an expression or a writer would run out of stack for. */
const BOMB = 200_000
const file = (name: string, text: string): string => {
  const path = join(tempFolder(), name)
  writeFileSync(path, text)
  return path
}

describe('JSON from outside', () => {
  it(`may be ${DEEPEST} levels deep and no deeper`, () => {
    for (const make of [nested, lists]) {
      expect(isNestedValue(readJson(make(DEEPEST)))).toBe(false)
      expect(() => readJson(make(DEEPEST + 1))).toThrow(TooDeep)
      expect(isNestedValue(JSON.parse(make(DEEPEST + 1)))).toBe(true)
    }
  })

  it('may be as wide as it likes, and say brackets in its texts', () => {
    expect(readJson(`[${Array(10_000).fill('{"a":[1]}').join(',')}]`)).toHaveLength(10_000)
    expect(readJson(JSON.stringify({ a: '[{'.repeat(500), b: '\\"[[', c: '}]'.repeat(500) }))).toBeTruthy()
  })

  it('is one bad row in a file of lines', async () => {
    const path = file('a.ndjson', `{"id":1}\n${nested(BOMB)}\n{"id":2}\n`)
    const rows = []
    for await (const chunk of readRows(path, { columns: ['id'] })) rows.push(...chunk.rows)
    expect(rows.map(({ problem, cells }) => problem ?? cells[0])).toEqual([
      '1',
      'The JSON is nested more than 100 levels deep.',
      '2',
    ])
  })

  it('ends the reading of a document with its place', async () => {
    const path = file('a.json', `[{"id":1},\n${nested(BOMB)}]`)
    const reading = async () => {
      for await (const _chunk of readRows(path, { columns: ['id'] }));
    }
    await expect(reading()).rejects.toThrow(/At line 2, column \d+: The JSON is nested more than 100 levels deep\./)
  })

  it('is a line that is no message of a tap, and no catalog', () => {
    expect(readMessage(`{"type":"RECORD","stream":"a","record":${nested(BOMB)}}`)).toEqual({
      type: 'junk',
      why: 'The JSON is nested more than 100 levels deep.',
    })
    expect(readCatalog(`{"streams":[],"a":${nested(BOMB)}}`)).toBeNull()
  })

  it('is no manifest, no channel and no mapping, in words', async () => {
    const source = await readManifest(file('a.json', nested(BOMB)))
    expect(source.problems[0]?.problem).toMatch(/nested more than 100 levels deep/)
    const dir = tempFolder()
    mkdirSync(join(dir, 'channels'))
    writeFileSync(join(dir, 'channels', 'deep.json'), nested(BOMB))
    expect(channelManifests(dir).find(found => !found.ok)).toMatchObject({
      problem: 'The JSON is nested more than 100 levels deep.',
    })
    expect(readMapFile(nested(BOMB), 'a.json').ok).toBe(false)
  })

  it('is an input that the contract refuses', async () => {
    const { call } = await aWorkspace()
    const manifest = JSON.parse(nested(BOMB))
    const config = JSON.parse(lists(BOMB))
    await expect(call.channel.checkManifest({ of: 'messages', manifest })).rejects.toMatchObject({
      data: { kind: 'invalid', why: 'The input is nested more than 100 levels deep.' },
    })
    await expect(call.source.add({ name: 'a', kind: 'rest', config })).rejects.toMatchObject({
      data: { kind: 'invalid' },
    })
  })
})
