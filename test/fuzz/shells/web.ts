import { once } from 'node:events'
import { request } from 'node:http'
import { WebSocket } from 'ws'
import { compiled } from '../../helpers/compiled.ts'
import { confined, createWaiting, type Shell } from './shell.ts'

/** The loopback shell, spoken to over a web socket as its page would; `port` and `cookie` are for requests of one's own. */
export interface WebLine extends Shell {
  port: number
  cookie: string
}

export async function openWeb(home: string, dir: string): Promise<WebLine> {
  const child = confined(compiled('web'), ['--workspace', dir], { home, stdio: ['ignore', 'pipe', 'pipe'] })
  const waiting = createWaiting()
  const address = await new Promise<URL>((done, reject) => {
    let printed = ''
    child.process.once('exit', code => reject(new Error(`the loopback shell ended with ${code}: ${child.said()}`)))
    child.process.stdout?.on('data', (piece: Buffer) => {
      printed += piece
      const [found] = /http:\S+token=\S+/.exec(printed) ?? []
      if (found) done(new URL(found))
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
    await Promise.race([once(made, 'open'), once(made, 'close')])
    socket = made
    return made
  }
  return {
    port: Number(address.port),
    cookie,
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
