import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRows } from '../../main/record/read-rows.ts'
import { readMessage } from '../../main/source/singer/messages.ts'
import { exact, examined, RepeatedKey, readJson } from '../../shared/guard/read-json.ts'
import { jsonMarks, keysIn, repeatedKey } from '../../shared/guard/repeated-key.ts'
import { readMapFile } from '../../shared/source/map-file.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

describe('numbers of JSON', () => {
  const LONG = '12345678901234567890'

  it('stay numbers where a double holds them, and become texts where it would change them', () => {
    expect(readJson(`{"a":${LONG},"b":"x","c":9007199254740991,"d":-9007199254740992,"e":1.5}`)).toEqual({
      a: LONG,
      b: 'x',
      c: Number.MAX_SAFE_INTEGER,
      d: '-9007199254740992',
      e: 1.5,
    })
    expect(readJson('[1e400,-2E+999,1e300]')).toEqual(['1e400', '-2E+999', 1e300])
    expect(readJson('9007199254740993')).toBe('9007199254740993')
    expect(['999999999999999', '1e99', '[12345678,1234567890]', '"a1e4"'].map(text => jsonMarks(text).isLong)).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect(['1234567890123456', '[1,1e400]', '1E+400'].map(text => jsonMarks(text).isLong)).toEqual([true, true, true])
    // A fraction is never exact, and is not worth a text.
    expect(['1.2345678901234567890', '1e3', '-7', '1e999'].map(exact)).toEqual([1.2345678901234567, 1000, -7, '1e999'])
  })
})

describe('a key that comes twice in one object', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a" : 1 ,\n"a"\t:2}', 'a'],
    ['{"b":[{"x":{"k":1,"k":"1"}}]}', 'k'],
    ['{"a":"x:y","b":"\\":","a":null}', 'a'],
    ['{"a\\u0062":1,"ab":2}', 'ab'],
    ['{"x\\\\":1,"b":[1],"b":[2]}', 'b'],
    ['{"a":{"b":1},"a":{"b":2}}', 'a'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"a":1,"a":1,"a":2}', 'a'],
  ])('is found in %s', (text, key) => {
    expect(examined(text).repeated?.[0]?.key).toBe(key)
    expect(() => readJson(text)).toThrow(RepeatedKey)
  })

  it.each([
    '{"a":1,"a": 1}',
    '{"a":{"b":[1,2]},"a":{"b": [1, 2]}}',
    '[{"a":1},{"a":2},[{"a":3}]]',
    '{"a":{"a":{"a":1}}}',
    '{"a":":","b":": x","c":"\\":","d":"{\\"a\\":1,\\"a\\":2}","\\"":1}',
    '{"a":"a","b":["a","a"],"c":{}}',
    '{}',
    '"a:b"',
  ])('is not seen in %s', text => {
    expect(examined(text)).toEqual({ value: JSON.parse(text), repeated: null })
  })

  it('is told of with the places of its object and of all around it', () => {
    const text = '{"n":1,"rows":[{"id":1},{"id":2,"x":{"p": 1,"p":2,"q":1,"q":[1]}}]}'
    expect(examined(text).repeated).toEqual([
      { path: ['rows', 1, 'x'], key: 'p', text: '{"p": 1,"p":2,"q":1,"q":[1]}', own: ['p', 'q'] },
      { path: ['rows', 1], key: 'p', text: '{"id":2,"x":{"p": 1,"p":2,"q":1,"q":[1]}}', own: [] },
      { path: ['rows'], key: 'p', text: text.slice(14, -1), own: [] },
      { path: [], key: 'p', text, own: [] },
    ])
  })

  it('is looked for only where more keys are written than were read', () => {
    const plain = '{"a":"10:30","b" :{"c\\\\":["x",1]},"d":"\\":"}'
    expect([keysIn(JSON.parse(plain)), jsonMarks(plain).keys]).toEqual([4, 4])
    expect(jsonMarks('{"a":1,"a":2}').keys).toBe(2)
    expect(repeatedKey('{"a":1,"b":2}')).toBeNull()
  })

  it.each([
    ['a.jsonl', '{"id":1,"p":"a"}\n{"id":2,"p":"a","p":"b"}\n{"id":3,"p":"c","p":"c"}\n'],
    ['a.json', '[{"id":1,"p":"a"},{"id":2,"p":"a","p":"b"},{"id":3,"p":"c","p":"c"}]'],
    [
      'b.json',
      '{"next":{"p":1},"rows":[{"id":1,"p":"a"},{"id":2,"p":"a","p":"b"},{"id":3,"p":"c","p":"c"}],"n":[{"p":1}]}',
    ],
  ])('is one row with a problem in %s, with both values in its words', async (name, text) => {
    const path = join(tempFolder(), name)
    writeFileSync(path, text)
    const rows = []
    const list = name === 'b.json' ? 'rows' : ''
    for await (const chunk of readRows(path, { columns: ['id', 'p'], list })) rows.push(...chunk.rows)
    expect(rows.map(({ problem, cells }) => problem ?? cells.join())).toEqual([
      '1,a',
      'The key “p” comes twice with different values.',
      '3,c',
    ])
    expect(rows[1]?.text).toBe('{"id":2,"p":"a","p":"b"}')
  })

  it('makes a line of a tap no message, and a mapping file no mapping', () => {
    const why = 'The key “id” comes twice with different values.'
    expect(readMessage('{"type":"RECORD","stream":"a","record":{"id":1,"id":2}}')).toEqual({ type: 'junk', why })
    expect(JSON.stringify(readMapFile('{"id":1,"id":2}', 'a.json'))).toContain(why)
  })
})
