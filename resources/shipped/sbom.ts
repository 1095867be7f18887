import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import app from '../../package.json' with { type: 'json' }
import lock from '../../package-lock.json' with { type: 'json' }
import { billOf, integrities } from './bill.ts'
import { PACKAGES_FILE } from './list-packages.ts'
import { rootOf, type ShippedPackage, uniquePackages } from './packages.ts'

/** `npm run sbom`: prints the bill of materials of the last build. */
const listed = ['main', 'app', 'preload', 'renderer'].flatMap(
  side =>
    JSON.parse(readFileSync(join(rootOf(import.meta.dirname), 'out', side, PACKAGES_FILE), 'utf8')) as ShippedPackage[],
)
process.stdout.write(`${JSON.stringify(billOf(app, uniquePackages(listed), integrities(lock)), null, 1)}\n`)
