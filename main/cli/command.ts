import type { RouterClient } from '@orpc/server'
import { FailureError } from '../../shared/result.ts'
import type { router } from '../api/router.ts'

export type Client = RouterClient<typeof router>

/** What a friendly command gets: the contract's client, its words, and how to print. */
export interface Invocation {
  client: Client
  args: string[]
  options: {
    json: boolean
    all: boolean
    name?: string
    view?: string
    limit?: string
    property?: string
    level?: string
    state?: string
    mapping?: string
    map?: string
    'save-map'?: string
    'accept-gone': boolean
    url?: string
    trigger?: string
    setting?: string[]
    allow?: string[]
    days?: string
    check?: string
    'date-order'?: string
    zone?: string
    decimal?: string
    currency?: string
    encoding?: string
    header?: string
    base?: string
    confirm?: string
    to?: string
    replay?: boolean
    arm?: string
    metric?: string[]
    pre?: string[]
    better?: string[]
    unit?: string
    control?: string
    planned?: string
    despite: boolean
    since?: string
    until?: string
    file?: string
    label?: string
    positive?: string
    time?: string
    group?: string
    without?: string[]
    folds?: string
    seed?: string
    out?: string
    names?: boolean
    'in-quiet-hours'?: string
    language?: string
  }
  /** Environment of the process, for credentials. */
  env: Readonly<Record<string, string | undefined>>
  /** Machine time, UTC ms. */
  wall: number
}

/** Its exit code, where that is another than 0 although the command itself was carried out. */
export type Run = (invocation: Invocation) => Promise<number | undefined>

/** The command itself makes no sense; the world was not asked. */
export class UsageError extends FailureError {}

export const usage = (why: string, todo: string) =>
  new UsageError({
    kind: 'invalid',
    what: 'The command was not understood:',
    why: `${why}.`,
    todo: `For example: ${todo}`,
  })
