import type { z } from 'zod'
import { ok, type Result } from '../../../shared/result.ts'
import { restConfigSchema } from '../../../shared/source/manifest.ts'
import { postgresConfigSchema } from '../../../shared/source/postgres-source.ts'
import { singerConfigSchema } from '../../../shared/source/singer-source.ts'
import { type ConnectedKindName, readSourceConfig } from '../../../shared/source/source-config.ts'
import type { Connected, ConnectedKind, OpenDeps, SecretNeed } from '../../record/page.ts'
import { postgres, restKind, singer } from '../../source/door.ts'

/** A kind of connected source whose settings are checked before it sees them. */
export interface CheckedKind {
  secrets(config: unknown, dir: string): Promise<Result<readonly SecretNeed[]>>
  open(config: unknown, deps: OpenDeps): Promise<Result<Connected>>
}

export type ConnectedKinds = Partial<Record<ConnectedKindName, CheckedKind>>

/** Puts the check of its settings before a kind. */
export function checked<Config>(
  name: ConnectedKindName,
  schema: z.ZodType<Config>,
  kind: ConnectedKind<Config>,
): CheckedKind {
  const read = (config: unknown): Result<Config> => {
    const parsed = readSourceConfig(name, config)
    return parsed.ok ? ok(schema.parse(parsed.value)) : parsed
  }
  return {
    secrets: async (config, dir) => {
      const parsed = read(config)
      return parsed.ok ? kind.secrets(parsed.value, dir) : parsed
    },
    open: async (config, deps) => {
      const parsed = read(config)
      return parsed.ok ? kind.open(parsed.value, deps) : parsed
    },
  }
}

/** Every kind of connected source there is. */
export const connectedKinds: ConnectedKinds = {
  rest: checked('rest', restConfigSchema, restKind),
  postgres: checked('postgres', postgresConfigSchema, postgres),
  singer: checked('singer', singerConfigSchema, singer),
}
