import { readFileSync } from 'node:fs'
import app from '../../package.json' with { type: 'json' }
import lock from '../../package-lock.json' with { type: 'json' }
import { type ShippedPackage, uniquePackages } from '../../shared/shipped/package.ts'
import { billOf, integrities } from './bill.ts'
import { packagesFile } from './list-packages.ts'

/** `npm run sbom`: prints the bill of materials of the last build. */
const listed = ['main', 'app', 'preload', 'renderer'].flatMap(
  bundle => JSON.parse(readFileSync(packagesFile(bundle), 'utf8')) as ShippedPackage[],
)
process.stdout.write(`${JSON.stringify(billOf(app, uniquePackages(listed), integrities(lock)), null, 1)}\n`)
