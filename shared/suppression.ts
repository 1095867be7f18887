import { z } from 'zod'

/** What can be suppressed: an address, or everybody of a domain, written `@example.com`. */
export const suppressibleSchema = z.union([
  z.email(),
  z.string().regex(/^@[^\s@]+\.[^\s@.]+$/, 'expected an address, or a domain such as @example.com'),
])
