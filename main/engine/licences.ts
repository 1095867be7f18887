import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { fail, ok, type Result } from '../../shared/result.ts'
import { type ShippedPackage, shippedPackageSchema, uniquePackages } from '../../shared/shipped/package.ts'

/** Where the build lists what its bundles are made of: beside them, or below the sources that run without a build. */
const PLACES = ['../packages', '../../out/packages'].map(place => resolve(import.meta.dirname, place))

/** Every package of which something is shipped, with its licence, as the build has listed them. */
export function readLicences(places: readonly string[] = PLACES): Result<ShippedPackage[]> {
  const folder = places.find(place => existsSync(place))
  if (folder === undefined)
    return fail(
      'not_found',
      'The licences cannot be shown.',
      'The list is made by the build, and there is none.',
      'Run `npm run build`.',
    )
  const lists = readdirSync(folder).filter(name => name.endsWith('.json'))
  const packages = lists.flatMap(name =>
    z.array(shippedPackageSchema).parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
  )
  return ok(uniquePackages(packages))
}
