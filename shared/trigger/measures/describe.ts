import type { z } from 'zod'

/** What a measure gives: a plain number, a share of the usual (1 is normal), milliseconds, or the attribute itself. */
export type Unit = 'number' | 'share' | 'duration' | 'text'

/** How measures within a measure read; only a ratio has any. */
export interface Reads {
  noun(measure: unknown): string
  label(measure: unknown): string
  words(measure: unknown): string
}

/** All that the language, the screens and the evidence say of one kind of measure. How it is computed is main/signal's. */
export interface MeasureDescription<Schema extends z.ZodObject> {
  /** Its parts in the order in which the editor shows them; an optional part may be left out there. */
  schema: Schema
  gives(measure: z.infer<Schema>): Unit
  /** `failed payments`: what it adds up. */
  noun(measure: z.infer<Schema>, reads: Reads): string
  /** `failed payments in 14 days`: the name of its figure in the evidence; of times, what the days count. */
  label(measure: z.infer<Schema>, reads: Reads): string
  /** As a part of a condition in words: `payment failed within 14 d`. */
  words(measure: z.infer<Schema>, reads: Reads): string
  editor: {
    /** What the editor's list calls it. */
    title: string
    /** What a new one begins with. */
    starts: Omit<z.infer<Schema>, 'type'>
    /** The word before its events or its object; without one, events follow `of`, or `in` where a field is named. */
    lead?: string
    /** A field may hold text or truth, too; otherwise it is a number. */
    anyField?: true
  }
  /** What its threshold is a share of, after the number: ` of the account’s own normal`. */
  against?: string
}

/** Lets the compiler hold a description to its own schema. */
export const describe = <Schema extends z.ZodObject>(of: MeasureDescription<Schema>): MeasureDescription<Schema> => of
