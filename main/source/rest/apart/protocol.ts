import type { Failure } from '../../../../shared/result.ts'
import type { Manifest, RestConfig } from '../../../../shared/source/manifest.ts'
import type { HttpOptions } from '../../../http/http.ts'
import { SourceFailure } from '../../../record/page.ts'
import type { Converted } from '../converted.ts'
import type { Walk } from '../cursor.ts'
import type { PackedRecords } from './packed.ts'

/** What a thread reads: plain values only. */
export interface ApartSource {
  /** With its settings filled in. */
  manifest: Manifest
  config: Pick<RestConfig, 'allowedHosts'>
  limits: Pick<HttpOptions, 'maxBytes' | 'totalMs' | 'idleMs' | 'connectMs'>
  /** The engine's clock as the thread begins, UTC ms. */
  now: number
  /** From when on the source may be asked again; UTC ms. */
  free: number
}

/** An answer that came before the thread did, so that nobody asks twice. */
export interface Come {
  /** What was asked (`askedOf`). */
  asked: string
  status: number
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer>
  url: string
}

export type ToApart =
  | { kind: 'walk'; id: number; stream: string; start: Walk; come: Come | null }
  /** One page was taken, so another one may be made. */
  | { kind: 'taken'; id: number }
  /** Some records of a page were taken, so the next may come. */
  | { kind: 'more'; id: number }
  | { kind: 'stop'; id: number }
  | { kind: 'secret'; call: number; value: string | null; failed: string | null }

export type FromApart =
  /** Records of the page that comes after them, few enough that to unpack them holds up nobody. */
  | { kind: 'records'; id: number; records: PackedRecords }
  | { kind: 'page'; id: number; page: BarePage }
  | { kind: 'say'; id: number; words: string }
  | { kind: 'failed'; id: number; thrown: Thrown }
  /** Asks for a credential; with `value`, has it kept. */
  | { kind: 'secret'; call: number; name: string; value?: string | null }

/** An error on its way out of a thread, which would lose its class there. */
interface Thrown {
  message: string
  failure: { failure: Failure; retryAfterMs: number | null; scope: 'stream' | 'source' } | null
}

export const thrownOf = (error: unknown): Thrown => ({
  message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  failure:
    error instanceof SourceFailure
      ? { failure: error.failure, retryAfterMs: error.retryAfterMs, scope: error.scope }
      : null,
})

export const errorOf = ({ message, failure }: Thrown): Error =>
  failure ? new SourceFailure(failure.failure, failure) : new Error(message)

/** A page without its records, which have come before it. */
export type BarePage = Omit<Converted, 'mapped'> & { mapped: Omit<Converted['mapped'], 'records'> }

/** By what an answer is known to belong to a request. */
export const askedOf = ({ method = 'GET', url, body = '' }: { method?: string; url: string; body?: unknown }): string =>
  JSON.stringify([method, url, body])
