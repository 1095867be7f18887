import { createHash } from 'node:crypto'
import { z } from 'zod'

/**
 * The decision that vouches for rows of the journal from which an erased person was taken out. The hash of such a row covers
 * what it said before, which nobody may keep, so the row no longer fits its hash; the chain goes on, because the next row
 * covers that hash and not the text. This decision lies in the chain too and holds a digest of what the row says now: a row
 * that was changed by anybody else fits neither.
 */
export const SEAL = 'person.seal'
/** The same for rows that held the address of a webhook with its token. They still say what was decided, so they are replayed. */
export const ADDRESS_SEAL = 'channel.seal'
const SEALS: ReadonlySet<string> = new Set([SEAL, ADDRESS_SEAL])
export const isSeal = (command: string): boolean => SEALS.has(command)

export const sealSchema = z.object({
  rows: z.array(z.object({ id: z.string(), digest: z.string() })).min(1),
})
export type Sealed = z.infer<typeof sealSchema>['rows'][number]

/** A row of the journal as it is stored, without what chains it. */
export interface SaidRow {
  id: string
  actor: string
  device: string
  at: number
  command: string
  args: string
  undo: string | null
  undoes: string | null
  version: number
}

/** What a row says, whatever came before it. */
export const digestOf = (row: SaidRow): string => {
  const { id, actor, device, at, command, args, undo, undoes, version } = row
  return createHash('sha256')
    .update(JSON.stringify([id, actor, device, at, command, args, undo, undoes, version]))
    .digest('hex')
}

/** The decisions that seals among these rows speak of. */
export const sealedIds = (rows: readonly { command: string; args: unknown }[]): Set<string> =>
  new Set(
    rows
      .filter(({ command }) => command === SEAL)
      .flatMap(({ args }) => (sealSchema.safeParse(args).data?.rows ?? []).map(({ id }) => id)),
  )
