/** Work that must have ended before what it uses is closed. */
export interface UnderWay {
  follow<T>(work: Promise<T>): Promise<T>
  /** Resolves when all of it has ended, well or not; also what began while others were waited for. */
  settled(): Promise<void>
}

export function createUnderWay(): UnderWay {
  const works = new Set<Promise<unknown>>()
  return {
    follow: work => {
      works.add(work)
      const ended = () => works.delete(work)
      work.then(ended, ended)
      return work
    },
    settled: async () => {
      while (works.size > 0) await Promise.allSettled(works)
    },
  }
}
