/** What has come and was not taken yet, for one who takes it. */
export interface Inbox<T> {
  put(item: T): void
  /** The first that was not taken, as soon as there is one. */
  next(): Promise<T>
}

export function createInbox<T>(): Inbox<T> {
  const items: T[] = []
  let wake = () => {}
  return {
    put: item => {
      items.push(item)
      wake()
    },
    next: async () => {
      while (items.length === 0)
        await new Promise<void>(resolve => {
          wake = resolve
        })
      return items.shift() as T
    },
  }
}
