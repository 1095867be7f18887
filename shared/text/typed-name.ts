import { z } from 'zod'
import { cleanLine } from './clean-line.ts'

/** A name that a person types, of at most `longest` letters. */
export const typedName = (longest: number) => z.string().overwrite(cleanLine).min(1).max(longest)
