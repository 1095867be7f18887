/** How many threads start in this process while something is done. */
export async function threadsStarted(work: () => Promise<unknown>): Promise<number> {
  let n = 0
  const count = () => void n++
  process.on('worker', count)
  try {
    await work()
    return n
  } finally {
    process.off('worker', count)
  }
}
