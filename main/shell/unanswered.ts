/** Questions to a process that may end before it answers. */
export interface Unanswered<Answer> {
  /** Sends a question under a number of its own, which the answer brings back. */
  ask(send: (id: number) => void): Promise<Answer>
  answered(id: number, answer: Answer): void
  /** The process has ended: every question gets the answer that stands for none. */
  giveUp(): void
}

/** Keeps the questions of one kind. `none`: what is answered where nobody can. */
export function createUnanswered<Answer>(none: Answer): Unanswered<Answer> {
  const waiting = new Map<number, (answer: Answer) => void>()
  let asked = 0
  return {
    ask: send =>
      new Promise(resolve => {
        asked += 1
        waiting.set(asked, resolve)
        send(asked)
      }),
    answered: (id, answer) => {
      waiting.get(id)?.(answer)
      waiting.delete(id)
    },
    giveUp: () => {
      for (const answer of waiting.values()) answer(none)
      waiting.clear()
    },
  }
}
