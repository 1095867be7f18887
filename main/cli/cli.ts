import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createRouterClient } from '@orpc/server'
import { own } from '../../shared/foreign/own.ts'
import { unwrap } from '../../shared/result.ts'
import { router } from '../api/router.ts'
import { type Creation, createHost, type Host, SAMPLE } from '../engine/host.ts'
import { loadPolicy } from '../engine/policy-file.ts'
import { safetyOf } from '../engine/safety.ts'
import { environmentSecrets } from '../engine/secrets-store.ts'
import { userDataDir, whoAmI, workspacesDir } from '../engine/user-data.ts'
import { APP_VERSION } from '../engine/version.ts'
import { lastOpened, nameOf } from '../engine/workspace-folders.ts'
import { callByName, listCalls } from './call.ts'
import { UsageError } from './command.ts'
import { commands } from './commands.ts'
import { isMachineCommand, runOnMachine } from './file/machine.ts'
import { isSafetyCommand, runSafety } from './file/safety.ts'
import { complain, print, printError, say, sayJson, table } from './print.ts'
import { exitCodeOf } from './verify.ts'

export const HELP = `forestall [--workspace DIR] [--json] COMMAND

  init [--name NAME] [--sample] [--accounts N]  create a workspace in DIR
  import FILE... [--name SOURCE] [--date-order dmy|mdy|ymd] [--decimal comma|point] [--currency EUR] [--zone Europe/Berlin]
                                                [--encoding windows-1252] [--header LINE]
                                                connect files, sync them, evaluate triggers
  import FILE... --map FILE | --save-map FILE   the same by a mapping of your own, or keep the one in use
  sync [SOURCE] [--accept-gone]                 sync one source, or all; accept what a complete stream lacks
  rates [import FILE [--base EUR]]               list exchange rates with their days, or import them
  pushdown --mapping FILE --url URL [--trigger ID] [--name SOURCE] [--limit N]
                                                run triggers in a warehouse, sync only accounts at risk
  manifest list | schema [KIND] | check FILE | preview FILE [--setting KEY=VALUE] [--allow HOST] [--limit N]
                                                check your own manifest, and preview its records
  evaluate [--all]                              evaluate triggers for changed accounts, or for all
  queue [--view VIEW] [--limit N]               list predicted issues of a view, also of one you saved
  day                                           show what waits for you, what you promised and what you did
  note issue:ID|account:ID [TEXT]               write a note (@name mentions a colleague), or list the notes
  assign ISSUE COLLEAGUE [TEXT]                 hand an issue over, with a note
  similar ISSUE                                 show what was done about the same trigger before, and what followed
  health ACCOUNT                                show the health of an account, what takes it away, and how it went
  incidents [ID] [--all]                        list open incidents, or show one with its accounts
  outage [list | components | affected DIMENSION COMPONENT | declare DIMENSION COMPONENT | show ID | calls ID | text ID]
                                                declare an outage, list who is affected, whom to ring up, or print
                                                the status text; works without a network
  outage text ID --language en|de|fr|es         print it in another language
  outage plan ID | notify ID [--in-quiet-hours REASON] | over ID | close ID
                                                plan or start the message to all, end the outage, or close it
  analyse FILE --arm COLUMN --metric COLUMN[=share|number|EUR]... [--unit COLUMN] [--control ARM] [--pre COLUMN]
          [--better lower|higher] [--planned ARM=90,ARM=10] [--despite]
                                                judge an experiment: check the assignment, then show effects
  analyse --since DATE [--until DATE] --arm ATTRIBUTE --metric ATTRIBUTE|events:KIND...
                                                the same from accounts of the workspace
  arms [--since DATE] [--until DATE]            say whether treatment and control accounts can be compared
  review [--days N]                             show what acting did against control, with intervals
  advice [--days N]                             list what the review advises and what leads decided about it
  advice follow|decline PLAYBOOK REASON         record a decision; it comes back after 30 days with the figures since
  advice look DECISION                          close a decision whose window is over
  report [--days N | --since DATE --until DATE] [--out FILE.html|.json|.csv] [--names]
                                                write the review to one file, with pseudonyms unless --names is given
  verify-report FILE                            recompute a report; exits with 1 where the file was altered, belongs
                                                to another workspace, or a figure differs
  evaluate-table FILE --label COLUMN [--positive VALUE] [--time COLUMN] [--group COLUMN] [--without COLUMN]... [--folds N]
                                                judge how well a column can be predicted, and what is doubtful
  model [train [--days N] | list | cards | pause|keep TRIGGER REASON [--days N]
    | why ACCOUNT|issue ISSUE [--until DATE] [--since DATE]]
                                                train on the workspace's own outcomes, list report cards, or say
                                                why an account or an issue has its risk, and what changed since a day
  missed [CAUSE | draft N] [--days N]           count tickets and cancellations that came without an open issue, and
                                                why; list those of one cause; print a draft trigger for a back-test
  tickets [list [--all] [--limit N] | topics | propose | set --property NAME [--level N] | classify]
                                                list tickets whose topic is not sure, or learn from tagged ones
  outbox [list | drain] [--state STATE]         list messages and why they wait, or send all due
  outbox unsent [--days N] [--check CHECK]      list messages that were not sent, and why
  reference CODE                                find the message that a customer’s reference code names
  doctor [DIR]                                  look over the data for what is hardly true; exits 1 if so
  backup | check                                back up the workspace, or look for damage in its file
  restore [FILE]                                put a backup, the newest one, in the place of the workspace's file
  salvage                                       keep what can still be read of a damaged workspace
  verify [--replay]                             verify the journal; exits with 1 where it is broken or cut, or
                                                where a replay of the decisions comes to something else
  suppressions [lift ADDRESS]                   list suppressed addresses with reasons, or lift one
  erase [account ID | contact ID] [--confirm NAME]
                                                list erasures, show what would go, or erase for good
  export-person account ID | contact ID [--to DIR]
                                                export everything about a person, to read and as JSON
  retention                                     show for how long data are kept, and how much is older
  clock [real | fixed DATE | shifted DATE]      show or set the workspace clock
  policy                                        show what the administrator of this computer decides
  update FILE [--app APPIMAGE] | update check FILE
                                                verify a package, back up the workspaces and stage it, or verify only
  update look | update fetch [--app APPIMAGE]   look for a newer version at the address that is set, or fetch it and
                                                go on as with a file
  update settings [--address URL|none] [--channel NAME] [--daily on|off]
                                                show or change where newer versions are looked for
  licences [WORD]                              list the licences of what is shipped, or print their texts
  crash-report [--out DIR] [--with-dumps]       list what a report would hold, or write it
  log [--limit N]                               show the log of this computer, which holds no customer data
  call PROCEDURE ['JSON']                       call any procedure of the contract, and print JSON
  calls                                         list all procedures


Without --workspace, the last open workspace is used, or else the sample.
Passwords and credentials are read from the environment: FORESTALL_SMTP_PASSWORD for the mail server,
FORESTALL_PG_PASSWORD for a warehouse, FORESTALL_SECRET_<KEY> for the preview of a manifest.`

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
  property: { type: 'string' },
  level: { type: 'string' },
  state: { type: 'string' },
  mapping: { type: 'string' },
  map: { type: 'string' },
  'save-map': { type: 'string' },
  'accept-gone': { type: 'boolean', default: false },
  url: { type: 'string' },
  trigger: { type: 'string' },
  setting: { type: 'string', multiple: true },
  allow: { type: 'string', multiple: true },
  days: { type: 'string' },
  check: { type: 'string' },
  'date-order': { type: 'string' },
  decimal: { type: 'string' },
  currency: { type: 'string' },
  zone: { type: 'string' },
  encoding: { type: 'string' },
  header: { type: 'string' },
  base: { type: 'string' },
  confirm: { type: 'string' },
  to: { type: 'string' },
  replay: { type: 'boolean', default: false },
  arm: { type: 'string' },
  metric: { type: 'string', multiple: true },
  pre: { type: 'string', multiple: true },
  better: { type: 'string', multiple: true },
  unit: { type: 'string' },
  control: { type: 'string' },
  planned: { type: 'string' },
  despite: { type: 'boolean', default: false },
  since: { type: 'string' },
  until: { type: 'string' },
  file: { type: 'string' },
  label: { type: 'string' },
  positive: { type: 'string' },
  time: { type: 'string' },
  group: { type: 'string' },
  without: { type: 'string', multiple: true },
  folds: { type: 'string' },
  seed: { type: 'string' },
  out: { type: 'string' },
  names: { type: 'boolean', default: false },
  'in-quiet-hours': { type: 'string' },
  language: { type: 'string' },
  app: { type: 'string' },
  address: { type: 'string' },
  channel: { type: 'string' },
  daily: { type: 'string' },
  'with-dumps': { type: 'boolean', default: false },
} as const

type Values = ReturnType<typeof parse>['values']
const parse = (argv: string[]) => parseArgs({ args: argv, options: OPTIONS, allowPositionals: true })

const OPENED_READ_ONLY =
  'forestall: The workspace is on a read-only disk or in a read-only folder. It was opened for reading; nothing can be saved.'

const warnNoKeychain = (variable: string) =>
  complain(`forestall: there is no keychain here, so the secret is used for this call only. Set ${variable} instead.`)

const openHost = async (values: Values, creation: Creation | null): Promise<Host> => {
  const root = workspacesDir(userDataDir())
  const secrets = environmentSecrets(process.env, warnNoKeychain)
  const deps = { root, dir: values.workspace ?? null, secrets, policy: loadPolicy(), ...whoAmI('cli') }
  return unwrap(await createHost({ ...deps, shell: 'cli', appVersion: APP_VERSION, pickFiles: null }, creation))
}

/** The folder of the workspace that a command is about. */
const folderOf = (values: Values): string => {
  const root = workspacesDir(userDataDir())
  return resolve(values.workspace ?? lastOpened(root) ?? join(root, 'sample'))
}

/** Creates a workspace, and fills it if it is the sample. */
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

/** Writing a manifest or judging a file needs no workspace: one is made for the command alone, and removed behind it. */
async function withoutWorkspace(values: Values, words: string[]): Promise<number | undefined> {
  const dir = await mkdtemp(join(tmpdir(), 'forestall-'))
  try {
    const workspace = join(dir, 'workspace')
    const made = await openHost({ ...values, workspace }, { name: 'Temporary', sample: null })
    await made.close()
    return await withClient({ ...values, workspace }, words)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

const isOfFilesAlone = (command: string, [first]: readonly string[]): boolean =>
  (command === 'manifest' && first !== 'list') ||
  command === 'evaluate-table' ||
  (command === 'analyse' && first !== undefined)

async function withClient(values: Values, words: string[], held?: Host): Promise<number | undefined> {
  const [command = '', ...args] = words
  if (values.workspace === undefined && isOfFilesAlone(command, args)) return withoutWorkspace(values, words)
  // The doctor is named a folder: `forestall doctor DIR`.
  const dir = command === 'doctor' && args[0] !== undefined ? { ...values, workspace: args[0] } : values
  const host = held ?? (await openHost(dir, null))
  if (host.engine().guard.state().readOnly) complain(OPENED_READ_ONLY)
  const cancel = () => void host.engine().tasks.cancelAll()
  process.once('SIGINT', cancel)
  try {
    const client = createRouterClient(router, { context: { host } })
    if (command === 'call') {
      const answer = await callByName(client, args[0] ?? '', args[1])
      sayJson(answer)
      return args[0] === 'journal.verify' ? exitCodeOf(answer as { intact: boolean }) : undefined
    }
    return await own(commands, command)?.({ client, args, options: values, wall: Date.now(), env: process.env })
  } finally {
    process.off('SIGINT', cancel)
    if (!held) await host.close()
  }
}

const MORE = '`forestall help` lists all commands and their options.'

/** Commands that are carried out here. */
const OWN: ReadonlySet<string> = new Set(['init', 'call'])

/** Carries out one command; its exit code. `held`: a workspace that is open already and stays so, for commands about its data. */
export async function commandLine(argv: string[], held?: Host): Promise<number> {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(argv)
  } catch (error) {
    // All of the help would push the error out of sight.
    complain(`forestall: ${error instanceof Error ? error.message : String(error)}`, MORE)
    return 2
  }
  const { values, positionals } = parsed
  const command = positionals[0]
  if (values.version) return answer(APP_VERSION)
  if (values.help || command === undefined || command === 'help') return answer(HELP)
  if (command === 'calls') return answer(table(listCalls().map(call => [call.name, call.about])).join('\n'))
  const known =
    OWN.has(command) || Object.hasOwn(commands, command) || isSafetyCommand(command) || isMachineCommand(command)
  if (!known) {
    complain(`forestall: There is no command “${command}”.`, MORE)
    return 2
  }
  try {
    if (isMachineCommand(command))
      return await runOnMachine(command, { args: positionals.slice(1), options: values, wall: () => Date.now() })
    if (isSafetyCommand(command))
      return await runSafety(command, {
        safety: safetyOf(folderOf(values), () => Date.now()),
        args: positionals.slice(1),
        json: values.json,
      })
    return (await (command === 'init' ? init(values) : withClient(values, positionals, held))) ?? 0
  } catch (error) {
    printError(values.json || command === 'call', error)
    return error instanceof UsageError ? 2 : 1
  }
}

function answer(text: string): number {
  say(...text.split('\n'))
  return 0
}
