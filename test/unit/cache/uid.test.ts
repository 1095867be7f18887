import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ReadDb } from '../../../main/cache/db.ts'
import { namedIn, nthUid, rowOf, rowsOf, type Uid, uidOf, withUids } from '../../../main/cache/uid.ts'
import { fail, ok } from '../../../shared/result.ts'
import { aContact, anAccount, anIssue } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

const args = z.object({
  issueId: uidOf('issue'),
  contactId: uidOf('contact').optional(),
  pairs: z.array(z.object({ a: uidOf('account'), says: z.string() })).default([]),
  count: z.int().nullable(),
})

/** A cache with an account (uid `shop:1`), its contact and its issue. */
function aSmallCache() {
  const cache = aCache()
  const account = anAccount(cache.connection, { uid: 'shop:1' })
  const contact = aContact(cache.connection, account)
  const issue = anIssue(cache.connection, { account })
  cache.connection.exec(`UPDATE contact SET external_id = 'a:b'; UPDATE issue SET uid = 'shop:1/late@5'`)
  return { ...cache, account, contact, issue }
}

describe('arguments that name rows', () => {
  it('get uids in the place of numbers, wherever a schema says that something is named', () => {
    const { read, account, contact, issue } = aSmallCache()
    const given = { issueId: issue, contactId: contact, pairs: [{ a: account, says: 'same' }], count: issue }
    expect(withUids(read, args, given)).toEqual(
      ok({ issueId: 'shop:1/late@5', contactId: 'test:a:b', pairs: [{ a: 'shop:1', says: 'same' }], count: issue }),
    )
  })

  it('stay as they are where they are uids already, or are absent', () => {
    const { read } = aSmallCache()
    const given = { issueId: 'elsewhere', count: null }
    expect(withUids(read, args, given)).toEqual(ok(given))
  })

  it('that do not fit their schema are left to it', () => {
    const { read } = aSmallCache()
    for (const given of [null, 7, [], { issueId: null, pairs: 'none' }])
      expect(withUids(read, args, given)).toEqual(ok(given))
  })

  it('are refused, in words, where a row is gone', () => {
    const { read } = aSmallCache()
    const gone = fail(
      'not_found',
      'There is no issue 99.',
      'The issue was removed, or belongs to another workspace.',
      'Check the queue.',
    )
    expect(withUids(read, args, { issueId: 99, count: null })).toEqual(gone)
  })

  it('cost one query for each table, however many there are', () => {
    const { read, connection } = aSmallCache()
    const issues = Array.from({ length: 40 }, () => anIssue(connection))
    let queries = 0
    const counting: ReadDb = {
      ...read,
      all: query => {
        queries++
        return read.all(query)
      },
    }
    const many = z.array(uidOf('issue'))
    const named = withUids(counting, many, issues)
    expect(rowsOf(counting, 'issue', many.parse(named.ok && named.value)).size).toBe(40)
    expect(queries).toBe(2)
  })

  it('are listed in order, numbers of old decisions among them', () => {
    expect(namedIn(args, { issueId: 'x', pairs: [{ a: 3 }, { a: 'y' }], count: 9 })).toEqual([
      { table: 'issue', id: 'x' },
      { table: 'account', id: 3 },
      { table: 'account', id: 'y' },
    ])
  })
})

describe('a uid', () => {
  it('leads to the row, of a contact also where its own id has a colon', () => {
    const { read, contact, issue } = aSmallCache()
    expect(rowOf(read, 'contact', 'test:a:b' as Uid<'contact'>)).toEqual(ok(contact))
    expect(rowOf(read, 'issue', 'shop:1/late@5' as Uid<'issue'>)).toEqual(ok(issue))
    expect(rowOf(read, 'contact', 'other:a:b' as Uid<'contact'>)).toMatchObject({
      ok: false,
      error: { kind: 'not_found' },
    })
  })

  it('of the second row that was made of the same says so', () => {
    expect([1, 2, 3].map(n => nthUid('shop:1/late@5', n))).toEqual([
      'shop:1/late@5',
      'shop:1/late@5~2',
      'shop:1/late@5~3',
    ])
  })

  it.each(['account', 'issue', 'incident', 'outbox', 'source', 'contact'] as const)(
    'of %s is found by an index',
    table => {
      const { read } = aSmallCache()
      const steps: string[] = []
      const explaining: ReadDb = {
        ...read,
        get: query => {
          steps.push(...read.explain(query))
          return read.get(query)
        },
      }
      rowOf(explaining, table, uidOf(table).parse('a:b'))
      expect(steps.filter(step => step.startsWith('SCAN') && !step.includes('VIRTUAL TABLE'))).toEqual([])
      expect(steps.some(step => step.startsWith('SEARCH'))).toBe(true)
    },
  )
})
