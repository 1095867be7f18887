import type { WriteDb } from '../cache/db.ts'
import type { Writer } from '../cache/writer.ts'

/** Runs jobs in durable transactions, those that come together in one. */
export type Group = <T>(job: (tx: WriteDb) => T) => Promise<T>

interface Member {
  run(tx: WriteDb): () => void
  fail(error: unknown): void
}

/**
 * A commit that survives a power cut waits for the disk; four lanes that wait together wait once. No job knows of the
 * others: one that throws makes the whole transaction go back, and then each runs in one of its own.
 */
export function groupCommits(writer: Writer): Group {
  let gathering: Member[] | null = null

  const alone = (member: Member) => writer.write('user', tx => member.run(tx)).then(done => done(), member.fail)
  const together = async (members: Member[]) => {
    try {
      const settled = await writer.write('user', tx => {
        // From here on later jobs are another group's.
        if (gathering === members) gathering = null
        return members.map(member => member.run(tx))
      })
      for (const done of settled) done()
    } catch (error) {
      if (gathering === members) gathering = null
      if (members.length === 1) members[0]?.fail(error)
      else for (const member of members) await alone(member)
    }
  }

  return <T>(job: (tx: WriteDb) => T) =>
    new Promise<T>((resolve, reject) => {
      const member: Member = {
        run: tx => {
          const value = job(tx)
          return () => resolve(value)
        },
        fail: reject,
      }
      if (gathering) {
        gathering.push(member)
        return
      }
      gathering = [member]
      void together(gathering)
    })
}
