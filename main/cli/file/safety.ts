import { unwrap } from '../../../shared/result.ts'
import type { Safety } from '../../engine/safety.ts'
import { print } from '../print.ts'

interface Asked {
  safety: Safety
  args: readonly string[]
  json: boolean
}

const plural = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`
const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`

/** Commands about a workspace's file, which is not opened for them: they end with 1 where it is or was damaged. */
const COMMANDS: Record<string, (asked: Asked) => Promise<number>> = {
  backup: async ({ safety, json }) => {
    const backup = unwrap(await safety.backUp())
    print(json, backup, () => [`${backup.path} (${megabytes(backup.bytes)})`])
    return 0
  },
  check: async ({ safety, json }) => {
    const damage = unwrap(safety.check())
    print(json, { damage }, () =>
      damage.length === 0 ? ['The workspace is intact.'] : ['The workspace is damaged:', ...damage],
    )
    return damage.length === 0 ? 0 : 1
  },
  restore: async ({ safety, args, json }) => {
    const restored = unwrap(safety.restore(args[0] ?? null))
    print(json, restored, () => [
      `Restored from ${restored.from}.`,
      ...(restored.replaced ? [`The replaced file is kept as ${restored.replaced}.`] : []),
      ...(restored.unsure > 0
        ? [`${plural(restored.unsure, 'message')} may have been sent since: see the outbox.`]
        : []),
      ...(restored.erased > 0
        ? [`${restored.erased} erased since the backup: they are erased again when the workspace is opened.`]
        : []),
      ...(restored.autopilots > 0 ? [`Autopilot was turned off for ${plural(restored.autopilots, 'trigger')}.`] : []),
    ])
    return 0
  },
  salvage: async ({ safety, json }) => {
    const salvaged = unwrap(safety.salvage())
    const short = salvaged.tables.filter(({ lost }) => lost !== 0)
    print(json, salvaged, () => [
      ...short.map(({ table, saved, lost }) =>
        lost === null ? `${table}: ${saved} saved, an unknown number lost` : `${table}: ${saved} saved, ${lost} lost`,
      ),
      short.length === 0 ? 'Every row was saved.' : 'Every row of the other tables was saved.',
      ...(salvaged.replaced ? [`The damaged file is kept as ${salvaged.replaced}.`] : []),
    ])
    return 0
  },
}

export const isSafetyCommand = (name: string): boolean => Object.hasOwn(COMMANDS, name)

/** Runs one of them. */
export const runSafety = (name: string, asked: Asked): Promise<number> => COMMANDS[name]?.(asked) ?? Promise.resolve(2)
