import type { IdentityRule } from '../../../shared/identity.ts'
import { byText } from '../../../shared/text/text-order.ts'

/** What an account is known by. `verified`: its source says so of the account itself, not of one of its contacts. */
export interface Identity {
  kind: 'external' | 'domain' | 'email'
  value: string
  verified: boolean
}

/** An account as one source knows it, whichever account represents it now. */
export interface Known {
  id: number
  /** `slug:external id`: decides who stands for a group, so that the order of arrival makes no difference. */
  uid: string
  source: number
  name: string
  identities: readonly Identity[]
}

/** What a person has said about two accounts (`a` < `b`). */
export interface Said {
  a: number
  b: number
  same: boolean
}

/** A reason to think that two accounts are one. `certain`: good enough to merge without asking, where unambiguous. */
export interface Link {
  a: number
  b: number
  rule: IdentityRule
  value: string
  confidence: number
  certain: boolean
}

export interface Group {
  /** In order of `uid`; the first stands for the others. */
  members: number[]
  rule: IdentityRule
}

// Priors by judgement, not learned: how often two accounts that share this are the same customer.
const CERTAIN = { external: 0.98, domain: 0.95, email: 0.9 } as const
const LIKELY = { same_id: 0.8, domain: 0.6, email: 0.7 } as const

/**
 * Every reason for which two of these accounts of different sources may be one. Certain are: an id that one source gives
 * for the account in another, the same domain or the same address where both sources name it for the account itself.
 * Only likely are what contacts have in common, and equal ids of accounts that also have the same name.
 */
export function linksBetween(accounts: readonly Known[]): Link[] {
  const holders = Map.groupBy(
    accounts.flatMap(account => account.identities.map(identity => ({ account, identity }))),
    ({ identity }) => `${identity.kind}\n${identity.value}`,
  )
  return [...holders.values()].flatMap(holding =>
    // An account has the same source as itself, so it is never linked with itself.
    holding.flatMap((one, n) => holding.slice(n).flatMap(other => linkOf(one, other) ?? [])),
  )
}

interface Holding {
  account: Known
  identity: Identity
}

function linkOf(one: Holding, other: Holding): Link | null {
  if (one.account.source === other.account.source) return null
  const { kind, value } = one.identity
  const both = one.identity.verified && other.identity.verified
  // For ids, one side is enough: it names the other's.
  const certain = kind === 'external' ? one.identity.verified || other.identity.verified : both
  if (kind === 'external' && !certain && plain(one.account.name) !== plain(other.account.name)) return null
  const [a, b] = ordered(one.account.id, other.account.id)
  if (certain) return { a, b, rule: kind, value, confidence: CERTAIN[kind], certain }
  const rule = kind === 'external' ? 'same_id' : kind
  return { a, b, rule, value, confidence: LIKELY[rule], certain }
}

export const ordered = (a: number, b: number): [number, number] => [Math.min(a, b), Math.max(a, b)]
const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/**
 * Which accounts are one: what a person said, and certain links where they are unambiguous. A group that would hold two
 * accounts of one source, or two that a person keeps apart, is not merged automatically at all; its links become proposals.
 * A function of the facts alone: neither the order of arrival nor earlier merges make a difference.
 */
export function groupsOf(accounts: readonly Known[], links: readonly Link[], said: readonly Said[]): Group[] {
  const byId = new Map(accounts.map(account => [account.id, account]))
  const apart = said.filter(({ same }) => !same)
  const joined = said.filter(({ same }) => same).sort((x, y) => byText(pairName(x, byId), pairName(y, byId)))
  const certain = links.filter(link => link.certain)
  const groups: Group[] = []
  for (const cluster of clusters(byId, [...certain, ...joined])) {
    const within = joined.filter(({ a }) => cluster.has(a))
    const clean = unambiguous(cluster, byId) && !divides(apart, cluster)
    const parts = clean ? [cluster] : clusters(byId, undivided(within, apart))
    for (const part of parts)
      if (part.size > 1) groups.push({ members: inOrder(part, byId), rule: clean ? ruleOf(certain, part) : 'person' })
  }
  return groups
}

/** The order that does not hang on row numbers, which differ from computer to computer. */
export const byUid = (a: Pick<Known, 'uid'>, b: Pick<Known, 'uid'>): number => byText(a.uid, b.uid)

const pairName = ({ a, b }: Said, byId: ReadonlyMap<number, Known>): string =>
  [a, b]
    .map(id => byId.get(id)?.uid ?? '')
    .sort()
    .join('\n')

const inOrder = (part: ReadonlySet<number>, byId: ReadonlyMap<number, Known>): number[] =>
  [...part]
    .flatMap(id => byId.get(id) ?? [])
    .sort(byUid)
    .map(({ id }) => id)

const ruleOf = (certain: readonly Link[], part: ReadonlySet<number>): IdentityRule =>
  certain.find(({ a, b }) => part.has(a) && part.has(b))?.rule ?? 'person'

const divides = (apart: readonly Said[], cluster: ReadonlySet<number>): boolean =>
  apart.some(({ a, b }) => cluster.has(a) && cluster.has(b))

function unambiguous(cluster: ReadonlySet<number>, byId: ReadonlyMap<number, Known>): boolean {
  const sources = [...cluster].map(id => byId.get(id)?.source)
  return new Set(sources).size === sources.length
}

/** A person's pairs, in order, without those that would bring together what a person keeps apart. */
function undivided(joined: readonly Said[], apart: readonly Said[]): Said[] {
  const kept: Said[] = []
  for (const pair of joined) {
    const ids = new Set([...kept, pair].flatMap(({ a, b }) => [a, b]))
    const parts = clusters(new Map([...ids].map(id => [id, null])), [...kept, pair])
    if (!parts.some(part => divides(apart, part))) kept.push(pair)
  }
  return kept
}

/** Connected components over `pairs`, of the ids that occur in one. */
function clusters(known: ReadonlyMap<number, unknown>, pairs: readonly { a: number; b: number }[]): Set<number>[] {
  const of = new Map<number, Set<number>>()
  for (const { a, b } of pairs) {
    if (!known.has(a) || !known.has(b)) continue
    const whole = of.get(a) ?? new Set([a])
    for (const id of of.get(b) ?? [b]) whole.add(id)
    for (const id of whole) of.set(id, whole)
  }
  return [...new Set(of.values())]
}

/**
 * What to ask a person: linked accounts that are not one already and that nobody has kept apart. Several reasons for one
 * pair add up as if they were independent (1 − ∏(1 − c)); the strongest is shown.
 */
export function proposalsOf(links: readonly Link[], groups: readonly Group[], said: readonly Said[]): Link[] {
  const groupOf = new Map(groups.flatMap((group, n) => group.members.map(id => [id, n])))
  const isOne = ({ a, b }: Link) => groupOf.has(a) && groupOf.get(a) === groupOf.get(b)
  const apart = new Set(said.filter(({ same }) => !same).map(({ a, b }) => `${a}-${b}`))
  const open = links.filter(link => !isOne(link) && !apart.has(`${link.a}-${link.b}`))
  return [...Map.groupBy(open, ({ a, b }) => `${a}-${b}`).values()].flatMap(reasons => {
    const [strongest] = [...reasons].sort((x, y) => y.confidence - x.confidence || byText(x.value, y.value))
    const doubt = reasons.reduce((left, { confidence }) => left * (1 - confidence), 1)
    return strongest ? [{ ...strongest, confidence: Math.round((1 - doubt) * 1000) / 1000 }] : []
  })
}
