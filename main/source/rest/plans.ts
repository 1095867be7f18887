import type { LookupFunction } from 'node:net'
import type { Manifest, RestConfig } from '../../../shared/source/manifest.ts'
import { type Authorised, authorise } from '../../http/authorise.ts'
import { createHttp, type HttpOptions } from '../../http/http.ts'
import { expressionOf } from '../../record/mapping/expression.ts'
import type { OpenDeps } from '../../record/page.ts'
import { createAsk, type NextAsk } from './ask.ts'
import { planStream } from './plan.ts'
import { authOf } from './settings.ts'

/** Decoded bytes of a page, which is held in memory as a whole. */
const PAGE_BYTES = 32e6

export type RestDeps = Omit<OpenDeps, 'dir'> & {
  /** Instead of the system's name servers. */
  lookup?: LookupFunction
  /** Limits of one request; the usual ones where absent. */
  limits?: Pick<HttpOptions, 'maxBytes' | 'totalMs' | 'idleMs' | 'connectMs'>
  /** Large answers are read in a thread of their own, with a client of its own. */
  apart?: boolean
}

interface Asking {
  /** Shared with another place that asks the same source. */
  next: NextAsk
  around?: (client: Authorised) => Authorised
}

/** A client of a source, and its streams with everything compiled. `ready`: a manifest with its settings filled in. */
export function openPlans(
  ready: Manifest,
  config: Pick<RestConfig, 'allowedHosts' | 'streams'>,
  { secrets, wall, random, sleep, lookup, limits }: RestDeps,
  { next, around = client => client }: Asking,
) {
  const http = createHttp({
    allowedHosts: config.allowedHosts,
    maxBytes: PAGE_BYTES,
    ...limits,
    ...(lookup ? { lookup } : {}),
  })
  const client = around(authorise(authOf(ready), { http, secrets, wall }))
  const { name, rateLimit } = ready
  const error = ready.error === undefined ? null : expressionOf(ready.error)
  const ask = createAsk({ client, name, rateLimit, error, wall, random, sleep }, next)
  const wanted = ready.streams.filter(stream => config.streams?.includes(stream.name) ?? true)
  return { http, ask, plans: wanted.map(stream => planStream({ manifest: ready, ask, wall }, stream)) }
}
