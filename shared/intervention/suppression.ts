import { z } from 'zod'
import { plainAddress } from '../person/address.ts'

/**
 * What can be suppressed: any address that a message could leave for, or everybody of a domain, written `@example.com`.
 * In the one spelling that addresses are compared by, so that `@bücher.example` and `@xn--bcher-kva.example` are one.
 */
export const suppressibleSchema = z
  .string()
  .trim()
  // How other programs write a whole domain; taken as an address it would suppress nobody.
  .overwrite(text => plainAddress(text.trim().replace(/^\*(?=@)/, '')))
  .regex(/^[^\s@<>]*@[^\s@<>]+\.[^\s@<>.]+$/, 'expected an address, or a domain such as @example.com')
