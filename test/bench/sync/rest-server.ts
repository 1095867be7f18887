import { fork } from 'node:child_process'
import { join } from 'node:path'
import { PAGE, type Size } from './rest-data.ts'

export interface BenchServer {
  url: string
  host: string
  stop(): void
}

/** Starts the local HTTP source, with so many records on a page. */
export async function startServer({ accounts, events }: Size, page = PAGE): Promise<BenchServer> {
  const child = fork(join(import.meta.dirname, 'rest-server-child.ts'), [accounts, events, page].map(String))
  const port = await new Promise<number>((done, failed) => {
    child.once('message', message => done(Number(message)))
    child.once('exit', code => failed(new Error(`the server ended with ${code}`)))
  })
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, stop: () => void child.kill() }
}
