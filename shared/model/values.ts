import { z } from 'zod'

/** The values that answers are made of. */

/** UTC milliseconds. */
export const ms = z.int()
/** Probability or share, 0–1. */
export const share = z.number().min(0).max(1)
export const text = z.string()
export const optionalText = z.string().nullable()
export const optionalMs = ms.nullable()
/** A row of this cache. */
export const id = z.int().positive()
