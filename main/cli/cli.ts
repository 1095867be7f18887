#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { createRouterClient } from '@orpc/server'
import { unwrap } from '../../shared/result.ts'
import { router } from '../api/router.ts'
import { type Creation, createHost, type Host, SAMPLE } from '../engine/host.ts'
import { environmentSecrets } from '../engine/secrets-store.ts'
import { userDataDir, whoAmI, workspacesDir } from '../engine/user-data.ts'
import { APP_VERSION } from '../engine/version.ts'
import { nameOf } from '../engine/workspace-folders.ts'
import { callByName, listCalls } from './call.ts'
import { UsageError } from './command.ts'
import { commands } from './commands.ts'
import { print, printError, table } from './print.ts'

const HELP = `forestall [--workspace DIR] [--json] COMMAND

  init [--name NAME] [--sample] [--accounts N]  make a workspace in DIR
  import FILE... [--name SOURCE]                connect files as guessed, read them, evaluate
  sync [SOURCE]                                 read one source, or all of them
  pushdown --mapping FILE --url URL [--trigger ID] [--name SOURCE] [--limit N]
                                                run triggers in a warehouse, read only accounts at risk
  manifest list | schema [KIND] | check FILE | preview FILE [--setting KEY=VALUE] [--allow HOST] [--limit N]
                                                describe a system of your own, and look at its first records
  evaluate [--all]                              evaluate triggers for what changed, or for everybody
  queue [--view VIEW] [--limit N]               predicted issues in order of priority
  incidents [ID] [--all]                        one cause behind many accounts' issues; with an id, its accounts
  outbox [list | drain] [--state STATE]         what waits and why; send what may leave now
  outbox unsent [--days N] [--check CHECK]      what did not leave, and why
  clock [real | fixed DATE | shifted DATE]      the time that the workspace lives in
  call PROCEDURE ['JSON']                       any procedure of the contract, prints JSON
  calls                                         all procedures

Without --workspace the workspace that was last open is meant, or else the sample.
The password of the mail server is read from FORESTALL_SMTP_PASSWORD, that of a warehouse from FORESTALL_PG_PASSWORD,
the credentials of a manifest that is looked at from FORESTALL_SECRET_<KEY>.`

const OPTIONS = {
  workspace: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
  name: { type: 'string' },
  sample: { type: 'boolean', default: false },
  accounts: { type: 'string' },
  all: { type: 'boolean', default: false },
  view: { type: 'string' },
  limit: { type: 'string' },
  state: { type: 'string' },
  mapping: { type: 'string' },
  url: { type: 'string' },
  trigger: { type: 'string' },
  setting: { type: 'string', multiple: true },
  allow: { type: 'string', multiple: true },
  days: { type: 'string' },
  check: { type: 'string' },
} as const

type Values = ReturnType<typeof parse>['values']
const parse = (argv: string[]) => parseArgs({ args: argv, options: OPTIONS, allowPositionals: true })

const sayForgotten = (variable: string) =>
  process.stderr.write(
    `forestall: no keychain here, so the secret counts for this call only; put it into ${variable}\n`,
  )

const openHost = async (values: Values, creation: Creation | null): Promise<Host> => {
  const root = workspacesDir(userDataDir())
  const secrets = environmentSecrets(process.env, sayForgotten)
  const deps = { root, dir: values.workspace ?? null, secrets, ...whoAmI() }
  return unwrap(await createHost({ ...deps, shell: 'cli', appVersion: APP_VERSION, pickFiles: null }, creation))
}

/** Makes a workspace, and fills it when it is the sample. */
async function init(values: Values): Promise<void> {
  const sample = { ...SAMPLE, sample: { seed: 1, accounts: Number(values.accounts ?? 2_000), days: 180 } }
  const empty = { name: values.name ?? nameOf(values.workspace ?? 'workspace'), sample: null }
  const wantsSample = values.sample || !values.workspace
  const host = await openHost(
    values,
    wantsSample ? { ...sample, ...(values.name ? { name: values.name } : {}) } : empty,
  )
  try {
    const client = createRouterClient(router, { context: { host } })
    if (wantsSample) await client.source.sync({})
    const info = await client.workspace.info()
    print(values.json, info, () => [`${info.name}: ${info.dir} (${info.counts.accounts} accounts)`])
  } finally {
    await host.close()
  }
}

async function withClient(values: Values, words: string[]): Promise<number | undefined> {
  const [command = '', ...args] = words
  const host = await openHost(values, null)
  process.once('SIGINT', () => host.engine().tasks.cancelAll())
  try {
    const client = createRouterClient(router, { context: { host } })
    if (command === 'call') {
      const answer = await callByName(client, args[0] ?? '', args[1])
      process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
      return undefined
    }
    return await commands[command]?.({ client, args, options: values, wall: Date.now(), env: process.env })
  } finally {
    await host.close()
  }
}

async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parse(argv)
  const command = positionals[0]
  if (values.version) return say(APP_VERSION)
  if (values.help || command === undefined || command === 'help') return say(HELP)
  if (command === 'calls') return say(table(listCalls().map(call => [call.name, call.about])).join('\n'))
  if (command !== 'init' && command !== 'call' && !(command in commands)) {
    process.stderr.write(`forestall: there is no command ${command}\n\n${HELP}\n`)
    return 2
  }
  try {
    return (await (command === 'init' ? init(values) : withClient(values, positionals))) ?? 0
  } catch (error) {
    printError(values.json || command === 'call', error)
    return error instanceof UsageError ? 2 : 1
  }
}

function say(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

// Whoever reads may have read enough, like `head`; what was asked for is still carried out to its end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
// Should the event loop ever run dry before the answer is there, that must not look like success.
process.exitCode = 1
main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code
  },
  error => {
    process.stderr.write(`forestall: ${error instanceof Error ? error.message : String(error)}\n\n${HELP}\n`)
    process.exitCode = 2
  },
)
