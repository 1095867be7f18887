import type { TopicCard, TopicProposal, TopicRules } from '../../../shared/predict/ticket-topics.ts'
import { type Failure, FailureError } from '../../../shared/result.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import {
  anyUntold,
  claimAllUntold,
  claimUntold,
  erasuresSoFar,
  keepTopicModel,
  rememberToldBy,
  startTopicThread,
  toldBy,
  toldMark,
  topicModelInUse,
  topicRules,
  topicsView,
  writeTold,
} from '../../predict/door.ts'
import type { Workspace } from '../open/open.ts'
import { createUnderWay } from '../under-way.ts'
import { createShortThreads } from './short-threads.ts'

/** What tickets are about, learned from the tags of the helpdesk. */
export interface Topics {
  /** Learns in a thread, as a task that can be cancelled, also by who asks; null when it was. Throws `FailureError`. */
  learn(asked?: AbortSignal): Promise<TopicCard | null>
  /** Learns where many new tags have come, or the words were taken away. */
  learnIfDue(): Promise<void>
  /** Tells what new tickets are about; all of them where rules or model have changed. */
  tell(): Promise<void>
  /** The properties of tickets that could hold tags. */
  propose(): Promise<TopicProposal[]>
  /** Ends the threads. */
  close(): Promise<void>
}

/** The same tickets teach the same. */
const SEED = 1
/** Tickets that are looked at and written together. */
const LOT = 200
/** So many more tags than the model has learned from are worth a new one. */
const GROWN = 1.2

type Deps = Pick<Workspace, 'file' | 'read' | 'writer' | 'clock' | 'tasks'>

export function createTopics({ file, read, writer, clock, tasks }: Deps): Topics {
  const underWay = createUnderWay()
  const threads = createShortThreads(() => startTopicThread(file))

  const learn = (rules: TopicRules, asked?: AbortSignal) =>
    tasks.run('analyse', 'Learning what tickets are about', ({ id, signal, progress }) =>
      threads.during(async thread => {
        const { begun, open } = erasuresSoFar(read)
        if (open > 0) throw new FailureError(erasing)
        asked?.addEventListener('abort', () => tasks.cancel(id))
        try {
          const reply = await thread.ask(
            { ask: 'learn', rules, seed: SEED },
            { progress: done => progress(done, 100, '%') },
          )
          if (reply.reply !== 'learned' || !reply.learned) throw new FailureError(tooFew(rules.property))
          const { card, body } = reply.learned
          const isKept = await writer.write('bulk', tx =>
            keepTopicModel(tx, { card, body, trainedAt: clock.now(), begun }),
          )
          if (!isKept) throw new FailureError(erasing)
          return card
        } catch (error) {
          if (signal.aborted) return null
          throw error
        }
      }, signal),
    )

  const tell = async () => {
    const rules = topicRules(read)
    if (!rules) return
    const model = topicModelInUse(read, rules)?.id ?? null
    const mark = toldMark(rules, model)
    const isAll = toldBy(read) !== mark
    if (!isAll && !anyUntold(read)) return
    await threads.during(async thread => {
      // A stop on the way leaves no mark: the next run looks at all tickets.
      await writer.write('bulk', tx => {
        rememberToldBy(tx, '')
        if (isAll) claimAllUntold(tx)
      })
      const lot = async (ids: number[] | { after: number }) => {
        const reply = await thread.ask({ ask: 'tell', rules, model, ids })
        if (reply.reply !== 'told') return null
        for (let from = 0; from < reply.rows.length; from += LOT)
          await writer.write('bulk', tx => writeTold(tx, reply.rows.slice(from, from + LOT)))
        return reply.last
      }
      for (let after: number | null = isAll ? 0 : null; after !== null; ) after = await lot({ after })
      for (;;) {
        const ids = await writer.write('bulk', tx => claimUntold(tx, LOT))
        if (ids.length === 0) break
        await lot(ids)
      }
      await writer.write('bulk', tx => rememberToldBy(tx, mark))
    })
  }

  let lookedAt = Number.NEGATIVE_INFINITY
  const learnIfDue = async () => {
    const now = clock.now()
    if (Math.abs(now - lookedAt) < HOUR) return
    const rules = topicRules(read)
    if (!rules || erasuresSoFar(read).open > 0) return
    lookedAt = now
    const inUse = topicModelInUse(read, rules)
    const { counts, model } = topicsView(read)
    const card = model?.card
    const before = inUse?.card ?? (card?.property === rules.property && !card.usable ? card : null)
    if (before && counts.tag < before.tickets * GROWN) return
    try {
      if (await learn(rules)) await tell()
    } catch (error) {
      // Too few tags: said where a person asks, and tried again with more of them.
      if (!(error instanceof FailureError)) throw error
    }
  }

  return {
    learn: asked => {
      const rules = topicRules(read)
      if (!rules) return Promise.reject(new FailureError(noRules))
      return underWay.follow(
        learn(rules, asked).then(async card => {
          if (card) await tell()
          return card
        }),
      )
    },
    learnIfDue: () => underWay.follow(learnIfDue()),
    tell: () => underWay.follow(tell()),
    propose: () =>
      underWay.follow(
        threads.during(async thread => {
          const reply = await thread.ask({ ask: 'propose' })
          return reply.reply === 'proposed' ? reply.proposals : []
        }),
      ),
    close: async () => {
      await threads.stop()
      await underWay.settled()
    },
  }
}

const noRules: Failure = {
  kind: 'conflict',
  what: 'Nobody has said which property of tickets holds their tags.',
  why: 'Topics are learned from the tags of your helpdesk.',
  todo: 'Choose the property under Sources, or run “forestall tickets set --property NAME”.',
}

const tooFew = (property: string): Failure => ({
  kind: 'conflict',
  what: 'There are too few tagged tickets to learn from.',
  why: `At least two values of “${property}” need 10 tickets each with a subject or a text.`,
  todo: 'Tag more tickets in the helpdesk, or choose another property.',
})

const erasing: Failure = {
  kind: 'conflict',
  what: 'Nothing was learned while a person is being erased.',
  why: 'The words of a ticket could be that person’s.',
  todo: 'Try again once the erasure has ended.',
}
