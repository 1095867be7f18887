import type { StreamManifest } from '../../../shared/source/manifest.ts'
import { expressionOf } from '../../record/mapping/expression.ts'
import { UnclearItem } from '../../record/mapping/unclear-item.ts'
import { SourceFailure, type StreamAsk } from '../../record/page.ts'
import type { AskSource } from './ask.ts'
import { unclear } from './judge.ts'
import type { MakeRequest } from './request.ts'
import type { Scope } from './template.ts'
import { setUnclearAside } from './unclear.ts'

type Options = Pick<StreamAsk, 'signal' | 'say'>
type Detail = NonNullable<StreamManifest['detail']>

/** Asks once more for each item, a few at a time; items with the same value of `unique` share an answer. */
export function detailReader(detail: Detail, make: MakeRequest, { ask, about }: { ask: AskSource; about: string }) {
  const select = expressionOf(detail.select)
  const unique = detail.unique === undefined ? null : expressionOf(detail.unique)
  const one = async (item: unknown, scope: Scope, options: Options): Promise<unknown> => {
    const request = make({ ...scope, record: item })
    if (!request) return null
    const answer = await ask(request, { ...options, absent: detail.missing })
    if (!answer.found) return null
    const found = select(answer.value)
    if (answer.repeated === null) return found
    const clear = setUnclearAside(answer.value, answer.repeated, [found])
    if (clear === null) throw unclear(about, answer.repeated)
    return clear[0]
  }
  return async (items: readonly unknown[], scope: Scope, options: Options): Promise<unknown[]> => {
    const asked = new Map<string, Promise<unknown>>()
    const limit = limiter(detail.concurrency)
    const answers = items.map(item => {
      if (item instanceof UnclearItem) return { item, answer: Promise.resolve(item), first: true }
      const key = unique ? String(unique(item)) : ''
      const known = unique ? asked.get(key) : undefined
      const answer = known ?? limit(() => one(item, scope, options))
      if (unique) asked.set(key, answer)
      return { item, answer, first: known === undefined }
    })
    const kept: unknown[] = []
    const settled = await Promise.allSettled(answers.map(each => each.answer))
    for (const [at, result] of settled.entries()) {
      if (result.status === 'rejected') throw failed(result.reason, about)
      const entry = answers[at]
      if (!entry) continue
      const { item, first } = entry
      if (item instanceof UnclearItem) kept.push(item)
      else if (detail.as !== 'record') kept.push(withDetail(item, detail.as, result.value))
      else if (result.value !== null && first) kept.push(result.value)
    }
    return kept
  }
}

/** An item with its details beside its own fields; unclear where its details are. */
function withDetail(item: unknown, name: string, value: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item
  if (!(value instanceof UnclearItem)) return { ...item, [name]: value }
  const { [name]: _before, ...rest } = item as Record<string, unknown>
  const begun = JSON.stringify({ ...rest, [name]: null }).slice(0, -'null}'.length)
  return new UnclearItem(value.key, `${begun}${value.text}}`, { ...rest, [name]: value.sure })
}

const failed = (reason: unknown, about: string): unknown =>
  reason instanceof Error && !(reason instanceof SourceFailure)
    ? new SourceFailure({
        kind: 'invalid',
        what: `The details of ${about} could not be read.`,
        why: `${reason.message}.`,
        todo: 'Correct “detail” in the manifest. No data was lost.',
      })
    : reason

/** Lets at most `most` run at once; the others wait their turn. After a failure nothing more is begun. */
function limiter(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  let broken: unknown = null
  const waiting: (() => void)[] = []
  return async work => {
    if (running >= most) await new Promise<void>(resolve => waiting.push(resolve))
    if (broken) throw broken
    running++
    try {
      return await work()
    } catch (error) {
      broken = error
      throw error
    } finally {
      running--
      waiting.shift()?.()
    }
  }
}
