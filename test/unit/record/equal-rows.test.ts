import { describe, expect, it } from 'vitest'
import { itemMapper, mapItems, remapped } from '../../../main/record/mapping/map-items.ts'
import type { Mapping } from '../../../shared/source/mapping.ts'

const log = (id: object): Mapping =>
  ({ record: 'event', id, account: 'who', kind: { const: 'seen' }, at: 'at', properties: {} }) as Mapping

const A = { at: '2024-01-10T10:00:00Z', who: 'A1', n: 1 }
const B = { ...A, who: 'A2' }

/** Ids of what pages become, written by their first letters: `a`, and `a~2` for the second one of its content. */
function idsOf(id: object, ...pages: (typeof A)[][]) {
  const mapper = itemMapper(log(id))
  const names = new Map<string, string>()
  return pages.map(page => {
    const { records, met } = mapItems(mapper, page, 1)
    const ids = records.map(({ record: { externalId } }) => {
      const [hash = '', nth] = [externalId.slice(0, 23), externalId.slice(23)]
      const name = names.get(hash) ?? String.fromCharCode(97 + names.size)
      names.set(hash, name)
      return name + nth
    })
    const told = new Map(met.tally).get('')
    return [ids, told?.alike.rows ?? 0, told?.merged.rows ?? 0]
  })
}

describe('equal rows of a system that only their content names', () => {
  it('are events of their own within a page, and the same ones in the next', () => {
    expect(idsOf({ content: true }, [A, B, A, A], [A, A], [B])).toEqual([
      [['a', 'b', 'a~2', 'a~3'], 2, 0],
      [['a', 'a~2'], 1, 0],
      [['b'], 0, 0],
    ])
  })

  it('are one where the mapping calls them copies, or where more than the named columns differs', () => {
    expect(idsOf({ content: true, repeats: 'one' }, [A, A])).toEqual([[['a', 'a'], 0, 1]])
    expect(idsOf({ content: ['at', 'who'] }, [A, { ...A, n: 2 }, A])).toEqual([[['a', 'a', 'a~2'], 1, 1]])
  })

  it('keep their number in quarantine', () => {
    const mapper = itemMapper(log({ content: true }))
    const { records } = mapItems(mapper, [A, A, A], 1)
    const again = records.map(({ raw }) => remapped(mapper, raw))
    expect(again).toEqual(
      records.map(({ record }) => ({ records: [expect.objectContaining({ record: { ...record } })] })),
    )
    expect(new Set(records.map(({ record }) => record.externalId)).size).toBe(3)
  })

  it('with an id are the record of that id', () => {
    const { records, met } = mapItems(itemMapper(log({ field: 'n' })), [A, A], 1)
    expect(records.map(({ record }) => record.externalId)).toEqual(['1', '1'])
    expect(met.tally).toEqual([])
  })
})
