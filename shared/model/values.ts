import { z } from 'zod'

/** The values that answers are made of. */

/** UTC milliseconds, as they are stored: data of a source may be older than 1970. */
export const ms = z.int()
/** The last millisecond of the year 9999: what comes later no calendar shows, and `Date` ends soon after. */
export const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
/** A moment that somebody names, UTC milliseconds, 1970–9999. */
export const moment = z.int().min(0).max(LAST_MOMENT)
/** How far away from now something may be, in ms. */
export const span = z.int().min(-LAST_MOMENT).max(LAST_MOMENT)
/** The moment nearest to `at` that a workspace may live through. */
export const withinTime = (at: number): number => Math.min(Math.max(Number.isNaN(at) ? 0 : at, 0), LAST_MOMENT)
/** A number of days that somebody sets: ten years at most. */
export const days = z.int().max(3_650)
/** Probability or share, 0–1. */
export const share = z.number().min(0).max(1)
export const text = z.string()
export const optionalText = z.string().nullable()
export const optionalMs = ms.nullable()
/** A row of this cache. */
export const id = z.int().positive()
