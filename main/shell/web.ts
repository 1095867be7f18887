import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Failure } from '../../shared/result.ts'
import { createHost, type Host } from '../engine/host.ts'
import { openLog } from '../engine/log.ts'
import { loadPolicy } from '../engine/policy-file.ts'
import { keepPrivate } from '../engine/private-files.ts'
import { environmentSecrets } from '../engine/secrets-store.ts'
import { userDataDir, whoAmI, workspacesDir } from '../engine/user-data.ts'
import { APP_VERSION } from '../engine/version.ts'
import { option, printed, WEB_HELP } from './options.ts'
import { printStatements } from './print-statements.ts'
import { createRestarts, RESTARTS_A_MINUTE } from './restarts.ts'
import { onUnhandled } from './unhandled.ts'
import { serve, type WebConsole } from './web-server.ts'
import { createWebSession, LOOPBACK } from './web-session.ts'

/**
 * The same console without Electron, for this computer's browser only: bound to 127.0.0.1, opened by a one-time token,
 * kept by a cookie that no other site's page can send (`web-session.ts`).
 */
const CLOSE_WITHIN_MS = 10_000
const say = (line: string) => console.error(line)
const log = openLog(userDataDir(), 'web', () => Date.now())

function listen(port: number): Promise<Server> {
  const server = createServer()
  return new Promise((done, reject) => {
    server.once('error', reject)
    server.listen(port, LOOPBACK, () => done(server))
  })
}

/** The page offers what can be done about a workspace that cannot be opened. */
const tellShut = ({ what, why }: Failure): void => say(`${what} ${why} The page shows how to go on.`)

/** An error that nobody caught: the page loses its line, and gets it again once the engine is open again. */
function restartOn(console: WebConsole, host: Host): void {
  const restarts = createRestarts()
  let restarting = false
  const end = (why: string) => {
    say(`Forestall stops: ${why} Your data is safe. Start Forestall again.`)
    process.exit(1)
  }
  const restart = async () => {
    const wait = restarts.next(Date.now())
    if (wait === null) return end(`the engine stopped ${RESTARTS_A_MINUTE} times within a minute.`)
    say('An unexpected error occurred. The engine restarts; everything that was saved is kept.')
    console.drop()
    // An engine that cannot end any more must not keep the next one from starting for ever.
    const limit = setTimeout(end, CLOSE_WITHIN_MS, 'the engine could not be closed after an unexpected error.')
    await sleep(wait)
    const opened = await host.restart()
    clearTimeout(limit)
    log.write({ event: 'engine_restarted' })
    if (!opened.ok) tellShut(opened.error)
    console.admit()
    restarting = false
  }
  const written = (line: string, error: unknown) => {
    say(line)
    log.unexpected(error)
  }
  onUnhandled(written, () => {
    if (restarting) return
    restarting = true
    restart().catch(() => end('the engine could not be restarted after an unexpected error.'))
  })
}

function closeOnSignal(server: Server, host: Host): void {
  let closing = false
  const close = () => {
    if (closing) return
    closing = true
    server.close()
    host.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', close)
  process.on('SIGTERM', close)
}

async function main(args: string[]): Promise<number> {
  keepPrivate()
  const text = printed(args, WEB_HELP, APP_VERSION)
  if (text !== null) {
    console.log(text)
    return 0
  }
  const wanted = Number(option(args, 'port') ?? 0)
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
    console.error('The option --port needs a number from 1 to 65535.')
    return 2
  }
  const dir = option(args, 'workspace')
  const opened = await createHost({
    root: workspacesDir(userDataDir()),
    dir: dir && resolve(dir),
    shell: 'web',
    secrets: environmentSecrets(process.env),
    appVersion: APP_VERSION,
    ...whoAmI('web'),
    pickFiles: null,
    ...printStatements(process.env, say),
    log,
    policy: loadPolicy(),
  })
  if (!opened.ok) {
    const { what, why, todo } = opened.error
    console.error(`${what} ${why} ${todo}`)
    return 1
  }
  const shut = opened.value.shut()
  if (shut) tellShut(shut.failure)
  const server = await listen(wanted).catch((error: NodeJS.ErrnoException) => error)
  if (server instanceof Error) {
    console.error(`Port ${wanted} cannot be used (${server.code}). Choose another with --port.`)
    await opened.value.close()
    return 1
  }
  const session = createWebSession((server.address() as AddressInfo).port)
  restartOn(serve(server, session, opened.value), opened.value)
  closeOnSignal(server, opened.value)
  console.log(`Forestall is open on this computer only: ${session.origin}/?token=${session.token}`)
  return 0
}

process.exitCode = await main(process.argv.slice(2))
