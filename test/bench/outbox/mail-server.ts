import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface MailChild {
  port: number
  /** How many messages it has taken so far. */
  taken(): Promise<number>
  stop(): void
}

/** The mail server in a process of its own, so that it does not work on the sender's thread. */
export async function startMailServer(): Promise<MailChild> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'mail-child.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => Number((await lines.next()).value)
  return {
    port: await next(),
    taken: () => {
      child.stdin.write('\n')
      return next()
    },
    stop: () => child.stdin.end(),
  }
}
