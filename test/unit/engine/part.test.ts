import { describe, expect, it } from 'vitest'
import { closeAll, compose, type Keep } from '../../../main/engine/part.ts'
import { fail, ok, unwrap } from '../../../shared/result.ts'

/** Keeps a part for each name; what is closed is written down. */
function parts(log: string[], keep: Keep, ...names: string[]): void {
  for (const name of names) keep({ close: () => void log.push(name) })
}

const refusal = fail('io', 'It was not opened.', 'The disk is full.', 'Make room.')

describe('a whole made of parts', () => {
  it('closes its parts in the reverse order of opening, each after the one before has ended', async () => {
    const log: string[] = []
    const whole = await compose(async keep => {
      parts(log, keep, 'first')
      keep({
        close: async () => {
          log.push('second begins')
          await Promise.resolve()
          log.push('second ends')
        },
      })
      parts(log, keep, 'third')
      return ok({ answer: 42 })
    })
    expect(unwrap(whole).answer).toBe(42)
    expect(log).toEqual([])
    await unwrap(whole).close()
    expect(log).toEqual(['third', 'second begins', 'second ends', 'first'])
  })

  it('closes once, however often it is asked to, and every caller waits for the end', async () => {
    const log: string[] = []
    const last = Promise.withResolvers<void>()
    const whole = unwrap(
      await compose(async keep => {
        keep({ close: () => last.promise.then(() => log.push('only')) })
        return ok({})
      }),
    )
    const asked = [whole.close(), whole.close()].map(one => one.then(() => log.push('told')))
    last.resolve()
    await Promise.all(asked)
    await whole.close()
    expect(log).toEqual(['only', 'told', 'told'])
  })

  it('says that it is closing before the first part ends', async () => {
    const seen: boolean[] = []
    const whole = unwrap(
      await compose(async (keep, closing) => {
        seen.push(closing.aborted)
        keep({ close: () => seen.push(closing.aborted) })
        return ok({})
      }),
    )
    await whole.close()
    expect(seen).toEqual([false, true])
  })

  it('closes what was opened when a later part refuses, and passes the refusal on', async () => {
    const log: string[] = []
    const whole = await compose(async keep => {
      parts(log, keep, 'first', 'second')
      return refusal
    })
    expect(whole).toBe(refusal)
    expect(log).toEqual(['second', 'first'])
  })

  it('closes what was opened when a later part throws, and throws the same error', async () => {
    const log: string[] = []
    const bug = new TypeError('a bug')
    const whole = compose(async keep => {
      parts(log, keep, 'first')
      keep({ close: () => Promise.reject(new Error('a disk that is full cannot be closed either')) })
      parts(log, keep, 'third')
      throw bug
    })
    await expect(whole).rejects.toBe(bug)
    expect(log).toEqual(['third', 'first'])
  })

  it('closes the other parts when one fails to, and then throws its error', async () => {
    const log: string[] = []
    const whole = unwrap(
      await compose(async keep => {
        parts(log, keep, 'first')
        keep({
          close: () => {
            throw new Error('stuck')
          },
        })
        parts(log, keep, 'third')
        return ok({})
      }),
    )
    await expect(whole.close()).rejects.toThrow('stuck')
    expect(log).toEqual(['third', 'first'])
    await expect(whole.close()).rejects.toThrow('stuck')
    expect(log).toHaveLength(2)
  })
})

it('several errors of closing are thrown together', async () => {
  const broken = (name: string) => ({ close: () => Promise.reject(new Error(name)) })
  const errors = await closeAll([broken('one'), { close: () => {} }, broken('two')]).catch(error => error)
  expect(errors).toBeInstanceOf(AggregateError)
  expect((errors as AggregateError).errors.map(String)).toEqual(['Error: one', 'Error: two'])
})
