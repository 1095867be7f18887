import type { ChildProcess } from 'node:child_process'
import { request } from 'node:http'
import { WebSocket } from 'ws'
import { compiled } from '../../helpers/compiled.ts'
import { confined, createWaiting, type Shell } from './shell.ts'

/** The loopback shell, spoken to over a web socket as its page would; `port` and `cookie` are for requests of one's own. */
export interface WebLine extends Shell {
  port: number
  cookie: string
  process: ChildProcess
}

export async function openWeb(home: string, dir: string, before: readonly string[] = []): Promise<WebLine> {
  const child = confined(compiled('web'), ['--workspace', dir], { home, stdio: ['ignore', 'pipe', 'pipe'] }, before)
  const waiting = createWaiting()
  const address = await new Promise<URL>((done, reject) => {
    let printed = ''
    const early = (code: number | null) => reject(new Error(`the loopback shell ended with ${code}: ${child.said()}`))
    child.process.once('exit', early)
    child.process.stdout?.on('data', (piece: Buffer) => {
      printed += piece
      const [found] = /http:\S+token=\S+/.exec(printed) ?? []
      if (!found) return
      // From here on what it says at its end is for the caller.
      child.process.off('exit', early)
      done(new URL(found))
    })
  })
  let ended = false
  child.process.once('exit', () => {
    ended = true
    waiting.over('ended')
  })
  const cookie = await cookieOf(address)
  let socket: WebSocket | null = null
  const line = async (): Promise<WebSocket> => {
    if (socket?.readyState === WebSocket.OPEN) return socket
    const made = new WebSocket(`ws://${address.host}/rpc`, { headers: { cookie, origin: address.origin } })
    made.on('error', () => {})
    made.on('message', data => waiting.answered(String(data)))
    made.on('close', () => socket === made && !ended && waiting.over('closed'))
    await new Promise<void>(done => made.once('open', () => done()).once('close', () => done()))
    socket = made
    return made
  }
  return {
    port: Number(address.port),
    cookie,
    process: child.process,
    send: async (frame, id, patience) => {
      const to = await line()
      const outcome = waiting.wait(id, patience)
      if (ended) waiting.over('ended')
      else if (to.readyState === WebSocket.OPEN) to.send(frame)
      else waiting.over('closed')
      return outcome
    },
    said: child.said,
    end: async () => {
      socket?.terminate()
      await child.end()
    },
  }
}

function cookieOf(address: URL): Promise<string> {
  return new Promise((done, reject) => {
    const call = request(address, { agent: false }, answer => {
      answer.resume()
      done(answer.headersDistinct['set-cookie']?.[0]?.split(';')[0] ?? '')
    })
    call.on('error', reject)
    call.end()
  })
}
