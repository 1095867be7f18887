import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inspectFiles } from '../../../main/source/files/inspect.ts'
import { previewStream } from '../../../main/source/files/preview-stream.ts'
import { inspectedFileSchema, previewSchema } from '../../../shared/model/source.ts'
import { unwrap } from '../../../shared/result.ts'

describe('looking at files before they are connected', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'forestall-inspect-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))
  const write = (name: string, text: string) => writeFileSync(join(dir, name), text)

  it('shows columns, guessed types, a proposal and the first rows', async () => {
    write(
      'logins.csv',
      `id;account_id;logged_in_at\n${Array.from({ length: 9 }, (_, n) => `${n};A-1;01.02.2024`).join('\n')}\n`,
    )
    const [found] = await inspectFiles(['logins.csv'], dir)
    expect(inspectedFileSchema.parse(found)).toEqual(found)
    expect(found).toMatchObject({
      path: 'logins.csv',
      encoding: 'UTF-8',
      delimiter: ';',
      problem: null,
      stream: { name: 'logins', path: 'logins.csv', mapping: { record: 'event', kind: { const: 'login' } } },
    })
    expect(found?.columns[2]).toEqual({
      name: 'logged_in_at',
      type: 'date',
      format: 'dd.mm.yyyy',
      samples: ['01.02.2024'],
      blank: 0,
    })
    expect(found?.rows).toHaveLength(5)
    expect(found?.rows[0]).toEqual({ id: '0', account_id: 'A-1', logged_in_at: '01.02.2024' })
  })

  it('says of each file why it cannot be used', async () => {
    write('good.csv', 'account_id,name\nA-1,Ada\n')
    write('weather.csv', 'day,rain\n2024-01-01,3\n')
    const found = await inspectFiles(['gone.csv', 'good.csv', 'weather.csv'], dir)
    expect(found.map(file => file.problem !== null)).toEqual([true, false, true])
    expect(found[0]?.problem).toMatch(/gone\.csv cannot be read\. There is no such file\./)
    expect(found[2]).toMatchObject({ stream: null, columns: [{ name: 'day' }, { name: 'rain' }] })
  })

  it('previews rows as the mapping reads them, with the cells that it cannot read', async () => {
    write('tickets.csv', 'ticket_id,account_id,opened_at,fee\nT-1,A-1,2024-03-01 10:00:00,3\nT-2,A-1,soon,4\n')
    const [found] = await inspectFiles(['tickets.csv'], dir)
    if (!found?.stream || Array.isArray(found.stream.mapping) || found.stream.mapping.record !== 'object')
      throw new Error('no tickets')
    const stream = {
      ...found.stream,
      mapping: { ...found.stream.mapping, openedAt: { field: 'opened_at', type: 'date' as const } },
    }
    const preview = unwrap(await previewStream(stream, 10, dir))
    expect(previewSchema.parse(preview)).toEqual(preview)
    expect(preview.rows[0]).toMatchObject({
      line: 2,
      mapped: {
        externalId: 'T-1',
        account: 'A-1',
        kind: 'ticket',
        openedAt: '2024-03-01T10:00:00.000Z',
        'properties.fee': '3',
      },
      error: null,
    })
    expect(preview.rows[1]).toMatchObject({ line: 3, mapped: { externalId: 'T-2' }, error: null })
    expect(preview.rows[1]?.mapped).not.toHaveProperty('openedAt')
    expect(preview.unread).toEqual([{ column: 'opened_at', line: 3, text: 'soon', isNone: false }])
    expect(unwrap(await previewStream(stream, 1, dir)).rows).toHaveLength(1)
    expect(await previewStream({ ...stream, path: 'gone.csv' }, 5, dir)).toMatchObject({ ok: false })
  })
})
