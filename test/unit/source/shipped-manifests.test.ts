import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { checkManifest } from '../../../main/source/rest/manifest-check.ts'
import { recordsOf } from '../../../main/source/rest/plan.ts'
import { shippedManifests } from '../../../main/source/rest/shipped-manifests.ts'
import type { Manifest } from '../../../shared/source/manifest.ts'
import type { ValueRef } from '../../../shared/source/mapping.ts'

const manifests = shippedManifests.map(json => checkManifest(json).manifest).filter(manifest => manifest !== null)

/** The words that a value can come to: constants, what a map says, and texts in its expression. */
function wordsOf(value: ValueRef): string[] {
  if (typeof value === 'string') return [...value.matchAll(/'([^']*)'/g)].map(match => match[1] ?? '')
  if ('first' in value) return value.first.flatMap(wordsOf)
  if ('const' in value) return [String(value.const)]
  return [...Object.values(value.map ?? {}), ...('path' in value ? wordsOf(value.path) : [])]
}

/** What a system brings that triggers may ask about: `payment_failed`, `order`, `renews_at`. */
function bringsOf(manifest: Manifest): Set<string> {
  const records = manifest.streams.flatMap(stream => recordsOf(manifest, stream))
  return new Set(
    records.flatMap(record => {
      if (record.record === 'event') return wordsOf(record.kind)
      if (record.record === 'object') return [record.kind]
      if (record.record !== 'account') return []
      return [...(record.renewsAt ? ['renews_at'] : []), ...(record.signedUpAt ? ['signed_up_at'] : [])]
    }),
  )
}

/** What a condition asks about, in its own order. */
function askedBy(condition: unknown): string[] {
  if (typeof condition !== 'object' || condition === null) return []
  const found = Object.entries(condition).flatMap(([key, value]) => {
    if (key === 'kind' || key === 'attribute') return [String(value)]
    return askedBy(value)
  })
  return [...new Set(found)]
}

const brings = manifests.map(manifest => ({ name: manifest.name, of: bringsOf(manifest) }))
const systemsFor = (word: string) => brings.filter(({ of }) => of.has(word)).map(({ name }) => name)

it('the eleven systems are there, each without a problem', () => {
  expect(manifests.map(({ name }) => name)).toEqual([
    'Stripe',
    'Zendesk',
    'Freshdesk',
    'Intercom',
    'Chatwoot',
    'Request Tracker',
    'HubSpot',
    'Sentry',
    'PostHog',
    'Shopify',
    'AfterShip',
  ])
  expect(shippedManifests.flatMap(json => checkManifest(json).problems)).toEqual([])
})

it('the document says which system feeds which trigger', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../docs/systems.md'), 'utf8')
  const rows = starterTriggers().map(({ title, when }) => {
    const asked = askedBy(when).map(word => `\`${word}\` ${systemsFor(word).join(', ') || '–'}`)
    return `| ${title} | ${asked.join(' · ')} |`
  })
  const found = text.split('\n').filter(line => starterTriggers().some(({ title }) => line.startsWith(`| ${title} |`)))
  expect(found.map(line => line.replace(/\s+\|/g, ' |'))).toEqual(rows)
})
