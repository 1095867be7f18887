import freeMail from 'email-providers/all.json' with { type: 'json' }
import { getDomain } from 'tldts'
import type { IdentityRule } from '../../../shared/identity.ts'
import { plainAddress, plainDomain } from '../../../shared/person/address.ts'

const FREE = new Set<string>(freeMail)

/** The registrable domain of an address, a site or a host name, such as `example.co.uk`; null where there is none. */
export function domainOf(text: string | null): string | null {
  const name = text === null ? null : getDomain(text.trim().toLowerCase(), { allowPrivateDomains: true })
  return name === null ? null : plainDomain(name)
}

/** A domain at which anybody can have an address says nothing about who somebody is. */
export const isFreeMail = (domain: string): boolean => FREE.has(domain)

/** One spelling of an address; null for what is none. */
export function addressOf(text: string | null): string | null {
  const address = plainAddress(text ?? '')
  return /^[^\s@]+@[^\s@]+$/.test(address) ? address : null
}

const WORDS: Record<IdentityRule, (value: string) => string> = {
  external: value => `One source gives ${value} as the other's id.`,
  same_id: value => `Both have the id ${value} and the same name.`,
  domain: value => `Both use the domain ${value}.`,
  email: value => `Both use the address ${value}.`,
  person: () => 'A person confirmed the match.',
}

/** Why two accounts may be one, for a person. */
export const whyOne = (rule: IdentityRule, value: string): string => WORDS[rule](value)
