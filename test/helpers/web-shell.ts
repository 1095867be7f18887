import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { onTestFinished } from 'vitest'
import { compiled } from './compiled.ts'
import { NODE } from './node.ts'
import { tempFolder } from './temp-folder.ts'

/** The loopback shell in a process of its own, with an empty workspace. */
export interface WebShell {
  origin: string
  port: number
  cookie: string
  dir: string
  process: ChildProcess
  /** What it has written to its error output so far. */
  said(): string
  alive(): boolean
}

/** Starts the shell and exchanges its token, as a browser would. Ended when the test finishes. */
export async function aWebShell(before: readonly string[] = []): Promise<WebShell> {
  const [home, dir] = [tempFolder(), tempFolder()]
  const child = spawn(NODE, [...before, compiled('web'), '--workspace', dir], {
    env: { ...process.env, FORESTALL_USER_DATA: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  let [printed, said] = ['', '']
  child.stderr.on('data', (piece: Buffer) => (said += piece))
  const address = await new Promise<URL>((done, reject) => {
    child.once('exit', code => reject(new Error(`the loopback shell ended with ${code}: ${said}`)))
    child.stdout.on('data', (piece: Buffer) => {
      printed += piece
      const [found] = /http:\S+token=\S+/.exec(printed) ?? []
      if (found) done(new URL(found))
    })
  })
  const { headers } = await ask(address)
  const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const alive = () => child.exitCode === null && child.signalCode === null
  return { origin: address.origin, port: Number(address.port), cookie, dir, process: child, said: () => said, alive }
}

/** The status and headers of a GET. */
export function ask(url: URL, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string[]> & { 'set-cookie'?: string[] } }>(
    (done, reject) => {
      const call = request(url, { headers, agent: false }, answer => {
        answer.resume()
        done({ status: answer.statusCode ?? 0, headers: answer.headersDistinct })
      })
      call.on('error', reject)
      call.end()
    },
  )
}

/** Writes bytes to the shell as they are, and waits until the connection has ended or has answered and rests. */
export function throwAt(port: number, bytes: string | Buffer): Promise<void> {
  return new Promise(done => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    socket.on('error', () => {})
    socket.on('close', () => done())
    socket.resume()
  })
}
