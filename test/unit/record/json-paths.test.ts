import { describe, expect, it } from 'vitest'
import { cellOf, cellReader, leafPaths, sameJson } from '../../../main/record/json-paths.ts'

describe('the paths of nested records', () => {
  it('lead to leaves, in the order in which they are first met', () => {
    const records = [
      { id: 1, who: { mail: 'a', tags: ['x', 'y'] } },
      { who: { name: null }, id: 2, more: true },
    ]
    expect(leafPaths(records)).toEqual(['id', 'who.mail', 'who.tags.0', 'who.tags.1', 'who.name', 'more'])
    expect(leafPaths(['text', 7, null])).toEqual([])
  })

  it('name the first three elements of a list', () => {
    expect(leafPaths([{ list: [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }] }])).toEqual([
      'list.0.a',
      'list.1.a',
      'list.2.a',
    ])
  })

  it('are 300 at most', () => {
    const wide = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, i]))
    expect(leafPaths([wide(299)])).toHaveLength(299)
    expect(leafPaths([wide(301), { further: 1 }])).toEqual(Object.keys(wide(300)))
  })
})

describe('a cell at a path', () => {
  const read = (path: string, value: unknown) => cellReader(path)(value)

  it('is a text as it is, blank where nothing is there, and JSON where more is nested', () => {
    expect(['x', '', 0, false, null, undefined, [1], { a: 1 }].map(cellOf)).toEqual([
      'x',
      '',
      '0',
      'false',
      '',
      '',
      '[1]',
      '{"a":1}',
    ])
    expect(read('a.0.b', { a: [{ b: 7 }] })).toBe('7')
    expect(read('a.b.c', { a: { b: 'leaf' } })).toBe('')
    expect(read('a.b', { a: null })).toBe('')
  })

  it('is found under a key that holds dots itself, the plain way first', () => {
    expect(read('a.b', { 'a.b': 1 })).toBe('1')
    expect(read('a.b.c', { 'a.b': { c: 2 } })).toBe('2')
    expect(read('a.b.c', { a: { 'b.c': 3 } })).toBe('3')
    expect(read('a.b.c', { 'a.b.c': 4, a: { x: 0 } })).toBe('4')
    expect(read('a.b', { a: { b: 5 }, 'a.b': 6 })).toBe('5')
    expect(read('toString', {})).toBe('')
    expect(read('a', { '': { a: 1 } })).toBe('')
    expect(read('a', { '.': { a: 1 } })).toBe('')
  })
})

describe('numbers of JSON', () => {
  const LONG = '12345678901234567890'

  it('are handed back digit for digit', () => {
    expect(sameJson(`{"cursor":{"id":${LONG},"n":1.50}}`, 'cursor')).toBe(`{"id":${LONG},"n":1.50}`)
    expect(sameJson('{"cursor":[1,"a"]}', 'cursor')).toBe('[1,"a"]')
    expect(sameJson(`{"cursor":["a","\\u00e9",null,true,[${LONG}]]}`, 'cursor')).toBe(
      `["a","\\u00e9",null,true,[${LONG}]]`,
    )
    expect(sameJson('{"other":1}', 'cursor')).toBe('null')
  })
})
