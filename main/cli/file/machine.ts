import { userDataDir } from '../../engine/user-data.ts'
import { crashReport } from './crash-report.ts'
import { showLicences } from './licences.ts'
import { showLog } from './log.ts'
import type { MachineAsked } from './machine-asked.ts'
import { showPolicy } from './policy.ts'
import { updateCommand } from './update.ts'

const COMMANDS: Record<string, (asked: MachineAsked) => number | Promise<number>> = {
  licences: ({ args, options }) => showLicences(args, options.json),
  log: ({ options }) => showLog(userDataDir(), options),
  policy: ({ options }) => showPolicy(options.json),
  update: asked => updateCommand(asked),
  'crash-report': asked => crashReport(userDataDir(), asked),
}

export const isMachineCommand = (name: string): boolean => Object.hasOwn(COMMANDS, name)

/** Runs one of them. */
export const runOnMachine = async (name: string, asked: MachineAsked): Promise<number> =>
  (await COMMANDS[name]?.(asked)) ?? 2
