import { expect, it } from 'vitest'
import { query, statement } from '../../../main/cache/db.ts'
import { forgetWords } from '../../../main/search/forget-words.ts'
import { aCache } from '../../helpers/cache.ts'

const NEVER = new AbortController().signal

it('no key of an index keeps a word whose rows went, and every other word is still found', async () => {
  const { writer, read } = aCache()
  const wordOf = (n: number) => `zz${String(n).padStart(5, '0')}`
  for (let lot = 0; lot < 4; lot++)
    await writer.write('bulk', tx => {
      for (let n = lot * 1_000; n < (lot + 1) * 1_000; n++)
        tx.run(statement('INSERT INTO words_object (rowid, words) VALUES (?, ?)', [n + 1, `all ${wordOf(n)}`]))
    })
  const keys = () => read.all(query<{ term: Buffer }>('SELECT term FROM words_object_idx')).map(row => String(row.term))
  const inKeys = () => {
    const all = keys()
    return Array.from({ length: 4_000 }, (_, n) => n).filter(n => all.some(key => key.includes(wordOf(n))))
  }
  const gone = inKeys()
  expect(gone.length).toBeGreaterThan(0)
  await writer.write('bulk', tx => {
    for (const n of gone) tx.run(statement('DELETE FROM words_object WHERE rowid = ?', [n + 1]))
  })
  expect(inKeys()).toEqual(gone)
  await forgetWords({ writer, signal: NEVER })
  expect(inKeys().filter(n => gone.includes(n))).toEqual([])
  const found = (word: string) =>
    read.all(query<{ id: number }>('SELECT rowid AS id FROM words_object WHERE words_object MATCH ?', [word])).length
  expect(found('all')).toBe(4_000 - gone.length)
  expect(found(wordOf(1))).toBe(gone.includes(1) ? 0 : 1)
  expect(found('x')).toBe(0)
})
