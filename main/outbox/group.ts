import type { WriteDb } from '../cache/db.ts'
import type { Writer } from '../cache/writer.ts'
import type { Recheck, RecheckAnswer } from './recheck.ts'
import type { DrainItem } from './store.ts'

/** Runs jobs in durable transactions, those that come together in one. */
export interface Group {
  write<T>(job: (tx: WriteDb) => T): Promise<T>
  /** A job that depends on preflight's answer about a message, asked in the very transaction. */
  decide<T>(item: DrainItem, job: (tx: WriteDb, answer: RecheckAnswer) => T): Promise<T>
}

/** An ending and a mark for each connection of a busy channel. */
const MOST = 32

interface Member {
  item: DrainItem | null
  run(tx: WriteDb, answer: RecheckAnswer | null): () => void
  fail(error: unknown): void
}

/**
 * A commit that survives a power cut waits for the disk; lanes that wait together wait once, and the log is flushed
 * while others go on. No job knows of the others: one that throws makes the whole
 * transaction go back, and then each runs in one of its own.
 */
export function groupCommits(writer: Writer, recheck: Recheck): Group {
  let gathering: Member[] | null = null
  let line: Promise<void> = Promise.resolve()

  const runAll = (tx: WriteDb, members: readonly Member[]) => {
    const items = members.flatMap(({ item }) => item ?? [])
    const answers = new Map(items.length === 0 ? [] : recheck(tx, items).map((answer, n) => [items[n], answer]))
    return members.map(member => member.run(tx, (member.item && answers.get(member.item)) ?? null))
  }
  const alone = (member: Member) =>
    writer.write('user', tx => runAll(tx, [member])).then(([done]) => done?.(), member.fail)
  const together = async (members: Member[]) => {
    try {
      const { value, flushed } = await writer.durably(tx => {
        // From here on later jobs are another group's.
        if (gathering === members) gathering = null
        return runAll(tx, members)
      })
      // What is committed but perhaps not on the disk must not be done again: the caller decides.
      try {
        await flushed
      } catch (error) {
        for (const member of members) member.fail(error)
        return
      }
      for (const done of value) done()
    } catch (error) {
      if (gathering === members) gathering = null
      if (members.length === 1) members[0]?.fail(error)
      else for (const member of members) await alone(member)
    }
  }

  const add = <T>(item: DrainItem | null, job: (tx: WriteDb, answer: RecheckAnswer | null) => T) =>
    new Promise<T>((resolve, reject) => {
      const member: Member = {
        item,
        run: (tx, answer) => {
          const value = job(tx, answer)
          return () => resolve(value)
        },
        fail: reject,
      }
      if (gathering && gathering.length < MOST) {
        gathering.push(member)
        return
      }
      const members = [member]
      gathering = members
      // What comes while the disk is busy would wait for it anyway, so it may as well commit together.
      line = line.then(() => together(members))
    })
  return {
    write: job => add(null, job),
    decide: (item, job) =>
      add(item, (tx, answer) => {
        if (!answer) throw new Error('preflight answers about every message')
        return job(tx, answer)
      }),
  }
}
