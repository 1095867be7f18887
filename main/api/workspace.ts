import { basename } from 'node:path'
import { UNREAD_SHOWN } from '../../shared/exchange.ts'
import { parseRates } from '../../shared/exchange-csv.ts'
import { fail, unwrap } from '../../shared/result.ts'
import { query } from '../cache/db.ts'
import { allRoles } from '../cache/roles.ts'
import type { Backup } from '../cache/safety/backups.ts'
import { readLicences } from '../engine/licences.ts'
import { backupsIn, waysToMend } from '../engine/open/shut.ts'
import { clockSettingOf, setClock, welcomed, welcomedOf } from '../engine/open/workspace.ts'
import { guardrailsOf, runsBegunLater, setGuardrails, setRoles } from '../intervention/door.ts'
import { exchangeView, setExchange } from '../issue/door.ts'
import { api, bare, journalled } from './whole/context.ts'

const counts = query<{ accounts: number; contacts: number; events: number; objects: number; quarantined: number }>(
  // The largest row id stands for the number of events and objects: counting a million rows takes 70 ms.
  `SELECT (SELECT count(*) FROM account) - (SELECT count(*) FROM account WHERE merged_into IS NOT NULL) AS accounts, (SELECT count(*) FROM contact) AS contacts,
     (SELECT ifnull(max(id), 0) FROM event) AS events, (SELECT ifnull(max(id), 0) FROM object) AS objects,
     (SELECT ifnull(sum(n), 0) FROM quarantine_count) AS quarantined`,
)

const backupShown = ({ path, ...shown }: Backup) => ({ ...shown, name: basename(path) })

const NO_FILE_MANAGER = fail(
  'refused',
  'The folder was not opened.',
  'Only the desktop console can open a folder.',
  'Open the folder in your file manager.',
)

export const workspace = {
  info: api.workspace.info.handler(({ context: { engine, host } }) => ({
    ...engine.identity,
    dir: engine.dir,
    now: engine.clock.now(),
    clock: clockSettingOf(engine.read),
    actor: engine.actor,
    appVersion: host.deps.appVersion,
    shell: host.deps.shell,
    firstRun: !welcomedOf(engine.read),
    counts: engine.read.get(counts) ?? { accounts: 0, contacts: 0, events: 0, objects: 0, quarantined: 0 },
    shared: engine.shared(),
  })),
  list: bare.workspace.list.handler(({ context: { host } }) => host.list()),
  create: bare.workspace.create.handler(async ({ context: { host }, input }) => unwrap(await host.create(input.name))),
  open: bare.workspace.open.handler(async ({ context: { host }, input }) => unwrap(await host.open(input.dir))),
  shut: bare.workspace.shut.handler(({ context: { host } }) => {
    const shut = host.shut()
    if (!shut) return { shut: null }
    const { dir, failure } = shut
    const showsFolder = host.deps.showFolder !== undefined
    return { shut: { dir, failure, ways: waysToMend(shut), backups: backupsIn(dir).map(backupShown), showsFolder } }
  }),
  attend: bare.workspace.attend.handler(async ({ context: { host }, input }) => {
    const opened = await host.attend(input.dir)
    // One that is shut now is shown with its reason.
    if (!opened.ok && host.shut()?.failure !== opened.error) unwrap(opened)
    return { opened: opened.ok }
  }),
  showFolder: bare.workspace.showFolder.handler(async ({ context: { host } }) => {
    if (!host.deps.showFolder) return unwrap(NO_FILE_MANAGER)
    const why = await host.deps.showFolder(host.dir())
    return why === '' ? {} : unwrap(fail('io', 'The folder was not opened.', `${why}.`, `Open ${host.dir()} yourself.`))
  }),
  safety: api.workspace.safety.handler(({ context: { engine } }) => {
    const { damaged, readOnly, checkedAt, backups } = engine.guard.state()
    const working = engine.tasks.list().some(({ kind, state }) => kind === 'safety' && state === 'running')
    return { damaged, readOnly, checkedAt, working, backups: backups.map(backupShown) }
  }),
  backUp: api.workspace.backUp.handler(async ({ context: { engine } }) => {
    return backupShown(unwrap(await engine.guard.backUpNow()))
  }),
  check: api.workspace.check.handler(async ({ context: { engine } }) => unwrap(await engine.guard.checkNow())),
  repair: bare.workspace.repair.handler(async ({ context: { host }, input }) => unwrap(await host.repair(input))),
  keychain: bare.workspace.keychain.handler(async ({ context: { host } }) => ({
    lasts: (await host.deps.secrets.lasts?.()) ?? false,
  })),
  welcomed: api.workspace.welcomed.handler(({ context: { engine } }) => journalled(engine.decide(welcomed, {}))),
  setClock: api.workspace.setClock.handler(async ({ context: { engine }, input }) => {
    const done = await journalled(engine.decide(setClock, input))
    await engine.evaluate(false)
    return { ...done, begunLater: engine.read.get(runsBegunLater(engine.clock.now()))?.n ?? 0 }
  }),
  guardrails: api.workspace.guardrails.handler(({ context: { engine } }) => guardrailsOf(engine.read)),
  policy: api.workspace.policy.handler(({ context: { host } }) => host.policy),
  licences: api.workspace.licences.handler(() => unwrap(readLicences())),
  exchange: api.workspace.exchange.handler(({ context: { engine } }) => exchangeView(engine.read)),
  importRates: api.workspace.importRates.handler(async ({ context: { engine }, input: { csv, base, from } }) => {
    const { rates, unread } = unwrap(parseRates(csv, base))
    const done = await journalled(engine.decide(setExchange, { setting: { rates, from } }))
    await engine.evaluate(false)
    return { ...done, imported: Object.keys(rates).length, unread: unread.slice(0, UNREAD_SHOWN) }
  }),
  roles: api.workspace.roles.handler(({ context: { engine } }) => allRoles(engine.read)),
  setRoles: api.workspace.setRoles.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(setRoles, input)),
  ),
  setGuardrails: api.workspace.setGuardrails.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(setGuardrails, input)),
  ),
}
